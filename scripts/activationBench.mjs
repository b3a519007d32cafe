// How long the client takes until `activate` returns, measured in a process of its own, with a stand-in for VS Code's API:
// what the editor itself does for it is not in the figure. `node scripts/activationBench.mjs dist/extension.js` prints
// milliseconds, and those of the processor.
import { readFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const declared = readFileSync(path.join(root, "node_modules/@types/vscode/index.d.ts"), "utf8");

/** Answers every call, and has every field. */
function anything() {
  const get = (_, name) => {
    if (name === "then") return undefined;
    if (name === Symbol.iterator) return function* none() {};
    return name === Symbol.toPrimitive ? () => "" : anything();
  };
  return new Proxy(function nothing() {}, { get, set: () => true, apply: () => anything() });
}

class Thing {
  constructor() {
    this.event = () => ({ dispose() {} });
  }
  dispose() {}
  fire() {}
}

const classes = [...declared.matchAll(/^\texport class (\w+)/gm)].map(([, name]) => [
  name,
  new Proxy(class extends Thing {}, { get: (own, field) => (field in own ? own[field] : anything()) }),
]);
const others = [...declared.matchAll(/^\texport (?:namespace|enum|const) (\w+)/gm)].map(([, name]) => [name, anything()]);
const vscode = { ...Object.fromEntries([...others, ...classes]), version: "1.91.0" };
vscode.workspace = new Proxy({}, { get: (_, name) => (name === "textDocuments" ? [] : anything()) });

const load = Module._load;
Module._load = (request, ...rest) => (request === "vscode" ? vscode : load(request, ...rest));

const before = process.cpuUsage();
const start = performance.now();
const { activate } = createRequire(import.meta.url)(path.resolve(process.argv[2] ?? "dist/extension.js"));
const extension = { packageJSON: {} };
activate({ subscriptions: [], extension, extensionUri: anything(), extensionPath: root, asAbsolutePath: (file) => path.join(root, file) });
const { user, system } = process.cpuUsage(before);
console.log(`${(performance.now() - start).toFixed(1)} ${((user + system) / 1000).toFixed(1)}`);
process.exit(0);
