/** How long a stream may last, as far as the timeouts in force say. */
import { perObject } from "../../syntax/perObject.ts";
import { parseTime } from "../../syntax/values.ts";
import { type PlacedStatement, startsWith, wordOf } from "../statement.ts";
import { effectiveWith, hasServers, lastOfNearest, modeOf, type Proxy } from "./proxies.ts";

export interface EffectiveTimeout {
  /** "tunnel", "client" … */
  readonly name: string;
  readonly at: PlacedStatement;
  /** Undefined when the value holds an environment variable or is no time. */
  readonly milliseconds: number | undefined;
}

/** Timeouts that end an idle stream or keep it waiting; `check` and `mail` concern no stream. */
const streamTimeouts = new Set([
  "client",
  "server",
  "tunnel",
  "client-fin",
  "server-fin",
  "http-request",
  "http-keep-alive",
  "queue",
  "connect",
  "tarpit",
  "client-hs",
]);

/** The timeouts in force in a proxy, its own before inherited ones; worked out once for each proxy. */
export const timeoutsOf = perObject((proxy: Proxy): readonly EffectiveTimeout[] => {
  const found = new Map<string, EffectiveTimeout>();
  for (const at of effectiveWith(proxy, "timeout")) {
    if (!startsWith(at, "timeout")) continue;
    const name = wordOf(at, 1);
    const value = at.statement.words[2];
    const nearer = found.get(name);
    if (value === undefined || !streamTimeouts.has(name) || (nearer !== undefined && nearer.at.section !== at.section)) continue;
    found.set(name, { name, at, milliseconds: value.dynamic ? undefined : parseTime(value.value) });
  }
  return [...found.values()];
});

/** The timeout whose absence leaves a stream of this proxy without an end. */
export function missingLimit(proxy: Proxy): "client" | "server" | undefined {
  const names = new Set(timeoutsOf(proxy).map(({ name }) => name));
  if (proxy.kind !== "backend" && !names.has("client")) return "client";
  return proxy.kind !== "frontend" && !names.has("server") && hasServers(proxy) ? "server" : undefined;
}

/** Names of the timeouts that a proxy should have and surely has not. */
export function timeoutsMissing(proxy: Proxy): readonly string[] {
  const { mode } = modeOf(proxy);
  if (mode !== "tcp" && mode !== "http") return [];
  const timeouts = effectiveWith(proxy, "timeout");
  if (timeouts.some(({ statement }) => statement.words[1]?.dynamic)) return [];
  const has = (name: string) => {
    const last = lastOfNearest(timeouts.filter((at) => startsWith(at, "timeout", name)));
    return last !== undefined && !/^0+(?:us|ms|[smhd])?$/.test(wordOf(last, 2));
  };
  const servers = hasServers(proxy);
  return [
    ...(proxy.kind !== "backend" && !has("client") ? ["client"] : []),
    ...(proxy.kind !== "frontend" && servers && !has("connect") ? ["connect"] : []),
    ...(proxy.kind !== "frontend" && servers && !has("server") && (mode === "http" || !has("tunnel")) ? ["server"] : []),
  ];
}
