/** Finds and reads the logs that `diagnose` is asked for: files, folders, compressed ones. */
import { spawn } from "node:child_process";
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { bytesOf, collect, largest, textOf } from "./input.ts";
import { type Streams, UsageError } from "./output.ts";

const magics: readonly { readonly magic: readonly number[]; readonly tool: "gzip" | "xz" | "zstd" }[] = [
  { magic: [0x1f, 0x8b], tool: "gzip" },
  { magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a], tool: "xz" },
  { magic: [0x28, 0xb5, 0x2f, 0xfd], tool: "zstd" },
];

export interface LogFile {
  readonly name: string;
  readonly text: string;
}

/** The logs one after the other; of a folder all its files, without those that are no text. */
export async function* logFiles(names: readonly string[], streams: Streams): AsyncGenerator<LogFile> {
  for (const name of names) {
    const folder =
      name !== "-" &&
      (await stat(name).then(
        (facts) => facts.isDirectory(),
        () => false,
      ));
    if (!folder) {
      yield { name, text: await logText(name, streams) };
      continue;
    }
    for (const file of await filesBelow(name)) {
      const text = await logText(file, streams).catch((error: unknown) => {
        if (!(error instanceof UsageError)) throw error;
        streams.err(`haproxy-sleuth: left out: ${error.message}\n`);
      });
      if (text !== undefined) yield { name: file, text };
    }
  }
}

async function logText(name: string, streams: Streams): Promise<string> {
  const bytes = await bytesOf(name, streams);
  const shown = name === "-" ? "standard input" : name;
  return textOf(shown, await unpacked(shown, bytes));
}

async function unpacked(shown: string, bytes: Buffer): Promise<Buffer> {
  const tool = magics.find(({ magic }) => magic.every((byte, i) => bytes[i] === byte))?.tool;
  if (tool === undefined) return bytes;
  if (tool !== "gzip") return throughTool(shown, tool, bytes);
  return promisify(gunzip)(bytes, { maxOutputLength: largest }).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(
      `cannot unpack ${shown}: ${error.code === "ERR_BUFFER_TOO_LARGE" ? "it is too large, use zcat and scan" : "it is damaged"}`,
    );
  });
}

/** xz and zstd come with every system that writes such logs. */
async function throughTool(shown: string, tool: string, bytes: Buffer): Promise<Buffer> {
  const child = spawn(tool, ["-dc"], { stdio: ["pipe", "pipe", "ignore"] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on("error", (error: NodeJS.ErrnoException) =>
      reject(new UsageError(`cannot unpack ${shown}: ${error.code === "ENOENT" ? `the program ${tool} is not installed` : error.message}`)),
    );
    child.on("close", resolve);
  });
  // the tool may end before it has read everything
  child.stdin.on("error", () => {});
  child.stdin.end(bytes);
  try {
    const [text, code] = await Promise.all([collect(shown, child.stdout), ended]);
    if (code !== 0) throw new UsageError(`cannot unpack ${shown}: it is damaged`);
    return text;
  } finally {
    child.kill();
  }
}

/** Hidden files and folders are left out, and links: a folder of logs often has one to its newest. */
async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`cannot read the folder ${folder}: ${error.code ?? "unreadable"}`);
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
