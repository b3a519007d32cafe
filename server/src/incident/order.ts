/** Logs that have their newest line first, as consoles of log systems show and export them: read the other way round, where that is proven. */
import { unwrap } from "./envelope.ts";
import type { FoundLine } from "./search.ts";

/** What HAProxy, gdb and the master write directly one after the other. */
const pairs: readonly (readonly [before: RegExp, after: RegExp])[] = [
  [/call trace\(\d+\)/, /\| +0x[0-9a-f]+ [[<]/],
  [/\bThread \d+ *: (?:id=|act=)/, /\bstuck=\d/],
  [/\bstuck=\d/, /\bcpu_ns:/],
  [/\bcpu_ns:/, /\bcurr_task=/],
  [/bug condition "|pool inconsistency|is about to kill the process/, /call trace\(\d+\)|\bThread \d+ *: (?:id=|act=)|caller: 0x/],
  [/\bexited with code \d{3}\b/, /exit-on-failure: killing/],
  [/exit-on-failure: killing/, /All workers exited/],
];
const frameNumber = /(?:^|[^\w#])#(\d{1,3}) /;
/** Two falls and no rise: one may be two programs that write out of step. */
const enoughFalls = 2;

/** The lines in the order in which they were written; undefined where they stand in it, or nothing proves that they do not. */
export function writtenOrder(lines: readonly FoundLine[]): readonly FoundLine[] | undefined {
  const { forth, back } = structureOf(lines);
  if (back > 0 && forth === 0) return [...lines].reverse();
  if (back > 0) return undefined;
  // nearly all logs end later than they begin
  const [first, last] = [firstMoment(lines, 1), firstMoment(lines, -1)];
  if (first === undefined || last === undefined || first <= last) return undefined;
  const moments = lines.map(({ raw }) => momentOf(raw));
  const { rises, falls } = stepsOf(moments);
  if (rises > 0 || falls < enoughFalls) return undefined;
  return forth > 0 ? entriesReversed(lines, moments) : [...lines].reverse();
}

/** Lines asked for their time, from each end. */
const mostAsked = 20;

function firstMoment(lines: readonly FoundLine[], step: 1 | -1): number | undefined {
  for (let i = 0; i < Math.min(mostAsked, lines.length); i++) {
    const moment = momentOf(lines.at(step > 0 ? i : -1 - i)?.raw ?? "");
    if (moment !== undefined) return moment;
  }
  return undefined;
}

/** How many neighbours stand as they are written, and how many the other way round. */
function structureOf(lines: readonly FoundLine[]): { readonly forth: number; readonly back: number } {
  let forth = 0;
  let back = 0;
  for (let i = 1; i < lines.length; i++) {
    const [a, b] = [lines[i - 1] as FoundLine, lines[i] as FoundLine];
    if (b.number - a.number !== 1) continue;
    const direction = directionOf(a.raw, b.raw);
    if (direction > 0) forth++;
    else if (direction < 0) back++;
  }
  return { forth, back };
}

function directionOf(a: string, b: string): number {
  for (const [before, after] of pairs) {
    if (before.test(a) && after.test(b) && !before.test(b)) return 1;
    if (after.test(a) && before.test(b) && !after.test(b)) return -1;
  }
  const [m, n] = [frameNumber.exec(a)?.[1], frameNumber.exec(b)?.[1]];
  return m === undefined || n === undefined ? 0 : Number(n) - Number(m) === 1 ? 1 : Number(m) - Number(n) === 1 ? -1 : 0;
}

/** Records of several lines keep the order inside of them: their lines have one moment, or only the first has one. */
function entriesReversed(lines: readonly FoundLine[], moments: readonly (number | undefined)[]): readonly FoundLine[] {
  const entries: FoundLine[][] = [];
  let last: number | undefined;
  lines.forEach((line, i) => {
    const moment = moments[i];
    if (entries.length === 0 || (moment !== undefined && moment !== last)) entries.push([]);
    entries.at(-1)?.push(line);
    last = moment ?? last;
  });
  return entries.reverse().flat();
}

function stepsOf(moments: readonly (number | undefined)[]): { readonly rises: number; readonly falls: number } {
  let rises = 0;
  let falls = 0;
  let last: number | undefined;
  for (const moment of moments) {
    if (moment === undefined) continue;
    if (last !== undefined && moment > last) rises++;
    if (last !== undefined && moment < last) falls++;
    last = moment;
  }
  return { rises, falls };
}

const longestLine = 4096;

/** Milliseconds, of whatever epoch; undefined where the line has no time, or one of a form of its own. */
function momentOf(raw: string): number | undefined {
  const time = raw.length > longestLine ? undefined : unwrap(raw)[0]?.time;
  if (time === undefined || time.length > 40) return undefined;
  if (/^\d{10}(?:\.\d+|\d{3}|\d{6}|\d{9})?$/.test(time))
    return Number(`${time.slice(0, 10)}.${time.slice(10).replace(".", "") || "0"}`) * 1000;
  // seconds since the start of the machine go by another clock
  if (/^[\d.]+$/.test(time)) return undefined;
  const plain = time.replace(",", ".").replace(/(\.\d{3})\d+/, "$1");
  const read = Date.parse(plain);
  const moment = Number.isNaN(read) ? Date.parse(`${plain} 2000`) : read;
  return Number.isNaN(moment) ? undefined : moment;
}
