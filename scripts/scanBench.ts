/** `scan` against grep, on the same file in the same run: 1 GB of traffic in which one line in ten thousand is a crash's. */
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { buildSync } from "esbuild";
import { crashWords } from "../server/src/incident/recognise.ts";
import { ordinaryLog } from "../test/support/ordinaryLog.ts";

const megabyte = 1024 * 1024;
const size = 1024 * megabyte;
const crash = [
  "FATAL: pool inconsistency detected in thread 13: tag mismatch on free().",
  "  caller: 0x55d81505fe6e (__stksess_kill+0x67/0x118)",
  "  pool: 0x55d816004a00 ('spoe_appctx', size 200, real 208, users 2)",
  "  call trace(1):",
  "  | 0x55d8151f9921 [0f 0b c5 c6 1d bc eb 95]: __pool_free+0x7cc/0xb9f",
  "[ALERT]    (12) : Current worker (14) exited with code 132 (Illegal instruction)",
].map((line) => `Mar 18 13:54:08 gw12 haproxy[14]: ${line}\n`);

/** One line of words: throughput of both, the part, the memory. */
export function scanBench(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "sleuth-bench-"));
  try {
    const log = path.join(folder, "traffic.log");
    const reports = writeLog(log);
    const cli = path.join(folder, "cli.cjs");
    const entry = path.resolve(import.meta.dirname, "../server/src/cli/main.ts");
    buildSync({ entryPoints: [entry], bundle: true, platform: "node", format: "cjs", target: "node20", minify: true, outfile: cli });
    const words = crashWords.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
    const grep = () => timed("grep", ["-cE", words, log]);
    const scan = () => timed("sh", ["-c", `exec "${process.execPath}" "${cli}" scan <"${log}"`]);
    // in turns, so that a busy moment hits both
    const times = [0, 1, 2].map(() => ({ grep: grep().seconds, scan: scan() }));
    const found = times[0]?.scan.lines ?? 0;
    const speed = (seconds: number) => size / megabyte / seconds;
    const [ours, theirs] = [Math.min(...times.map((one) => one.scan.seconds)), Math.min(...times.map((one) => one.grep))];
    const share = Math.round((theirs / ours) * 100);
    return `scan of 1 GB: ${speed(ours).toFixed(0)} MB/s, ${share} % of grep's ${speed(theirs).toFixed(0)} MB/s (budget 50 %), ${found} of ${reports} crashes, ${peak(cli, log)} MB resident (budget 150)`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Gives the number of crash reports written. */
function writeLog(file: string): number {
  const lines = ordinaryLog(16 * megabyte)
    .split("\n")
    .slice(0, -1);
  const every = crash.length * 10_000;
  const descriptor = openSync(file, "w");
  let count = 0;
  let reports = 0;
  for (let written = 0; written < size; ) {
    const part: string[] = [];
    for (const line of lines) {
      part.push(line, "\n");
      if (++count % every !== 0) continue;
      part.push(...crash);
      reports++;
    }
    written += writeSync(descriptor, part.join(""));
  }
  closeSync(descriptor);
  return reports;
}

function timed(program: string, parameters: readonly string[]): { readonly seconds: number; readonly lines: number } {
  const started = performance.now();
  const { stdout } = spawnSync(program, parameters, { encoding: "utf8", maxBuffer: 1e9, env: { ...process.env, LC_ALL: "C" } });
  return { seconds: (performance.now() - started) / 1000, lines: stdout.split("\n").length - 1 };
}

/** Most memory resident, in MB. */
function peak(cli: string, log: string): number {
  const program = `process.on("exit", () => console.error(process.resourceUsage().maxRSS)); process.argv.splice(1, 0, ""); require(${JSON.stringify(cli)})`;
  const { stderr } = spawnSync("sh", ["-c", `exec "${process.execPath}" -e '${program}' scan <"${log}"`], {
    encoding: "utf8",
    maxBuffer: 1e9,
  });
  return Math.round(Number(stderr.trim()) / 1024);
}
