/** Inside comments that speak to us: releases behind `# haproxy:`, and the codes of findings behind `# haproxy-sleuth: allow`. */
import { knowledge } from "../../knowledge/knowledge.ts";
import { releaseName } from "../../knowledge/release.ts";
import { knownBranches, newestRelease } from "../../knowledge/standing.ts";
import type { ConfigFile } from "../../syntax/config.ts";
import { readLine } from "../../syntax/line.ts";
import { severalBugs } from "../catalogueFindings.ts";
import { summaryOfCode } from "../findingCodes.ts";
import { type Completions, type Item, ranks } from "./item.ts";

/** As far as they are typed; the last group is the word at the cursor. */
const release = /^#+\s*haproxy(?:[ -](?:release|version))?\s*[:=]\s*([\w.-]*)$/i;
const directive = /#\s*haproxy-sleuth:\s*([\w-]*)$/i;
const codes = /#\s*haproxy-sleuth:\s*allow(?:-file)?\s+((?:[\w-]+\s*,\s*)*)([\w-]*)$/i;

/** Undefined outside of such comments. */
export function directivesAt(file: ConfigFile, line: number, column: number): Completions | undefined {
  const raw = file.lines[line]?.raw ?? "";
  if (column < 0 || column > raw.length || !raw.slice(0, column).includes("#")) return undefined;
  const { comment } = readLine(raw.slice(0, column));
  const typed = comment && raw.slice(comment.start, column);
  const found = typed === undefined ? undefined : itemsBehind(typed);
  if (found === undefined) return undefined;
  const rest = /^[\w.-]*/.exec(raw.slice(column))?.[0] ?? "";
  return { start: column - found.word.length, end: column + rest.length, items: found.items };
}

function itemsBehind(typed: string): { readonly word: string; readonly items: readonly Item[] } | undefined {
  const [, given = "", code] = codes.exec(typed) ?? [];
  if (code !== undefined) return { word: code, items: codeItems(given.split(/\s*,\s*/)) };
  const word = directive.exec(typed)?.[1];
  if (word !== undefined)
    return { word, items: ["allow", "allow-file"].map((label) => ({ ...item(label), goesOn: true, text: `${label} ` })) };
  const named = release.exec(typed)?.[1];
  return named === undefined ? undefined : { word: named, items: releaseItems() };
}

/** Bugs of the catalogue are not offered one by one: nobody knows them by heart, and their own quick fix writes the comment. */
function codeItems(given: readonly string[]): readonly Item[] {
  const all = [severalBugs, ...knowledge.lints.map(({ id }) => id)];
  return all.filter((id) => !given.includes(id)).map((id) => ({ ...item(id), note: summaryOfCode(id) }));
}

/** The newest first. */
function releaseItems(): readonly Item[] {
  const names = knownBranches().flatMap((branch) => newestRelease(branch) ?? []);
  return names.reverse().map((newest, order) => ({ ...item(releaseName(newest)), order }));
}

function item(label: string): Item {
  return { label, kind: "value", rank: ranks.ordinary };
}
