/** Ends of processes that are no crash, for logs that hold none: HAProxy refused to start, or was asked to end by somebody else. */
import { unwrap } from "./envelope.ts";
import { matchPattern } from "./patterns.ts";
import { linesWith, searchFor } from "./search.ts";

export interface Ending {
  /** From 0. */
  readonly line: number;
  readonly kind: "refused-to-start" | "terminated";
  /** What HAProxy says. */
  readonly text: string;
}

const interesting = searchFor(["[ALERT]", "exited with code", "Exiting Master process", "symbol lookup error", "shared libraries:"]);
/** Of a report that nobody cut. */
const longest = 300;

/** What follows the severity and the process. */
const alert = /\[ALERT\] *(?:\d{3}\/\d{6} )?\(\d+\) : (.*)$/;
const loader = /haproxy: (?:symbol lookup error: .*|error while loading shared libraries: .*)$/;
/** Where the exit code is all that HAProxy's master tells. */
const startUp =
  /Fatal errors found in configuration|Some protocols failed to start|Failed to load worker|cannot bind socket|Failed to set the raise|Not enough memory to allocate|No enabled listener found|cannot fork|error in Lua file|Lua init: /i;

/** The first of each kind. */
export function readEndings(text: string): readonly Ending[] {
  let said: Ending | undefined;
  let refused: Ending | undefined;
  let terminated: Ending | undefined;
  let asked = false;
  for (const { number, raw } of linesWith(text, interesting)) {
    for (const { text: line } of unwrap(raw.slice(0, 8192))) {
      const words = (alert.exec(line)?.[1] ?? loader.exec(line)?.[0])?.slice(0, longest);
      const exit = matchPattern("mw.exit", line);
      const code = Number(exit?.[3]);
      if (line.includes("Exiting Master process")) asked = true;
      if (exit === undefined && words !== undefined) said ??= { line: number, kind: "refused-to-start", text: words };
      const fails = (exit !== undefined && (code === 1 || code === 127)) || startUp.test(line) || loader.test(line);
      if (fails) refused ??= said ?? { line: number, kind: "refused-to-start", text: line.slice(0, longest) };
      if (code === 143 && exit?.[1] === "Current worker" && !asked) terminated ??= { line: number, kind: "terminated", text: line };
    }
  }
  return [refused, terminated].filter((ending) => ending !== undefined);
}
