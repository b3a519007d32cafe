/** What surrounds a place, from the part under it out to the file: each step is what an editor selects next. */
import { type PlaceInConfig, partAt } from "../../model/parts/parts.ts";
import { spanOfWords } from "../../model/statement.ts";
import { endOf } from "../../syntax/columns.ts";
import type { ConfigFile } from "../../syntax/config.ts";
import { type Span, touches } from "../../syntax/span.ts";
import { type Run, shapeOf } from "./shape.ts";

/** From a column of one line to a column of another, or the same. */
export interface Stretch {
  readonly from: number;
  readonly start: number;
  readonly to: number;
  readonly end: number;
}

/** Growing stretches around a column (in UTF-16 units), each larger than the one before; the last is the file. */
export function stretchesAround(file: ConfigFile, line: number, column: number, branch: string | undefined): readonly Stretch[] {
  const place = partAt(file, line, column, branch);
  const last = file.lines.length - 1;
  const whole = { from: 0, start: 0, to: last, end: endOf(file.lines[last] ?? { raw: "" }) };
  if (place === undefined) return [whole];
  const inLine = spansInLine(place, column).map(({ start, end }) => ({ from: line, start, to: line, end }));
  return growing([...inLine, ...runsAround(place, line), whole], line, Math.min(column, endOf(place.line)));
}

/** Those that hold the place and all that was chosen before. */
function growing(candidates: readonly Stretch[], line: number, column: number): readonly Stretch[] {
  const chosen: Stretch[] = [];
  let inner: Stretch = { from: line, start: column, to: line, end: column };
  for (const stretch of candidates) {
    const holds =
      notBehind(stretch.from, stretch.start, inner.from, inner.start) && notBehind(inner.to, inner.end, stretch.to, stretch.end);
    const same =
      chosen.length > 0 &&
      stretch.from === inner.from &&
      stretch.start === inner.start &&
      stretch.to === inner.to &&
      stretch.end === inner.end;
    if (!holds || same) continue;
    chosen.push(stretch);
    inner = stretch;
  }
  return chosen;
}

function notBehind(line: number, column: number, otherLine: number, otherColumn: number): boolean {
  return line < otherLine || (line === otherLine && column <= otherColumn);
}

function spansInLine(place: PlaceInConfig, column: number): Span[] {
  const { line, part, parts, statement, interpretation } = place;
  const { words, comment } = line;
  const at = part?.word ?? words.findIndex(({ span }) => touches(span, column));
  const word = words[at];
  const spans: Span[] = part === undefined ? [] : [part.span];
  if (word !== undefined) spans.push(...parenthesesAround(line.raw, part?.span ?? { start: column, end: column }, word.span), word.span);
  spans.push(...bracesAround(place, at));
  const condition = parts.findLast(({ role, text, word: of }) => role === "operator" && (text === "if" || text === "unless") && of <= at);
  if (condition !== undefined) spans.push(spanOfWords(words.slice(condition.word)));
  const head = (interpretation?.head ?? 0) + (statement?.prefix === undefined ? 0 : 1);
  if (interpretation !== undefined && at >= head) spans.push(spanOfWords(words.slice(head)));
  if (words.length > 0) spans.push(spanOfWords(words));
  const from = words[0]?.span.start ?? comment?.start;
  if (from !== undefined) spans.push({ start: from, end: comment?.end ?? words.at(-1)?.span.end ?? from });
  return spans;
}

/** What stands between the parentheses around a stretch of a word, and that with the name before it. */
function parenthesesAround(raw: string, inner: Span, word: Span): Span[] {
  const found: Span[] = [];
  let depth = 0;
  for (let open = inner.start - 1; open >= word.start; open--) {
    if (raw[open] === ")") depth++;
    if (raw[open] !== "(" || depth-- > 0) continue;
    depth = 0;
    const close = closing(raw, open, word.end);
    if (close < inner.end) continue;
    const name = /[\w.-]*$/.exec(raw.slice(word.start, open))?.[0].length ?? 0;
    found.push({ start: open + 1, end: close }, { start: open - name, end: Math.min(close + 1, word.end) });
  }
  return found;
}

function closing(raw: string, open: number, end: number): number {
  let depth = 0;
  for (let at = open; at < end; at++) {
    if (raw[at] === "(") depth++;
    if (raw[at] === ")" && --depth === 0) return at;
  }
  return end;
}

/** The words between the braces of a condition, and with the braces. */
function bracesAround({ line: { words }, parts }: PlaceInConfig, at: number): Span[] {
  const braces = parts.filter(({ role, text }) => role === "operator" && (text === "{" || text === "}"));
  const open = braces.findLastIndex(({ text, word }) => text === "{" && word <= at);
  const [first, last] = [braces[open], braces[open + 1]];
  if (first === undefined || last === undefined || last.text !== "}" || last.word < at || last.word <= first.word + 1) return [];
  return [spanOfWords(words.slice(first.word + 1, last.word)), { start: first.span.start, end: last.span.end }];
}

/** Whole lines: the comments or rules that the line stands among, and its section. */
function runsAround({ placed, line: { raw } }: PlaceInConfig, line: number): Stretch[] {
  const { firstLine, section } = placed;
  const offset = line - firstLine;
  const { comments, rules, last } = shapeOf(section);
  const within = ({ from, to }: Run) => from <= offset && offset <= to;
  const runs: Run[] = [
    ...comments.filter(within),
    ...rules.filter(within),
    { from: 0, to: last },
    { from: 0, to: section.lines.length - 1 },
  ];
  const stretches = runs.map(({ from, to }) => ({
    from: firstLine + from,
    start: 0,
    to: firstLine + to,
    end: endOf(section.lines[to] ?? { raw: "" }),
  }));
  return [{ from: line, start: 0, to: line, end: endOf({ raw }) }, ...stretches];
}
