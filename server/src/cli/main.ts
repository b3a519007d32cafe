/** The command line as a program of Node. */
import { once } from "node:events";
import { createReadStream, fstatSync } from "node:fs";
import type { Streams } from "./output.ts";
import { run } from "./run.ts";

const args = process.argv.slice(2);
/** Of a file, read in larger pieces than a pipe gives. */
const pieces = 1 << 20;

if (args[0] === "lsp" && !args.includes("--help")) {
  void import("../lsp/main.ts");
} else {
  // the reader of a pipe may go away before we are done
  process.stdout.on("error", () => process.exit(0));
  const streams: Streams = {
    out: (text: string) => void process.stdout.write(text),
    err: (text: string) => void process.stderr.write(text),
    stdin: input,
    drained: async () => {
      if (process.stdout.writableNeedDrain) await once(process.stdout, "drain");
    },
    ...(args[0] === "scan" && { stopped: stopSignal() }),
    colours: process.stdout.isTTY === true && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb",
  };
  void run(args, streams).then((code) => {
    process.exitCode = code;
    if (streams.stopped?.aborted) process.stdin.destroy();
  });
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
