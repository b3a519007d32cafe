// Bundles what is shipped: the client, the server it starts, and the command line.
import { readFile } from "node:fs/promises";
import { build, context } from "esbuild";

/** Compiled knowledge goes in as text for JSON.parse, which starts faster than the same data as a program. */
const knowledgeAsText = {
  name: "knowledge-as-text",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]generated[\\/]\w+\.json$/ }, async ({ path }) => {
      const text = JSON.stringify(JSON.parse(await readFile(path, "utf8")));
      return { contents: `export default JSON.parse(${JSON.stringify(text)});`, loader: "js", watchFiles: [path] };
    });
  },
};

/** `haproxy-sleuth lsp` starts the server that lies beside: the command line need not carry, nor read, a second one. */
const serverBeside = {
  name: "server-beside",
  setup({ onResolve }) {
    onResolve({ filter: /[\\/]lsp[\\/]main\.ts$/ }, ({ kind }) =>
      kind === "dynamic-import" ? { path: "./server.cjs", external: true } : undefined,
    );
  },
};

/** The pages of the advisories lie beside too, and are read when one is shown. */
const pagesBeside = {
  name: "pages-beside",
  setup({ onResolve }) {
    onResolve({ filter: /[\\/]pageStore\.ts$/ }, ({ kind }) =>
      kind === "dynamic-import" ? { path: "./pages.cjs", external: true } : undefined,
    );
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
      resolveDir: import.meta.dirname,
    }));
  },
};

const options = {
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  outExtension: { ".js": ".cjs" },
  outdir: "dist",
  minify: true,
  sourcemap: false,
  legalComments: "none",
  logLevel: "warning",
  external: ["vscode"],
  plugins: [knowledgeAsText, serverBeside, pagesBeside, luaparseWhenAsked],
  entryPoints: {
    extension: "client/src/extension.ts",
    server: "server/src/lsp/main.ts",
    cli: "server/src/cli/main.ts",
    pages: "server/src/knowledge/pageStore.ts",
  },
};

/** The script of the traffic map runs in a webview. */
const page = {
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

for (const one of [options, page]) {
  if (process.argv.includes("--watch")) await (await context(one)).watch();
  else await build(one);
}
