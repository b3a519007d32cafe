/** Bind and server lines with their parameters, servers with what default-server gives them. */
import { compareBranches } from "../knowledge/release.ts";
import type { Section } from "../syntax/config.ts";
import type { Word } from "../syntax/line.ts";
import { interpretationsOf } from "./interpretation.ts";
import { perBranch } from "./perBranch.ts";
import type { Statement } from "./statement.ts";

export interface Endpoint {
  readonly statement: Statement;
  readonly kind: "bind" | "server" | "server-template" | "default-server";
  /** "" for default-server. */
  readonly address: string;
  /** Name to its first argument, "" where it takes none; `no-…` forms under their own name. */
  readonly parameters: ReadonlyMap<string, string>;
  /** An environment variable may stand for parameters, or for the address. */
  readonly dynamic: boolean;
  readonly dynamicAddress: boolean;
}

/** Index of the address and of the first parameter. */
const places: Readonly<Record<Endpoint["kind"], { address: number; from: number }>> = {
  bind: { address: 1, from: 2 },
  server: { address: 2, from: 3 },
  "server-template": { address: 3, from: 4 },
  "default-server": { address: -1, from: 1 },
};

/** The lines of a section as they stand, in order. */
export const endpointsOf = perBranch((section: Section, branch: string | undefined): readonly Endpoint[] =>
  interpretationsOf(section, branch).flatMap(({ statement, roles }) => {
    const kind = kindOf(statement);
    if (kind === undefined) return [];
    const { address, from } = places[kind];
    const taken = new Set(roles.map(({ index }) => index));
    const { words } = statement;
    const at = words[address];
    const dynamic = words.some((word, i) => i >= from && word.dynamic && !taken.has(i));
    const parameters = parametersOf(words, from, taken);
    return [{ statement, kind, address: at?.value ?? "", parameters, dynamic, dynamicAddress: at?.dynamic === true }];
  }),
);

function kindOf({ words, prefix }: Statement): Endpoint["kind"] | undefined {
  const first = words[0]?.value ?? "";
  return prefix === undefined && Object.hasOwn(places, first) ? (first as Endpoint["kind"]) : undefined;
}

/** Words that are no argument of another one are names. */
function parametersOf(words: readonly Word[], from: number, taken: ReadonlySet<number>): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (let i = from; i < words.length; i++) {
    if (taken.has(i)) continue;
    parameters.set((words[i] as Word).value.replace(/\(.*$/, ""), taken.has(i + 1) ? (words[i + 1]?.value ?? "") : "");
  }
  return parameters;
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
  let defaults = base;
  const list = own.flatMap((endpoint) => {
    if (endpoint.kind === "default-server") defaults = [...defaults, endpoint];
    if (endpoint.kind !== "server" && endpoint.kind !== "server-template") return [];
    return [defaults.length === 0 ? endpoint : withDefaults(endpoint, defaults)];
  });
  memo.set(own, { base, list });
  return list;
}

function withDefaults(endpoint: Endpoint, defaults: readonly Endpoint[]): Endpoint {
  const parameters = new Map<string, string>();
  for (const one of [...defaults, endpoint]) {
    for (const [name, value] of one.parameters) {
      parameters.set(name, value);
      if (name.startsWith("no-")) parameters.delete(name.slice(3));
      else parameters.delete(`no-${name}`);
    }
  }
  return { ...endpoint, parameters, dynamic: endpoint.dynamic || defaults.some(({ dynamic }) => dynamic) };
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
