/** A program that stands for haproxy: it notes how it was called and says what it is told to. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

export interface FakeHaproxy {
  readonly file: string;
  /** Every call so far: its arguments, its folder, and the texts behind -f. */
  calls(): readonly { readonly args: readonly string[]; readonly folder: string; readonly texts: readonly string[] }[];
  /** Process ids of what it left running. */
  children(): readonly number[];
}

/**
 * `script`: statements of JavaScript run at `-c`, with `args`, `files` (paths behind -f), `say` (a line on stderr) and `sleep` (which
 * starts a child that never ends, and waits for it).
 */
export function fakeHaproxy(folder: string, script: string, version = "3.2.26-1"): FakeHaproxy {
  const place = mkdtempSync(path.join(folder, "bin-"));
  const file = path.join(place, "haproxy");
  const log = path.join(place, "calls");
  const children = path.join(place, "children");
  writeFileSync(
    file,
    `#!${process.execPath}
const fs = require("node:fs");
const args = process.argv.slice(2);
if (args.includes("-v")) { console.log("HAProxy version ${version} 2026/10/17 - https://haproxy.org/"); process.exit(0); }
const files = args.flatMap((arg, i) => args[i - 1] === "-f" ? [arg] : []);
const texts = files.map((file) => { try { return fs.readFileSync(file, "utf8"); } catch { return ""; } });
fs.appendFileSync(${JSON.stringify(log)}, JSON.stringify({ args, folder: process.cwd(), texts }) + "\\n");
const say = (line) => fs.writeSync(2, line + "\\n");
const sleep = () => {
  const { pid } = require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" });
  fs.appendFileSync(${JSON.stringify(children)}, pid + "\\n");
  setInterval(() => {}, 1000);
};
${script}
`,
  );
  chmodSync(file, 0o755);
  const lines = (name: string) => (existsSync(name) ? readFileSync(name, "utf8").trim().split("\n") : []);
  return {
    file,
    calls: () => lines(log).map((line) => JSON.parse(line) as ReturnType<FakeHaproxy["calls"]>[number]),
    children: () => lines(children).map(Number),
  };
}
