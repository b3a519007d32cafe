/** From the text of a log to its incidents. Total: any text gives a list, ordinary text an empty one. */
import type { Incident } from "./incident.ts";
import { LogReader } from "./logReader.ts";
import { Merger } from "./merge.ts";
import { mayHoldCrash } from "./recognise.ts";
import { linesWith } from "./search.ts";

/** Crashes in the order in which they start; the same crash again only counts. */
export function readIncidents(text: string): readonly Incident[] {
  return mayHoldCrash(text) ? readAll(text).filter(({ survived }) => !survived) : [];
}

/** Crashes, and what the processes survived: conditions that only warn, blocked traffic, errors of Lua scripts. */
export function readAll(text: string): readonly Incident[] {
  const reader = new LogReader();
  const merger = new Merger();
  for (const { number, raw } of linesWith(text, reader.interesting)) {
    reader.read(number, raw);
    if (reader.open > mostOpen) merger.add(reader.takeFirst(mostOpen / 2));
  }
  merger.add(reader.finish());
  return merger.incidents();
}

/** Incidents that may wait for further lines; of more, the older half is complete. */
const mostOpen = 4096;
