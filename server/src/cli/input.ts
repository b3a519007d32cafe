/** Reads what the command line names, with a clear message for everything that cannot be read. */

import { open } from "node:fs/promises";
import * as l10n from "@vscode/l10n";
import { type BuildFeatures, readFeatures } from "../knowledge/buildFeatures.ts";
import type { Release } from "../knowledge/release.ts";
import { exampleReleases, readReleaseInUse } from "../model/releaseInUse.ts";
import { notKnown } from "./arguments.ts";
import { type Streams, UsageError } from "./output.ts";

/** A JavaScript string holds at most about 512 million units. */
const largest = 400 * 1024 * 1024;

const formats: readonly { readonly magic: readonly number[]; name(): string }[] = [
  { name: () => l10n.t("an executable or core file"), magic: [0x7f, 0x45, 0x4c, 0x46] },
  { name: () => l10n.t("compressed with {0}", "gzip"), magic: [0x1f, 0x8b] },
  { name: () => l10n.t("compressed with {0}", "xz"), magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a] },
  { name: () => l10n.t("compressed with {0}", "zstd"), magic: [0x28, 0xb5, 0x2f, 0xfd] },
  { name: () => l10n.t("a zip archive"), magic: [0x50, 0x4b, 0x03, 0x04] },
  { name: () => l10n.t("a PNG picture"), magic: [0x89, 0x50, 0x4e, 0x47] },
];

/** How messages call what the command line names. */
export function shownName(name: string): string {
  if (name === "") return '""';
  return name === "-" ? l10n.t("standard input") : name;
}

/** Why the system refuses a file, for people. */
export function reasonInWords({ code }: NodeJS.ErrnoException): string {
  switch (code) {
    case "ENOENT":
      return l10n.t("no such file");
    case "EACCES":
    case "EPERM":
      return l10n.t("permission denied");
    case "EISDIR":
      return l10n.t("is a folder, name the files in it");
    case "ELOOP":
      return l10n.t("too many symbolic links");
    case "ENOTDIR":
      return l10n.t("a part of the path is no folder");
    case "ENOSPC":
      return l10n.t("no space is left");
    case "EROFS":
      return l10n.t("the file system is read-only");
    case "ENAMETOOLONG":
      return l10n.t("the name is too long");
    default:
      return code ?? l10n.t("it cannot be opened");
  }
}

/** Text of a file, or of standard input for "-". */
export async function readInput(name: string, streams: Streams): Promise<string> {
  return textOf(shownName(name), await bytesOf(name, streams));
}

/** Bytes of a file, or of standard input for "-". */
export async function bytesOf(name: string, streams: Streams): Promise<Buffer> {
  return name === "-" ? collect(shownName(name), streams.stdin()) : readBytes(name);
}

/** The text that bytes are; refuses what is none. `shown` is the name for messages. */
export function textOf(shown: string, bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString("utf16le");
  const format =
    formats.find(({ magic }) => magic.every((byte, i) => bytes[i] === byte))?.name() ??
    (looksBinary(bytes) ? l10n.t("a binary file") : undefined);
  if (format !== undefined) throw new UsageError(l10n.t("{0} is {1}: give the text", shown, format));
  return bytes.toString("utf8");
}

async function readBytes(name: string): Promise<Buffer> {
  const handle = await open(name).catch((error: NodeJS.ErrnoException) => {
    throw unreadable(name, error);
  });
  try {
    const facts = await handle.stat();
    if (facts.size > largest) throw tooLarge(l10n.t("{0} has {1} MB", name, Math.round(facts.size / 1024 / 1024)));
    // a pipe ("<(zcat …)") or a device does not know its size
    const bytes = facts.isFile() || facts.isDirectory() ? handle.readFile() : collect(name, handle.createReadStream({ autoClose: false }));
    return await bytes.catch((error: Error) => {
      throw error instanceof UsageError ? error : unreadable(name, error);
    });
  } finally {
    await handle.close();
  }
}

/** All of a stream that may never end. */
export async function collect(name: string, stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > largest) throw tooLarge(l10n.t("{0} does not end", name));
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(what: string): UsageError {
  return new UsageError(l10n.t("{0}: give at most {1} MB, cut around the crash", what, largest / 1024 / 1024));
}

export function unreadable(name: string, error: NodeJS.ErrnoException): UsageError {
  return new UsageError(l10n.t("cannot read {0}: {1}", shownName(name), reasonInWords(error)));
}

/** Many control characters near the start; a log with a block of NULs, as a hard stop or logrotate's `copytruncate` leaves, stays text. */
function looksBinary(bytes: Buffer): boolean {
  const start = Math.max(
    0,
    bytes.findIndex((byte) => byte !== 0),
  );
  const head = bytes.subarray(start, start + 1024);
  let odd = 0;
  for (const byte of head) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) odd++;
  return odd > head.length / 20;
}

/** The release given with an option. */
export function releaseOption(text: string | undefined, option = "release"): Release | undefined {
  if (text === undefined) return undefined;
  const release = readReleaseInUse(text);
  if (release === undefined)
    throw new UsageError(
      l10n.t('{0} "{1}" is no HAProxy release that we know; give one such as {2}', `--${option}`, text, exampleReleases()),
    );
  return release;
}

/** The build given with --features: words of the list that `haproxy -vv` prints. */
export function featuresOption(text: string | undefined): BuildFeatures | undefined {
  if (text === undefined) return undefined;
  const features = readFeatures(text);
  if (features === undefined)
    throw new UsageError(l10n.t('--features "{0}" names no feature; give words such as "+QUIC -LUA" of haproxy -vv', text));
  return features;
}

/** The format given with --format; the first is what is meant where nothing is given. */
export function formatOption<Name extends string>(text: string | undefined, names: readonly [Name, ...Name[]]): Name {
  const found = text === undefined ? names[0] : names.find((name) => name === text);
  if (found !== undefined) return found;
  throw notKnown("format", text, names);
}
