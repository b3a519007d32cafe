/** Lua errors that tell of missing memory; HAProxy logs each line twice when it logs to stderr (src/hlua.c). */
import { Draft, spanOfText } from "../draft.ts";
import { matchPattern } from "../patterns.ts";
import { current, open, type Reader } from "./reader.ts";

export const luaOutOfMemory: Reader = {
  literals: ["out of memory error"],
  read(line, reading) {
    const match = matchPattern("lua.error", line.text);
    if (!match?.[4]?.startsWith("out of memory error")) return false;
    const last = current(reading);
    const same = last !== undefined && last.luaOutOfMemory.length > 0 && last.exitCode === undefined;
    const draft = same ? last : open(reading, new Draft("lua-out-of-memory", line));
    const pid = /\((\d+)\) :/.exec(line.text)?.[1];
    if (pid !== undefined) draft.pid = Number(pid);
    draft.pidIsSure = draft.pid !== undefined;
    draft.luaOutOfMemory.push({ line: line.number, span: spanOfText(line) });
    draft.note("lua", line, match, 2);
    draft.touch(line);
    return true;
  },
};
