// Where the parts of the host lie, and the Chromium of the machine. Loads no package, so that it can be asked before
// the host is set up.
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const hostFolder = path.dirname(fileURLToPath(import.meta.url));
export const vscodeRoot = process.env.VSCODE_HOST_SERVER ?? path.join(hostFolder, "node_modules/code-server/lib/vscode");
export const serverMain = path.join(vscodeRoot, "out/server-main.js");
export const nodeBinary = process.env.VSCODE_HOST_NODE ?? process.execPath;

/** The stamp that setup.mjs leaves when the host is ready to run. */
export const setupStamp = path.join(vscodeRoot, "node_modules/.host-setup");

/** The Chromium (or Chrome) to show the workbench in, or undefined when the machine has none. */
export function findChromium() {
  const named = process.env.VSCODE_HOST_CHROMIUM;
  if (named) return named;
  const folders = [...(process.env.PATH ?? "").split(path.delimiter), "/usr/bin"];
  const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
  return names.flatMap((name) => folders.map((folder) => path.join(folder, name))).find((file) => existsSync(file));
}
