// Proves the test host: a launcher that reports success for a broken run, or leaves servers behind, is worse than none.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { findChromium, setupStamp } from "./places.mjs";

const hostFolder = path.dirname(fileURLToPath(import.meta.url));
const launcher = path.join(hostFolder, "code.mjs");
const root = path.resolve(hostFolder, "../..");
const missing = !existsSync(setupStamp) ? "test/host is not set up" : findChromium() ? undefined : "there is no Chromium";
if (missing) console.warn(`SKIPPED: the tests of the test host, because ${missing}; \`npm test\` provides it`);

const scratch = mkdtempSync(path.join(os.tmpdir(), "host-test-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe.skipIf(missing)("the test host runs a suite", { timeout: 60_000 }, () => {
  test("a passing suite exits with 0, its output and the language are passed on", async () => {
    const run = await runSuite("passing", `console.log('language', require('vscode').env.language)`, "--locale=zh-cn");
    expect(run).toMatchObject({ code: 0, left: [] });
    expect(run.output).toContain("language zh-cn");
  });

  test("a failing suite fails the run", async () => {
    const run = await runSuite("failing", `throw new Error('on purpose')`);
    expect(run).toMatchObject({ code: 1, left: [] });
    expect(run.output).toContain("on purpose");
  });

  test("an extension host that crashes fails the run", async () => {
    const run = await runSuite("crashing", `process.kill(process.pid, 'SIGSEGV'); await new Promise(() => {})`);
    expect(run).toMatchObject({ code: 1, left: [] });
    expect(run.output).toContain("the extension host died (code null, signal SIGSEGV)");
  });

  test("a suite that hangs is ended by the time limit", async () => {
    process.env.VSCODE_HOST_TIMEOUT_MS = "12000";
    const run = await runSuite("hanging", "await new Promise(() => {})");
    delete process.env.VSCODE_HOST_TIMEOUT_MS;
    expect(run).toMatchObject({ code: 1, left: [] });
    expect(run.output).toContain("no end of the tests after 12000 ms");
  });
});

describe.skipIf(missing)("the test host leaves nothing behind", { timeout: 60_000 }, () => {
  test("a launcher that is killed takes everything with it", async () => {
    const place = layOut("killed", `console.log('begun'); await new Promise(() => {})`);
    const host = start(place, [launcher, ...testArguments(place)]);
    await until(() => host.output().includes("begun"));
    expect(leftOf(place)).not.toEqual([]); // so that finding nothing elsewhere means something
    host.child.kill("SIGKILL");
    await host.ended;
    await until(() => leftOf(place).length === 0);
  });

  test("--serve loads the extension for a browser of its own, and Ctrl-C ends it", async () => {
    const place = layOut("serving", "");
    const development = `--extensionDevelopmentPath=${place.extension}`;
    const host = start(place, [launcher, "--serve", "--disable-workspace-trust", development, place.workspace]);
    await until(() => host.output().includes("Ctrl-C"));
    await visit(/Open (\S+)/.exec(host.output())?.[1] ?? "", () => until(() => existsSync(place.mark)));
    host.child.kill("SIGINT");
    await host.ended;
    expect(leftOf(place)).toEqual([]);
  });
});

interface Place {
  readonly temporary: string;
  readonly extension: string;
  readonly user: string;
  readonly installed: string;
  readonly workspace: string;
  readonly suite: string;
  readonly mark: string; // the file that the extension writes when it is activated
}

/** Writes an extension, a workspace and a suite whose run() has the given body; no mocha is needed to prove a launcher. */
function layOut(name: string, body: string): Place {
  const folder = (part: string) => path.join(scratch, name, part);
  const place: Place = {
    temporary: folder("t"),
    extension: folder("extension"),
    user: folder("user"),
    installed: folder("installed"),
    workspace: folder("workspace"),
    suite: folder("suite.cjs"),
    mark: folder("activated"),
  };
  for (const made of [place.temporary, place.extension, place.workspace]) mkdirSync(made, { recursive: true });
  const manifest = { name: "probe", publisher: "host-test", version: "0.0.1", engines: { vscode: "^1.91.0" } };
  const activation = { main: "./main.js", activationEvents: ["onStartupFinished"] };
  writeFileSync(path.join(place.extension, "package.json"), JSON.stringify({ ...manifest, ...activation }));
  const activate = `require('node:fs').writeFileSync(${JSON.stringify(place.mark)}, '')`;
  writeFileSync(path.join(place.extension, "main.js"), `exports.activate = () => ${activate};`);
  writeFileSync(place.suite, `exports.run = async () => { ${body} };`);
  return place;
}

function testArguments(place: Place): string[] {
  return [`--extensionDevelopmentPath=${place.extension}`, `--extensionTestsPath=${place.suite}`, place.workspace];
}

/** Runs a suite as the project's own tests are run: by the unmodified runTests of test-electron. */
async function runSuite(name: string, body: string, ...launchArgs: string[]) {
  const place = layOut(name, body);
  const options = {
    vscodeExecutablePath: launcher,
    extensionDevelopmentPath: place.extension,
    extensionTestsPath: place.suite,
    launchArgs: [place.workspace, "--user-data-dir", place.user, "--extensions-dir", place.installed, ...launchArgs],
  };
  const script = `require('@vscode/test-electron').runTests(${JSON.stringify(options)}).catch(() => process.exit(1))`;
  const run = start(place, ["-e", script]);
  const code = await run.ended;
  return { code, output: run.output(), left: leftOf(place) };
}

interface Run {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  output(): string;
}

function start(place: Place, command: readonly string[]): Run {
  const env = { ...process.env, TMPDIR: place.temporary };
  const child = spawn(process.execPath, command, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr.on("data", (chunk) => {
    output += chunk;
  });
  const ended = new Promise<number | null>((done) => child.on("close", done));
  return { child, ended, output: () => output };
}

/** What a run left: processes whose environment or command line names its temporary folder, and what lies in there. */
function leftOf(place: Place): string[] {
  const processes = readdirSync("/proc").filter((pid) => /^\d+$/.test(pid) && saysOf(pid).includes(place.temporary));
  const folders = readdirSync(place.temporary).filter((name) => name.startsWith("vscode-host-"));
  return [...processes.map((pid) => saysOf(pid).replaceAll("\0", " ").slice(0, 200)), ...folders];
}

function saysOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8") + readFileSync(`/proc/${pid}/environ`, "utf8");
  } catch {
    return ""; // ended meanwhile
  }
}

async function visit(address: string, whileOpen: () => Promise<void>): Promise<void> {
  const { chromium } = await import(pathToFileURL(path.join(hostFolder, "node_modules/playwright-core/index.mjs")).href);
  const browser = await chromium.launch({ executablePath: findChromium(), args: ["--no-sandbox"] });
  const page = await browser.newPage();
  await page.goto(address);
  await whileOpen();
  await browser.close();
}

async function until(happened: () => boolean): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (happened()) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error("waited 30 s in vain");
}
