/** The watchdog's panic (src/debug.c, src/wdt.c). */
import { Draft } from "../draft.ts";
import { matchPattern } from "../patterns.ts";
import { claimPid } from "./ends.ts";
import { open, type Reader } from "./reader.ts";

export const panic: Reader = {
  literals: ["is about to kill the process"],
  read(line, reading) {
    const match = matchPattern("wdt.panic33", line.text) ?? matchPattern("wdt.panic", line.text);
    if (!match) return false;
    const draft = open(reading, new Draft("watchdog", line));
    draft.thread = Number(match[1]);
    if (match[2] !== undefined) claimPid(draft, Number(match[2]));
    draft.note("number", line, match, 1);
    return true;
  },
};
