/** Shows what we say of Lua scripts that a configuration loads. */
import { luaFindings } from "../../server/src/features/lua/findings.ts";
import { luaHover } from "../../server/src/features/lua/hover.ts";
import { modelFrom, releaseFrom, withCursor } from "./configText.ts";

export interface LuaCircumstances {
  readonly release?: string;
  readonly perThread?: boolean;
  readonly ignored?: readonly string[];
  /** More lines of the global section. */
  readonly global?: string;
}

/** "2 warning lua-busy-loop «while»" for each finding, lines from 1. */
export function luaFindingsInWords(
  script: string,
  { release = "3.2.0", perThread = false, ignored = [], global = "" }: LuaCircumstances = {},
): string[] {
  const config = `global\n ${global}\n lua-load${perThread ? "-per-thread" : ""} a.lua\n`;
  const lines = script.split("\n");
  return luaFindings(modelFrom(config, { "a.lua": script }), { release: releaseFrom(release), ignored }).map(
    ({ line, severity, code, span }) => `${line + 1} ${severity} ${code} «${lines[line]?.slice(span.start, span.end)}»`,
  );
}

/** The hover at `$0`: "«words»" and its Markdown, or "nothing". */
export function luaHoverAt(marked: string, release = "3.2.0"): string {
  const { text, line, column } = withCursor(marked);
  const note = luaHover(text, line, column, { release: releaseFrom(release), link: ({ id }) => `page:${id}` });
  return note === undefined ? "nothing" : `«${text.split("\n")[line]?.slice(note.span.start, note.span.end)}»\n${note.markdown}`;
}
