/** Bind lines and servers that meet a condition. */
import type { Endpoint as EndpointSpec } from "../knowledge/condition.ts";
import { type Endpoint, endpointsOf, protocolsOf, serversOf, serversOfProxy } from "../model/proxies/endpoints.ts";
import type { ProxyScope, Scope } from "../model/proxies/scopes.ts";
import { sectionIndex } from "../model/sectionIndex.ts";
import { parameterNames } from "../model/vocabulary.ts";
import { perObject } from "../syntax/perObject.ts";
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
    hits = lacksParameters(parameterNames(all), spec) ? none : hitsAmong(all, spec, kind, branch, mode);
    known.hits.set(spec, hits);
  }
  return hits;
}

function hitsAmong(
  all: readonly Endpoint[],
  spec: EndpointTraits,
  kind: "bind" | "server",
  branch: string | undefined,
  mode: string,
): readonly Hit[] {
  const hits: Hit[] = [];
  for (const one of all) {
    const hit = (kind === "bind") === (one.kind === "bind") ? endpointHit(one, spec, branch, mode) : undefined;
    if (hit !== undefined) hits.push(hit);
  }
  return hits.length === 0 ? none : hits;
}

/** No line has a parameter that is asked for, and none has one that is not known. */
export function lacksParameters(names: ReadonlySet<string>, spec: EndpointTraits): boolean {
  return !names.has("*") && !patternsOf(spec).parameters.every(({ name, open }) => open || names.has(name));
}

/** A name that ends in "*" stands for all that start so; with a value it counts with that one only. */
interface Pattern {
  readonly name: string;
  readonly open: boolean;
  readonly value: string | undefined;
}

const patternsOf = perObject(({ parameters = [], without = [] }: EndpointTraits) => ({
  parameters: parameters.map(readPattern),
  without: without.map(readPattern),
}));

function readPattern(text: string): Pattern {
  const [name = "", value] = text.split(" ");
  return { name, open: name.endsWith("*"), value };
}

/** Outside of proxies, as in peers sections, nothing is inherited. */
function serversIn({ section }: Scope, of: ProxyScope | undefined, branch: string | undefined): readonly Endpoint[] {
  return of === undefined ? serversOf(section, branch, none) : serversOfProxy(of.proxy, branch);
}

function endpointHit(endpoint: Endpoint, spec: EndpointTraits, branch: string | undefined, mode: string): Hit | undefined {
  const { address, alpn, template } = spec;
  const { parameters, without } = patternsOf(spec);
  if (endpoint.kind === "default-server" || (template === true && endpoint.kind !== "server-template")) return undefined;
  const there = address === undefined || startsAny(endpoint.address, address);
  if (!(there || endpoint.dynamicAddress) || without.some((pattern) => hasParameter(endpoint, pattern))) return undefined;
  const said = parameters.every((pattern) => hasParameter(endpoint, pattern)) && offers(endpoint, alpn, branch, mode);
  return said || endpoint.dynamic ? { statement: endpoint.statement, sure: said && there } : undefined;
}

/** Whether one of the addresses, by commas, starts with one of the prefixes. */
function startsAny(addresses: string, prefixes: readonly string[]): boolean {
  const places = addresses.split(",");
  return prefixes.some((prefix) => places.some((place) => place.startsWith(prefix)));
}

function offers(endpoint: Endpoint, alpn: EndpointTraits["alpn"], branch: string | undefined, mode: string): boolean {
  return alpn === undefined || protocolsOf(endpoint, branch, mode).some((protocol) => alpn.includes(protocol));
}

function hasParameter({ parameters }: Endpoint, { name, open, value }: Pattern): boolean {
  if (value !== undefined) return parameters.get(name) === value;
  return open ? parameters.keys().some((one) => matches(name, one)) : parameters.has(name);
}
