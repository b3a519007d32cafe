/** Lines that name the release, facts of the machine, and remarks of HAProxy's. */
import { readRelease } from "../../knowledge/release.ts";
import { type LogLine, placeOfGroup } from "../draft.ts";
import type { NamedRelease } from "../incident.ts";
import { factsOfLine, machineLiterals } from "../machine.ts";
import { matchPattern, type PatternMatch } from "../patterns.ts";
import { current, type Reader } from "./reader.ts";

export const statedRelease: Reader = {
  literals: ["version is ", "Proxy version ", "version: ", "bugs/bugs-"],
  read(line, reading) {
    const match = matchPattern("version", line.text) ?? matchPattern("version.bugs", line.text) ?? matchPattern("version.panic", line.text);
    const named = match && namedRelease(match, 1, line);
    if (!match || !named) return false;
    reading.releases.push(named);
    current(reading, line)?.note("release", line, match, 1);
    return true;
  },
};

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
