#!/usr/bin/env node
// Stands in for the `code` executable where desktop VS Code cannot be had: same arguments, same workbench, but the
// workbench is a page of headless Chromium and the extension host belongs to VS Code's own server.
import { printVersion, readArguments, usage } from "./cli-arguments.mjs";
import { installExtensions } from "./extensions.mjs";
import { beginLife } from "./lifetime.mjs";
import { prepareProfile } from "./profile.mjs";
import { serveWorkbench } from "./serve.mjs";
import { runTests } from "./tests.mjs";

const testLimitMs = Number(process.env.VSCODE_HOST_TIMEOUT_MS ?? 300_000);
const args = readArguments(process.argv.slice(2));

if (args.version) printVersion();
else if (args.help) console.log(usage);
else await launch();

async function launch() {
  // A person may look at the workbench for as long as he likes; tests must come to an end.
  const life = beginLife(args.serve ? undefined : testLimitMs);
  const profile = prepareProfile(args, life.scratch);
  await installExtensions(args.install, profile);
  if (args.serve) await serveWorkbench(args, profile, life);
  else if (args.install.length > 0 && args.tests === undefined) await life.end(0);
  else await runTests(args, profile, life);
}
