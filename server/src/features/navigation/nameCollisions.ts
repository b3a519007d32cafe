/** What a new name would run into. */
import * as l10n from "@vscode/l10n";
import { compareBranches } from "../../knowledge/release.ts";
import type { Model } from "../../model/model.ts";
import type { Proxy } from "../../model/proxies.ts";
import { withKeyword } from "../../model/statement.ts";
import { declaredIn } from "../../model/symbols/declared.ts";
import { occurrencesByKind } from "../../model/symbols/sectionNames.ts";
import { isDeclaration, isMadeBy, type NamedThing, type PlacedName, placesOf } from "../../model/symbols/symbols.ts";

/** Why the name is not free, in words. */
export function collisionWith(model: Model, thing: NamedThing, newName: string, branch: string | undefined): string | undefined {
  const names =
    thing.kind === "server" || thing.kind === "server-template"
      ? serversNamed(model, thing, newName, branch)
      : kindsLike(thing, model, newName, branch).flatMap((kind) => placesOf(model, { ...thing, kind, name: newName }, branch));
  const declared = names.find(isDeclaration) ?? names[0];
  if (declared === undefined) return undefined;
  return isDeclaration(declared)
    ? l10n.t('"{0}" is there already, in line {1}', newName, declared.line + 1)
    : l10n.t('line {1} refers to "{0}" already', newName, declared.line + 1);
}

/** Proxies of which one must not have the name of the other; tables of both sides share their names as well. */
function kindsLike({ kind, name }: NamedThing, model: Model, newName: string, branch: string | undefined): readonly string[] {
  if (kind === "listen") return ["frontend", "backend", "listen", "table"];
  if (kind !== "frontend" && kind !== "backend") return [kind];
  const { proxies } = declaredIn(model, branch);
  const ofAll = branch !== undefined && compareBranches(branch, "3.3") >= 0;
  const tables = hasTable(proxies.get(name)) && hasTable(proxies.get(newName));
  return ofAll || tables ? ["frontend", "backend", "listen", "table"] : [kind, "listen", "table"];
}

function hasTable(proxies: readonly Proxy[] = []): boolean {
  return proxies.some(({ own }) => withKeyword(own, "stick-table").length > 0);
}

/** Servers of the same backend that have the name, or a name that the template would make. */
function serversNamed(model: Model, thing: NamedThing, newName: string, branch: string | undefined): readonly PlacedName[] {
  const numbers = placesOf(model, thing, branch).flatMap(({ occurrence }) => occurrence.numbers ?? []);
  const backends =
    declaredIn(model, branch)
      .proxies.get(thing.owner)
      ?.filter(({ kind }) => kind !== "frontend") ?? [];
  const others = backends.flatMap(({ uri, placed }) =>
    [
      ...(occurrencesByKind(placed.section, branch).get("server") ?? []),
      ...(occurrencesByKind(placed.section, branch).get("server-template") ?? []),
    ]
      .filter(({ access, name, kind }) => access === "declares" && (name !== thing.name || kind !== thing.kind))
      .map((occurrence): PlacedName => ({ uri, line: placed.firstLine + occurrence.offset, span: occurrence.span, occurrence, placed })),
  );
  const made = { kind: "", name: newName, offset: 0, span: { start: 0, end: 0 }, access: "declares" as const };
  const declared = others.filter(
    ({ occurrence }) =>
      occurrence.name === newName ||
      isMadeBy(newName, occurrence) ||
      numbers.some((range) => isMadeBy(occurrence.name, { ...made, numbers: range }) || occurrence.name === newName),
  );
  return declared.length > 0 ? declared : placesOf(model, { ...thing, kind: "server", name: newName }, branch);
}
