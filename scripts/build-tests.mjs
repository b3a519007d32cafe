// Bundles the end-to-end tests: the runner, and the suites with mocha inside, so that nothing has to be resolved from
// node_modules within the extension host.
import { root } from "./setup.mjs";

export async function buildTests() {
  const { build } = await import("esbuild"); // not at the top: set-up may have to install it first
  const common = {
    absWorkingDir: root,
    outdir: "dist/test/e2e",
    outExtension: { ".js": ".cjs" },
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    sourcemap: true,
    logLevel: "warning",
    logOverride: { "require-resolve-not-external": "silent" }, // mocha's parallel mode, which nobody uses here
  };
  await Promise.all([
    build({ ...common, entryPoints: { runTest: "test/e2e/runTest.ts" }, packages: "external" }),
    build({
      ...common,
      entryPoints: { "suite/index": "test/e2e/suite/index.ts", "pictures/index": "test/e2e/pictures/index.ts" },
      external: ["vscode"],
    }),
  ]);
}
