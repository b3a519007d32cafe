/** All places of a name: in the whole configuration, and in one document with what happens to it there. */
import type { Model } from "../../model/model.ts";
import { isDeclaration, nameAt, ownSpan, type PlacedName, placesOf, thingOf } from "../../model/symbols/symbols.ts";
import type { ConfigFile } from "../../syntax/config.ts";
import type { Place, Span } from "../../syntax/span.ts";
import { registeredPlaces, variablePlaces } from "./luaNames.ts";

/** Places in Lua scripts whose files are known: where a name of Lua is registered, where a variable is set and read. */
export function placesInScripts(
  model: Model,
  file: ConfigFile,
  line: number,
  column: number,
  options: { readonly branch: string | undefined; readonly declarations: boolean },
): readonly Place[] {
  const name = nameAt(file, line, column, options.branch);
  const thing = name && thingOf(model, name.placed.section, name.occurrence);
  if (thing === undefined) return [];
  const variables = variablePlaces(model, thing).filter(({ writes }) => options.declarations || !writes);
  const registered = options.declarations && thing.kind.startsWith("lua-") ? registeredPlaces(model, thing) : [];
  return [...registered, ...variables.map(({ uri, line: at, span }) => ({ uri, line: at, span }))];
}

/** Undefined where there is no name, or nobody can tell what it stands for. */
export function referencesAt(
  model: Model,
  file: ConfigFile,
  line: number,
  column: number,
  options: { readonly branch: string | undefined; readonly declarations: boolean },
): readonly Place[] | undefined {
  return namesLike(model, file, line, column, options.branch)?.filter((name) => options.declarations || !isDeclaration(name));
}

export interface Highlight {
  readonly line: number;
  readonly span: Span;
  /** Here it is declared, set or taken away; elsewhere it is read. */
  readonly writes: boolean;
}

export function highlightsAt(
  model: Model,
  file: ConfigFile,
  line: number,
  column: number,
  branch: string | undefined,
): readonly Highlight[] | undefined {
  return namesLike(model, file, line, column, branch)
    ?.filter(({ uri }) => uri === file.uri)
    .map((name) => ({ line: name.line, span: name.span, writes: name.occurrence.access !== "uses" }));
}

/** A use that nobody can resolve stands for itself. */
function namesLike(
  model: Model,
  file: ConfigFile,
  line: number,
  column: number,
  branch: string | undefined,
): readonly PlacedName[] | undefined {
  const name = nameAt(file, line, column, branch);
  if (name === undefined) return undefined;
  const thing = thingOf(model, name.placed.section, name.occurrence);
  return thing === undefined ? [name] : placesOf(model, thing, branch);
}

/** Places that an editor may change while one of them is typed; undefined where they stand in several files, or are written in several ways. */
export function linkedPlacesAt(
  model: Model,
  file: ConfigFile,
  line: number,
  column: number,
  branch: string | undefined,
): readonly { readonly line: number; readonly span: Span }[] | undefined {
  const name = nameAt(file, line, column, branch);
  const thing = name && thingOf(model, name.placed.section, name.occurrence);
  if (thing === undefined) return undefined;
  const places = placesOf(model, thing, branch);
  const spans = places.map((place) => ({ line: place.line, span: ownSpan(thing, place) }));
  const asWritten = (at: { line: number; span: Span }) => file.lines[at.line]?.raw.slice(at.span.start, at.span.end) === thing.name;
  const alone = places.every(({ uri }) => uri === file.uri) && spans.every(asWritten);
  return alone && places.some(isDeclaration) ? spans : undefined;
}
