/** Unpacks logs as log systems rotate them: gzip by ourselves, xz and zstd by the programs that come with every system that writes such logs. */
import { spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { findProgram } from "./program.ts";

export type Packing = "gzip" | "xz" | "zstd";

const magics: readonly { readonly magic: readonly number[]; readonly packing: Packing }[] = [
  { magic: [0x1f, 0x8b], packing: "gzip" },
  { magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a], packing: "xz" },
  { magic: [0x28, 0xb5, 0x2f, 0xfd], packing: "zstd" },
];

/** How a file is packed, by its first bytes. */
export function packingOf(start: Uint8Array): Packing | undefined {
  return magics.find(({ magic }) => magic.every((byte, i) => start[i] === byte))?.packing;
}

/** Why something could not be unpacked: the program that it takes is not there, or the data are not whole. */
export class UnpackError extends Error {
  readonly reason: "no-program" | "damaged";
  /** The program. */
  readonly program: string;

  constructor(reason: UnpackError["reason"], program: string) {
    super(`${reason}: ${program}`);
    this.reason = reason;
    this.program = program;
  }
}

/** The bytes as they were before packing; fails with an UnpackError. The source is read no faster than the result is. */
export async function* unpacked(packing: Packing, source: Readable): AsyncGenerator<Buffer> {
  if (packing === "gzip") return yield* gunzipped(source);
  // looked up by us: no folder that we happen to be in brings a program of its own
  const found = await findProgram(packing);
  if ("problem" in found) throw new UnpackError("no-program", packing);
  yield* throughProgram(found.file, packing, source);
}

async function* gunzipped(source: Readable): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  source.on("error", (error) => gunzip.destroy(error));
  try {
    for await (const chunk of source.pipe(gunzip)) yield chunk as Buffer;
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code?.startsWith("Z_") === true ? new UnpackError("damaged", "gzip") : error;
  } finally {
    source.unpipe(gunzip);
    gunzip.destroy();
  }
}

async function* throughProgram(file: string, program: Packing, source: Readable): AsyncGenerator<Buffer> {
  const child = spawn(file, ["-dc"], { stdio: ["pipe", "pipe", "ignore"] });
  const ended = new Promise<number | Error | null>((resolve) => {
    child.on("error", resolve);
    child.on("close", resolve);
  });
  // the program may end before it has read everything
  child.stdin.on("error", () => {});
  source.on("error", () => child.kill());
  source.pipe(child.stdin);
  try {
    for await (const chunk of child.stdout) yield chunk as Buffer;
    const code = await ended;
    if (code !== 0) throw new UnpackError(code instanceof Error ? "no-program" : "damaged", program);
  } finally {
    source.unpipe(child.stdin);
    child.kill();
  }
}
