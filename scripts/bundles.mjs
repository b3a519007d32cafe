// How what is shipped is bundled: the client, the server it starts, and the command line. Paths start at the root.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { dataBeside } from "./dataBeside.mjs";
import { inWorker, root } from "./places.mjs";

/** Of the manifest we say no more than this. */
const nameAndVersion = {
  name: "name-and-version",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]package\.json$/ }, async ({ path: file }) => {
      const { name, version } = JSON.parse(await readFile(file, "utf8"));
      return { contents: JSON.stringify({ name, version }), loader: "json", watchFiles: [file] };
    });
  },
};

/** `haproxy-sleuth lsp` starts the server that lies beside: the command line need not carry, nor read, a second one. */
const serverBeside = {
  name: "server-beside",
  setup({ onResolve }) {
    onResolve({ filter: /[\\/]lsp[\\/]main\.ts$/ }, ({ kind }) =>
      kind === "dynamic-import" ? { path: "./server.js", external: true } : undefined,
    );
  },
};

/** The language server is one file for Node and for browsers, where stand-ins take the place of Node's own parts. */
const standIns = {
  "node:child_process": "programs",
  "node:fs": "disk",
  "node:fs/promises": "files",
  "node:os": "machine",
  "node:path": "path",
  "node:url": "url",
  "node:zlib": "programs",
};
/** What we and the libraries take from modules of Node that are slow to load, and that a server may never need. */
const taken = {
  child_process: ["fork", "spawn", "spawnSync"],
  crypto: ["createHash", "randomBytes", "randomUUID"],
  zlib: ["createGunzip"],
};
const nodeOrBrowser = {
  name: "node-or-browser",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:/, namespace: "file" }, ({ path: name, kind }) =>
      kind === "import-statement" ? { path: name, namespace: "node-or-browser" } : undefined,
    );
    onLoad({ filter: /.*/, namespace: "node-or-browser" }, ({ path: name }) => {
      const standIn = standIns[name];
      if (standIn === undefined) return { errors: [{ text: `${name} has no stand-in for browsers` }] };
      const contents = `module.exports = ${inWorker} ? require("./${standIn}.ts") : ${ofNode(name)};`;
      return { contents, resolveDir: path.join(root, "server/src/host/browser") };
    });
    onResolve({ filter: new RegExp(`^(?:${Object.keys(taken).join("|")})$`), namespace: "file" }, ({ path: name }) => ({
      path: name,
      namespace: "node-when-asked",
    }));
    onLoad({ filter: /.*/, namespace: "node-when-asked" }, ({ path: name }) => ({ contents: `module.exports = ${ofNode(name)};` }));
  },
};

function ofNode(name) {
  const names = taken[name.replace("node:", "")];
  if (names === undefined) return `require("${name}")`;
  return `{ ${names.map((one) => `get ${one}() { return require("node:${name.replace("node:", "")}").${one}; }`).join(", ")} }`;
}

/** The parser of Lua is run when the first script is read: most configurations have none. */
const luaparseWhenAsked = {
  name: "luaparse-when-asked",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^luaparse$/ }, ({ kind }) =>
      kind === "import-statement" ? { path: "luaparse", namespace: "when-asked" } : undefined,
    );
    onLoad({ filter: /.*/, namespace: "when-asked" }, () => ({
      contents: 'let parser; export default { parse: (text, options) => (parser ??= require("luaparse")).parse(text, options) };',
      resolveDir: root,
    }));
  },
};

/**
 * What the client library asks of packages that a server like ours never gives it work for: patterns of files that are about to
 * be renamed, and whether VS Code is new enough, which `engines` of the manifest has said.
 */
const neverAsked = {
  minimatch: "exports.Minimatch = class { constructor() { throw new Error('no patterns of files are expected') } };",
  "semver/functions/parse": "module.exports = (version) => ({ version });",
  "semver/functions/satisfies": "module.exports = () => true;",
};
const withoutNeverAsked = {
  name: "without-never-asked",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(?:minimatch|semver\/functions\/(?:parse|satisfies))$/ }, ({ path: name }) => ({
      path: name,
      namespace: "never-asked",
    }));
    onLoad({ filter: /.*/, namespace: "never-asked" }, ({ path: name }) => ({ contents: neverAsked[name] }));
  },
};

const options = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  outdir: "dist",
  minify: true,
  sourcemap: false,
  legalComments: "none",
  logLevel: "warning",
  external: ["vscode"],
  plugins: [dataBeside, serverBeside, luaparseWhenAsked],
};

const commandLine = {
  ...options,
  plugins: [nameAndVersion, ...options.plugins],
  // a script that is run with kept code can `require`, but not `import()`
  supported: { "dynamic-import": false },
  entryPoints: { commandLine: "server/src/cli/main.ts" },
};

/** What is started runs the bundle beside it, with the code that V8 made of that before (server/src/host/start). */
const startsCommandLine = { ...options, plugins: [], outExtension: { ".js": ".cjs" }, entryPoints: { cli: "server/src/cli/start.ts" } };
const startsServer = { ...options, plugins: [], entryPoints: { server: "server/src/lsp/start.ts" } };

/** Files that a browser loads are scripts by their names too; dist/package.json says so to Node. */
const both = {
  ...options,
  conditions: ["browser"],
  alias: { "@vscode/l10n": "@vscode/l10n/dist/browser.js" },
};
export const server = {
  ...both,
  // a worker has no `module`
  format: "iife",
  plugins: [nameAndVersion, nodeOrBrowser, ...options.plugins],
  entryPoints: { languageServer: "server/src/lsp/anywhere.ts" },
};
/** The language server as a program of Node. */
export const serverProgram = [server, startsServer];
const client = { ...both, plugins: [...options.plugins, withoutNeverAsked], entryPoints: { extension: "client/src/extension.ts" } };

/** The script of the traffic map runs in a webview. */
const page = {
  absWorkingDir: root,
  bundle: true,
  platform: "browser",
  format: "iife",
  target: "es2022",
  outdir: "dist",
  minify: true,
  legalComments: "none",
  logLevel: "warning",
  entryPoints: { mapPage: "client/src/map/page.ts" },
};

export const bundles = [commandLine, startsCommandLine, ...serverProgram, client, page];
