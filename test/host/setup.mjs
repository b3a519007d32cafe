// Completes an `npm ci` of this folder. The server's runtime packages are a nested npm project inside code-server, whose
// own postinstall would compile natives and download ripgrep; here nothing is compiled and everything comes from npm.
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { hostFolder, setupStamp, vscodeRoot } from "./places.mjs";

// The stamp holds the nested lock file it was made from, so that another code-server sets up anew.
const lockFile = readFileSync(path.join(vscodeRoot, "npm-shrinkwrap.json"));
if (!existsSync(setupStamp) || !readFileSync(setupStamp).equals(lockFile)) {
  installPackages(vscodeRoot);
  // Only the built-in TypeScript and JavaScript features need these, which no test of ours does.
  if (process.env.VSCODE_HOST_TS) installPackages(path.join(vscodeRoot, "extensions"));
  placeRipgrep();
  replaceNatives();
  writeFileSync(setupStamp, lockFile);
}
const { version } = JSON.parse(readFileSync(path.join(vscodeRoot, "../../package.json"), "utf8"));
console.log(`VS Code test host ready: code-server ${version}`);

function installPackages(folder) {
  const flags = ["--omit=dev", "--ignore-scripts", "--legacy-peer-deps", "--no-audit", "--no-fund"];
  execFileSync("npm", ["ci", ...flags], { cwd: folder, stdio: "inherit" });
}

function placeRipgrep() {
  const require = createRequire(import.meta.url);
  const source = path.join(path.dirname(require.resolve("@vscode/ripgrep-linux-x64/package.json")), "bin/rg");
  const folder = path.join(vscodeRoot, "node_modules/@vscode/ripgrep/bin");
  mkdirSync(folder, { recursive: true });
  copyFileSync(source, path.join(folder, "rg"));
  chmodSync(path.join(folder, "rg"), 0o755);
}

/** Two natives would need a compiler: VS Code's log-file sink, and the watchdog for an orphaned extension host. */
function replaceNatives() {
  const folderOf = (...names) => {
    const found = names.map((name) => path.join(vscodeRoot, "node_modules", name)).find((folder) => existsSync(folder));
    if (found === undefined) throw new Error(`code-server lacks ${names[0]}: its layout has changed`);
    return found;
  };
  copyFileSync(path.join(hostFolder, "spdlog-shim.cjs"), path.join(folderOf("@vscode/spdlog"), "index.js"));
  const watchdog = folderOf("native-watchdog", "@vscode/native-watchdog");
  writeFileSync(path.join(watchdog, "index.js"), "exports.start = () => {};\n"); // watched-server.mjs does its work
}
