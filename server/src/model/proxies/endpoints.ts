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

/**
 * Parameters of a line by their names, `no-…` forms under their own; then those that default-server lines give it.
 * They are looked for in the words themselves: few lints ask for any, and lists of them would have to be kept for each server.
 */
class Parameters {
  private readonly words: readonly Word[];
  private readonly from: number;
  private readonly roles: readonly Role[];
  private readonly given: Parameters | undefined;

  constructor(words: readonly Word[], from: number, roles: readonly Role[], given?: Parameters) {
    this.words = words;
    this.from = from;
    this.roles = roles;
    this.given = given;
  }

  /** Those of the same line, with what lines above give it. */
  behind(given: Parameters | undefined): Parameters {
    return new Parameters(this.words, this.from, this.roles, given);
  }

  /** Its first argument, "" where it takes none; undefined for a parameter that is not in force: the later of it and its opposite is. */
  get(name: string): string | undefined {
    const { words, roles } = this;
    for (let i = words.length - 1; i >= this.from; i--) {
      const own = nameIn((words[i] as Word).value);
      const isMeant = own === name;
      if ((!isMeant && !areOpposites(own, name)) || isArgument(roles, i)) continue;
      return isMeant ? this.argumentOf(i) : undefined;
    }
    return this.given?.get(name);
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  keys(): readonly string[] {
    const names: string[] = [];
    for (const [i, { value }] of this.words.entries()) {
      if (i < this.from || isArgument(this.roles, i)) continue;
      const name = nameIn(value);
      for (let j = names.length - 1; j >= 0; j--) if (names[j] === name || areOpposites(names[j] as string, name)) names.splice(j, 1);
      names.push(name);
    }
    return this.given === undefined ? names : [...names, ...this.given.keys().filter((name) => this.has(name))];
  }

  /** Whether an environment variable may stand for some. */
  get open(): boolean {
    const { words } = this;
    for (let i = this.from; i < words.length; i++) if ((words[i] as Word).dynamic && !isArgument(this.roles, i)) return true;
    return false;
  }

  private argumentOf(i: number): string {
    return isArgument(this.roles, i + 1) ? (this.words[i + 1]?.value ?? "") : "";
  }
}

/** Words that are no argument of another one are names, some with arguments in parentheses. */
function nameIn(word: string): string {
  const open = word.indexOf("(");
  return open < 0 ? word : word.slice(0, open);
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

class ReadEndpoint implements Endpoint {
  readonly statement: Statement;
  readonly kind: Endpoint["kind"];
  readonly parameters: Parameters;
  private readonly givenOpen: boolean;

  constructor(statement: Statement, kind: Endpoint["kind"], parameters: Parameters, givenOpen: boolean) {
    this.statement = statement;
    this.kind = kind;
    this.parameters = parameters;
    this.givenOpen = givenOpen;
  }

  get address(): string {
    return this.addressWord?.value ?? "";
  }

  get dynamicAddress(): boolean {
    const word = this.addressWord;
    return word !== undefined && (word.dynamic || hasVariable(word.value));
  }

  get dynamic(): boolean {
    return this.givenOpen || this.parameters.open;
  }

  private get addressWord(): Word | undefined {
    return this.statement.words[places[this.kind].address];
  }
}

/** The lines of a section as they stand, in order. */
export const endpointsOf = perBranch((section: Section, branch: string | undefined): readonly Endpoint[] => {
  const found: Endpoint[] = [];
  for (const { statement, roles } of sought(section, branch).addressed) {
    const kind = kindOf(statement);
    if (kind !== undefined) found.push(new ReadEndpoint(statement, kind, new Parameters(statement.words, places[kind].from, roles), false));
  }
  return found;
});

function kindOf({ words, prefix }: Statement): Endpoint["kind"] | undefined {
  const first = words[0]?.value ?? "";
  return prefix === undefined && Object.hasOwn(places, first) ? (first as Endpoint["kind"]) : undefined;
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
  return { parameters: parameters.behind(given?.parameters), dynamic: dynamic || given?.dynamic === true };
}

function completed({ statement, kind, parameters, dynamic }: Endpoint, given: Given): Endpoint {
  return new ReadEndpoint(statement, kind, parameters.behind(given.parameters), dynamic || given.dynamic);
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
