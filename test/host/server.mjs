// Starts VS Code's own server, learns its port and its extension host's fate from its log, and stops it.
import { spawn } from "node:child_process";
import path from "node:path";
import { atMost, exitCode } from "./lifetime.mjs";
import { hostFolder, nodeBinary, serverMain } from "./places.mjs";

const verbose = Boolean(process.env.VSCODE_HOST_VERBOSE);

/** Starts the server; resolves with its address and a question to its log once it listens. */
export async function startServer(args, profile, life, { token, environment = {}, trustLinks = false }) {
  const watcher = path.join(hostFolder, "watched-server.mjs");
  const command = [watcher, profile.scratch, serverMain, ...serverArguments(args, profile, token, trustLinks)];
  const child = spawn(nodeBinary, command, {
    env: { ...serverEnvironment(profile.scratch), ...environment },
    detached: true, // a process group of its own, so that one signal reaches every extension host too
    stdio: ["ignore", "pipe", "pipe", "pipe"], // the fourth is the life line of watched-server.mjs
  });
  child.stdio[3].on("error", () => {});
  life.onEnd(() => stop(child));
  const log = collectLog(child);
  const port = await listeningPort(child, log, life);
  const authority = `127.0.0.1:${port}`;
  return { authority, origin: `http://${authority}/`, extensionHostFate: () => extensionHostFate(log) };
}

function serverArguments(args, profile, token, trustLinks) {
  return [
    ...["--host", "127.0.0.1", "--port", String(args.port), "--connection-token", token],
    ...["--user-data-dir", profile.userData, "--extensions-dir", profile.extensions],
    ...["--server-data-dir", path.join(profile.scratch, "server")],
    ...["--accept-server-license-terms", "--telemetry-level", "off", "--disable-telemetry", "--force-disable-user-env"],
    ...(trustLinks ? ["--link-protection-trusted-domains", "*"] : []),
    ...(args.trustEverything ? ["--disable-workspace-trust"] : []),
    ...(args.locale ? ["--locale", args.locale] : []),
    ...(args.logLevel ? ["--log", args.logLevel] : []),
    ...args.proposedApi.flatMap((id) => ["--enable-proposed-api", id]),
  ];
}

/** Our own environment without what a surrounding npm or VS Code left in it; no gallery, sockets in the scratch folder. */
export function serverEnvironment(scratch) {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_OPTIONS$|ELECTRON_|VSCODE_(?!HOST_))/.test(name));
  return { ...Object.fromEntries(inherited), EXTENSIONS_GALLERY: "{}", XDG_RUNTIME_DIR: scratch };
}

function collectLog(child) {
  const log = { text: "" };
  const add = (chunk) => {
    log.text += chunk;
    if (verbose) process.stderr.write(`[server] ${chunk}`);
  };
  child.stdout.on("data", add);
  child.stderr.on("data", add);
  return log;
}

function listeningPort(child, log, life) {
  return new Promise((listening) => {
    child.stdout.on("data", () => {
      const port = /Extension host agent listening on (\d+)/.exec(log.text)?.[1];
      if (port) listening(Number(port));
    });
    child.on("exit", (code, signal) => {
      life.end(exitCode.serverEnded, `VS Code's server ended (${code ?? signal}):\n${log.text.slice(-4000)}`);
    });
  });
}

/**
 * How the extension host ended, in words, or undefined when it ended well. The workbench itself reports success even
 * for an extension host that crashed, so the server's log has to be asked; the line may come a moment later.
 */
async function extensionHostFate(log) {
  for (let tries = 0; tries < 40; tries++) {
    const [, code, signal] = /Extension Host Process exited with code: (\S+), signal: (\S+?)\.?\s/.exec(log.text) ?? [];
    if (code !== undefined) return code === "0" && signal === "null" ? undefined : `code ${code}, signal ${signal}`;
    await new Promise((done) => setTimeout(done, 50));
  }
  return undefined;
}

async function stop(child) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once("exit", done));
  signalGroup(child.pid, "SIGTERM");
  await atMost(3000, gone);
  signalGroup(child.pid, "SIGKILL"); // also for what the server left behind in its group
}

function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    // The whole group is gone already, which is what was wanted.
  }
}
