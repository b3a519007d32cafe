#!/usr/bin/env node
/** Entry point of the command line. */
import { run } from "./run.ts";

const args = process.argv.slice(2);

if (args[0] === "lsp" && !args.includes("--help")) {
  void import("../lsp/main.ts");
} else {
  // the reader of a pipe may go away before we are done
  process.stdout.on("error", () => process.exit(0));
  const streams = {
    out: (text: string) => void process.stdout.write(text),
    err: (text: string) => void process.stderr.write(text),
    stdin: () => process.stdin,
    colours: process.stdout.isTTY === true && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb",
  };
  void run(args, streams).then((code) => {
    process.exitCode = code;
  });
}
