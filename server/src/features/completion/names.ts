/** Names that the configuration declares, for those who refer to them; names that it refers to and nobody declares. */
import { proxyKinds } from "../../model/interpretation/wordIssues.ts";
import type { Model } from "../../model/model.ts";
import { namesOf } from "../../model/names.ts";
import { hasServers, modeOf } from "../../model/proxies/proxies.ts";
import { placedStatementsOf, statementsOf, withKeyword, wordOf } from "../../model/statement.ts";
import { aclItems } from "./acls.ts";
import { type Item, ranks } from "./item.ts";
import { otherStatements, type Place } from "./place.ts";
import type { Surroundings } from "./surroundings.ts";

/** Items for `<ref:KIND>`. `typed`: what stands there already. */
export function referenceItems(kind: string, typed: string, place: Place, around: Surroundings): readonly Item[] {
  if (kind === "server") return serverItems(typed, place, around);
  if (kind === "acl") return aclItems(place);
  if (kind === "filter") return limitNames(place);
  if (kind === "user" || kind === "group") return declaredBy(kind, place).map(reference);
  if (kind === "healthcheck" || !namesOf(around.model).sets.has(kind)) return sectionNames(kind, around.model).map(reference);
  const own = place.offset === 0 && place.section.kind === kind ? place.section.name : undefined;
  const names = [...(namesOf(around.model).sets.get(kind) ?? [])].filter((name) => name !== own);
  return kind === "backend" ? backendItems(names, around) : names.map(reference);
}

/** Those of another mode, which HAProxy mostly refuses, go down the list, and those without a server behind the others. */
function backendItems(names: readonly string[], { model, mode }: Surroundings): readonly Item[] {
  const proxies = new Map(model.proxies.map((proxy) => [proxy.kind === "frontend" ? undefined : proxy.name, proxy]));
  return names.map((name) => {
    const proxy = proxies.get(name);
    if (proxy === undefined) return reference(name);
    const own = modeOf(proxy).mode;
    const item = { ...reference(name), order: hasServers(proxy) ? 0 : 1 };
    return mode === undefined || own === undefined || own === mode ? item : { ...item, rank: ranks.other, note: `mode ${own}` };
  });
}

function reference(label: string): Item {
  return { label, kind: "reference", rank: ranks.ordinary };
}

function sectionNames(kind: string, { files }: Model): readonly string[] {
  const names = files.flatMap(({ sections }) => sections.flatMap(({ section }) => (section.kind === kind ? [section.name ?? ""] : [])));
  return [...new Set(names)].filter((name) => name !== "");
}

/** Servers of the own proxy by their names, others behind `backend/`. */
function serverItems(typed: string, place: Place, { model, proxy }: Surroundings): readonly Item[] {
  const slash = typed.indexOf("/");
  const owner = slash < 0 ? undefined : typed.slice(0, slash);
  if (owner !== undefined)
    return model.proxies
      .filter(({ name }) => name === owner)
      .flatMap(({ own }) => withKeyword(own, "server").map((at) => reference(`${owner}/${wordOf(at, 1)}`)));
  const own = otherStatements(place).flatMap(({ words }) =>
    words[0]?.value === "server" && words[1] !== undefined ? [reference(words[1].value)] : [],
  );
  if (place.words[0]?.value === "use-server") return own;
  const others = model.proxies.filter((other) => other !== proxy && withKeyword(other.own, "server").length > 0);
  return [...own, ...others.map(({ name }): Item => ({ label: `${name}/`, kind: "reference", rank: ranks.other, goesOn: true }))];
}

/** Users or groups of a userlist. */
function declaredBy(keyword: string, place: Place): readonly string[] {
  const declaring = otherStatements(place).filter(({ words }) => words[0]?.value === keyword);
  return [...new Set(declaring.flatMap(({ words }) => words[1]?.value ?? []))];
}

/** Names of the section's bandwidth limits; other filters are not referred to. */
function limitNames(place: Place): readonly Item[] {
  const limits = otherStatements(place).filter(({ words }) => words[0]?.value === "filter" && words[1]?.value.startsWith("bwlim-"));
  return [...new Set(limits.flatMap(({ words }) => (words[2] === undefined ? [] : [words[2].value])))].map(reference);
}

/** Statements that name a section of each kind, and which of their words does. */
const naming: Readonly<Record<string, readonly (readonly [keyword: string, index: number])[]>> = {
  backend: [
    ["use_backend", 1],
    ["default_backend", 1],
  ],
};
/** A word in front of such a name. */
const before: Readonly<Record<string, string>> = {
  resolvers: "resolvers",
  peers: "peers",
  userlist: "",
  cache: "",
  mailers: "mailers",
  defaults: "from",
};

/** Names of a kind of section that are referred to and not declared. */
export function missingNames(kind: string, { model }: Surroundings): readonly Item[] {
  const declared = namesOf(model).sets.get(kind) ?? new Set(sectionNames(kind, model));
  const used = new Set<string>();
  for (const { uri, sections } of model.files) {
    for (const placed of sections) {
      const list = placedStatementsOf(uri, placed);
      for (const [keyword, index] of naming[kind] ?? []) for (const at of withKeyword(list, keyword)) used.add(wordOf(at, index));
      const lead = before[kind];
      if (lead === undefined || lead === "" || !proxyKinds.has(placed.section.kind)) continue;
      for (const { words } of statementsOf(placed.section))
        words.forEach(({ value }, i) => {
          if (value === lead && i > 0) used.add(words[i + 1]?.value ?? "");
        });
    }
  }
  return [...used].filter((name) => name !== "" && !declared.has(name) && !/[%$"]/.test(name)).map(reference);
}
