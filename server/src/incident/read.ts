/** From the text of a log to its incidents. Total: any text gives a list, ordinary text an empty one. */
import type { Incident, LogPlace } from "./incident.ts";
import { LogReader } from "./logReader.ts";
import { Merger } from "./merge.ts";
import { writtenOrder } from "./order.ts";
import { goesOn } from "./parts.ts";
import { mayHoldCrash, withPlainBlanks } from "./recognise.ts";
import { relocated } from "./relocated.ts";
import { type FoundLine, linesWith } from "./search.ts";
import { unfolded } from "./unfolded.ts";

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
  const whole = unfolded(text, reader.interesting);
  const seen: FoundLine[] = [];
  let early = false;
  for (const line of whole?.lines ?? linesWith(text, reader.interesting, goesOn)) {
    reader.read(line.number, line.raw);
    if (seen.length <= mostOrdered) seen.push(line);
    if (reader.open <= mostOpen) continue;
    early = true;
    yield moved(reader.takeFirst(mostOpen / 2), whole?.place);
  }
  const ordered = early || reader.open === 0 || seen.length > mostOrdered ? undefined : writtenOrder(seen);
  yield ordered === undefined ? moved(reader.finish(), whole?.place) : readOrdered(ordered, whole?.place);
}

/** Of a stretch whose newest line stands first, or whose lines were broken; undefined where they stand as they were written. */
export function rearranged(copied: string): readonly Incident[] | undefined {
  const text = withPlainBlanks(copied);
  const { interesting } = new LogReader();
  const whole = unfolded(text, interesting);
  const lines = [...(whole?.lines ?? linesWith(text, interesting, goesOn))];
  const ordered = lines.length > mostOrdered ? undefined : writtenOrder(lines);
  return whole === undefined && ordered === undefined ? undefined : readOrdered(ordered ?? lines, whole?.place);
}

/** Lines that stand in the log in another order are numbered anew while they are read. */
function readOrdered(lines: readonly FoundLine[], place: Place = (at) => at): readonly Incident[] {
  const reader = new LogReader();
  lines.forEach(({ raw }, i) => {
    reader.read(i, raw);
  });
  return moved(reader.finish(), ({ line, span }) => place({ line: lines[line]?.number ?? line, span }));
}

function moved(incidents: readonly Incident[], place: Place | undefined): readonly Incident[] {
  return place === undefined ? incidents : incidents.map((incident) => relocated(incident, place));
}

type Place = (at: LogPlace) => LogPlace;

/** Lines that are read a second time in the order of their writing, at most. */
const mostOrdered = 20_000;
/** Incidents that may wait for further lines; of more, the older half is complete. */
const mostOpen = 4096;
/** Incidents kept one by one. */
const mostShown = 1000;
