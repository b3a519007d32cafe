/** Finds and reads the logs that `diagnose` is asked for: files, folders, compressed ones. */

import { readdir } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import * as l10n from "@vscode/l10n";
import { isFolder } from "../host/folders.ts";
import { type Packing, packingOf, UnpackError, unpacked } from "../host/unpack.ts";
import { bytesOf, collect, shownName, textOf, unreadable } from "./input.ts";
import { type Streams, UsageError } from "./output.ts";

export interface LogFile {
  readonly name: string;
  readonly text: string;
}

/** The logs one after the other; of a folder all its files, without those that are no text. */
export async function* logFiles(names: readonly string[], streams: Streams): AsyncGenerator<LogFile> {
  for (const name of names) {
    if (name === "-" || !(await isFolder(name))) {
      yield { name, text: await logText(name, streams) };
      continue;
    }
    for (const file of await filesBelow(name)) {
      const text = await logText(file, streams).catch((error: unknown) => {
        if (!(error instanceof UsageError)) throw error;
        streams.err(`haproxy-sleuth: ${l10n.t("left out: {0}", error.message)}\n`);
      });
      if (text !== undefined) yield { name: file, text };
    }
  }
}

async function logText(name: string, streams: Streams): Promise<string> {
  const bytes = await bytesOf(name, streams);
  const shown = shownName(name);
  const packing = packingOf(bytes);
  return textOf(shown, packing === undefined ? bytes : await unpackedBytes(shown, packing, bytes));
}

async function unpackedBytes(shown: string, packing: Packing, bytes: Buffer): Promise<Buffer> {
  try {
    return await collect(shown, unpacked(packing, Readable.from([bytes])));
  } catch (error) {
    if (!(error instanceof UnpackError)) throw error;
    throw new UsageError(
      error.reason === "no-program"
        ? l10n.t("cannot unpack {0}: the program {1} is not installed", shown, error.program)
        : l10n.t("cannot unpack {0}: it is damaged", shown),
    );
  }
}

/** Hidden files and folders are left out, and links: a folder of logs often has one to its newest. */
async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    throw unreadable(folder, error);
  });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  const files: string[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith(".")) continue;
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) files.push(...(await filesBelow(place)));
    else if (entry.isFile()) files.push(place);
  }
  return files;
}
