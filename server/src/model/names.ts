/** The names that a configuration declares, by kind, for those who look up what is referred to. */
import { perObject } from "../syntax/perObject.ts";
import { gathered, type Stretch } from "../syntax/stretches.ts";
import { canonicalLists } from "./canonical.ts";
import type { Model } from "./model.ts";
import type { Proxy } from "./proxies/proxies.ts";
import type { StickTable } from "./proxies/stickTables.ts";
import { withKeyword, wordOf } from "./statement.ts";

/** Section kinds whose names are referred to by their own word. */
const namedSections: ReadonlySet<string> = new Set([
  "defaults",
  "userlist",
  "resolvers",
  "mailers",
  "cache",
  "peers",
  "http-errors",
  "fcgi-app",
  "log-profile",
  "healthcheck",
  "ring",
]);

/** What is declared, by kind; the servers of a model are worked out when they are first asked for. */
export interface Names {
  readonly sets: ReadonlyMap<string, ReadonlySet<string>>;
  servers(): ReadonlySet<string>;
}

const canonical = canonicalLists<string>();

/** The sets are one object as long as the same names are declared. */
export function namesOf(model: Model): Names {
  const listed = [...gathered(model.files, sectionNamesIn), ...model.proxyLists.map(proxyNamesIn), tableNames(model.tables)];
  const sets = setsOf(canonical(listed));
  let servers: ReadonlySet<string> | undefined;
  const allServers = () => new Set(model.proxies.flatMap((proxy) => serversOf(proxy).map((server) => `${proxy.name}/${server}`)));
  return {
    sets,
    servers: () => {
      servers ??= allServers();
      return servers;
    },
  };
}

/** Kinds and names by turns, as JSON: a few texts are compared faster than all their names. */
type Listed = string;

const sectionNamesIn = perObject(({ sections }: Stretch): readonly Listed[] => {
  const names = sections.flatMap(({ section: { kind, name } }) => (namedSections.has(kind) && name !== undefined ? [kind, name] : []));
  return names.length === 0 ? [] : [JSON.stringify(names)];
});

const proxyNamesIn = perObject(
  (proxies: readonly Proxy[]): Listed =>
    JSON.stringify(
      proxies.flatMap(({ kind, name }) => [
        ...(kind === "frontend" ? [] : ["backend", name]),
        ...(kind === "backend" ? [] : ["frontend", name]),
      ]),
    ),
);

const tableNames = perObject((tables: readonly StickTable[]): Listed => JSON.stringify(tables.flatMap(({ name }) => ["table", name])));

/** Rings that are there without a section. */
const builtInRings = ["buf0", "stdout", "stderr"];

const setsOf = perObject((listed: readonly Listed[]): ReadonlyMap<string, ReadonlySet<string>> => {
  const declared = listed.flatMap((one) => JSON.parse(one) as readonly string[]);
  const kinds = [...namedSections, "backend", "frontend", "table"];
  const sets = new Map<string, Set<string>>(kinds.map((kind) => [kind, new Set()]));
  for (const ring of builtInRings) sets.get("ring")?.add(ring);
  for (let i = 0; i < declared.length; i += 2) sets.get(declared[i] as string)?.add(declared[i + 1] as string);
  return sets;
});

function serversOf(proxy: Proxy): string[] {
  const templates = withKeyword(proxy.own, "server-template").flatMap((at) => templateNames(wordOf(at, 1), wordOf(at, 2)));
  return [...withKeyword(proxy.own, "server").map((at) => wordOf(at, 1)), ...templates];
}

/** "srv" with "3" or "1-3" stands for srv1, srv2, srv3. */
function templateNames(prefix: string, range: string): string[] {
  const [low = 0, high] = range.split("-").map(Number);
  const [first, last] = high === undefined ? [1, low] : [low, high];
  return Number.isInteger(last - first)
    ? Array.from({ length: Math.min(10_000, Math.max(0, last - first + 1)) }, (_, i) => `${prefix}${first + i}`)
    : [];
}
