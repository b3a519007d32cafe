/** What a new name would run into. */
import * as l10n from "@vscode/l10n";
import { compareBranches } from "../../knowledge/release.ts";
import { lineInWords } from "../../lints/place.ts";
import type { Model } from "../../model/model.ts";
import type { Proxy } from "../../model/proxies/proxies.ts";
import { withKeyword } from "../../model/statement.ts";
import { declaredIn, isMadeBy, ownNamesOf } from "../../model/symbols/declared.ts";
import { isDeclaration, type NamedThing, placesOf } from "../../model/symbols/symbols.ts";

/** Why the name is not free, in words for a reader of the file `uri`. */
export function collisionWith(
  model: Model,
  thing: NamedThing,
  newName: string,
  { branch, uri }: { readonly branch: string | undefined; readonly uri: string },
): string | undefined {
  const taken = thing.kind === "server" || thing.kind === "server-template" ? serverLike(model, thing, newName) : undefined;
  if (taken !== undefined) return taken;
  const names = kindsLike(thing, model, newName, branch).flatMap((kind) => placesOf(model, { ...thing, kind, name: newName }, branch));
  const declared = names.find(isDeclaration) ?? names[0];
  if (declared === undefined) return undefined;
  const where = lineInWords(declared, uri);
  return isDeclaration(declared)
    ? l10n.t('"{0}" is there already, in {1}', newName, where)
    : l10n.t('"{0}" is referred to already, in {1}', newName, where);
}

/** Proxies of which one must not have the name of the other; tables of both sides share their names as well. */
function kindsLike({ kind, name }: NamedThing, model: Model, newName: string, branch: string | undefined): readonly string[] {
  if (kind === "listen") return ["frontend", "backend", "listen", "table"];
  if (kind !== "frontend" && kind !== "backend") return [kind];
  const { proxies } = declaredIn(model);
  // warned of from 3.1 on, and refused from 3.3 on
  const ofAll = branch === undefined || compareBranches(branch, "3.1") >= 0;
  const tables = hasTable(proxies.get(name)) && hasTable(proxies.get(newName));
  return ofAll || tables ? ["frontend", "backend", "listen", "table"] : [kind, "listen", "table"];
}

function hasTable(proxies: readonly Proxy[] = []): boolean {
  return proxies.some(({ own }) => withKeyword(own, "stick-table").length > 0);
}

/** A server of the same backend that has the name, or of which it or the new name is made by a template. */
function serverLike(model: Model, thing: NamedThing, newName: string): string | undefined {
  const backends =
    declaredIn(model)
      .proxies.get(thing.owner)
      ?.filter(({ kind }) => kind !== "frontend") ?? [];
  for (const { placed } of backends) {
    const { servers, templates } = ownNamesOf(placed.section);
    const isOwn = (prefix: string) => thing.kind === "server-template" && prefix === thing.name;
    const others = templates.filter(({ prefix }) => !isOwn(prefix));
    const renamed = templates.filter(({ prefix }) => isOwn(prefix)).map((template) => ({ ...template, prefix: newName }));
    const taken =
      thing.kind === "server"
        ? servers.has(newName) || others.some((template) => isMadeBy(newName, template))
        : others.some(({ prefix }) => prefix === newName) ||
          [...servers].some((server) => renamed.some((template) => isMadeBy(server, template)));
    if (taken) return l10n.t('backend "{0}" has a server of that name already: {1}', thing.owner, newName);
  }
  return undefined;
}
