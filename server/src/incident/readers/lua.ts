/** Lua errors, and the tracebacks of scripts that a thread was executing (src/hlua.c, src/debug.c). */
import { Draft, type LogLine, placeOf, spanOfText } from "../draft.ts";
import type { LuaFrame } from "../incident.ts";
import { matchPattern, type PatternMatch } from "../patterns.ts";
import { current, open, type Reader, type Reading } from "./reader.ts";

/** Levels kept of one traceback. */
const mostLevels = 500;
/** Errors that one incident gathers: a script that has reached its limit fails at every request, and that must not wait for an end. */
const mostErrors = 1000;

/** HAProxy logs each error twice when it logs to stderr. */
export const luaError: Reader = {
  literals: ["out of memory error", "Lua "],
  read(line, reading) {
    const match = matchPattern("lua.error", line.text);
    const words = match?.[4];
    if (match === undefined || words === undefined) return false;
    if (words.startsWith("out of memory error")) outOfMemory(line, reading, match);
    else scriptError(line, reading, match, words);
    return true;
  },
};

function outOfMemory(line: LogLine, reading: Reading, match: PatternMatch): void {
  const last = current(reading, line);
  const same = last !== undefined && last.luaOutOfMemory.length > 0 && last.exitCode === undefined;
  if (same && last.luaOutOfMemory.length >= mostErrors) return;
  const draft = same ? last : open(reading, new Draft("lua-out-of-memory", line));
  const pid = /\((\d+)\) :/.exec(line.text)?.[1];
  if (pid !== undefined) draft.pid = Number(pid);
  draft.pidIsSure = draft.pid !== undefined;
  draft.luaOutOfMemory.push({ line: line.number, span: spanOfText(line) });
  draft.note("lua", line, match, 2);
  draft.touch(line);
}

/** The request fails and the process lives. */
function scriptError(line: LogLine, reading: Reading, match: PatternMatch, words: string): void {
  const said = `${match[1]}${match[2] === undefined ? "" : ` ${match[2]}`}: ${words.replace(/\bline \d+/g, "line").slice(0, 120)}`;
  const last = reading.aside.at(-1);
  if (last?.said === said && line.number - last.endLine <= 1) {
    last.touch(line);
    return;
  }
  const draft = new Draft("lua-error", line);
  draft.proof = "impossible";
  draft.said = said;
  draft.note("lua", line, match, 2);
  for (const [text, file, number] of words.matchAll(/(\/?[\w./-]{1,200}\.lua):(\d+)/g)) {
    const at = placeOf(line, line.text.indexOf(text), text);
    draft.luaTraceback.push({ text, file, sourceLine: Number(number), at });
    draft.fact("file", text, at);
  }
  reading.aside.push(draft);
}

/** "Current executing a Lua task -- stack traceback:" and the levels below it. */
export const luaTraceback: Reader = {
  literals: ["Current executing", ": in "],
  read(line, reading) {
    const draft = current(reading, line);
    if (draft === undefined) return false;
    const report = draft.groups.at(-1)?.report;
    const head = matchPattern("lua.current", line.text);
    if (head) {
      if (report !== undefined) report.lua = head[1];
      draft.fact("lua", head[1] as string, placeOf(line, line.text.indexOf(head[1] as string), head[1] as string));
      draft.touch(line);
      return true;
    }
    const match = report?.lua === undefined ? undefined : matchPattern("lua.tbframe", line.text);
    if (!match || report === undefined) return false;
    if (report.luaTraceback.length < mostLevels) report.luaTraceback.push(level(line, match));
    draft.note("lua", line, match, 3);
    draft.note("file", line, match, 1);
    draft.touch(line);
    return true;
  },
};

function level(line: LogLine, match: PatternMatch): LuaFrame {
  const text = (match[3] as string).trimEnd();
  const place = match[0].trim();
  return {
    text,
    file: match[1],
    sourceLine: match[2] === undefined ? undefined : Number(match[2]),
    at: placeOf(line, line.text.indexOf(place), place),
  };
}
