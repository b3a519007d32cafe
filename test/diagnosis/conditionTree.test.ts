/** Conditions as data on small configurations: met, unmet, not known; own statements, inherited ones, and those of other files. */
import { describe, expect, test } from "vitest";
import { Evaluation, nodeOf } from "../../server/src/diagnosis/conditionTree.ts";
import type { Condition } from "../../server/src/knowledge/condition.ts";
import { modelFrom, modelFromFiles, type Scripts } from "../support/configText.ts";

/** "met 3,7": the verdict and the lines, from 1, behind it. */
function answer(when: Condition, text: string, branch = "3.0", scripts: Scripts = {}): string {
  const { verdict, places } = new Evaluation(modelFrom(text, scripts), branch).found(nodeOf(when));
  const lines = places.map(({ lineNumber }) => lineNumber + 1);
  return lines.length === 0 ? verdict : `${verdict} ${lines.join(",")}`;
}

type Case = readonly [what: string, when: Condition, text: string, expected: string, branch?: string];

function cases(name: string, rows: readonly Case[]): void {
  describe(name, () => {
    test.each(rows.map((row) => ({ what: row[0], row })))("$what", ({ row: [, when, text, expected, branch] }) => {
      expect(answer(when, text, branch)).toBe(expected);
    });
  });
}

const http = "defaults\n mode http\n";

cases("sections", [
  ["one", { section: "resolvers" }, "resolvers r\n nameserver a 192.0.2.1:53\n", "met 1"],
  ["none", { section: "resolvers" }, "global\n", "unmet"],
  ["too few", { section: "log-forward", min: 2 }, "log-forward a\n dgram-bind :514\n", "unmet"],
  ["enough", { section: "log-forward", min: 2 }, "log-forward a\nlog-forward b\n", "met 1,2"],
  ["under a macro", { section: "cache" }, ".if defined(X)\n.endif\ncache c\n", "met 3"],
]);

cases("statements", [
  ["by its first words", { statement: "filter spoe" }, `${http}frontend f\n filter spoe engine e config c\n`, "met 4"],
  ["with another second word", { statement: "filter spoe" }, `${http}frontend f\n filter trace\n`, "unmet"],
  ["ended by a star", { statement: "filter lua.*" }, `${http}frontend f\n filter lua.audit\n`, "met 4"],
  ["one of several", { statement: ["balance leastconn", "hash-type consistent"] }, "backend b\n hash-type consistent\n", "met 2"],
  ["with a word among the others", { statement: "cookie", with: ["insert"] }, "backend b\n cookie S insert indirect\n", "met 2"],
  ["without that word", { statement: "cookie", with: ["insert"] }, "backend b\n cookie S prefix\n", "unmet"],
  ["with a word that rules out", { statement: "cookie", without: ["dynamic"] }, "backend b\n cookie S insert dynamic\n", "unmet"],
  ["in the right section only", { statement: "log", in: ["global"] }, "backend b\n log global\n", "unmet"],
  ["taken back by no", { statement: "option httplog" }, "backend b\n no option httplog\n", "unmet"],
  ["between .if and .endif", { statement: "retry-on" }, "backend b\n.if defined(X)\n retry-on 503\n.endif\n", "unknown 3"],
  ["hidden by a variable", { statement: "balance leastconn" }, 'backend b\n balance "$ALGORITHM"\n', "unknown 2"],
]);

cases("what proxies inherit", [
  ["from defaults", { statement: "retry-on" }, "defaults\n retry-on 503\nbackend b\n", "met 2"],
  ["nobody inherits", { statement: "retry-on" }, "defaults\n retry-on 503\n", "unmet"],
  ["overridden", { statement: "balance leastconn" }, "defaults\n balance leastconn\nbackend b\n balance source\n", "unmet"],
  [
    "overridden by one, kept by another",
    { statement: "balance leastconn" },
    "defaults\n balance leastconn\nbackend a\n balance source\nbackend b\n",
    "met 2",
  ],
  ["an option taken back", { statement: "option nolinger" }, "defaults\n option nolinger\nbackend b\n no option nolinger\n", "unmet"],
  ["from named defaults", { statement: "retry-on" }, "defaults x\n retry-on 503\ndefaults y\nbackend b from x\n", "met 2"],
  ["from other named defaults", { statement: "retry-on" }, "defaults x\n retry-on 503\ndefaults y\nbackend b from y\n", "unmet"],
  ["from the defaults of defaults", { statement: "retry-on" }, "defaults x\n retry-on 503\ndefaults y from x\nbackend b from y\n", "met 2"],
  [
    "what means nothing in a frontend",
    { statement: "balance leastconn" },
    "defaults\n balance leastconn\nfrontend f\n bind :80\n",
    "unmet",
  ],
]);

cases("global", [
  ["a number that is reached", { global: "tune.bufsize", min: 65536 }, "global\n tune.bufsize 131072\n", "met 2"],
  ["a number that is not", { global: "tune.bufsize", min: 65536 }, "global\n tune.bufsize 16384\n", "unmet"],
  ["absent", { global: "tune.bufsize", min: 65536 }, "global\n", "unmet"],
  ["absent, and so by default", { global: "nbthread", min: 2, unset: "met" }, "global\n", "met"],
  ["the last one in force", { global: "tune.bufsize", min: 65536 }, "global\n tune.bufsize 131072\n tune.bufsize 16384\n", "unmet"],
  ["a word", { global: "tune.h2.fe.glitches-threshold", is: ["0"] }, "global\n tune.h2.fe.glitches-threshold 0\n", "met 2"],
  ["threads", { threads: 2 }, "global\n nbthread 1\n", "unmet"],
  ["threads by default", { threads: 2 }, "backend b\n", "met"],
  ["threads from the environment", { threads: 2 }, 'global\n nbthread "$N"\n', "unknown 2"],
]);

cases("bind lines", [
  ["QUIC", { bind: { address: ["quic4@", "quic6@"] } }, "frontend f\n bind quic4@:443 ssl crt x alpn h3\n", "met 2"],
  ["TCP", { bind: { address: ["quic4@", "quic6@"] } }, "frontend f\n bind :443 ssl crt x\n", "unmet"],
  ["the second address of a line", { bind: { address: ["quic6@"] } }, "frontend f\n bind :443,quic6@:443 ssl crt x\n", "met 2"],
  ["a parameter", { bind: { parameters: ["ssl"] } }, "frontend f\n bind :443 ssl crt x\n", "met 2"],
  ["a parameter's value of the same name", { bind: { parameters: ["ssl"] } }, "frontend f\n bind :443 name ssl\n", "unmet"],
  ["a parameter with its value", { bind: { parameters: ["proto h2"] } }, "frontend f\n bind :80 proto h2\n", "met 2"],
  [
    "two parameters on two lines",
    { bind: { parameters: ["ssl", "shards"] } },
    "frontend f\n bind :443 ssl crt x\n bind :80 shards 2\n",
    "unmet",
  ],
  ["a parameter that rules out", { bind: { parameters: ["ssl"], without: ["no-alpn"] } }, "frontend f\n bind :443 ssl no-alpn\n", "unmet"],
  ["h2 that is offered", { bind: { alpn: ["h2"] } }, "frontend f\n bind :443 ssl crt x alpn h2,http/1.1\n", "met 2"],
  ["h2 by default since 2.8", { bind: { alpn: ["h2"] } }, `${http}frontend f\n bind :443 ssl crt x\n`, "met 4", "2.8"],
  ["h2 not by default before", { bind: { alpn: ["h2"] } }, `${http}frontend f\n bind :443 ssl crt x\n`, "unmet", "2.7"],
  ["h2 not by default in TCP mode", { bind: { alpn: ["h2"] } }, "frontend f\n bind :443 ssl crt x\n", "unmet", "3.0"],
  ["h2 taken back", { bind: { alpn: ["h2"] } }, `${http}frontend f\n bind :443 ssl crt x alpn http/1.1\n`, "unmet", "3.0"],
  ["an address from the environment", { bind: { address: ["quic4@"] } }, 'frontend f\n bind "$ADDRESS"\n', "unknown 2"],
]);

cases("servers", [
  ["a parameter", { server: { parameters: ["check"] } }, "backend b\n server s 192.0.2.1:80 check\n", "met 2"],
  ["from default-server", { server: { parameters: ["check"] } }, "backend b\n default-server check\n server s 192.0.2.1:80\n", "met 3"],
  [
    "from a default-server behind it",
    { server: { parameters: ["check"] } },
    "backend b\n server s 192.0.2.1:80\n default-server check\n",
    "unmet",
  ],
  ["from defaults", { server: { parameters: ["check"] } }, "defaults\n default-server check\nbackend b\n server s 192.0.2.1:80\n", "met 4"],
  [
    "taken back",
    { server: { parameters: ["check"] } },
    "defaults\n default-server check\nbackend b\n server s 192.0.2.1:80 no-check\n",
    "unmet",
  ],
  ["only a default-server", { server: { parameters: ["check"] } }, "backend b\n default-server check\n", "unmet"],
  ["a template", { server: { template: true } }, "backend b\n server-template s 3 a.example:80\n", "met 2"],
  ["no template", { server: { template: true } }, "backend b\n server s 192.0.2.1:80\n", "unmet"],
  ["a variable for the address hides no parameter", { server: { parameters: ["check"] } }, 'backend b\n server s "$A":80\n', "unmet"],
  ["a variable among the parameters", { server: { parameters: ["check"] } }, 'backend b\n server s 192.0.2.1:80 "$MORE"\n', "unknown 2"],
]);

cases("rules and samples", [
  ["an action", { action: "replace-header" }, `${http}frontend f\n http-request replace-header A b c\n`, "met 4"],
  [
    "an action of another ruleset",
    { action: "use-service", in: ["http-request"] },
    "frontend f\n tcp-request content use-service lua.a\n",
    "unmet",
  ],
  [
    "an action with its argument",
    { action: "use-service", with: ["lua.*"] },
    `${http}frontend f\n http-request use-service lua.a\n`,
    "met 4",
  ],
  [
    "an action with another one",
    { action: "use-service", with: ["lua.*"] },
    `${http}frontend f\n http-request use-service prometheus-exporter\n`,
    "unmet",
  ],
  ["a converter", { converter: "bytes" }, `${http}frontend f\n http-request set-header A %[path,bytes(1)]\n`, "met 4"],
  ["a converter in a condition", { converter: "ltrim" }, `${http}frontend f\n http-request deny if { path,ltrim(/) -m beg a }\n`, "met 4"],
  ["a word that only looks like one", { converter: "bytes" }, `${http}frontend f\n http-request set-header bytes a\n`, "unmet"],
  ["a fetch", { fetch: "src_inc_gpc0" }, `${http}frontend f\n acl a src_inc_gpc0 gt 0\n`, "met 4"],
  ["fetches ended by a star", { fetch: "sc_*" }, `${http}frontend f\n http-request deny if { sc_http_req_rate(0) gt 9 }\n`, "met 4"],
  ["a fetch that another one ends in", { fetch: "src" }, `${http}frontend f\n acl a fc_src 192.0.2.1\n`, "unmet"],
]);

const peers = "peers p\n peer a 192.0.2.1:1024\n peer b 192.0.2.2:1024\n";
const table = " stick-table type string size 1k expire 10s store conn_cur,gpc0 peers p\n";

cases("stick-tables and peers", [
  ["a table", { table: {} }, `backend t\n${table}`, "met 2"],
  ["its type", { table: { type: ["ip"] } }, `backend t\n${table}`, "unmet"],
  ["its stored data", { table: { store: ["conn_*"] } }, `backend t\n${table}`, "met 2"],
  ["tracked", { table: { tracked: true } }, `backend t\n${table}frontend f\n tcp-request connection track-sc0 src table t\n`, "met 2,4"],
  ["not tracked", { table: { tracked: true } }, `backend t\n${table}`, "unmet"],
  ["synchronised", { table: { synced: true } }, `${peers}backend t\n${table}`, "met 5"],
  ["peers that are not there", { table: { synced: true } }, `backend t\n${table}`, "unmet"],
  ["a table of peers", { table: { synced: true } }, `${peers} table t type ip size 1k\n`, "met 4"],
  [
    "traits of two tables",
    { table: { type: ["ip"], store: ["gpc0"] } },
    `backend t\n${table}backend u\n stick-table type ip size 1k\n`,
    "unmet",
  ],
  ["a remote peer", { peers: { remote: 1 } }, peers, "met 1,2,3"],
  ["perhaps only the local one", { peers: { remote: 1 } }, "peers p\n peer a 192.0.2.1:1024\n", "unknown 1,2"],
  ["only the local one", { peers: { remote: 1 } }, "global\n localpeer a\npeers p\n peer a 192.0.2.1:1024\n", "unmet"],
  ["two remote ones", { peers: { remote: 2 } }, `${peers} peer c 192.0.2.3:1024\n`, "met 1,2,3,4"],
]);

cases("proxies", [
  ["a mode by default", { mode: "tcp" }, "frontend f\n bind :80\n", "met 1"],
  ["a mode that is inherited", { mode: "http" }, `${http}frontend f\n bind :80\n`, "met 2"],
  ["reuse by default", { reuse: ["safe"] }, `${http}backend b\n server s 192.0.2.1:80\n`, "met 3"],
  [
    "reuse forbidden",
    { reuse: ["safe", "aggressive", "always"] },
    `${http} http-reuse never\nbackend b\n server s 192.0.2.1:80\n`,
    "unmet",
  ],
  ["reuse that is asked for", { reuse: ["always"] }, `${http}backend b\n http-reuse always\n server s 192.0.2.1:80\n`, "met 4"],
  ["no server to reuse", { reuse: ["safe"] }, `${http}backend b\n`, "unmet"],
  [
    "both in one proxy",
    { proxy: { all: [{ mode: "http" }, { statement: "filter spoe" }] } },
    `${http}frontend f\n filter spoe engine e config c\n`,
    "met 2,4",
  ],
  [
    "each in another proxy",
    { proxy: { all: [{ mode: "http" }, { statement: "filter spoe" }] } },
    "frontend f\n mode tcp\n filter spoe engine e config c\nfrontend g\n mode http\n",
    "unmet",
  ],
]);

cases("trees", [
  ["all", { all: [{ section: "cache" }, { section: "ring" }] }, "cache c\nring r\n", "met 1,2"],
  ["not all", { all: [{ section: "cache" }, { section: "ring" }] }, "cache c\n", "unmet"],
  ["any", { any: [{ section: "cache" }, { section: "ring" }] }, "ring r\n", "met 1"],
  ["not", { not: { section: "cache" } }, "ring r\n", "met"],
  ["not, where it is", { not: { section: "cache" } }, "cache r\n", "unmet 1"],
  ["what happens at run time", { runtime: "reload" }, "global\n", "unknown"],
  ["met and not known", { all: [{ section: "cache" }, { runtime: "reload" }] }, "cache c\n", "unknown 1"],
  ["met or not known", { any: [{ section: "cache" }, { runtime: "reload" }] }, "cache c\n", "met 1"],
  ["a trigger by its name", "quic-listener", "frontend f\n bind quic4@:443 ssl crt x\n", "met 2"],
]);

describe("Lua", () => {
  const config = "global\n lua-load /a.lua\n";
  test.each([
    ["no script", { lua: "*" }, "global\n", {}, "unmet"],
    ["any script", { lua: "*" }, config, {}, "met 2"],
    ["not read", { lua: "core.httpclient" }, config, {}, "unknown 2"],
    ["used", { lua: "core.httpclient" }, config, { "/a.lua": "local h = core.httpclient()" }, "met 2"],
    ["not used", { lua: "core.httpclient" }, config, { "/a.lua": "core.log(1, 'x')" }, "unmet"],
    ["in a comment", { lua: "core.httpclient" }, config, { "/a.lua": "-- core.httpclient()" }, "unmet"],
    ["perhaps in a module", { lua: "core.httpclient" }, config, { "/a.lua": "require('m')" }, "unknown 2"],
    ["a method of its class", { lua: "Socket.receive" }, config, { "/a.lua": "local s = core.tcp()\ns:receive('*l')" }, "met 2"],
    ["a method of some class", { lua: "Socket.receive" }, config, { "/a.lua": "applet:receive()" }, "unknown 2"],
  ] as const)("%s", (_, when, text, scripts, expected) => {
    expect(answer(when, text, "3.0", scripts)).toBe(expected);
  });
});

test("other files count as they are loaded", () => {
  const model = modelFromFiles(["defaults\n default-server check\n", "backend b\n server s 192.0.2.1:80\n"]);
  const { verdict, places } = new Evaluation(model, "3.0").found(nodeOf({ server: { parameters: ["check"] } }));
  expect([verdict, places[0]?.uri, places[0]?.lineNumber]).toEqual(["met", "file:///1.cfg", 1]);
});

test("equal conditions are one object, so that each is asked once", () => {
  expect(nodeOf({ converter: "bytes" })).toBe(nodeOf({ converter: "bytes" }));
  expect(nodeOf({ converter: "bytes" })).not.toBe(nodeOf({ converter: "ltrim" }));
});

test("places end at fifty", () => {
  const servers = Array.from({ length: 200 }, (_, i) => `backend b${i}\n server s 192.0.2.1:80 check\n`).join("");
  const { places } = new Evaluation(modelFrom(servers), "3.0").found(nodeOf({ server: { parameters: ["check"] } }));
  expect(places.length).toBe(50);
});
