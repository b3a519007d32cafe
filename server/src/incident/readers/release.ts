/** Lines that name the release, and facts of the machine. */
import { readRelease } from "../../knowledge/release.ts";
import type { LogLine } from "../draft.ts";
import type { NamedRelease } from "../incident.ts";
import { matchPattern } from "../patterns.ts";
import { current, type Reader } from "./reader.ts";

export const statedRelease: Reader = {
  literals: ["version is ", "Proxy version ", "version: ", "bugs/bugs-"],
  read(line, reading) {
    const match = matchPattern("version", line.text) ?? matchPattern("version.bugs", line.text) ?? matchPattern("version.panic", line.text);
    const named = match && namedRelease(match[1] as string, match[0], line);
    if (!match || !named) return false;
    reading.releases.push(named);
    current(reading)?.note("release", line, match, 1);
    return true;
  },
};

export const mentionedRelease: Reader = {
  literals: ["HAProxy ", "HAproxy ", "Haproxy ", "haproxy ", "haproxy-", "HA-Proxy "],
  read(line, reading) {
    const match = matchPattern("version.mention", line.text);
    const named = match && namedRelease(match[1] as string, match[0], line);
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

function namedRelease(text: string, whole: string, line: LogLine): NamedRelease | undefined {
  const read = readRelease(text);
  return read !== undefined && "release" in read ? { release: read.release, text: whole, line: line.number } : undefined;
}
