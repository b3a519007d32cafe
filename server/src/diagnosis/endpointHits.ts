/** Bind lines and servers that meet a condition. */
import type { Endpoint as EndpointSpec } from "../knowledge/condition.ts";
import { type Endpoint, endpointsOf, protocolsOf, serversOf, serversOfProxy } from "../model/endpoints.ts";
import type { ProxyScope, Scope } from "../model/scopes.ts";
import { sectionIndex } from "../model/sectionIndex.ts";
import { type Hit, matches } from "./hits.ts";

const none: readonly never[] = [];

/** What a leaf asks of a line. */
export type EndpointTraits = EndpointSpec & { readonly template?: boolean; readonly min?: number };
const checked = new WeakMap<readonly Endpoint[], { readonly mode: string; readonly hits: Map<object, readonly Hit[]> }>();

/** Bind lines, or servers, that have everything a leaf asks for; `of`: the proxy they belong to. */
export function endpointHits(
  branch: string | undefined,
  scope: Scope,
  of: ProxyScope | undefined,
  spec: EndpointTraits,
  kind: "bind" | "server",
): readonly Hit[] {
  const { byKeyword } = sectionIndex(scope.section);
  if (!byKeyword.has(kind) && !(kind === "server" && byKeyword.has("server-template"))) return none;
  const all = kind === "bind" ? endpointsOf(scope.section, branch) : serversIn(scope, of, branch);
  if (all.length === 0) return none;
  const mode = of?.mode ?? "tcp";
  let known = checked.get(all);
  if (known === undefined || known.mode !== mode) {
    known = { mode, hits: new Map() };
    checked.set(all, known);
  }
  let hits = known.hits.get(spec);
  if (hits === undefined) {
    const asked = all.filter((one) => (kind === "bind") === (one.kind === "bind"));
    hits = asked.flatMap((one) => endpointHit(one, spec, branch, mode) ?? []);
    known.hits.set(spec, hits);
  }
  return hits;
}

/** Outside of proxies, as in peers sections, nothing is inherited. */
function serversIn({ section }: Scope, of: ProxyScope | undefined, branch: string | undefined): readonly Endpoint[] {
  return of === undefined ? serversOf(section, branch, none) : serversOfProxy(of.proxy, branch);
}

function endpointHit(
  endpoint: Endpoint,
  { parameters = [], without = [], address, alpn, template }: EndpointTraits,
  branch: string | undefined,
  mode: string,
): Hit | undefined {
  const { statement, dynamic, dynamicAddress } = endpoint;
  if (endpoint.kind === "default-server" || (template === true && endpoint.kind !== "server-template")) return undefined;
  const has = (pattern: string) => hasParameter(endpoint, pattern);
  const places = endpoint.address.split(",");
  const there = address === undefined || address.some((prefix) => places.some((place) => place.startsWith(prefix)));
  const offered = alpn === undefined || protocolsOf(endpoint, branch, mode).some((protocol) => alpn.includes(protocol));
  if (without.some(has) || !(there || dynamicAddress)) return undefined;
  const said = parameters.every(has) && offered;
  return said || dynamic ? { statement, sure: said && there } : undefined;
}

/** "ssl", or a name with its value: "verify required". */
function hasParameter({ parameters }: Endpoint, pattern: string): boolean {
  const [name = "", value] = pattern.split(" ");
  if (value !== undefined) return parameters.get(name) === value;
  if (!name.endsWith("*")) return parameters.has(name);
  return [...parameters.keys()].some((one) => matches(name, one));
}
