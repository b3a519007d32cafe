/** From a name to where it is declared, and from a section or server to what it takes its settings from. */
import type { Model } from "../../model/model.ts";
import { placeOf, withKeyword } from "../../model/statement.ts";
import { declaredIn, parentSections } from "../../model/symbols/declared.ts";
import { declarationsOf, type NamedThing, nameAt, type PlacedName, thingOf } from "../../model/symbols/symbols.ts";
import type { ConfigFile, PlacedSection } from "../../syntax/config.ts";
import type { Place, Span } from "../../syntax/span.ts";
import { shapeOf } from "../structure/shape.ts";
import { registrationsOf, variablePlaces } from "./luaNames.ts";

/** A place to go to: the name itself, and what is shown around it. Lines and columns from 0, UTF-16. */
export interface Target {
  readonly uri: string;
  /** A path as the configuration writes it, in place of the address of a document: a Lua script. */
  readonly script?: string;
  readonly line: number;
  readonly span: Span;
  /** The whole of the declaration; its last line is included. */
  readonly firstLine: number;
  readonly lastLine: number;
}

export interface Targets {
  /** The name that was asked about. */
  readonly origin: Span;
  readonly targets: readonly Target[];
}

/** Declarations of the name at a place; undefined where there is no name, or none is declared. */
export function definitionAt(
  model: Model,
  file: ConfigFile,
  line: number,
  column: number,
  branch: string | undefined,
): Targets | undefined {
  const name = nameAt(file, line, column, branch);
  const thing = name && thingOf(model, name.placed.section, name.occurrence);
  if (name === undefined || thing === undefined) return undefined;
  const declarations = declarationsOf(model, thing, branch).map(targetOf);
  const targets = thing.kind.startsWith("lua-") ? registrationsOf(model, thing) : [...declarations, ...setInScripts(model, thing)];
  return targets.length === 0 ? undefined : { origin: name.span, targets };
}

function setInScripts(model: Model, thing: NamedThing): Target[] {
  const setting = variablePlaces(model, thing).filter(({ writes }) => writes);
  return setting.map(({ uri, line, span }) => ({ uri, line, span, firstLine: line, lastLine: line }));
}

/** A section as a whole where the name opens it, else its line. */
function targetOf({ uri, line, span, occurrence, placed }: PlacedName): Target {
  const opens = occurrence.offset === 0 && placed.section.kind !== "preamble";
  return { uri, line, span, firstLine: line, lastLine: opens ? lastLineOf(placed) : line };
}

export function lastLineOf({ firstLine, section }: PlacedSection): number {
  return firstLine + shapeOf(section).last;
}

/** From a proxy or defaults section to the defaults it inherits from; from a server to the default-server lines it starts from. */
export function originAt(model: Model, file: ConfigFile, line: number, column: number, branch: string | undefined): Targets | undefined {
  const name = nameAt(file, line, column, branch);
  const thing = name && thingOf(model, name.placed.section, name.occurrence);
  if (name === undefined || thing === undefined) return undefined;
  const targets = declarationsOf(model, thing, branch).flatMap((declaration) =>
    thing.kind === "server" || thing.kind === "server-template" ? defaultServers(model, declaration) : parents(model, declaration),
  );
  return targets.length === 0 ? undefined : { origin: name.span, targets };
}

function parents(model: Model, { placed: { section } }: PlacedName): Target[] {
  const parent = parentSections(model).get(section);
  if (parent === undefined) return [];
  const header = parent.section.lines[0]?.words ?? [];
  const span = header[parent.section.name === undefined ? 0 : 1]?.span ?? { start: 0, end: 0 };
  return [{ uri: parent.uri, line: parent.firstLine, span, firstLine: parent.firstLine, lastLine: lastLineOf(parent) }];
}

/** Lines above the server in its own section, and those of its defaults. */
function defaultServers(model: Model, { line, placed }: PlacedName): Target[] {
  const proxy = declaredIn(model).proxyOf.get(placed.section);
  if (proxy === undefined) return [];
  const above = withKeyword(proxy.own, "default-server").filter(({ lineNumber }) => lineNumber < line);
  return [...above, ...withKeyword(proxy.inherited, "default-server")].map((at) => {
    const place: Place = placeOf(at);
    return { ...place, firstLine: place.line, lastLine: place.line };
  });
}
