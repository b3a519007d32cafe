// How what is shipped is bundled: the client, the server it starts, and the command line. Paths start at the root.
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { compress, init } from "@bokuweb/zstd-wasm";

const root = path.resolve(import.meta.dirname, "..");

/** True in a worker of a browser, and nowhere in Node. */
const inWorker = 'typeof importScripts === "function"';

/** Read at the start, for whatever is asked; all else is read when somebody asks for it. */
const atTheStart = new Set(["grammar.json", "knowledge.json"]);

/** A zip looks back 32 kB only, and these repeat themselves over hundreds: they are shipped as Zstandard, which takes milliseconds to read. */
const compressed = new Set(["lifetimes.json", "log.json", "signatures.json", "summaries.json"]);
/** The highest: it is paid for when the package is made. */
const level = 22;

/** Compiled knowledge and the messages in other languages lie beside as JSON: to compile a program that holds them all costs more. */
const dataBeside = {
  name: "data-beside",
  setup({ initialOptions, onLoad, onResolve }) {
    onLoad({ filter: /[\\/]generated[\\/]pages\.json$/ }, async ({ path: file }) => {
      const pages = JSON.parse(await readFile(file, "utf8"));
      const folder = path.resolve(root, initialOptions.outdir, "knowledge");
      for (const [language, texts] of Object.entries(pages)) await writeCompressed(path.join(folder, `pages.${language}`), texts, file);
      return { contents: pagesByLanguage(Object.keys(pages)), loader: "js", resolveDir: root, watchFiles: [file] };
    });
    onLoad({ filter: /[\\/]generated[\\/][\w.-]+\.json$/ }, async ({ path: file }) => {
      const name = path.basename(file);
      const folder = path.resolve(root, initialOptions.outdir, "knowledge");
      const value = JSON.parse(await readFile(file, "utf8"));
      const isCompressed = compressed.has(name);
      if (isCompressed) await writeCompressed(path.join(folder, name), value, file);
      else {
        await mkdir(folder, { recursive: true });
        await writeFile(path.join(folder, name), JSON.stringify(value));
      }
      const contents = parsed(`knowledge/${name}`, isCompressed ? "compressed" : atTheStart.has(name) ? "now" : "asked");
      return { contents, loader: "js", resolveDir: root, watchFiles: [file] };
    });
    // those VS Code wants at their place
    onLoad({ filter: /[\\/]l10n[\\/]bundle[\w.-]+\.json$/ }, ({ path: file }) => ({
      contents: parsed(`../l10n/${path.basename(file)}`, "asked"),
      loader: "js",
    }));
    onResolve({ filter: /^beside$/ }, () => ({ path: "beside", namespace: "beside" }));
    onLoad({ filter: /.*/, namespace: "beside" }, () => ({
      contents: `const file = (name, encoding) => require("node:fs").readFileSync(__dirname + "/" + name, encoding);
        module.exports = ${inWorker} ? require("./beside.ts") : { textBeside: (name) => file(name, "utf8"), bytesBeside: file };`,
      resolveDir: path.join(root, "server/src/host/browser"),
    }));
  },
};

/** A module that gives what a file of JSON holds, at once or when it is asked for; its path starts at the bundle. */
function parsed(file, how) {
  if (how === "compressed") return `${readingCompressed} export default ${whenAsked(`read(${JSON.stringify(file)})`)};`;
  const making = `JSON.parse(textBeside(${JSON.stringify(file)}))`;
  return `import { textBeside } from "beside"; export default ${how === "now" ? making : whenAsked(making)};`;
}

/** A module with a list of pages for each language, read when it is asked for. */
function pagesByLanguage(languages) {
  const field = (language) =>
    `get ${JSON.stringify(language)}() { return (known[${JSON.stringify(language)}] ??= read("knowledge/pages.${language}")); }`;
  return `${readingCompressed} const known = {}; export default { ${languages.map(field).join(", ")} };`;
}

const readingCompressed = `import { bytesBeside } from "beside"; import { decompress } from "fzstd";
  const read = (file) => JSON.parse(new TextDecoder().decode(decompress(bytesBeside(file + ".zst"))));`;

/** Several bundles hold the same file, and are built at the same time. */
const writing = new Map();
let ready;

/** Unless it is there and newer than what it is made of: it takes seconds. */
function writeCompressed(target, value, source) {
  const before = writing.get(target) ?? Promise.resolve();
  const done = before.then(() => writeIfOlder(target, value, source));
  writing.set(target, done);
  return done;
}

async function writeIfOlder(target, value, source) {
  await mkdir(path.dirname(target), { recursive: true });
  const changed = async (one) => (await stat(one).catch(() => ({ mtimeMs: 0 }))).mtimeMs;
  const newest = Math.max(await changed(source), await changed(import.meta.filename));
  if ((await changed(`${target}.zst`)) > newest) return;
  ready ??= init();
  await ready;
  await writeFile(`${target}.zst`, compress(Buffer.from(JSON.stringify(value)), level));
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
