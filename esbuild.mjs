// Bundles what is shipped: the client, the server it starts, and the command line.
import { build, context } from "esbuild";

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
  entryPoints: {
    extension: "client/src/extension.ts",
    server: "server/src/lsp/main.ts",
    cli: "server/src/cli/main.ts",
  },
};

if (process.argv.includes("--watch")) await (await context(options)).watch();
else await build(options);
