/** Texts that are not on disk as they are, in a folder that only the user can read and that goes with the run. */
import { rmSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

export class PrivateCopies {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async make(): Promise<PrivateCopies> {
    // mkdtemp gives 0700
    const copies = new PrivateCopies(await mkdtemp(path.join(os.tmpdir(), "haproxy-sleuth-")));
    alive.add(copies.folder);
    return copies;
  }

  /** Path of the copy; `place`: the folder of the original, which relative paths may be meant from. */
  async add(name: string, text: string, place: string): Promise<string> {
    const copy = path.join(this.folder, `${this.count++}-${name}`);
    await writeFile(copy, fromPlace(text, place), { mode: 0o600, flag: "wx" });
    return copy;
  }

  private count = 0;

  async remove(): Promise<void> {
    alive.delete(this.folder);
    await rm(this.folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

const alive = new Set<string>();
process.once("exit", () => {
  for (const folder of alive) rmSync(folder, { recursive: true, force: true });
});

/** `default-path config` means the folder of the file, and `parent` the one above: a copy names them instead, on the same line. */
function fromPlace(text: string, place: string): string {
  return text.replace(/^([ \t]*default-path[ \t]+)(config|parent)(?=[ \t\r]*(?:#.*)?$)/gm, (_, keyword: string, from: string) => {
    const folder = from === "config" ? place : path.dirname(place);
    return `${keyword}origin "${folder.replace(/["\\$]/g, "\\$&")}"`;
  });
}
