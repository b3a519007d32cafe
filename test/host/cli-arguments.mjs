// Reads the arguments of the `code` executable, as far as test runners and people use them here.
import { existsSync, readFileSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { vscodeRoot } from "./places.mjs";

export const usage = `usage: code.mjs [options] [FOLDER | FILE | X.code-workspace]
  --extensionDevelopmentPath=DIR  load the extension in DIR (may be repeated)
  --extensionTestsPath=FILE       run the tests that FILE exports as run(), then exit with their result
  --serve [--port=N]              no tests: print an address for a person's own browser and wait for Ctrl-C
  --install-extension=X.vsix      install first; alone it installs into --extensions-dir and exits
  --user-data-dir=DIR  --extensions-dir=DIR  --disable-extensions  --disable-workspace-trust
  --locale=TAG  --log=LEVEL  --enable-proposed-api=ID  --version`;

// What an option with a value does to the arguments read so far.
const options = {
  extensionDevelopmentPath: (args, value) => args.development.push(path.resolve(value)),
  extensionTestsPath: (args, value) => {
    args.tests = path.resolve(value);
  },
  "install-extension": (args, value) => args.install.push(path.resolve(value)),
  "user-data-dir": (args, value) => {
    args.userData = path.resolve(value);
  },
  "extensions-dir": (args, value) => {
    args.extensions = path.resolve(value);
  },
  "folder-uri": (args, value) => {
    args.folder = fileURLToPath(value);
  },
  "file-uri": (args, value) => {
    args.file = fileURLToPath(value);
  },
  "enable-proposed-api": (args, value) => args.proposedApi.push(value),
  locale: (args, value) => {
    args.locale = value.toLowerCase();
  },
  log: (args, value) => {
    args.logLevel = value;
  },
  port: (args, value) => {
    args.port = Number(value);
  },
  "disable-extension": () => {}, // takes a value, which must not be mistaken for a file to open
};

const switches = {
  serve: "serve",
  version: "version",
  help: "help",
  "disable-workspace-trust": "trustEverything",
  "disable-extensions": "withoutInstalled",
};

export function readArguments(argv) {
  const args = { development: [], install: [], proposedApi: [], port: 0 };
  for (let i = 0; i < argv.length; i++) {
    const [, name, value] = /^--([A-Za-z-]+)(?:=(.*))?$/s.exec(argv[i]) ?? [];
    if (Object.hasOwn(options, name ?? "")) options[name](args, value ?? argv[++i] ?? "");
    else if (Object.hasOwn(switches, name ?? "")) args[switches[name]] = true;
    else if (!argv[i].startsWith("-")) openOnStart(args, path.resolve(argv[i]));
    // Everything else is an Electron switch (`--no-sandbox`, `--skip-welcome` ...) without a meaning here.
  }
  return args;
}

function openOnStart(args, target) {
  if (target.endsWith(".code-workspace")) args.workspace = target;
  else if (existsSync(target) && statSync(target).isDirectory()) args.folder = target;
  else args.file = target;
}

/** Prints what `code --version` prints: version, commit and architecture, one to a line. */
export function printVersion() {
  const read = (name) => JSON.parse(readFileSync(path.join(vscodeRoot, name), "utf8"));
  console.log(`${read("package.json").version}\n${read("product.json").commit}\n${os.arch()}`);
}
