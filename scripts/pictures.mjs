// `npm run pictures [-- NAME]`: takes pictures of every view in VS Code's workbench (test/e2e/pictures), in light, dark and
// high contrast into .cache/pictures; E2E_THEMES=light takes those of a theme, E2E_LOCALE=zh-cn those of another language.
// What the documents show goes into docs/images; of some of them the walkthrough of the
// first start, which is shipped, shows the part that matters.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { buildTests } from "./build-tests.mjs";
import { withPalette } from "./palettePng.mjs";
import { ensureBuild, ensureChromium, ensureDependencies, ensureTestHost, root } from "./setup.mjs";

/** What the documents show, in light and in dark (docs/images/NAME.png and NAME-dark.png): a page shows the one that suits its reader. */
const shown = [
  ...["completion", "config-explanation", "config-exposure", "exposure-report", "hover", "log-explanation", "log-pool"],
  ...["log-watchdog", "problems", "traffic-map"],
];
/** Enough for the letters of an editor to look as they do on the screen. */
const shownColours = 48;
/** Name in images/walkthrough > picture, the part of it (left, top, width, height), and how many colours that needs. */
const walkthrough = {
  open: ["completion-light", [60, 108, 604, 198], 16],
  release: ["pick-release-light", [340, 0, 602, 306], 16],
  exposure: ["config-exposure-light", [672, 196, 580, 284], 16],
  log: ["log-watchdog-light", [672, 0, 580, 300], 16],
  map: ["traffic-map-light", [642, 205, 638, 320], 16],
  validate: ["problems-light", [0, 545, 600, 130], 16],
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
for (const name of shown) {
  put(`docs/images/${name}.png`, `${name}-light`, { colours: shownColours });
  put(`docs/images/${name}-dark.png`, `${name}-dark`, { colours: shownColours });
}
for (const [name, [picture, part, colours]] of Object.entries(walkthrough))
  put(`images/walkthrough/${name}.png`, picture, { colours, part });

function put(target, picture, options) {
  const file = path.join(folder, `${picture}.png`);
  if (!existsSync(file) || (only !== undefined && !new RegExp(only).test(picture.replace(/-\w+$/, "")))) return;
  const small = withPalette(readFileSync(file), options);
  writeFileSync(path.join(root, target), small);
  process.stdout.write(`${target}: ${Math.round(small.length / 1024)} kB\n`);
}

function take() {
  const env = {
    VSCODE_HOST_TIMEOUT_MS: "1500000",
    ...process.env,
    SHOTS: folder,
    E2E_SUITE: "pictures",
    ...(only !== undefined && { E2E_GREP: only }),
  };
  const child = spawn(process.execPath, [path.join(root, "dist/test/e2e/runTest.cjs")], { cwd: root, stdio: "inherit", env });
  return new Promise((ended, failed) => child.on("error", failed).on("exit", (code) => ended(code ?? 1)));
}
