/** The build and the running process as `haproxy -vv`, `show info`, `show dev` and a panic print them. */
import { type LogLine, placeOfGroup } from "../draft.ts";
import { matchPattern, type PatternMatch } from "../patterns.ts";
import type { Reader, Reading } from "./reader.ts";
import { namedRelease } from "./release.ts";

/** Values kept of one log. */
const mostFacts = 200;
/** `show info` has so many lines at most. */
const infoLines = 200;

export const buildFact: Reader = {
  literals: [
    "TARGET ",
    "CPU  ",
    "ARCH ",
    " CC ",
    "CFLAGS ",
    "OPTIONS ",
    "DEBUG  ",
    "eature list",
    "Running on",
    "Built with",
    "Default settings",
    "Status:",
    "features:",
    "virtual machine:",
    "container:",
    "kernel: Linux",
    "userland:",
    "pretty name:",
    " vendor:",
    " family:",
    " model:",
    "OS name:",
    "OS release:",
    "OS version:",
    "OS architecture:",
    "cmdline:",
    " limit (",
  ],
  read(line, reading) {
    const match =
      matchPattern("build.line", line.text) ??
      matchPattern("build.system", line.text) ??
      matchPattern("build.option", line.text) ??
      matchPattern("build.threads", line.text);
    if (!match) return false;
    keep(line, reading, match);
    return true;
  },
};

/** `show info`, which begins with its own name; its values are too plain to be taken anywhere else. */
export const infoFact: Reader = {
  literals: [
    "Version: ",
    "Release_date: ",
    "Nbthread: ",
    "Nbproc: ",
    "Uptime",
    "Memmax_MB: ",
    "Pool",
    "Ulimit-n: ",
    "Maxsock: ",
    "axconn: ",
    "CurrConns: ",
    "CumConns: ",
    "CumReq: ",
    "Tainted: ",
    "Stopping: ",
    "Build info: ",
    "BlockedTrafficWarnings: ",
  ],
  read(line, reading) {
    if (reading.infoLine === undefined || line.number - reading.infoLine > infoLines) return false;
    const match = matchPattern("info.value", line.text);
    if (!match) return false;
    keep(line, reading, match);
    const named = match[1] === "Version" ? namedRelease(match, 2, line) : undefined;
    if (named) reading.releases.push(named);
    return true;
  },
};

export const infoName: Reader = {
  literals: ["Name: HAProxy"],
  read(line, reading) {
    if (!matchPattern("info.name", line.text)) return false;
    reading.infoLine = line.number;
    return true;
  },
};

export const executable: Reader = {
  literals: ["path to executable is"],
  read(line, reading) {
    const match = matchPattern("executable", line.text);
    if (match) reading.executable = match[1];
    return match !== undefined;
  },
};

function keep(line: LogLine, reading: Reading, match: PatternMatch): void {
  const [, name = "", text = ""] = match;
  if (reading.build.size >= mostFacts && !reading.build.has(name)) return;
  reading.build.set(name, { name, text: text.trim(), at: placeOfGroup(line, match, text) });
}
