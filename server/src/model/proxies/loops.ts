/** Servers that are listeners of the same configuration: traffic that comes back in through a socket or the loopback. */
import { readAddress } from "../../syntax/address.ts";
import { perObject } from "../../syntax/perObject.ts";
import type { Model } from "../model.ts";
import { type PlacedStatement, withKeyword, wordOf } from "../statement.ts";
import type { Proxy } from "./proxies.ts";

export interface Loop {
  readonly from: Proxy;
  /** The `server` statement. */
  readonly server: PlacedStatement;
  readonly to: Proxy;
  /** The `bind` statement. */
  readonly bind: PlacedStatement;
}

interface Listener {
  readonly proxy: Proxy;
  readonly bind: PlacedStatement;
}

export const loopsIn = perObject((model: Model): readonly Loop[] => {
  const listeners = new Map<string, Listener>();
  for (const proxy of model.proxies)
    for (const bind of withKeyword(proxy.own, "bind"))
      if (bind.statement.prefix === undefined && bind.statement.words[1]?.dynamic === false)
        for (const key of listenedAt(wordOf(bind, 1))) if (!listeners.has(key)) listeners.set(key, { proxy, bind });
  if (listeners.size === 0) return [];
  return model.proxies.flatMap((from) =>
    withKeyword(from.own, "server").flatMap((server): readonly Loop[] => {
      const found = server.statement.words[2]?.dynamic === false ? listeners.get(keyOf(wordOf(server, 2)) ?? "") : undefined;
      return found === undefined ? [] : [{ from, server, to: found.proxy, bind: found.bind }];
    }),
  );
});

const anywhere = /^(?:\*|0\.0\.0\.0|\[?::\]?|)$/;
const loopback = /^(?:localhost|127(?:\.\d+){1,3}|\[?::1\]?)$/i;

/** What a server may say to reach each of the addresses of a bind line; any loopback address reaches a listener on all of them. */
function listenedAt(addresses: string): readonly string[] {
  return addresses.split(",").flatMap((address) => {
    const own = keyOf(address);
    const host = own?.slice(0, own.lastIndexOf(":")) ?? "";
    return own === undefined ? [] : anywhere.test(host) ? [`127.0.0.1${own.slice(host.length)}`] : [own];
  });
}

/** The address without the ways of writing it; undefined for what is no single stream socket. */
function keyOf(address: string): string | undefined {
  if (/^(?:quic|udp|dgram\+|uxdg@|rhttp|rev@|fd@|sockpair@)/.test(address)) return undefined;
  const [, socket, name] = /^(?:(abnsz?)@|(?:unix@|uxst@)?(?=\/))(.+)$/.exec(address) ?? [];
  if (name !== undefined) return `${socket ?? "unix"}@${name}`;
  const plain = address.replace(/^(?:ip|tcp|mptcp|ipv)[46]?@/, "");
  const { port, problem, withoutPort } = readAddress(plain);
  if (withoutPort || problem !== undefined || !/^\d+$/.test(port ?? "")) return undefined;
  const host = plain.slice(0, -(port ?? "").length - 1);
  return `${loopback.test(host) ? "127.0.0.1" : host}:${port}`;
}
