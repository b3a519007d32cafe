// Decides how the launcher ends. Whatever happens (tests done, Ctrl-C, a crash, too much time), there is one way out:
// what started last stops first, the scratch folder goes away, and the process exits with one code.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

// Exit codes of our own; a test run that came to its end passes on the workbench's code.
export const exitCode = {
  launcherFailed: 70,
  serverEnded: 71,
  browserClosed: 72,
  pageCrashed: 73,
  extensionHostDied: 74,
  timedOut: 124,
  interrupted: 130,
};

/** Begins a life of at most `limitMs` (undefined: no limit); `onEnd` registers what has to be stopped. */
export function beginLife(limitMs) {
  const scratch = mkdtempSync(path.join(os.tmpdir(), "vscode-host-"));
  const stops = [];
  let ending = false;
  const end = async (code, reason) => {
    if (ending) return;
    ending = true;
    clearTimeout(timer);
    if (reason) process.stderr.write(`${reason}\n`);
    for (const stop of stops.reverse()) await stop().catch((error) => process.stderr.write(`while ending: ${error}\n`));
    await flushed(process.stdout);
    await flushed(process.stderr);
    setTimeout(() => process.exit(code), 150); // runTests of test-electron drops what it has not read by our exit
  };
  const timer = limitMs && setTimeout(() => end(exitCode.timedOut, `no end of the tests after ${limitMs} ms`), limitMs);
  endOnSignalOrError(end);
  // In the exit event, so that nothing still starting up at the end can put a file back.
  process.on("exit", () => rmSync(scratch, { recursive: true, force: true, maxRetries: 5 }));
  return { scratch, end, isEnding: () => ending, onEnd: (stop) => stops.push(stop) };
}

function endOnSignalOrError(end) {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => end(exitCode.interrupted, `interrupted by ${signal}`));
  }
  const failed = (error) => end(exitCode.launcherFailed, `launcher failed: ${error?.stack ?? error}`);
  process.on("uncaughtException", failed);
  process.on("unhandledRejection", failed);
}

function flushed(stream) {
  return new Promise((done) => stream.write("", done));
}

/** Waits for a promise, but no longer than `ms`. */
export function atMost(ms, promise) {
  return Promise.race([promise, new Promise((done) => setTimeout(done, ms))]);
}
