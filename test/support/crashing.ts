/** Starts a real HAProxy under its master on loopback, does something to it, and gives all that was printed until it ended. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";

export interface Running {
  readonly child: ChildProcess;
  readonly worker: number;
  readonly port: number;
  /** Sends a line to the command socket; gives the answer, as far as there is one. */
  readonly say: (command: string) => Promise<string>;
}

export interface Run {
  readonly output: string;
  readonly code: number | null;
  readonly worker: number;
}

const script = `
core.register_action("spin", {"http-req"}, function(txn)
  local s = string.rep("a", 40)
  return string.find(s, string.rep(".-", 14) .. "b")
end)
core.register_service("spin", "http", function()
  string.find(string.rep("a", 40), string.rep(".-", 14) .. "b")
end)
core.register_action("fill", {"http-req"}, function(txn)
  local keep = {}
  for i = 1, 1e7 do keep[#keep + 1] = string.rep("y", 256) .. i end
end)
`;

const config = (folder: string, port: number) => `
global
    stats socket ${folder}/cli.sock level admin
    nbthread 2
    log stderr format raw local0
    tune.lua.maxmem 64
    lua-load ${folder}/crash.lua
defaults
    mode http
    timeout client 60s
    timeout server 60s
    timeout connect 1s
frontend fe1
    bind 127.0.0.1:${port}
    log global
    http-request lua.spin if { path /spin }
    http-request lua.fill if { path /fill }
    http-request use-service lua.spin if { path /service }
    http-request return status 200
`;

const longest = 30_000;
const longestStart = 8000;

/** `act` does what it wants; afterwards HAProxy is asked to stop, if it still runs. */
export async function crash(binary: string, act: (running: Running) => Promise<unknown>, stays = false): Promise<Run> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "sleuth-crash-"));
  const port = await freePort();
  writeFileSync(path.join(folder, "crash.lua"), script);
  writeFileSync(path.join(folder, "haproxy.cfg"), config(folder, port));
  const child = spawn(binary, ["-W", "-db", "-f", path.join(folder, "haproxy.cfg")], { cwd: folder, env: environment(binary) });
  let output = "";
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const limit = setTimeout(() => child.kill("SIGKILL"), longest);
  try {
    const worker = await startedWorker(() => output);
    await listening(port);
    await act({ child, worker, port, say: (command) => exchange({ path: path.join(folder, "cli.sock") }, `${command}\n`) });
    if (stays) child.kill("SIGTERM");
    const code = await ended;
    return { output, code, worker };
  } finally {
    clearTimeout(limit);
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Up to 3.0 the master executes itself anew, without the loader that the binary was started by. */
function environment(binary: string): NodeJS.ProcessEnv {
  const libraries = path.join(path.dirname(binary), path.basename(binary).replace("haproxy-", ""), "lib");
  return { PATH: process.env["PATH"] ?? "", ...(binary.endsWith("-2.6") && { LD_LIBRARY_PATH: libraries }) };
}

/** Whether a binary runs here under its master; libraries of another system may keep it from that. */
export async function runsHere(binary: string): Promise<boolean> {
  return crash(binary, (running) => request(running, "/"), true).then(
    () => true,
    () => false,
  );
}

export function request({ port }: Running, target: string): Promise<string> {
  return exchange({ port, host: "127.0.0.1" }, `GET ${target} HTTP/1.0\r\n\r\n`);
}

/** Writes a text and reads until the other side closes, however it does. */
function exchange(to: net.NetConnectOpts, text: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = "";
    const socket = net.connect(to, () => socket.write(text));
    socket.on("data", (chunk) => {
      answer += chunk.toString();
    });
    socket.on("error", () => {});
    socket.on("close", () => resolve(answer));
  });
}

async function startedWorker(output: () => string): Promise<number> {
  return until(() => {
    const found = /(?:New worker (?:#1 )?|Initializing new worker )\((\d+)\)/.exec(output())?.[1];
    return found !== undefined && output().includes("Loading success") ? Number(found) : undefined;
  });
}

function listening(port: number): Promise<true> {
  return until(
    () =>
      new Promise<true | undefined>((resolve) => {
        const socket = net.connect({ port, host: "127.0.0.1" }, () => socket.end(() => resolve(true)));
        socket.on("error", () => resolve(undefined));
      }),
  );
}

async function until<T>(ask: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const end = Date.now() + longestStart;
  while (Date.now() < end) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  throw new Error("HAProxy did not start");
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
