/** The command line as a program of Node. */
import { once } from "node:events";
import { createReadStream, fstatSync } from "node:fs";
import * as l10n from "@vscode/l10n";
import { reasonInWords } from "./input.ts";
import { exitCodes, type Streams } from "./output.ts";
import { run } from "./run.ts";

const args = process.argv.slice(2);
/** Of a file, read in larger pieces than a pipe gives. */
const pieces = 1 << 20;

if (args[0] === "lsp" && !args.includes("--help") && !args.includes("-h")) {
  void import("../lsp/main.ts");
} else {
  process.stdout.on("error", lost);
  process.stderr.on("error", () => undefined);
  const streams: Streams = {
    out: (text: string) => void process.stdout.write(text),
    err: (text: string) => void process.stderr.write(text),
    stdin: input,
    drained: async () => {
      if (process.stdout.writableNeedDrain) await once(process.stdout, "drain");
    },
    ...(args[0] === "scan" && { stopped: stopSignal() }),
    colours: showsColours(),
    locale: process.env["LC_ALL"] || process.env["LC_MESSAGES"] || process.env["LANG"],
  };
  void run(args, streams).then((code) => {
    process.exitCode = code;
    if (streams.stopped?.aborted) process.stdin.destroy();
  });
}

/** The reader of a pipe may go away before we are done: the exit code still says what was found, only `scan` has no end of its own. */
function lost(error: NodeJS.ErrnoException): void {
  const isGone = error.code === "EPIPE" || error.code === "ERR_STREAM_DESTROYED";
  if (isGone && args[0] !== "scan") return;
  if (!isGone)
    process.stderr.write(`haproxy-sleuth: ${l10n.t("cannot write {0}: {1}", l10n.t("standard output"), reasonInWords(error))}\n`);
  process.exit(isGone ? exitCodes.clean : exitCodes.usage);
}

/** Those who ask for colours by name get them in a pipe too, such as the log of a CI job. */
function showsColours(): boolean {
  const { FORCE_COLOR: forced, NO_COLOR: unwanted, TERM: terminal } = process.env;
  if (forced) return forced !== "0" && forced !== "false";
  return process.stdout.isTTY === true && !unwanted && terminal !== "dumb";
}

function input(): AsyncIterable<Uint8Array> {
  return isFile(0) ? createReadStream("", { fd: 0, highWaterMark: pieces, autoClose: false }) : process.stdin;
}

function isFile(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isFile();
  } catch {
    return false;
  }
}

function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.once(signal, () => stop.abort());
  return stop.signal;
}
