/** Lines that name the release, facts of the machine, and remarks of HAProxy's. */
import { readRelease } from "../../knowledge/release.ts";
import { type LogLine, placeOfGroup } from "../draft.ts";
import type { NamedRelease } from "../incident.ts";
import { factsOfLine, machineLiterals } from "../machine.ts";
import { matchPattern, type PatternMatch } from "../patterns.ts";
import { current, type Reader, type Reading } from "./reader.ts";

export const statedRelease: Reader = {
  literals: ["version is ", "Proxy version ", "version: ", "bugs/bugs-"],
  read(line, reading) {
    const match = matchPattern("version", line.text) ?? matchPattern("version.bugs", line.text) ?? inPanic(line, reading);
    const named = match && namedRelease(match, 1, line);
    if (!match || !named) return false;
    reading.releases.push(named);
    current(reading, line)?.note("release", line, match, 1);
    return true;
  },
};

/** Other programs have such a line too: where it does not begin as HAProxy's, only a panic that is under way makes it one. */
function inPanic(line: LogLine, reading: Reading): PatternMatch | undefined {
  const match = matchPattern("version.panic", line.text);
  if (match === undefined || /^\s+version: \S+$/.test(line.text)) return match;
  const last = current(reading, line);
  return last?.kind === "watchdog" && line.number - last.headline.line <= panicHead ? match : undefined;
}

/** Lines between the headline of a panic and the release, also where a blank line is between any two. */
const panicHead = 8;

export const mentionedRelease: Reader = {
  literals: ["HAProxy ", "HAproxy ", "Haproxy ", "haproxy ", "haproxy-", "haproxy/", "haproxy:", "HA-Proxy "],
  read(line, reading) {
    const match = matchPattern("version.mention", line.text);
    const named = match && namedRelease(match, 1, line);
    if (named) reading.mentions.push(named);
    return false;
  },
};

export const machineFact: Reader = {
  literals: machineLiterals,
  read(line, reading) {
    for (const fact of factsOfLine(line.text)) reading.machine.add(fact);
    return false;
  },
};

/** What HAProxy remarks below a dump: the text of a note begins with three "#". */
export const dumpNote: Reader = {
  literals: ["### Note"],
  read(line, reading) {
    const draft = current(reading, line);
    const note = notes.find(([pattern]) => matchPattern(pattern, line.text) !== undefined)?.[1];
    if (draft === undefined || note === undefined) return false;
    if (!draft.notes.includes(note)) draft.notes.push(note);
    draft.touch(line);
    return true;
  },
};

const notes = [
  ["lua.note.shared", "lua-shared"],
  ["lua.note.own", "lua-own"],
  ["lua.note.trim", "malloc-trim"],
] as const;

export function namedRelease(match: PatternMatch, group: number, line: LogLine): NamedRelease | undefined {
  const text = match[group] as string;
  const read = readRelease(text);
  if (read === undefined || !("release" in read)) return undefined;
  return { release: read.release, text: match[0], line: line.number, at: placeOfGroup(line, match, text) };
}
