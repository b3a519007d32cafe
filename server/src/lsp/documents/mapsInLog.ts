/** Lists of mappings, pasted alone or into a log: looked for once in each version of its text. */

import type { Finding } from "../../features/finding.ts";
import type { Note } from "../../features/hover/configHover.ts";
import { mapsFinding, mapsHover } from "../../features/machine/maps.ts";
import type { LogText } from "../../incident/logText.ts";
import { fewestMappings, type MapsSummary, readMaps } from "../../machine/maps.ts";
import { perObject } from "../../syntax/perObject.ts";

const mapsOf = perObject(({ text }: LogText): MapsSummary | undefined => readMaps(text));

export function mapsIn(uri: string, log: LogText): readonly Finding[] {
  const maps = mapsOf(log);
  return maps === undefined || maps.count < fewestMappings ? [] : [mapsFinding(uri, log.text, maps)];
}

export function mapsNote(log: LogText, line: number): Note | undefined {
  const maps = mapsOf(log);
  return maps && mapsHover(maps, line, (log.text.split("\n")[line] ?? "").trimEnd().length);
}
