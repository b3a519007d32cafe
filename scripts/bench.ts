/**
 * Measures the speed of the core against its budgets: `npm run bench`, with `-- --strict` to fail where one is exceeded.
 * Each figure is the median of several runs in this one process, after some that are not counted: the code is warm.
 */
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
import { activationBench, lspBench } from "./lspBench.ts";
import { scanBench } from "./scanBench.ts";

interface Measurement {
  readonly what: string;
  readonly milliseconds: number;
  readonly budget: number;
  /** Of all threads together, which a busy machine changes less. */
  readonly processor: number;
  readonly processorBudget: number | undefined;
}

/** For 1,000 lines, on top of the lints, which the peers' figures compare with: they know no bugs. */
const exposureBudget = 10;
/** Runs until nearly all that they do has been compiled. */
const warming = 8;
const megabyte = 1024 * 1024;
const crash = `FATAL: pool inconsistency detected in thread 13: tag mismatch on free().
  caller: 0x55d81505fe6e (__stksess_kill+0x67/0x118)
[NOTICE]   (12) : haproxy version is 3.0.2
[ALERT]    (12) : Current worker (14) exited with code 132 (Illegal instruction)
`;
const release = releaseOf("3.0.2") as Release;

const generator = path.resolve(import.meta.dirname, "../../shared/score/bench/gen.mjs");
/** The inputs that the peers were measured with, where their generator is at hand; else files of our own. */
const generated: (lines: number, shape: "mixed" | "fat") => string = existsSync(generator)
  ? ((await import(generator)) as { generate: typeof generated }).generate
  : largeConfig;

/** What the faster of the two peers takes, in milliseconds of processor time on the same inputs; we want a third of it, and a fifth. */
const peers = {
  cold: { mixed: { 1000: 28, 10000: 350, 50000: 1780 }, fat: { 1000: 24, 10000: 286, 50000: 1490 } },
  edit: [11, 16, 20, 19],
};

// configurations first: the texts of logs leave a heap behind that no server has
const measurements = [...configurations(), ...logs()];
console.log(table(measurements));
console.log(`\n${perLine()}`);
if (!existsSync(generator)) console.log("the generator of the peers' inputs is not here: their figures do not compare");
const inputs = (["mixed", "fat"] as const).map((shape) => ({ name: `${shape}-10000`, text: generated(10_000, shape) }));
console.log(`\n${await lspBench(inputs, generated(1_000, "mixed"))}`);
console.log(await activationBench());
console.log(`\n${scanBench()}`);
console.log(`\nnode ${process.version}, ${Math.round(process.memoryUsage.rss() / megabyte)} MB resident at the end`);
if (process.argv.includes("--strict") && measurements.some(exceeds)) process.exitCode = 1;

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

function* configurations(): Generator<Measurement> {
  for (const shape of ["mixed", "fat"] as const) {
    for (const [lines, cold] of [
      [1_000, 40],
      [10_000, 100],
      [50_000, 500],
    ] as const) {
      const text = generated(lines, shape);
      const words = `${lines.toLocaleString("en")} lines, ${shape}`;
      let n = 0;
      // a comment that differs keeps nothing but the warm code
      const fresh = () => readConfig("file:///h.cfg", `# ${n++}\n${text}`);
      yield measured(`${words}: read afresh, all lints`, cold, () => linted(fresh()), 9, peers.cold[shape][lines] / 3);
      const withBugs = cold + (lines / 1000) * exposureBudget;
      yield measured(`${words}: the same and known bugs of ${releaseName(release)}`, withBugs, () => found(fresh()), 9);
    }
  }
  yield* edits(10_000, 5, peers.edit);
  yield* edits(50_000, 15, []);
}

/** One character typed at four places in the middle of the file. */
function* edits(lines: number, budget: number, ofPeers: readonly number[]): Generator<Measurement> {
  const text = generated(lines, "mixed");
  let file = readConfig("file:///h.cfg", text);
  found(file);
  const places = [/^ {4}#./m, /weight ./, /acl ./, /http-request deny./].map((place, i) => ({ place, peer: ofPeers[i] }));
  for (const { place, peer } of places) {
    const from = text.length / 2;
    const at = Math.floor(from + text.slice(from).search(place) + (place.exec(text.slice(from))?.[0].length ?? 0));
    let key = 0;
    const work = () => {
      file = readConfig("file:///h.cfg", `${text.slice(0, at)}${"1234567890"[key++ % 10]}${text.slice(at)}`, file);
      found(file);
    };
    yield measured(
      `${lines.toLocaleString("en")} lines: one character behind ${place.source}, all findings`,
      budget,
      work,
      41,
      peer && peer / 5,
    );
  }
}

/** Time of one line, which should not depend on how many there are: the highest of four sizes against the lowest. */
function perLine(): string {
  const sizes = [1_000, 10_000, 50_000, 100_000];
  const times = sizes.map((lines) => {
    const text = generated(lines, "mixed");
    let n = 0;
    return (1000 * measured("", 0, () => found(readConfig("file:///h.cfg", `# ${n++}\n${text}`)), 9).processor) / lines;
  });
  const each = sizes.map((lines, i) => `${lines.toLocaleString("en")}: ${times[i]?.toFixed(1)}`).join(", ");
  return `microseconds of processor time a line, by lines of the file: ${each} (${(Math.max(...times) / Math.min(...times)).toFixed(2)} times apart)`;
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

function measured(what: string, budget: number, work: () => unknown, runs = 9, processorBudget?: number): Measurement {
  for (let i = 0; i < warming; i++) work();
  const both = Array.from({ length: runs }, () => {
    const before = process.cpuUsage();
    const started = performance.now();
    work();
    const time = performance.now() - started;
    const { user, system } = process.cpuUsage(before);
    return { time, processor: (user + system) / 1000 };
  });
  const median = (of: (one: (typeof both)[number]) => number) => both.map(of).sort((a, b) => a - b)[Math.floor(runs / 2)] ?? Number.NaN;
  return { what, budget, processorBudget, milliseconds: median(({ time }) => time), processor: median(({ processor }) => processor) };
}

function exceeds({ milliseconds, budget, processor, processorBudget }: Measurement): boolean {
  return milliseconds > budget || processor > (processorBudget ?? Number.POSITIVE_INFINITY);
}

function table(rows: readonly Measurement[]): string {
  const cells = rows.map((row) => [
    row.what,
    row.milliseconds.toFixed(1),
    String(row.budget),
    row.processor.toFixed(1),
    row.processorBudget?.toFixed(1) ?? "",
    exceeds(row) ? "EXCEEDED" : "",
  ]);
  const all = [["medians, in milliseconds", "time", "budget", "processor", "budget", ""], ...cells];
  const widths = all[0]?.map((_, i) => Math.max(...all.map((row) => row[i]?.length ?? 0))) ?? [];
  return all
    .map((row) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join("  "))
    .join("\n");
}
