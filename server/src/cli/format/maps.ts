/** Lists of the mappings of a process, for people and scripts. */
import { mapsInShort } from "../../features/machine/maps.ts";
import { defaultMapCount, type MapsSummary } from "../../machine/maps.ts";

export interface FoundMaps {
  readonly file: string;
  readonly summary: MapsSummary;
}

export function mapsText({ file, summary }: FoundMaps): string {
  const kinds = Object.entries(summary.kinds).filter(([, count]) => count > 0);
  return `${file}:${summary.line + 1}: ${mapsInShort(summary)}\n  ${kinds.map(([kind, count]) => `${kind} ${count}`).join(", ")}\n`;
}

/** The shape that scripts rely on. Lines from 1. */
export function jsonMaps({ file, summary: { line, count, bytes, kinds, holes, jemalloc } }: FoundMaps) {
  return { file, line: line + 1, count, defaultLimit: defaultMapCount, bytes, kinds, holes, jemalloc };
}
