/** Bind and server lines with their parameters, servers with what default-server gives them. */
import { compareBranches } from "../../knowledge/release.ts";
import { hasVariable } from "../../syntax/address.ts";
import type { Section } from "../../syntax/config.ts";
import type { Word } from "../../syntax/line.ts";
import { sought } from "../interpretation/interpretation.ts";
import type { Role } from "../interpretation/match.ts";
import { perBranch } from "../perBranch.ts";
import { type Statement, withKeyword } from "../statement.ts";
import type { Proxy } from "./proxies.ts";

export interface Endpoint {
  readonly statement: Statement;
  readonly kind: "bind" | "server" | "server-template" | "default-server";
  /** "" for default-server. */
  readonly address: string;
  readonly parameters: Parameters;
  /** An environment variable may stand for parameters, or for the address. */
  readonly dynamic: boolean;
  readonly dynamicAddress: boolean;
}

/** Parameters of a line by their names, `no-…` forms under their own; then those that default-server lines give it. */
class Parameters {
  /** Names and values by turns. */
  private readonly own: readonly string[];
  private readonly given: Parameters | undefined;

  constructor(given: Parameters | undefined, own: readonly string[] | Parameters) {
    this.given = given;
    this.own = own instanceof Parameters ? own.own : own;
  }

  /** Its first argument, "" where it takes none; undefined for a parameter that is not in force. */
  get(name: string): string | undefined {
    const { own } = this;
    for (let i = own.length - 2; i >= 0; i -= 2) if (own[i] === name) return own[i + 1];
    if (this.given === undefined || own.some((other, i) => i % 2 === 0 && areOpposites(other, name))) return undefined;
    return this.given.get(name);
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  keys(): readonly string[] {
    const names = this.own.filter((_, i) => i % 2 === 0);
    return this.given === undefined ? names : [...names, ...this.given.keys().filter((name) => this.has(name))];
  }
}

/** `ssl` and `no-ssl`, `enabled` and `disabled`. */
function areOpposites(one: string, other: string): boolean {
  if (one === "enabled" || one === "disabled") return other !== one && (other === "enabled" || other === "disabled");
  if (one.length === other.length + 3) return one.startsWith("no-") && one.endsWith(other);
  return other.length === one.length + 3 && other.startsWith("no-") && other.endsWith(one);
}

/** Index of the address and of the first parameter. */
const places: Readonly<Record<Endpoint["kind"], { address: number; from: number }>> = {
  bind: { address: 1, from: 2 },
  server: { address: 2, from: 3 },
  "server-template": { address: 3, from: 4 },
  "default-server": { address: -1, from: 1 },
};

/** The lines of a section as they stand, in order. */
export const endpointsOf = perBranch((section: Section, branch: string | undefined): readonly Endpoint[] => {
  const found: Endpoint[] = [];
  for (const { statement, roles } of sought(section, branch).addressed) {
    const kind = kindOf(statement);
    if (kind === undefined) continue;
    const { address, from } = places[kind];
    const { words } = statement;
    const at = words[address];
    const dynamic = words.some((word, i) => word.dynamic && i >= from && !isArgument(roles, i));
    const parameters = parametersOf(words, from, roles);
    found.push({
      statement,
      kind,
      address: at?.value ?? "",
      parameters,
      dynamic,
      dynamicAddress: at?.dynamic === true || hasVariable(at?.value ?? ""),
    });
  }
  return found;
});

function kindOf({ words, prefix }: Statement): Endpoint["kind"] | undefined {
  const first = words[0]?.value ?? "";
  return prefix === undefined && Object.hasOwn(places, first) ? (first as Endpoint["kind"]) : undefined;
}

/** Words that are no argument of another one are names; the later of a parameter and its opposite is in force. */
function parametersOf(words: readonly Word[], from: number, roles: readonly Role[]): Parameters {
  const pairs: string[] = [];
  for (let i = from; i < words.length; i++) {
    if (isArgument(roles, i)) continue;
    const { value } = words[i] as Word;
    const open = value.indexOf("(");
    const name = open < 0 ? value : value.slice(0, open);
    for (let j = pairs.length - 2; j >= 0; j -= 2) if (pairs[j] === name || areOpposites(pairs[j] as string, name)) pairs.splice(j, 2);
    pairs.push(name, isArgument(roles, i + 1) ? (words[i + 1]?.value ?? "") : "");
  }
  // a list that has grown has room for more, a copy only for its own
  return new Parameters(undefined, pairs.slice());
}

function isArgument(roles: readonly Role[], i: number): boolean {
  for (const { index } of roles) if (index === i) return true;
  return false;
}

interface Completed {
  readonly base: readonly Endpoint[];
  readonly list: readonly Endpoint[];
}
const memo = new WeakMap<readonly Endpoint[], Completed>();

/** Servers of a section with the parameters that default-server lines give them; `base`: those of its defaults, the farthest first. */
export function serversOf(section: Section, branch: string | undefined, base: readonly Endpoint[]): readonly Endpoint[] {
  const own = endpointsOf(section, branch);
  const known = memo.get(own);
  if (known !== undefined && known.base.length === base.length && known.base.every((one, i) => one === base[i])) return known.list;
  let given = base.reduce(givenBy, undefined);
  const list = own.flatMap((endpoint) => {
    if (endpoint.kind === "default-server") given = givenBy(given, endpoint);
    if (endpoint.kind !== "server" && endpoint.kind !== "server-template") return [];
    return [given === undefined ? endpoint : completed(endpoint, given)];
  });
  memo.set(own, { base, list });
  return list;
}

interface Inherited {
  readonly branch: string | undefined;
  readonly list: readonly Endpoint[];
}
const inheritedMemo = new WeakMap<Proxy["inherited"], Inherited>();

/** The default-server lines of the defaults sections that a proxy inherits from, the farthest first; found once for all its heirs. */
export function inheritedDefaultServers({ inherited }: Proxy, branch: string | undefined): readonly Endpoint[] {
  let known = inheritedMemo.get(inherited);
  if (known === undefined || known.branch !== branch) {
    const sections = new Set(withKeyword(inherited, "default-server").map(({ section }) => section));
    const list = [...sections].reverse().flatMap((section) => endpointsOf(section, branch));
    known = { branch, list: list.filter(({ kind }) => kind === "default-server") };
    inheritedMemo.set(inherited, known);
  }
  return known.list;
}

/** Servers of a proxy with all that its default-server lines, inherited ones too, give them. */
export function serversOfProxy(proxy: Proxy, branch: string | undefined): readonly Endpoint[] {
  return serversOf(proxy.placed.section, branch, inheritedDefaultServers(proxy, branch));
}

/** What default-server lines give to the servers behind them. */
interface Given {
  readonly parameters: Parameters;
  readonly dynamic: boolean;
}

function givenBy(given: Given | undefined, { parameters, dynamic }: Endpoint): Given {
  return { parameters: new Parameters(given?.parameters, parameters), dynamic: dynamic || given?.dynamic === true };
}

function completed(endpoint: Endpoint, given: Given): Endpoint {
  return { ...endpoint, parameters: new Parameters(given.parameters, endpoint.parameters), dynamic: endpoint.dynamic || given.dynamic };
}

/** What a line offers by ALPN, said or by default, `proto` counted as well. HTTP binds with TLS offer h2 since 2.8, QUIC ones h3. */
export function protocolsOf({ parameters, kind, address }: Endpoint, branch: string | undefined, mode: string): readonly string[] {
  const proto = parameters.get("proto");
  const said = parameters.get("alpn") ?? parameters.get("npn");
  const listed = said === undefined ? [] : said.split(",");
  if (proto !== undefined) return [proto, ...listed];
  if (said !== undefined || kind !== "bind" || parameters.has("no-alpn")) return listed;
  if (/^quic[46]@/.test(address)) return ["h3"];
  const byDefault = branch === undefined || compareBranches(branch, "2.8") >= 0;
  return byDefault && mode === "http" && parameters.has("ssl") ? ["h2", "http/1.1"] : [];
}
