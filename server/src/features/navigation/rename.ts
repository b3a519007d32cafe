/** A new name for something, in every place that means it, or the reason why not. */
import * as l10n from "@vscode/l10n";
import { enumValues } from "../../knowledge/grammar.ts";
import type { Model } from "../../model/model.ts";
import { isDeclaration, type NamedThing, nameAt, ownSpan, type PlacedName, placesOf, thingOf } from "../../model/symbols/symbols.ts";
import type { ConfigFile } from "../../syntax/config.ts";
import type { Place, Span } from "../../syntax/span.ts";
import { collisionWith } from "./nameCollisions.ts";
import { faultOfName } from "./nameRules.ts";
import { unseenUses } from "./unseenUses.ts";

export interface Refusal {
  readonly refused: string;
}

export interface Renaming {
  /** The replacement is the new name in all of them. */
  readonly places: readonly Place[];
  /** Why a person should look at it: uses that may be there and cannot be seen. */
  readonly doubt: string | undefined;
}

/** What would be renamed; undefined where there is no name. */
export function renameableAt(
  model: Model,
  file: ConfigFile,
  line: number,
  column: number,
  branch: string | undefined,
): { readonly span: Span; readonly name: string } | Refusal | undefined {
  const found = thingAt(model, file, line, column, branch);
  if (found === undefined || "refused" in found) return found;
  return { span: ownSpan(found.thing, found.name), name: found.thing.name };
}

export function renamingAt(
  model: Model,
  file: ConfigFile,
  line: number,
  column: number,
  newName: string,
  branch: string | undefined,
): Renaming | Refusal | undefined {
  const found = thingAt(model, file, line, column, branch);
  if (found === undefined || "refused" in found) return found;
  const { thing, places } = found;
  if (newName === thing.name) return { places: [], doubt: undefined };
  const refused = faultOfName(thing, newName, branch) ?? collisionWith(model, thing, newName, { branch, uri: file.uri });
  if (refused !== undefined) return { refused };
  return {
    places: places.map((place) => ({ uri: place.uri, line: place.line, span: ownSpan(thing, place) })),
    doubt: unseenUses(model, thing, file.uri),
  };
}

interface Found {
  readonly name: PlacedName;
  readonly thing: NamedThing;
  readonly places: readonly PlacedName[];
}

function thingAt(model: Model, file: ConfigFile, line: number, column: number, branch: string | undefined): Found | Refusal | undefined {
  const name = nameAt(file, line, column, branch);
  // what a capture has is a number
  if (name === undefined || name.occurrence.kind === "capture") return undefined;
  const thing = thingOf(model, name.placed.section, name.occurrence);
  if (thing === undefined) return { refused: l10n.t('which backend the server "{0}" belongs to is not known here', name.occurrence.name) };
  const places = placesOf(model, thing, branch);
  const refused = refusalOf(thing, places, branch);
  return refused === undefined ? { name, thing, places } : { refused };
}

function refusalOf({ kind, name }: NamedThing, places: readonly PlacedName[], branch: string | undefined): string | undefined {
  if (kind.startsWith("lua-")) return l10n.t('"{0}" is registered by a Lua script: rename it there as well', name);
  if (kind === "spoe-engine") return l10n.t('"{0}" stands in the file of the SPOE filter too: rename it there as well', name);
  const declarations = places.filter(isDeclaration);
  if (declarations.length > 0) {
    const fileName = kind === "certificate" && declarations.some(({ placed, occurrence }) => isFile(placed, occurrence.offset));
    return fileName ? l10n.t('"{0}" is the name of a file: give the certificate an alias', name) : undefined;
  }
  if (kind === "environment") return l10n.t('"{0}" comes from the environment of HAProxy: it is not set in this configuration', name);
  if (kind === "acl" && enumValues("predefined_acls", branch).has(name))
    return l10n.t('"{0}" is one of the ACLs that HAProxy brings', name);
  return l10n.t('"{0}" is not declared in this configuration', name);
}

/** A certificate without an alias goes by its file. */
function isFile({ section }: PlacedName["placed"], offset: number): boolean {
  return section.lines[offset]?.words.every(({ value }) => value !== "alias") === true;
}
