// Bundles what is shipped.
import { mkdir, writeFile } from "node:fs/promises";
import { build, context } from "esbuild";
import { bundles } from "./scripts/bundles.mjs";

await mkdir("dist", { recursive: true });
await writeFile("dist/package.json", '{ "type": "commonjs" }\n');
// VS Code takes a .js of a package of modules for a module: in Node it starts here
await writeFile("dist/extension.cjs", 'module.exports = require("./extension.js");\n');

for (const one of bundles) {
  if (process.argv.includes("--watch")) await (await context(one)).watch();
  else await build(one);
}
