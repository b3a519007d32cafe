/** Names in snippets: `«name»` marks every place that means the same thing, `$0` a cursor. */
import { expect } from "vitest";
import { definitionAt, originAt, type Targets } from "../../server/src/features/navigation/definition.ts";
import { highlightsAt, linkedPlacesAt, referencesAt } from "../../server/src/features/navigation/references.ts";
import { renamingAt } from "../../server/src/features/navigation/rename.ts";
import { modelOf } from "../../server/src/model/model.ts";
import { type ConfigFile, readConfig } from "../../server/src/syntax/config.ts";
import type { Place } from "../../server/src/syntax/span.ts";
import { configUri, type Scripts, withCursor } from "./configText.ts";

interface At {
  readonly line: number;
  readonly column: number;
}

/** The text without its marks, and where each stood: first and last column. */
function unmarked(marked: string): { text: string; places: (At & { end: number })[] } {
  const places: (At & { end: number })[] = [];
  const lines = marked.split("\n").map((raw, line) => {
    let rest = raw;
    for (let start = rest.indexOf("«"); start >= 0; start = rest.indexOf("«")) {
      const end = rest.indexOf("»") - 1;
      rest = rest.replace("«", "").replace("»", "");
      places.push({ line, column: start, end });
    }
    return rest;
  });
  return { text: lines.join("\n"), places };
}

const shown = ({ line, column, end }: At & { end: number }) => `${line}:${column}-${end}`;
const shownPlace = ({ line, span }: Pick<Place, "line" | "span">) => `${line}:${span.start}-${span.end}`;

/** From each marked place, exactly the marked places are found. */
export function checkReferences(marked: string, branch?: string): void {
  const { text, places } = unmarked(marked);
  const file = readConfig(configUri, text);
  const model = modelOf([file]);
  const expected = places.map(shown);
  for (const { line, column, end } of places)
    for (const at of [column, end - 1]) {
      const found = referencesAt(model, file, line, at, { branch, declarations: true });
      expect([text.split("\n")[line], found?.map(shownPlace)]).toEqual([text.split("\n")[line], expected]);
    }
  expect(expected.length).toBeGreaterThan(0);
}

/** The text after the name at `$0` was given another one, or why it was not. */
export function renamed(marked: string, newName: string, branch?: string): string {
  const { text, line, column } = withCursor(marked);
  const file = readConfig(configUri, text);
  const found = renamingAt(modelOf([file]), file, line, column, newName, branch);
  if (found === undefined) return "no name";
  return "refused" in found ? `refused: ${found.refused}` : replaced(text, found.places, newName);
}

/** What the renaming warns of. */
export function doubtOf(marked: string, newName: string, scripts: Scripts = {}): string | undefined {
  const { text, line, column } = withCursor(marked);
  const file = readConfig(configUri, text);
  const found = renamingAt(modelOf([file], new Map(Object.entries(scripts))), file, line, column, newName, undefined);
  return found === undefined || "refused" in found ? "not renamed" : found.doubt;
}

export function replaced(text: string, places: readonly Pick<Place, "line" | "span">[], by: string): string {
  const lines = text.split("\n");
  for (const { line, span } of [...places].sort((a, b) => b.line - a.line || b.span.start - a.span.start))
    lines[line] = lines[line]!.slice(0, span.start) + by + lines[line]!.slice(span.end);
  return lines.join("\n");
}

/** The lines that the definition at `$0` leads to, each with the name in marks; "nothing" without one. */
export function definitionFrom(marked: string, options: { origin?: boolean; scripts?: Scripts; branch?: string } = {}): string {
  const { text, line, column } = withCursor(marked);
  const file = readConfig(configUri, text);
  const find = options.origin ? originAt : definitionAt;
  const found = find(modelOf([file], new Map(Object.entries(options.scripts ?? {}))), file, line, column, options.branch);
  return found === undefined ? "nothing" : shownTargets(file, found, options.scripts ?? {});
}

function shownTargets(file: ConfigFile, { targets }: Targets, scripts: Scripts): string {
  return targets
    .map(({ script, line, span, lastLine }) => {
      const raw = (script === undefined ? file.text : scripts[script]!).split("\n")[line]!;
      const name = `${raw.slice(0, span.start)}«${raw.slice(span.start, span.end)}»${raw.slice(span.end)}`.trim();
      return lastLine === line ? name : `${name} +${lastLine - line}`;
    })
    .join("\n");
}

/** Highlights at `$0`: their lines, `w` where the name is written. */
export function highlightsFrom(marked: string): string {
  const { text, line, column } = withCursor(marked);
  const file = readConfig(configUri, text);
  const found = highlightsAt(modelOf([file]), file, line, column, undefined) ?? [];
  return found.map((one) => `${one.line}${one.writes ? "w" : ""}`).join(" ");
}

/** Number of places that change while the name at `$0` is typed. */
export function linkedFrom(marked: string): number | undefined {
  const { text, line, column } = withCursor(marked);
  const file = readConfig(configUri, text);
  return linkedPlacesAt(modelOf([file]), file, line, column, undefined)?.length;
}
