/** Room that entries of stick-tables take, and what peers make of their data. */

import compiled from "./generated/grammar.json" with { type: "json" };
import { covers } from "./lifetime.ts";
import { own } from "./own.ts";

interface StoredData {
  /** Of an element, in an array. */
  readonly bytes: number;
  /** What the other side of a peers connection makes of it. */
  readonly peers: "value" | "local" | "counter";
}

interface Tables {
  readonly entry: Readonly<Record<string, number>>;
  readonly keys: Readonly<Record<string, { readonly bytes: number; readonly length?: number }>>;
  readonly data: Readonly<Record<string, StoredData>>;
}

const { tables } = compiled as unknown as { readonly tables: Tables };

/** Bytes of an entry without its key and data; without a branch those of the newest. */
export function entryBytes(branch: string | undefined): number {
  const sizes = Object.entries(tables.entry);
  const found = sizes.findLast(([from]) => branch === undefined || covers(from, "", branch));
  return found?.[1] ?? sizes[0]?.[1] ?? 0;
}

/** Bytes of a key of a type, with its `len` argument where there is one. */
export function keyBytes(type: string, length: number | undefined): number | undefined {
  const key = own(tables.keys, type);
  return key?.length === undefined || length === undefined ? key?.bytes : length + key.length;
}

export function storedData(name: string): StoredData | undefined {
  return own(tables.data, name);
}
