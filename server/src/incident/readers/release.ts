/** Lines that name the release, and facts of the machine. */
import { readRelease } from "../../knowledge/release.ts";
import { type LogLine, placeOfGroup } from "../draft.ts";
import type { NamedRelease } from "../incident.ts";
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
  literals: ["HAProxy ", "HAproxy ", "Haproxy ", "haproxy ", "haproxy-", "HA-Proxy "],
  read(line, reading) {
    const match = matchPattern("version.mention", line.text);
    const named = match && namedRelease(match, 1, line);
    if (named) reading.mentions.push(named);
    return false;
  },
};

export const machineFact: Reader = {
  literals: ["vm.overcommit_memory", "vm.max_map_count"],
  read(line, reading) {
    const match = matchPattern("machine.sysctl", line.text);
    if (match) reading.machine.add(`${match[1]}=${match[2]}`);
    return false;
  },
};

export function namedRelease(match: PatternMatch, group: number, line: LogLine): NamedRelease | undefined {
  const text = match[group] as string;
  const read = readRelease(text);
  if (read === undefined || !("release" in read)) return undefined;
  return { release: read.release, text: match[0], line: line.number, at: placeOfGroup(line, match, text) };
}
