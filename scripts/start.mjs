// `npm start`: with arguments the command line tool (`npm start -- check haproxy.cfg`), without any the extension in an
// editor: desktop VS Code where there is one, otherwise VS Code in the browser.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { ensureBuild, ensureDependencies, ensureTestHost, hostLauncher, root } from "./setup.mjs";

const downloadPatienceMs = 10_000;
const examples = path.join(root, "examples");

process.exitCode = await start(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`${error.message}\n`);
  return 1;
});

async function start(args) {
  await ensureDependencies();
  await ensureBuild();
  if (args.length > 0) return runCommand(args);
  const desktop = findDesktop() ?? (hasDisplay() ? await downloadDesktop() : undefined);
  return desktop ? runDesktop(desktop) : serveInBrowser();
}

/** npm runs us in the root of the package; the paths in the arguments are relative to where the user is. */
function runCommand(args) {
  return run(process.execPath, [path.join(root, "dist/cli.cjs"), ...args], process.env.INIT_CWD);
}

function findDesktop() {
  if (process.env.VSCODE_EXECUTABLE) return process.env.VSCODE_EXECUTABLE;
  if (!hasDisplay()) return undefined;
  const name = process.platform === "win32" ? "code.cmd" : "code";
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}

/** Whether a window can appear: on a Linux server it cannot, unless VS Code's own terminal passes it on. */
function hasDisplay() {
  if (process.platform !== "linux") return true;
  return ["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME", "VSCODE_IPC_HOOK_CLI"].some((name) => process.env[name]);
}

async function downloadDesktop() {
  const { downloadAndUnzipVSCode, SilentReporter } = await import("@vscode/test-electron");
  process.stderr.write("looking for a VS Code to download ...\n");
  const options = {
    cachePath: path.join(root, ".vscode-test"),
    timeout: downloadPatienceMs,
    reporter: new SilentReporter(),
  };
  return downloadAndUnzipVSCode(options).catch(() => undefined); // offline; the browser will do
}

function runDesktop(executable) {
  const args = ["--new-window", "--profile-temp", `--extensionDevelopmentPath=${root}`, examples];
  // VS Code refuses to run as root without these two.
  const asRoot = ["--no-sandbox", "--user-data-dir", path.join(root, ".cache/vscode-user-data")];
  return run(executable, process.getuid?.() === 0 ? [...asRoot, ...args] : args);
}

async function serveInBrowser() {
  await ensureTestHost();
  const language = Intl.DateTimeFormat().resolvedOptions().locale;
  const locale = language.startsWith("zh") ? ["--locale=zh-cn"] : []; // the one language we have besides English
  const options = ["--serve", "--disable-workspace-trust", `--extensionDevelopmentPath=${root}`, ...locale];
  return run(process.execPath, [hostLauncher, ...options, examples]);
}

/** Runs a command in our place: its streams are ours, signals go on to it, and its exit code is the answer. */
function run(command, args, cwd = root) {
  const shell = command.endsWith(".cmd");
  const child = spawn(command, args, { cwd, stdio: "inherit", shell });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  return new Promise((ended, failed) => child.on("error", failed).on("exit", (code) => ended(code ?? 1)));
}
