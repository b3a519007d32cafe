// Brings a checkout into the state in which the extension can be built, started and tested. Every step does nothing when
// there is nothing to do, and is quiet unless it fails; what it says goes to stderr, for stdout belongs to the caller.
import { spawn } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { findChromium, setupStamp } from "../test/host/places.mjs";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
export const hostLauncher = path.join(root, "test/host/code.mjs");

/** Installs the packages of package-lock.json unless they are there. */
export async function ensureDependencies() {
  const installed = modified(path.join(root, "node_modules/.package-lock.json"));
  // npm writes the two lock files within one run, in either order; only a clear difference means another lock file.
  const slack = 10_000;
  if (installed + slack >= modified(path.join(root, "package-lock.json"))) return;
  await quietly("installing packages", "npm", ["ci", "--no-audit", "--no-fund"]);
}

/** Builds the bundles unless they are newer than everything they are made from. */
export async function ensureBuild() {
  const programs = ["dist/server.js", "dist/languageServer.js", "dist/cli.cjs", "dist/commandLine.js"];
  const bundles = ["dist/extension.js", ...programs, "dist/knowledge/grammar.json", "dist/mapPage.js"];
  const sources = ["client", "server", "syntaxes", "l10n", "scripts", "esbuild.mjs", "package.json", "tsconfig.json"];
  const built = Math.min(...bundles.map((file) => modified(path.join(root, file))));
  const changed = Math.max(...sources.map((source) => newestIn(path.join(root, source))));
  if (built >= changed) return;
  await quietly("building", "npm", ["run", "build"]);
}

/** Installs Chromium where that is ours to do; otherwise says who has to. */
export async function ensureChromium() {
  if (findChromium()) return;
  const advice = "install chromium (Debian: apt-get install chromium), or name one in VSCODE_HOST_CHROMIUM";
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) throw new Error(`There is no Chromium: ${advice}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await quietly("reading the list of Debian packages", "apt-get", ["update"], { env });
  await quietly("installing Chromium", "apt-get", ["install", "-y", "--no-install-recommends", "chromium"], { env });
}

/** Installs the headless VS Code of test/host; it takes 300 MB, so only what needs it asks for it. */
export async function ensureTestHost() {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error("The test host runs on Linux x64 only: name a desktop VS Code in VSCODE_EXECUTABLE");
  }
  const folder = path.dirname(hostLauncher);
  if (modified(setupStamp) >= modified(path.join(folder, "package-lock.json"))) return;
  await quietly("installing the test host", "npm", ["ci"], { cwd: folder });
  await quietly("setting up the test host", process.execPath, ["setup.mjs"], { cwd: folder });
}

/** Runs a command; its output is shown only when it fails, which is an error. */
export async function quietly(what, command, args, options = {}) {
  process.stderr.write(`${what} ...\n`);
  const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"], ...options });
  const output = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => output.push(chunk));
  const code = await new Promise((ended, failed) => child.on("error", failed).on("close", ended));
  if (code === 0) return;
  process.stderr.write(Buffer.concat(output));
  throw new Error(`${what}: ${command} ${args.join(" ")} failed (code ${code})`);
}

/** When a file was last written; long ago when there is none. */
function modified(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function newestIn(file) {
  if (!statSync(file, { throwIfNoEntry: false })?.isDirectory()) return modified(file);
  // A folder's own time tells of files that were removed.
  return Math.max(modified(file), ...readdirSync(file).map((name) => newestIn(path.join(file, name))));
}
