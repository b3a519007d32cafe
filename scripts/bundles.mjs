// How what is shipped is bundled: the client, the server it starts, and the command line. Paths start at the root.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");

/** True in a worker of a browser, and nowhere in Node. */
const inWorker = 'typeof importScripts === "function"';

/** Read at the start, for whatever is asked; all else is read when somebody asks for it. */
const atTheStart = new Set(["grammar.json", "knowledge.json"]);

/** Compiled knowledge and the messages in other languages lie beside as JSON: to compile a program that holds them all costs more. */
const dataBeside = {
  name: "data-beside",
  setup({ initialOptions, onLoad, onResolve }) {
    onLoad({ filter: /[\\/]generated[\\/][\w.-]+\.json$/ }, async ({ path: file }) => {
      const name = path.basename(file);
      const folder = path.resolve(root, initialOptions.outdir, "knowledge");
      await mkdir(folder, { recursive: true });
      await writeFile(path.join(folder, name), JSON.stringify(JSON.parse(await readFile(file, "utf8"))));
      return { contents: parsed(`knowledge/${name}`, atTheStart.has(name)), loader: "js", watchFiles: [file] };
    });
    // those VS Code wants at their place
    onLoad({ filter: /[\\/]l10n[\\/]bundle[\w.-]+\.json$/ }, ({ path: file }) => ({
      contents: parsed(`../l10n/${path.basename(file)}`, false),
      loader: "js",
    }));
    onResolve({ filter: /^text-beside$/ }, () => ({ path: "text-beside", namespace: "text-beside" }));
    onLoad({ filter: /.*/, namespace: "text-beside" }, () => ({
      contents: `module.exports = ${inWorker} ? require("./beside.ts")
        : { textBeside: (name) => require("node:fs").readFileSync(__dirname + "/" + name, "utf8") };`,
      resolveDir: path.join(root, "server/src/host/browser"),
    }));
  },
};

/** A module that gives what a file of JSON holds; its path starts at the bundle. */
function parsed(file, now) {
  const making = `JSON.parse(textBeside(${JSON.stringify(file)}))`;
  return `import { textBeside } from "text-beside"; export default ${now ? making : whenAsked(making)};`;
}

/** An object with the fields of another one, which is made when one of them is asked for. */
function whenAsked(making) {
  return `(() => {
    let made;
    const all = () => (made ??= ${making});
    return new Proxy({}, {
      get: (_, key) => all()[key],
      has: (_, key) => key in all(),
      ownKeys: () => Reflect.ownKeys(all()),
      getOwnPropertyDescriptor: (_, key) => Reflect.getOwnPropertyDescriptor(all(), key),
    });
  })()`;
}

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
  "node:crypto": "crypto",
  "node:fs": "disk",
  "node:fs/promises": "files",
  "node:os": "machine",
  "node:path": "path",
  "node:url": "url",
  "node:zlib": "programs",
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
      const contents = `module.exports = ${inWorker} ? require("./${standIn}.ts") : require("${name}");`;
      return { contents, resolveDir: path.join(root, "server/src/host/browser") };
    });
  },
};

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
  outExtension: { ".js": ".cjs" },
  entryPoints: { cli: "server/src/cli/main.ts" },
};

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
  entryPoints: { server: "server/src/lsp/anywhere.ts" },
};
const client = { ...both, entryPoints: { extension: "client/src/extension.ts" } };

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

export const bundles = [commandLine, server, client, page];
