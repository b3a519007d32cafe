/**
 * Measures the speed of the core against its budgets: `npm run bench`, with `-- --strict` to fail where one is exceeded.
 * Each figure is the median of several runs in this one process, after one that is not counted.
 */
import { diagnose } from "../server/src/diagnosis/diagnose.ts";
import { configFindings } from "../server/src/features/configFindings.ts";
import { readIncidents } from "../server/src/incident/read.ts";
import { looksLikeCrashLog } from "../server/src/incident/recognise.ts";
import { releaseOf } from "../server/src/knowledge/release.ts";
import { modelOf } from "../server/src/model/model.ts";
import { type ConfigFile, readConfig } from "../server/src/syntax/config.ts";
import { largeConfig } from "../test/support/largeConfig.ts";
import { ordinaryLog } from "../test/support/ordinaryLog.ts";
import { scanBench } from "./scanBench.ts";

interface Measurement {
  readonly what: string;
  readonly milliseconds: number;
  readonly budget: number;
}

const megabyte = 1024 * 1024;
const crash = `FATAL: pool inconsistency detected in thread 13: tag mismatch on free().
  caller: 0x55d81505fe6e (__stksess_kill+0x67/0x118)
[NOTICE]   (12) : haproxy version is 3.0.2
[ALERT]    (12) : Current worker (14) exited with code 132 (Illegal instruction)
`;
const release = releaseOf("3.0.2");

const measurements = [...logs(), ...configurations()];
console.log(table(measurements));
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
}

function* configurations(): Generator<Measurement> {
  const sizes = [
    { lines: 1_000, cold: 40, edit: 15, runs: 9 },
    { lines: 10_000, cold: 150, edit: 30, runs: 7 },
    { lines: 50_000, cold: 1000, edit: 200, runs: 3 },
  ];
  for (const { lines, cold, edit, runs } of sizes) {
    const text = largeConfig(lines);
    const words = `${lines.toLocaleString("en")} lines`;
    yield measured(`read ${words} afresh, with findings`, cold, () => found(readConfig("file:///h.cfg", text)), runs);
    let file = readConfig("file:///h.cfg", text);
    found(file);
    const middle = text.indexOf("maxconn", text.length / 2);
    let key = 0;
    yield measured(
      `one character typed into ${words}, with findings`,
      edit,
      () => {
        file = readConfig("file:///h.cfg", `${text.slice(0, middle)}${"abcdefghij"[key++ % 10]}${text.slice(middle)}`, file);
        found(file);
      },
      runs,
    );
  }
}

function diagnosed(log: string): void {
  for (const incident of readIncidents(log)) diagnose(incident, { language: "en" });
}

function found(file: ConfigFile): void {
  configFindings(modelOf([file]), { release, ignored: [] });
}

function measured(what: string, budget: number, work: () => unknown, runs = 9): Measurement {
  work();
  const times = Array.from({ length: runs }, () => {
    const started = performance.now();
    work();
    return performance.now() - started;
  });
  times.sort((a, b) => a - b);
  return { what, budget, milliseconds: times[Math.floor(runs / 2)] ?? Number.NaN };
}

function exceeds({ milliseconds, budget }: Measurement): boolean {
  return milliseconds > budget;
}

function table(rows: readonly Measurement[]): string {
  const width = Math.max(...rows.map(({ what }) => what.length));
  const line = (what: string, time: string, budget: string, mark: string) =>
    `${what.padEnd(width)}  ${time.padStart(9)}  ${budget.padStart(8)}  ${mark}`.trimEnd();
  return [
    line("what", "median ms", "budget", ""),
    ...rows.map((row) => line(row.what, row.milliseconds.toFixed(1), String(row.budget), exceeds(row) ? "EXCEEDED" : "")),
  ].join("\n");
}
