/** From the text of a log to its incidents. Total: any text gives a list, ordinary text an empty one. */
import type { Incident } from "./incident.ts";
import { LogReader } from "./logReader.ts";
import { Merger } from "./merge.ts";
import { goesOn } from "./parts.ts";
import { mayHoldCrash, withPlainBlanks } from "./recognise.ts";
import { linesWith } from "./search.ts";

/** Crashes in the order in which they start; the same crash again only counts. */
export function readIncidents(copied: string): readonly Incident[] {
  const text = withPlainBlanks(copied);
  return mayHoldCrash(text) ? readAll(text).filter(({ survived }) => !survived) : [];
}

/** Crashes, and what the processes survived: conditions that only warn, blocked traffic, errors of Lua scripts. */
export function readAll(copied: string): readonly Incident[] {
  const text = withPlainBlanks(copied);
  const merger = new Merger();
  for (const incidents of readEach(text)) merger.add(incidents);
  return merger.incidents();
}

export interface LogIncidents {
  /** What readIncidents() gives. */
  readonly merged: readonly Incident[];
  /** Crashes and what was survived, each time that they are in the log, up to a number that a person can look through. */
  readonly all: readonly Incident[];
}

/** Both in one reading. */
export function readLog(copied: string): LogIncidents {
  const text = withPlainBlanks(copied);
  const merger = new Merger();
  const all: Incident[] = [];
  for (const incidents of readEach(text)) {
    merger.add(incidents);
    all.push(...incidents.slice(0, mostShown - all.length));
  }
  return { merged: mayHoldCrash(text) ? merger.incidents().filter(({ survived }) => !survived) : [], all };
}

function* readEach(text: string): Generator<readonly Incident[]> {
  const reader = new LogReader();
  for (const { number, raw } of linesWith(text, reader.interesting, goesOn)) {
    reader.read(number, raw);
    if (reader.open > mostOpen) yield reader.takeFirst(mostOpen / 2);
  }
  yield reader.finish();
}

/** Incidents that may wait for further lines; of more, the older half is complete. */
const mostOpen = 4096;
/** Incidents kept one by one. */
const mostShown = 1000;
