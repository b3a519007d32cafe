/** Reads what the command line names, with a clear message for everything that cannot be read. */
import { open } from "node:fs/promises";
import { type BuildFeatures, readFeatures } from "../knowledge/buildFeatures.ts";
import type { Release } from "../knowledge/release.ts";
import { exampleReleases, readReleaseInUse } from "../model/releaseInUse.ts";
import { type Streams, UsageError } from "./output.ts";

/** A JavaScript string holds at most about 512 million units. */
const largest = 400 * 1024 * 1024;

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EISDIR: "is a folder, name the files in it",
  ELOOP: "too many symbolic links",
  ENOTDIR: "a part of the path is no folder",
  ENAMETOOLONG: "the name is too long",
};

const formats: readonly { readonly name: string; readonly magic: readonly number[] }[] = [
  { name: "an executable or core file", magic: [0x7f, 0x45, 0x4c, 0x46] },
  { name: "compressed with gzip", magic: [0x1f, 0x8b] },
  { name: "compressed with xz", magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a] },
  { name: "compressed with zstd", magic: [0x28, 0xb5, 0x2f, 0xfd] },
  { name: "a zip archive", magic: [0x50, 0x4b, 0x03, 0x04] },
  { name: "a PNG picture", magic: [0x89, 0x50, 0x4e, 0x47] },
];

/** Text of a file, or of standard input for "-". */
export async function readInput(name: string, streams: Streams): Promise<string> {
  return textOf(name === "-" ? "standard input" : name, await bytesOf(name, streams));
}

/** Bytes of a file, or of standard input for "-". */
export async function bytesOf(name: string, streams: Streams): Promise<Buffer> {
  return name === "-" ? collect("standard input", streams.stdin()) : readBytes(name);
}

/** The text that bytes are; refuses what is none. `shown` is the name for messages. */
export function textOf(shown: string, bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString("utf16le");
  const format =
    formats.find(({ magic }) => magic.every((byte, i) => bytes[i] === byte))?.name ?? (looksBinary(bytes) ? "a binary file" : undefined);
  if (format !== undefined) throw new UsageError(`${shown} is ${format}: give the text`);
  return bytes.toString("utf8");
}

async function readBytes(name: string): Promise<Buffer> {
  const handle = await open(name).catch((error: NodeJS.ErrnoException) => unreadable(name, error));
  try {
    const facts = await handle.stat();
    if (facts.size > largest) throw tooLarge(`${name} has ${Math.round(facts.size / 1024 / 1024)} MB`);
    // a pipe ("<(zcat …)") or a device does not know its size
    const bytes = facts.isFile() || facts.isDirectory() ? handle.readFile() : collect(name, handle.createReadStream({ autoClose: false }));
    return await bytes.catch((error: Error) => (error instanceof UsageError ? Promise.reject(error) : unreadable(name, error)));
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
    if (size > largest) throw tooLarge(`${name} does not end`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(what: string): UsageError {
  return new UsageError(`${what}: give at most ${largest / 1024 / 1024} MB, cut around the crash`);
}

function unreadable(name: string, error: NodeJS.ErrnoException): never {
  throw new UsageError(`cannot read ${name}: ${reasons[error.code ?? ""] ?? error.code ?? "it cannot be opened"}`);
}

/** Many control characters near the start; a log with a block of NULs behind it, as a hard stop leaves, stays text. */
function looksBinary(bytes: Buffer): boolean {
  const head = bytes.subarray(0, 1024);
  let odd = 0;
  for (const byte of head) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) odd++;
  return odd > head.length / 20;
}

/** The release given with --release. */
export function releaseOption(text: string | undefined): Release | undefined {
  if (text === undefined) return undefined;
  const release = readReleaseInUse(text);
  if (release === undefined)
    throw new UsageError(`--release "${text}" is no HAProxy release that we know; give one such as ${exampleReleases()}`);
  return release;
}

/** The build given with --features: words of the list that `haproxy -vv` prints. */
export function featuresOption(text: string | undefined): BuildFeatures | undefined {
  if (text === undefined) return undefined;
  const features = readFeatures(text);
  if (features === undefined) throw new UsageError(`--features "${text}" names no feature; give words such as "+QUIC -LUA" of haproxy -vv`);
  return features;
}

/** The format given with --format; the first is what is meant where nothing is given. */
export function formatOption<Name extends string>(text: string | undefined, names: readonly [Name, ...Name[]]): Name {
  const found = text === undefined ? names[0] : names.find((name) => name === text);
  if (found !== undefined) return found;
  throw new UsageError(`--format "${text}" is not known; give ${names.slice(0, -1).join(", ")} or ${names.at(-1)}`);
}
