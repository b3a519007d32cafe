/** Compiled knowledge and messages, which are shipped beside the bundles. */
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { compress, init } from "@bokuweb/zstd-wasm";
import { inWorker, root } from "./places.mjs";

/** Read at the start, for whatever is asked; all else is read when somebody asks for it. */
const atTheStart = new Set(["grammar.json", "knowledge.json"]);

/** A zip looks back 32 kB only, and these repeat themselves over hundreds: they are shipped as Zstandard, which takes milliseconds to read. */
const compressed = new Set([
  "details.json",
  "grammarChinese.json",
  "lifetimes.json",
  "lintPages.json",
  "log.json",
  "lua.json",
  "signatures.json",
]);
/** The highest: it is paid for when the package is made. */
const level = 22;

/** Compiled knowledge and the messages in other languages lie beside as JSON: to compile a program that holds them all costs more. */
export const dataBeside = {
  name: "data-beside",
  setup({ initialOptions, onLoad, onResolve }) {
    onLoad({ filter: /[\\/]generated[\\/]pages\.json$/ }, async ({ path: file }) => {
      const pages = JSON.parse(await readFile(file, "utf8"));
      const folder = path.resolve(root, initialOptions.outdir, "knowledge");
      const { texts, blocks } = withoutBlocks(pages);
      await writeCompressed(path.join(folder, "pages.blocks"), blocks, file);
      for (const language of Object.keys(texts)) await writeCompressed(path.join(folder, `pages.${language}`), texts[language], file);
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

const fence = "```";
/** Stands before the number of a block; no page has it. */
const mark = "\u0001";

/** Pages without what stands between fences: logs and examples are the same in all languages, and are shipped once. */
function withoutBlocks(pages) {
  const blocks = [];
  const numbers = new Map();
  const numberOf = (block) => {
    if (!numbers.has(block)) numbers.set(block, blocks.push(block) - 1);
    return numbers.get(block);
  };
  const numbered = (text) =>
    text
      .split(fence)
      .map((part, i) => (i % 2 === 1 ? `${mark}${numberOf(part)}` : part))
      .join(fence);
  const texts = Object.fromEntries(Object.entries(pages).map(([language, list]) => [language, list.map(numbered)]));
  return { texts, blocks };
}

/** A module with a list of pages for each language, read when it is asked for. */
function pagesByLanguage(languages) {
  const field = (language) =>
    `get ${JSON.stringify(language)}() { return (known[${JSON.stringify(language)}] ??= whole(read("knowledge/pages.${language}"))); }`;
  return `${readingCompressed} const known = {}; let blocks;
    const whole = (texts) => {
      blocks ??= read("knowledge/pages.blocks");
      return texts.map((text) => text.replace(/${mark}(\\d+)/g, (_, number) => blocks[number]));
    };
    export default { ${languages.map(field).join(", ")} };`;
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
