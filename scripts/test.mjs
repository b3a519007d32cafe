// `npm test`: sets up what is missing, runs every kind of test, and ends with the line `N passed, N failed, N skipped`.
// `npm test -- --unit` runs vitest only, `npm test -- --e2e` only the tests in a real VS Code.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { ensureBuild, ensureChromium, ensureDependencies, ensureTestHost, quietly, root } from "./setup.mjs";

const cache = path.join(root, ".cache");
/** What users wait for when they install. */
const mostPackageBytes = 1_500_000;
const failure = { passed: 0, failed: 1, skipped: 0 };

process.exitCode = await testAll(process.argv.slice(2));

async function testAll(args) {
  const all = !args.includes("--unit") && !args.includes("--e2e");
  const e2e = all || args.includes("--e2e");
  mkdirSync(cache, { recursive: true });
  const tallies = [];
  const step = async (name, run) => tallies.push({ name, ...(await attempt(name, run)) });

  await step("set-up", () => setUp(e2e));
  if (all) await step("types", () => check("tsc", ["-p", "."]));
  if (all) await step("biome", () => check("biome", ["check", "."]));
  if (all || args.includes("--unit")) await step("vitest", runVitest);
  if (e2e) await step("e2e, development folder", () => runEndToEnd("e2e-folder.json", []));
  if (e2e) await step("e2e, package", async () => runEndToEnd("e2e-package.json", ["--vsix", await packageExtension()]));
  return report(tallies);
}

/** Our own failure to run a step is a failed test: what did not run has not passed. */
async function attempt(name, run) {
  process.stdout.write(`\n== ${name}\n`);
  try {
    return await run();
  } catch (error) {
    process.stdout.write(`${name} could not run: ${error.message}\n`);
    return failure;
  }
}

async function setUp(e2e) {
  await ensureDependencies();
  await ensureBuild();
  const desktop = process.env.VSCODE_EXECUTABLE || process.env.VSCODE_TEST_EXECUTABLE;
  if (e2e && !desktop) {
    await ensureChromium();
    await ensureTestHost();
  }
  return { passed: 0, failed: 0, skipped: 0 };
}

/** A tool that knows only good and bad counts as one test. */
async function check(tool, args) {
  const code = await runTool(tool, args);
  return code === 0 ? { passed: 1, failed: 0, skipped: 0 } : failure;
}

async function runVitest() {
  const file = path.join(cache, "vitest.json");
  rmSync(file, { force: true });
  const code = await runTool("vitest", ["run", "--reporter=default", "--reporter=json", `--outputFile=${file}`]);
  const result = readResult(file);
  const tally = {
    passed: result.numPassedTests,
    failed: result.numFailedTests,
    skipped: result.numPendingTests + result.numTodoTests,
  };
  return believing(code, tally);
}

async function runEndToEnd(name, args) {
  const { buildTests } = await import("./build-tests.mjs");
  await buildTests();
  const file = path.join(cache, name);
  rmSync(file, { force: true });
  const code = await run(process.execPath, [path.join(root, "dist/test/e2e/runTest.cjs"), ...args], {
    E2E_RESULT: file,
  });
  return believing(code, readResult(file));
}

async function packageExtension() {
  const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  const file = path.join(root, `haproxy-sleuth-${version}.vsix`);
  rmSync(file, { force: true });
  await quietly("packaging", "npm", ["run", "package"]);
  const { size } = statSync(file);
  if (size > mostPackageBytes) throw new Error(`the package has ${size} bytes, more than ${mostPackageBytes}`);
  return file;
}

/** A runner that failed although it counts no failed test (a file that could not be loaded, say) has failed all the same. */
function believing(code, tally) {
  return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}

function readResult(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    throw new Error("the runner left no result");
  }
}

function runTool(name, args) {
  return run(process.execPath, [path.join(root, "node_modules/.bin", name), ...args]);
}

function run(command, args, env = {}) {
  const child = spawn(command, args, { cwd: root, stdio: "inherit", env: { ...process.env, ...env } });
  return new Promise((ended, failed) => child.on("error", failed).on("exit", (code) => ended(code ?? 1)));
}

/** The last line is for machines as much as for people: keep its form. */
function report(tallies) {
  const sum = (kind) => tallies.reduce((total, tally) => total + tally[kind], 0);
  const line = (tally) => `${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`;
  process.stdout.write("\n");
  const told = tallies.filter((tally) => tally.passed + tally.failed + tally.skipped > 0);
  for (const tally of told) process.stdout.write(`${tally.name}: ${line(tally)}\n`);
  const total = { passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped") };
  process.stdout.write(`${line(total)}\n`);
  return total.failed > 0 || total.passed === 0 ? 1 : 0;
}
