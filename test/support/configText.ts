/** Configurations for tests: a model from a snippet, the cursor mark, and two snippets that many tests start from. */

import type { Release } from "../../server/src/knowledge/release.ts";
import { releaseOf } from "../../server/src/knowledge/release.ts";
import type { Model } from "../../server/src/model/model.ts";
import { modelOf } from "../../server/src/model/model.ts";
import { readConfig } from "../../server/src/syntax/config.ts";

export const configUri = "file:///haproxy.cfg";

export type Scripts = Readonly<Record<string, string>>;

/** The model of one file. */
export function modelFrom(text: string, scripts: Scripts = {}): Model {
  return modelOf([readConfig(configUri, text)], new Map(Object.entries(scripts)));
}

/** The model of several files, in the order given. */
export function modelFromFiles(texts: readonly string[], scripts: Scripts = {}): Model {
  return modelOf(
    texts.map((text, i) => readConfig(`file:///${i}.cfg`, text)),
    new Map(Object.entries(scripts)),
  );
}

/** "3.0.2", or undefined for "unknown". */
export function releaseFrom(name: string): Release | undefined {
  return name === "unknown" ? undefined : releaseOf(name);
}

/** Takes the mark `$0` out of a snippet and says where it stood. */
export function withCursor(marked: string): { readonly text: string; readonly line: number; readonly column: number } {
  const at = marked.indexOf("$0");
  if (at < 0) throw new Error("no $0 in the snippet");
  const before = marked.slice(0, at);
  return { text: before + marked.slice(at + 2), line: before.split("\n").length - 1, column: at - (before.lastIndexOf("\n") + 1) };
}

/** Exposed to #2611 in releases that have it: threads, an expiry, a track rule, WebSocket timeouts, nothing that refreshes. */
export const websocketConfig = `global
    nbthread 8

defaults
    mode http
    timeout connect 5s
    timeout client 30s
    timeout server 30s
    timeout tunnel 1h

frontend fe_main
    bind :8080
    http-request track-sc0 src table st_src
    use_backend be_chat if { hdr(upgrade) -i websocket }
    default_backend be_web

backend st_src
    stick-table type ipv6 size 1m expire 30s store gpc0,http_req_rate(10s)

backend be_chat
    server chat1 192.0.2.21:9000

backend be_web
    server web1 192.0.2.11:8000
`;

/** Exposed to the failed allocation of #2745 in releases that have it. */
export const luaConfig = `global
    tune.lua.maxmem 8
    lua-load-per-thread /etc/haproxy/sign.lua

frontend fe_main
    bind :8080
    http-request lua.sign
`;
