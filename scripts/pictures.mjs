// `npm run pictures [-- NAME]`: takes the pictures of the documents in VS Code's workbench (test/e2e/pictures), in light and
// dark into .cache/pictures, and puts those that the documents show into docs/images, with at most 256 colours each.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { buildTests } from "./build-tests.mjs";
import { withPalette } from "./palettePng.mjs";
import { ensureBuild, ensureChromium, ensureDependencies, ensureTestHost, root } from "./setup.mjs";

/** Name in docs/images > picture. */
const shown = {
  completion: "completion-light",
  "config-explanation": "config-explanation-light",
  "config-exposure": "config-exposure-light",
  "exposure-report": "exposure-report-light",
  hover: "hover-light",
  "log-explanation": "log-explanation-light",
  "log-pool": "log-pool-light",
  "log-watchdog": "log-watchdog-light",
  outline: "outline-light",
  "traffic-map": "traffic-map-light",
};

const folder = path.join(root, ".cache/pictures");
const only = process.argv[2];

await ensureDependencies();
await ensureBuild();
await ensureChromium();
await ensureTestHost();
await buildTests();
mkdirSync(folder, { recursive: true });
process.exitCode = await take();
for (const [name, picture] of Object.entries(shown)) {
  const file = path.join(folder, `${picture}.png`);
  if (!existsSync(file) || (only !== undefined && !new RegExp(only).test(picture.replace(/-\w+$/, "")))) continue;
  const small = withPalette(readFileSync(file));
  writeFileSync(path.join(root, `docs/images/${name}.png`), small);
  process.stdout.write(`docs/images/${name}.png: ${Math.round(small.length / 1024)} kB\n`);
}

function take() {
  const env = { ...process.env, SHOTS: folder, E2E_SUITE: "pictures", ...(only !== undefined && { E2E_GREP: only }) };
  const child = spawn(process.execPath, [path.join(root, "dist/test/e2e/runTest.cjs")], { cwd: root, stdio: "inherit", env });
  return new Promise((ended, failed) => child.on("error", failed).on("exit", (code) => ended(code ?? 1)));
}
