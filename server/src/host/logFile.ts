/** Reads the incidents of a log file of any size, packed or not, without ever holding it. */
import { open } from "node:fs/promises";
import type { Incident } from "../incident/incident.ts";
import { Merger } from "../incident/merge.ts";
import { LogStream } from "./logStream.ts";
import { packingOf, unpacked } from "./unpack.ts";

export interface LogReading {
  /** Bytes of the file read so far, and of the whole; 0 where a device does not know its size. */
  readonly progress: (read: number, size: number) => void;
  readonly cancelled: () => boolean;
}

/** Bytes asked for at once. */
const portion = 1 << 20;
/** Bytes of text after which other work gets its turn. */
const turn = 1 << 22;

/** Crashes in their order, the same one again only counted; undefined where the reading was cancelled. */
export async function incidentsOfFile(path: string, { progress, cancelled }: LogReading): Promise<readonly Incident[] | undefined> {
  const handle = await open(path);
  try {
    const facts = await handle.stat();
    const start = Buffer.alloc(8);
    // a pipe has no positions: what was read from it would be gone
    const regular = facts.isFile();
    const { bytesRead } = regular ? await handle.read(start, 0, start.length, 0) : { bytesRead: 0 };
    const packing = packingOf(start.subarray(0, bytesRead));
    const source = handle.createReadStream({ autoClose: false, highWaterMark: portion, ...(regular && { start: 0 }) });
    const chunks: AsyncIterable<Uint8Array> = packing === undefined ? source : unpacked(packing, source);
    try {
      return await incidentsIn(chunks, () => progress(source.bytesRead, facts.size), cancelled);
    } finally {
      source.destroy();
    }
  } finally {
    await handle.close();
  }
}

async function incidentsIn(
  chunks: AsyncIterable<Uint8Array>,
  progress: () => void,
  cancelled: () => boolean,
): Promise<readonly Incident[] | undefined> {
  const log = new LogStream();
  const merger = new Merger();
  let since = 0;
  for await (const chunk of chunks) {
    if (cancelled()) return undefined;
    merger.add(log.read(Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk)));
    since += chunk.length;
    if (since < turn) continue;
    since = 0;
    progress();
    // a pause in which a cancellation can arrive
    await new Promise((resolve) => setImmediate(resolve));
  }
  merger.add(log.end());
  return merger.incidents().filter(({ survived }) => !survived);
}
