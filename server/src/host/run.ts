/** Runs a program without a shell and without input, bounded in time and output, and ends what it started. */
import { type ChildProcess, spawn } from "node:child_process";

export interface Run {
  /** Absolute path. */
  readonly file: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly seconds: number;
  readonly cancelled?: AbortSignal;
}

export type RunEnd =
  | { readonly how: "exit"; readonly code: number; readonly stdout: string; readonly stderr: string }
  | { readonly how: "signal"; readonly signal: string; readonly stdout: string; readonly stderr: string }
  | { readonly how: "timeout" | "cancelled" }
  /** It could not be started: ENOENT, EACCES and the like. */
  | { readonly how: "refused"; readonly code: string };

/** Bytes of output that are kept; what follows is read and left out. */
const mostOutput = 256 * 1024;
/** A polite end first, which `docker run` and `ssh` hand on; then for certain. */
const grace = 1000;

const running = new Set<ChildProcess>();
let promised = false;

/** No program of ours outlives the process. */
function endAtExit(): void {
  if (promised) return;
  promised = true;
  process.once("exit", () => {
    for (const child of running) end(child, "SIGKILL");
  });
}

function isGroup(): boolean {
  return process.platform !== "win32";
}

export function run({ file, args, folder, seconds, cancelled }: Run): Promise<RunEnd> {
  if (cancelled?.aborted) return Promise.resolve({ how: "cancelled" });
  return new Promise((resolve) => {
    const child = spawn(file, [...args], {
      cwd: folder,
      shell: false,
      windowsHide: true,
      detached: isGroup(), // a group of its own can be ended as a whole
      stdio: ["ignore", "pipe", "pipe"],
    });
    running.add(child);
    endAtExit();
    const kept = keepOutput(child);
    let ended: "timeout" | "cancelled" | undefined;
    const stop = (why: "timeout" | "cancelled") => {
      ended ??= why;
      end(child, "SIGTERM");
      setTimeout(() => running.has(child) && end(child, "SIGKILL"), grace).unref();
      // a grandchild may hold the pipes open for ever
      setTimeout(() => finish({ how: why }), 2 * grace).unref();
    };
    const timer = setTimeout(() => stop("timeout"), seconds * 1000);
    const onCancelled = () => stop("cancelled");
    cancelled?.addEventListener("abort", onCancelled, { once: true });
    const finish = (how: RunEnd) => {
      clearTimeout(timer);
      cancelled?.removeEventListener("abort", onCancelled);
      running.delete(child);
      child.stdout?.destroy();
      child.stderr?.destroy();
      resolve(how);
    };
    child.once("error", (error: NodeJS.ErrnoException) => finish({ how: "refused", code: error.code ?? error.message }));
    child.once("close", (code, signal) => {
      if (ended !== undefined) finish({ how: ended });
      else if (code === null) finish({ how: "signal", signal: signal ?? "?", ...kept() });
      else finish({ how: "exit", code, ...kept() });
    });
  });
}

/** Both streams share the room; where it did not last, they end with a whole line. */
function keepOutput(child: ChildProcess): () => { readonly stdout: string; readonly stderr: string } {
  let room = mostOutput;
  const chunks = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.on("data", (chunk: Buffer) => {
      if (room > 0) chunks[name].push(chunk.subarray(0, room));
      room -= chunk.length;
    });
  }
  const text = (name: keyof typeof chunks) => {
    const kept = Buffer.concat(chunks[name]);
    return kept.toString("utf8", 0, room < 0 ? kept.lastIndexOf("\n") + 1 : kept.length);
  };
  return () => ({ stdout: text("stdout"), stderr: text("stderr") });
}

/** The program and all that it started. */
function end(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (!isGroup()) spawn("taskkill", ["/pid", String(child.pid), "/T", "/F"], { windowsHide: true }).unref();
    else process.kill(-child.pid, signal);
  } catch {
    // it has ended meanwhile
  }
}
