// How what is shipped is bundled: the client, the server it starts, and the command line. Paths start at the root.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");

/** Compiled knowledge goes in as text for JSON.parse, which starts faster than the same data as a program. */
const knowledgeAsText = {
  name: "knowledge-as-text",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]generated[\\/]\w+\.json$/ }, async ({ path: file }) => {
      const text = JSON.stringify(JSON.parse(await readFile(file, "utf8")));
      return { contents: `export default JSON.parse(${JSON.stringify(text)});`, loader: "js", watchFiles: [file] };
    });
  },
};

/** Of the manifest the command line says no more than the version. */
const versionOnly = {
  name: "version-only",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]package\.json$/ }, async ({ path: file }) => {
      const { version } = JSON.parse(await readFile(file, "utf8"));
      return { contents: JSON.stringify({ version }), loader: "json", watchFiles: [file] };
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

/** True in a worker of a browser, and nowhere in Node. */
const inWorker = 'typeof importScripts === "function"';

/** The pages of the advisories lie beside too, and are read when one is shown. */
const pagesBeside = {
  name: "pages-beside",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /[\\/]pageStore\.ts$/ }, ({ kind }) =>
      kind === "dynamic-import" ? { path: "pages", namespace: "beside" } : undefined,
    );
    onLoad({ filter: /.*/, namespace: "beside" }, () => ({
      contents: `if (${inWorker}) importScripts(haproxySleuthResources + "/pages.js"), (module.exports = haproxySleuthPages);
        else module.exports = require("./pages.js");`,
    }));
    onResolve({ filter: /^\.\/pages\.js$/, namespace: "beside" }, () => ({ path: "./pages.js", external: true }));
  },
};

/** An object with the fields of a JSON file that are read when one of them is asked for; `source` is an expression that gives them. */
function whenAsked(keys, source) {
  return `let read;
    const data = () => (read ??= ${source});
    const lazy = {};
    for (const key of ${JSON.stringify(keys)}) Object.defineProperty(lazy, key, { enumerable: true, get: () => data()[key] });
    export default lazy;`;
}

/** What only logs need lies beside, and is read with the first of them; the messages in other languages are read by who speaks those. */
const coldWhenAsked = {
  name: "cold-when-asked",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]generated[\\/](?:log|signatures)\.json$/ }, async ({ path: file }) => {
      const keys = Object.keys(JSON.parse(await readFile(file, "utf8")));
      const beside = `(${inWorker}
        ? (globalThis.haproxySleuthCold ?? (importScripts(haproxySleuthResources + "/cold.js"), haproxySleuthCold))
        : require("./cold.js"))`;
      return { contents: whenAsked(keys, `${beside}.${path.basename(file, ".json")}`), loader: "js", watchFiles: [file] };
    });
    onLoad({ filter: /[\\/]bundle\.l10n\.[\w-]+\.json$/ }, async ({ path: file }) => {
      const messages = JSON.parse(await readFile(file, "utf8"));
      const text = JSON.stringify(JSON.stringify(messages));
      return { contents: whenAsked(Object.keys(messages), `JSON.parse(${text})`), loader: "js", watchFiles: [file] };
    });
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
  plugins: [knowledgeAsText, serverBeside, pagesBeside, luaparseWhenAsked],
};

/** A command reads the knowledge and the language that it needs from files beside: to compile a program that holds them all costs more. */
const knowledgeBeside = {
  name: "knowledge-beside",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/](?:generated|l10n)[\\/][\w.-]+\.json$/ }, async ({ path: file }) => {
      const name = path.basename(file);
      await mkdir(path.join(root, "dist/knowledge"), { recursive: true });
      await writeFile(path.join(root, "dist/knowledge", name), JSON.stringify(JSON.parse(await readFile(file, "utf8"))));
      const contents = `import { readFileSync } from "node:fs"; export default JSON.parse(readFileSync(__dirname + "/knowledge/${name}", "utf8"));`;
      return { contents, loader: "js", watchFiles: [file] };
    });
  },
};

const commandLine = {
  ...options,
  plugins: [versionOnly, ...options.plugins.map((plugin) => (plugin === knowledgeAsText ? knowledgeBeside : plugin))],
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
  plugins: [nodeOrBrowser, coldWhenAsked, ...options.plugins],
  external: [...options.external, "./cold.js"],
  entryPoints: { server: "server/src/lsp/anywhere.ts" },
};
const client = { ...both, entryPoints: { extension: "client/src/extension.ts" } };

/** A bundle of data that lies beside the server: a script of a worker, and a module of Node. */
function beside(globalName, entry) {
  const footer = { js: `if (typeof module === "object") module.exports = ${globalName};` };
  return { ...options, format: "iife", globalName, footer, ...entry };
}

const pages = beside("haproxySleuthPages", { entryPoints: { pages: "server/src/knowledge/pageStore.ts" } });
/** What only who reads a log needs. */
export const cold = beside("haproxySleuthCold", {
  stdin: {
    contents: 'import log from "./log.json"; import signatures from "./signatures.json"; export { log, signatures };',
    resolveDir: path.join(root, "server/src/knowledge/generated"),
  },
  entryNames: "cold",
});

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

export const bundles = [commandLine, server, client, pages, cold, page];
