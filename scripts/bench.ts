/**
 * Measures the speed of the core against its budgets: `npm run bench`, with `-- --strict` to fail where one is exceeded.
 * Each part runs in a process of its own, so that none pays for what another left in memory; `-- --part NAME` runs one alone.
 * Each figure is the median of several runs, after some that are not counted: the code is warm.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { diagnose } from "../server/src/diagnosis/diagnose.ts";
import { configFindings } from "../server/src/features/configFindings.ts";
import { readIncidents } from "../server/src/incident/read.ts";
import { looksLikeCrashLog } from "../server/src/incident/recognise.ts";
import { type Release, releaseName, releaseOf } from "../server/src/knowledge/release.ts";
import { languageHits } from "../server/src/lints/language.ts";
import { modelOf } from "../server/src/model/model.ts";
import { type ConfigFile, readConfig } from "../server/src/syntax/config.ts";
import { largeConfig } from "../test/support/largeConfig.ts";
import { ordinaryLog } from "../test/support/ordinaryLog.ts";
import { takenLines, tenMegabytesOf } from "../test/support/takenLines.ts";
import { apart, exceeds, type Measurement, table } from "./benchTable.ts";
import { activationBench, lspBench } from "./lspBench.ts";
import { scanBench } from "./scanBench.ts";

/** For 1,000 lines, on top of the lints, which the peers' figures compare with: they know no bugs. */
const exposureBudget = 10;
/** Lines that are read, and runs at least, until what is done has been compiled as well as it will be. */
const warmingLines = 250_000;
const warmingRuns = 8;
const megabyte = 1024 * 1024;
const crash = `FATAL: pool inconsistency detected in thread 13: tag mismatch on free().
  caller: 0x55d81505fe6e (__stksess_kill+0x67/0x118)
[NOTICE]   (12) : haproxy version is 3.0.2
[ALERT]    (12) : Current worker (14) exited with code 132 (Illegal instruction)
`;
const release = releaseOf("3.0.2") as Release;

const generator = path.resolve(import.meta.dirname, "../../shared/score/bench/gen.mjs");
/** The inputs that the peers were measured with, where their generator is at hand; else files of our own. */
const generated: (lines: number, shape: Shape) => string = existsSync(generator)
  ? ((await import(generator)) as { generate: typeof generated }).generate
  : largeConfig;

/** What the faster of the two peers takes, in milliseconds of processor time on the same inputs; we want a third of it, and a fifth. */
const peers = {
  cold: { mixed: { 1000: 28, 10000: 350, 50000: 1780 }, fat: { 1000: 24, 10000: 286, 50000: 1490 } },
  edit: [11, 16, 20, 19],
};

type Shape = "mixed" | "fat";
const budgets = [
  [1_000, 40],
  [10_000, 100],
  [50_000, 500],
] as const;
const perLineSizes = [1_000, 10_000, 50_000, 100_000];

/** What is timed here, by the name of its part. */
const timed = new Map<string, () => Iterable<Measurement>>([
  ...(["mixed", "fat"] as const).flatMap((shape) =>
    budgets.map(([lines, cold]) => [`${shape}-${lines}`, () => configurations(shape, lines, cold)] as const),
  ),
  ["edits-10000", () => edits(10_000, 5, peers.edit)],
  ["edits-50000", () => edits(50_000, 15, [])],
  ["lines", perLine],
  ["logs", logs],
]);
/** What prints for itself. */
const printed = new Map<string, () => string | Promise<string>>([
  ["server", server],
  ["activation", activationBench],
  ["scan", scanBench],
]);

const part = process.argv.includes("--part") ? process.argv.at(process.argv.indexOf("--part") + 1) : undefined;
if (part === undefined) all();
else if (timed.has(part)) for (const row of timed.get(part)?.() ?? []) console.log(JSON.stringify(row));
else console.log((await printed.get(part)?.()) ?? `no part ${part}: ${[...timed.keys(), ...printed.keys()].join(", ")}`);

function all(): void {
  if (!existsSync(generator)) console.log("the generator of the peers' inputs is not here: their figures do not compare");
  const rows = [...timed.keys()].flatMap((name) =>
    inProcess(name)
      .split("\n")
      .filter(Boolean)
      .map((row) => JSON.parse(row) as Measurement),
  );
  const isOfLine = ({ what }: Measurement) => what.startsWith("a line of");
  const measurements = rows.filter((row) => !isOfLine(row));
  console.log(table(measurements));
  console.log(`\n${apart(rows.filter(isOfLine))}`);
  for (const name of printed.keys()) console.log(`\n${inProcess(name).trimEnd()}`);
  console.log(`\nnode ${process.version}`);
  if (process.argv.includes("--strict") && measurements.some(exceeds)) process.exitCode = 1;
}

/** What a part prints; its complaints go to the screen. */
function inProcess(name: string): string {
  const args = [...process.execArgv, import.meta.filename, "--part", name];
  const { stdout, status } = spawnSync(process.execPath, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  if (status !== 0) throw new Error(`the part ${name} ended with ${status}`);
  return stdout;
}

async function server(): Promise<string> {
  const inputs = (["mixed", "fat"] as const).map((shape) => ({ name: `${shape}-10000`, text: generated(10_000, shape) }));
  return lspBench(inputs, generated(1_000, "mixed"));
}

function* logs(): Generator<Measurement> {
  const small = ordinaryLog(megabyte);
  const large = ordinaryLog(10 * megabyte).repeat(10);
  yield measured("recognise 1 MB of ordinary log", 20, () => looksLikeCrashLog(small));
  yield measured("diagnose 1 MB of ordinary log", 40, () => diagnosed(small));
  yield measured("diagnose 1 MB with a crash at the end", 40, () => diagnosed(small + crash));
  yield measured("recognise 100 MB of ordinary log", 1500, () => looksLikeCrashLog(large), 3);
  yield measured("diagnose 100 MB with a crash at the end", 3000, () => diagnosed(large + crash), 3);
  for (const line of takenLines) {
    const log = tenMegabytesOf(line);
    yield measured(`read 10 MB of ${line.slice(0, 40).trim()}`, 2000, () => readIncidents(log), 3);
    if (line.startsWith("#0"))
      yield measured(
        `recognise 10 MB of ${line.slice(0, 40).trim()}`,
        1000,
        () => looksLikeCrashLog(`${line}\n`.repeat(log.length / line.length)),
        3,
      );
  }
}

function* configurations(shape: Shape, lines: 1000 | 10000 | 50000, cold: number): Generator<Measurement> {
  const words = `${lines.toLocaleString("en")} lines, ${shape}`;
  const fresh = differing(lines, shape);
  yield measured(`${words}: read afresh, all lints`, cold, () => linted(fresh()), 15, peers.cold[shape][lines] / 3, lines);
  const withBugs = cold + (lines / 1000) * exposureBudget;
  yield measured(`${words}: the same and known bugs of ${releaseName(release)}`, withBugs, () => found(fresh()), 9, undefined, lines);
}

/** Reads a file that is another one each time: a comment that differs keeps nothing but the warm code. */
function differing(lines: number, shape: Shape): () => ConfigFile {
  const text = generated(lines, shape);
  let n = 0;
  return () => readConfig("file:///h.cfg", `# ${n++}\n${text}`);
}

/** One character typed at four places in the middle of the file; the peers know no bugs, so that their figures compare with the lints alone. */
function* edits(lines: number, budget: number, ofPeers: readonly number[]): Generator<Measurement> {
  const text = generated(lines, "mixed");
  let file = readConfig("file:///h.cfg", text);
  found(file);
  const places = [/^ {4}#./m, /weight ./, /acl ./, /http-request deny./].map((place, i) => ({ place, peer: ofPeers[i] }));
  for (const { place, peer } of places) {
    const from = text.length / 2;
    const at = Math.floor(from + text.slice(from).search(place) + (place.exec(text.slice(from))?.[0].length ?? 0));
    let key = 0;
    const typed = (look: (file: ConfigFile) => void) => () => {
      file = readConfig("file:///h.cfg", `${text.slice(0, at)}${"1234567890"[key++ % 10]}${text.slice(at)}`, file);
      look(file);
    };
    const words = `${lines.toLocaleString("en")} lines: one character behind ${place.source}`;
    if (peer !== undefined) yield measured(`${words}, all lints`, budget, typed(linted), 101, peer / 5, 1000);
    yield measured(`${words}, all findings`, budget, typed(found), 101, undefined, 1000);
  }
}

/** Time of one line, in microseconds. The sizes take turns, so that a machine that grows slower does so for all of them. */
function* perLine(): Generator<Measurement> {
  const sizes = perLineSizes.map((lines) => {
    const fresh = differing(lines, "mixed");
    const runs = Math.max(1, 10_000 / lines);
    const timings: Timing[] = [];
    const turn = () => timingOf(() => linted(fresh()), runs);
    return { lines, timings, turn, runs };
  });
  for (const { turn, lines, runs } of sizes) for (let i = 0; i < Math.max(2, warmingLines / lines / runs); i++) turn();
  for (let round = 0; round < 9; round++) for (const { turn, timings } of sizes) timings.push(turn());
  for (const { lines, timings, runs } of sizes) {
    const { milliseconds, fastest, processor } = summed(timings);
    const each = (time: number) => (1000 * time) / (lines * runs);
    const what = `a line of ${lines.toLocaleString("en")}`;
    yield { what, milliseconds: each(milliseconds), fastest: each(fastest), processor: each(processor), budget: 0 };
  }
}

function diagnosed(log: string): void {
  for (const incident of readIncidents(log)) diagnose(incident, { language: "en" });
}

function linted(file: ConfigFile): void {
  languageHits(modelOf([file]), release);
}

function found(file: ConfigFile): void {
  configFindings(modelOf([file]), { release, ignored: [] });
}

function measured(
  what: string,
  budget: number,
  work: () => unknown,
  runs = 9,
  processorBudget?: number,
  lines = warmingLines,
): Measurement {
  for (let i = 0; i < Math.max(warmingRuns, warmingLines / lines); i++) work();
  return { what, budget, processorBudget, ...summed(Array.from({ length: runs }, () => timingOf(work))) };
}

interface Timing {
  readonly time: number;
  readonly processor: number;
}

/** Milliseconds that some runs of the work take together. */
function timingOf(work: () => unknown, runs = 1): Timing {
  const before = process.cpuUsage();
  const started = performance.now();
  for (let i = 0; i < runs; i++) work();
  const time = performance.now() - started;
  const { user, system } = process.cpuUsage(before);
  return { time, processor: (user + system) / 1000 };
}

function summed(timings: readonly Timing[]): Pick<Measurement, "milliseconds" | "fastest" | "processor"> {
  const median = (of: (one: Timing) => number) => timings.map(of).sort((a, b) => a - b)[Math.floor(timings.length / 2)] ?? Number.NaN;
  const fastest = Math.min(...timings.map(({ time }) => time));
  return { milliseconds: median(({ time }) => time), fastest, processor: median(({ processor }) => processor) };
}
