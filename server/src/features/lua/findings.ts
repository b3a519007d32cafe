/** Findings inside the Lua scripts that a configuration loads. */
import { luaScriptHits } from "../../lints/lua/scripts.ts";
import { allowanceIn } from "../../model/directives.ts";
import type { Model } from "../../model/model.ts";
import type { FindingOptions } from "../configFindings.ts";
import type { Finding } from "../finding.ts";
import { levelled } from "../levels.ts";

/** In the order of the scripts and their lines. */
export function luaFindings(model: Model, { release, ignored, levels }: FindingOptions): readonly Finding[] {
  const rank = new Map(model.lua.scripts.map(({ uri, name }, i) => [uri ?? name, i]));
  const found = luaScriptHits(model, release).filter(
    ({ uri, line, code }) => !ignored.includes(code) && !isAllowed(model, uri, line, code),
  );
  const ordered = found.sort((a, b) => (rank.get(a.uri) ?? 0) - (rank.get(b.uri) ?? 0) || a.line - b.line || a.span.start - b.span.start);
  return levelled(ordered, levels);
}

/** A comment in the line or alone above it, or one for the whole script, as in a configuration. */
function isAllowed(model: Model, uri: string, line: number, code: string): boolean {
  const script = model.lua.scripts.find((one) => (one.uri ?? one.name) === uri);
  const lines = script === undefined ? nothing : linesWithComments(script.script, script.text);
  if (lines.length === 0) return false;
  const allows = (words: string | undefined, where: "here" | "in file") => {
    const said = allowanceIn(words ?? "", "--");
    return said?.where === where && said.ids.includes(code);
  };
  if (lines.some((words) => allows(words, "in file")) || allows(lines[line], "here")) return true;
  for (let above = line - 1; above >= 0 && /^\s*--/.test(lines[above] ?? ""); above--) if (allows(lines[above], "here")) return true;
  return false;
}

const nothing: readonly string[] = [];
const allowed = new WeakMap<object, readonly string[]>();

/** The lines of a script that speaks to us; none of others. */
function linesWithComments(script: object, text: string): readonly string[] {
  const known = allowed.get(script) ?? (text.includes("haproxy-sleuth:") ? text.split("\n") : nothing);
  allowed.set(script, known);
  return known;
}
