// Runs the end-to-end suites in a real VS Code: desktop VS Code or the headless host of test/host, the same way.
//   node dist/test/e2e/runTest.cjs [--vsix FILE]
// --vsix (or E2E_VSIX) tests the packaged extension instead of the development folder. E2E_RESULT names the file for the
// counts, SHOTS the folder for screenshots, E2E_LOCALE a display language, E2E_GREP the tests to run, E2E_SUITE another
// folder beside this file whose index is run.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { downloadAndUnzipVSCode, resolveCliArgsFromVSCodeExecutablePath, runTests } from "@vscode/test-electron";
import type { Result } from "./suite/index.ts";

const root = path.resolve(__dirname, "../../..");
const host = path.join(root, "test/host/code.mjs");

void main().then((code) => process.exit(code));

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { vsix: { type: "string" } } });
  const vsix = values.vsix ?? process.env.E2E_VSIX;
  const scratch = mkdtempSync(path.join(os.tmpdir(), "sleuth-e2e-"));
  try {
    return await runIn(scratch, vsix && path.resolve(vsix));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function runIn(scratch: string, vsix: string | undefined): Promise<number> {
  const executable = await findExecutable();
  console.log(`VS Code: ${executable}, extension: ${vsix ?? root}`);
  const profile = ["--user-data-dir", path.join(scratch, "user"), "--extensions-dir", path.join(scratch, "extensions")];
  if (vsix) install(executable, vsix, profile);
  const result = path.join(scratch, "result.json");
  const locale = process.env.E2E_LOCALE ? [`--locale=${process.env.E2E_LOCALE}`] : [];
  const code = await runTests({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: vsix ? makeEmptyExtension(scratch) : root,
    extensionTestsPath: path.join(root, "dist/test/e2e", process.env.E2E_SUITE ?? "suite", "index.cjs"),
    launchArgs: [copyWorkspace(scratch), ...profile, ...locale, "--disable-workspace-trust"],
    extensionTestsEnv: { E2E_SUITE_RESULT: result, SHOTS: shotsFolder() },
  }).catch((error: Error) => {
    console.error(error.message);
    return 1;
  });
  return Math.max(code, report(result));
}

/** What is named, or the host when it is set up, or a desktop VS Code from the network. */
async function findExecutable(): Promise<string> {
  const named = process.env.VSCODE_TEST_EXECUTABLE || process.env.VSCODE_EXECUTABLE;
  if (named) return binaryBehind(path.resolve(named));
  if (existsSync(path.join(root, "test/host/node_modules/code-server"))) return host;
  return downloadAndUnzipVSCode({ cachePath: path.join(root, ".vscode-test") });
}

/** `/usr/bin/code` is a script that starts VS Code and returns at once; tests need the program that it starts. */
function binaryBehind(executable: string): string {
  const real = realpathSync(executable);
  const program = path.resolve(path.dirname(real), "..", path.basename(real));
  return path.basename(path.dirname(real)) === "bin" && existsSync(program) ? program : executable;
}

function install(executable: string, vsix: string, profile: readonly string[]): void {
  const isHost = executable.endsWith(".mjs");
  const command = isHost ? [executable] : resolveCliArgsFromVSCodeExecutablePath(executable, { reuseMachineInstall: true });
  const [program = executable, ...args] = command;
  execFileSync(program, [...args, "--install-extension", vsix, "--force", ...profile], { stdio: "inherit" });
}

/** VS Code runs tests only for an extension under development; this one leaves the field to the installed package. */
function makeEmptyExtension(scratch: string): string {
  const folder = path.join(scratch, "empty-extension");
  const manifest = { publisher: "haproxy-sleuth", name: "e2e-empty", version: "0.0.0", engines: { vscode: "^1.91.0" } };
  mkdirSync(folder);
  writeFileSync(path.join(folder, "package.json"), JSON.stringify(manifest));
  return folder;
}

/** The examples, copied for this run alone, for the suites write: all logs beside one configuration, that with Lua in a folder. */
function copyWorkspace(scratch: string): string {
  const workspace = path.join(scratch, "workspace");
  const examples = path.join(root, "examples");
  cpSync(path.join(examples, "websocket"), workspace, { recursive: true });
  for (const name of readdirSync(path.join(examples, "lua")))
    cpSync(path.join(examples, "lua", name), path.join(workspace, name.endsWith(".log") ? "" : "lua", name));
  return workspace;
}

function shotsFolder(): string | undefined {
  if (!process.env.SHOTS) return undefined;
  const folder = path.resolve(process.env.SHOTS);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Believes the suites' own result file only: an extension host that died half-way has written none. */
function report(file: string): number {
  if (!existsSync(file)) throw new Error("the suites did not come to their end");
  const result = JSON.parse(readFileSync(file, "utf8")) as Result;
  if (process.env.E2E_RESULT) writeFileSync(process.env.E2E_RESULT, JSON.stringify(result));
  console.log(`${result.passed} passed, ${result.failed} failed, ${result.skipped} skipped`);
  return result.failed > 0 ? 1 : 0;
}
