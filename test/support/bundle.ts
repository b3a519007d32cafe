/** Bundles an entry point as esbuild.mjs does, from this very source, so that no stale dist/ can pass a test. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { buildSync } from "esbuild";

const repository = path.resolve(import.meta.dirname, "../..");

/** Path of the bundle, in a new folder; `entry` is relative to server/src. */
export function bundle(entry: string): string {
  const outfile = path.join(mkdtempSync(path.join(tmpdir(), "sleuth-bundle-")), "bundle.cjs");
  buildSync({
    entryPoints: [path.join(repository, "server/src", entry)],
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    minify: true,
    outfile,
  });
  return outfile;
}
