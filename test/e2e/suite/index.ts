// What VS Code calls to run the suites: mocha, bundled with them, and a result file as the proof that it came to its end.
import { writeFileSync } from "node:fs";
import Mocha from "mocha";

// Imported only once mocha has set up its globals; esbuild has to see each name.
const suites = [
  () => import("./smoke.test.ts"),
  () => import("./race.test.ts"),
  () => import("./lua.test.ts"),
  () => import("./documents.test.ts"),
  () => import("./editing.test.ts"),
  () => import("./navigation.test.ts"),
  () => import("./logs.test.ts"),
];

export interface Result {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly string[];
}

export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: "tdd", color: false, timeout: 20_000, reporter: "spec" });
  if (process.env.E2E_GREP) mocha.grep(process.env.E2E_GREP);
  mocha.suite.emit("pre-require", globalThis, "suite", mocha);
  for (const load of suites) await load();
  const result = await runMocha(mocha);
  const file = process.env.E2E_SUITE_RESULT;
  if (file) writeFileSync(file, JSON.stringify(result));
  if (result.failed > 0) throw new Error(`${result.failed} test(s) failed`);
}

function runMocha(mocha: Mocha): Promise<Result> {
  let passed = 0;
  let skipped = 0;
  const failures: string[] = []; // of tests and of hooks, which mocha does not count among the tests
  return new Promise((done) => {
    const runner = mocha.run(() => done({ passed, failed: failures.length, skipped, failures }));
    runner.on("pass", () => {
      passed += 1;
    });
    runner.on("pending", () => {
      skipped += 1;
    });
    runner.on("fail", (test) => failures.push(test.fullTitle()));
  });
}
