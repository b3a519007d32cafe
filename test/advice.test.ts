/** Advice of our own: when it is given, when it keeps silent, and how grave it is. */
import { describe, expect, test } from "vitest";
import { aclFetch, enumValues, type SampleKind, sampleNames, storedDataAsked } from "../server/src/knowledge/grammar.ts";
import { languageHits } from "../server/src/lints/language.ts";
import { readReleaseInUse } from "../server/src/model/releaseInUse.ts";
import { modelFrom, modelFromFiles } from "./support/configText.ts";

/** "3 information" for each finding of a code: its line from 1, its severity. */
function found(code: string, text: string | readonly string[], branch = "3.2"): readonly string[] {
  const model = typeof text === "string" ? modelFrom(text) : modelFromFiles(text);
  return languageHits(model, readReleaseInUse(branch)).flatMap((hit) => (hit.code === code ? [`${hit.line + 1} ${hit.severity}`] : []));
}

const frontend = (...rules: readonly string[]) => `frontend fe\n mode http\n timeout client 9s\n bind :80\n ${rules.join("\n ")}\n`;

describe("unreachable-rule", () => {
  const marks = (...rules: readonly string[]) => found("unreachable-rule", frontend(...rules));

  test.each<[string, readonly string[], readonly string[]]>([
    ["right behind, as HAProxy warns", ["http-request deny", "http-request set-path /"], ["6 warning"]],
    ["further behind", ["http-request deny", "http-request set-path /", "http-request set-path /a"], ["6 warning", "7 information"]],
    ["behind what HAProxy does not call final", ["http-request reject", "http-request set-path /"], ["6 information"]],
    ["behind a condition that is always met", ["http-request deny if TRUE", "http-request set-path /"], ["6 information"]],
    ["an ACL", ["http-request deny if { path /x }", "http-request set-path /"], []],
    ["another ruleset", ["http-request allow", "http-response set-status 200", "tcp-request content accept"], []],
    ["not final", ["http-request set-path /", "http-request set-path /a"], []],
    ["a redirect that may be skipped", ["http-request redirect location / ignore-empty", "http-request set-path /"], []],
    ["hooks apart", ["tcp-request connection accept", "tcp-request content reject"], []],
    ["the same hook", ["tcp-request content accept", "tcp-request content reject if { src ::1 }"], ["6 information"]],
    ["redirects", ["redirect prefix /a", "redirect prefix /b"], ["6 information"]],
    ["a condition from the environment", ['http-request deny "$WHEN"', "http-request set-path /"], []],
    ["a final rule between .if and .endif", [".if defined(X)", "http-request deny", ".endif", "http-request set-path /"], []],
    ["dead rules between .if and .endif", ["http-request deny", ".if defined(X)", "http-request set-path /", ".endif"], []],
    ["access to the statistics page", ["stats http-request deny", "stats http-request allow"], ["6 warning"]],
    ["access under a condition", ["stats http-request allow if { src ::1 }", "stats http-request deny"], []],
  ])("%s", (_, rules, expected) => {
    expect(marks(...rules)).toEqual(expected);
  });

  test.each([
    ["2.4", ["6 information"]],
    ["3.3", ["6 information"]],
    ["3.4", []],
    ["unknown", []],
  ])("use_backend in %s, where a backend without traffic is passed over from 3.4 on", (branch, expected) => {
    const text = `${frontend("use_backend a", "use_backend b if { path /b }")}backend a\nbackend b\n`;
    expect(found("unreachable-rule", text, branch)).toEqual(expected);
  });

  test("rules behind those that the proxy inherits, also from another file", () => {
    const parent = "defaults base\n mode http\n http-request deny\n";
    const child = "backend a from base\n http-request set-path /\nbackend b\n http-request set-path /\n";
    expect(found("unreachable-rule", [parent, child])).toEqual(["2 information", "4 information"]);
  });
});

describe("counter-not-stored", () => {
  const tables =
    "backend t\n stick-table type ip size 1m expire 9s store gpc(2),http_req_cnt\nbackend u\n stick-table type ip size 1m expire 9s store conn_cur,gpc0_rate(9s)\n";
  const marks = (...rules: readonly string[]) => found("counter-not-stored", tables + frontend(...rules));

  test.each<[string, readonly string[], readonly string[]]>([
    ["the table of the counter", ["http-request track-sc0 src table t", "acl x sc0_conn_cur gt 1"], ["10 information"]],
    ["stored", ["http-request track-sc0 src table t", "acl x sc_http_req_cnt(0) gt 1"], []],
    ["a log-format", ["http-request track-sc0 src table t", "http-request set-header x %[sc_conn_cur(0)]"], ["10 information"]],
    ["another counter, tracked nowhere", ["http-request track-sc0 src table t", "acl x sc_conn_cur(1) gt 1"], []],
    [
      "two tables, one of which stores it",
      ["http-request track-sc0 src table t", "http-request track-sc0 src table u", "acl x sc0_conn_cur gt 1"],
      [],
    ],
    [
      "two tables, none of which stores it",
      ["http-request track-sc0 src table t", "http-request track-sc0 src table u", "acl x sc0_sess_cnt gt 1"],
      ["11 information"],
    ],
    ["a table from the environment", ['http-request track-sc0 src table "$T"', "acl x sc0_conn_cur gt 1"], []],
    ["a table that is nowhere", ["http-request track-sc0 src table v", "acl x sc0_conn_cur gt 1"], []],
    [
      "the table that is named",
      ["http-request track-sc0 src table t", "acl x sc0_conn_cur(u) gt 1", "acl y sc_conn_cur(0,t) gt 1"],
      ["11 information"],
    ],
    ["by the client's address", ["acl x src_conn_cur(t) gt 1", "acl y src_conn_cur(u) gt 1"], ["9 information"]],
    [
      "converters",
      ["acl x src,table_conn_cur(t) gt 1", "acl y src,table_kbytes_in(t) gt 1", "acl z src,table_http_req_cnt(t) gt 1"],
      ["9 information", "10 information"],
    ],
    [
      "gpc0 from the array",
      ["acl x src_get_gpc0(t) gt 1", "acl y src_get_gpc1(t) gt 1", "acl z src_gpc0_rate(t) gt 1"],
      ["11 information"],
    ],
    ["elements of the array", ["acl x src_get_gpc(1,t) gt 1", "acl y src_get_gpc(2,t) gt 1"], ["10 information"]],
    [
      "a counter that only its rate remembers",
      ["http-request track-sc0 src table u", "http-request sc-inc-gpc0(0)", "http-request sc-inc-gpc1(0)"],
      ["11 information"],
    ],
    [
      "tags",
      ["http-request track-sc1 src table t", "http-request sc-set-gpt0(1) 1", "http-request sc-set-gpt(0,1) 1"],
      ["10 information", "11 information"],
    ],
    [
      "what no table stores",
      ["http-request track-sc0 src table t", "acl x sc0_tracked", "acl y src,table_server_id(t) gt 1", "acl z src,in_table(t)"],
      [],
    ],
    ["between .if and .endif", [".if defined(X)", "http-request track-sc0 src table t", "acl x sc0_conn_cur gt 1", ".endif"], []],
  ])("%s", (_, rules, expected) => {
    expect(marks(...rules)).toEqual(expected);
  });

  test("the table of the proxy itself, and tracking in the frontend on the way", () => {
    const own = "frontend f\n stick-table type ip size 1m store gpc0\n tcp-request connection track-sc2 src\n default_backend b\n";
    const backend = "backend b\n acl x sc2_conn_cur gt 1\n acl y sc2_get_gpc0 gt 1\n";
    expect(found("counter-not-stored", own + backend)).toEqual(["6 information"]);
    expect(
      found("counter-not-stored", `${own}frontend g\n tcp-request connection track-sc2 src table h\n default_backend b\n${backend}`),
    ).toEqual([]);
  });

  test("a table that may be another one, or that the environment fills", () => {
    const rules = frontend("acl x src_conn_cur(t) gt 1");
    const table = "backend t\n stick-table type ip size 1m store gpc0\n";
    expect(found("counter-not-stored", rules + table)).toEqual(["5 information"]);
    expect(found("counter-not-stored", `${rules}.if defined(X)\n${table}.endif\n`)).toEqual([]);
    expect(found("counter-not-stored", rules + table.replace("gpc0", '"$DATA"'))).toEqual([]);
    expect(found("counter-not-stored", rules + table + table.replace("backend", "frontend"))).toEqual([]);
  });

  test("every sample of a stick-table is known, or known to need nothing", () => {
    const stored = enumValues("stick_data", undefined);
    const bare = (kind: SampleKind, prefix: RegExp) =>
      sampleNames(kind, undefined).flatMap((name) => (prefix.test(name) && aclFetch(name) === undefined ? [name.replace(prefix, "")] : []));
    const names = new Set([...bare("fetch", /^(?:sc\d?|src)_/), ...bare("converter", /^table_/)]);
    const nothing = ["expire", "idle", "is_local", "key", "port", "server_id", "tracked", "trackers"];
    expect([...names].filter((name) => storedDataAsked(name).length === 0).sort()).toEqual(nothing);
    for (const name of names) for (const asked of storedDataAsked(name)) expect(stored).toContain(asked.replace(/\[.*/, ""));
  });
});

describe("table-without-expire", () => {
  test.each([
    ["stick-table type ip size 1m store gpc0", ["2 hint"]],
    ["stick-table type ip size 1m nopurge", ["2 information"]],
    ["stick-table type ip size 1m expire 9s", []],
    ["stick-table type integer size 1 store gpc0", []],
    ['stick-table type ip size 1m store gpc0 "$MORE"', []],
    ['stick-table type ip size "$SIZE"', []],
  ])("%s", (table, expected) => {
    expect(found("table-without-expire", `backend t\n ${table}\n`)).toEqual(expected);
  });

  test("tables of peers", () => {
    expect(found("table-without-expire", "peers p\n peer a 192.0.2.1:1024\n table t type ip size 1m\n")).toEqual(["3 hint"]);
  });
});

describe("exposed-stats-socket", () => {
  test.each([
    ["stats socket :9999 level admin", 1],
    ["stats socket *:9999 level admin", 1],
    ["stats socket ipv6@[::]:9999 level admin", 1],
    ["stats socket ipv4@0.0.0.0:9999 user haproxy level admin expose-fd listeners", 1],
    ["stats socket :9999 ssl crt a.pem level admin", 1],
    ["stats socket /run/h.sock mode 777 level admin", 1],
    ["stats socket unix@/run/h.sock user haproxy mode 0666 level admin expose-fd listeners", 1],
    ["stats socket /run/h.sock mode 660 level admin", 0],
    ["stats socket /run/h.sock mode 666 level operator", 0],
    ['stats socket /run/h.sock mode "$MODE" level admin', 0],
    ["stats socket /run/h.sock level admin mode", 0],
    ["stats socket fd@3 level admin", 0],
    ["stats socket :9999", 0],
    ["stats socket :9999 level operator", 0],
    ["stats socket 127.0.0.1:9999 level admin", 0],
    ["stats socket ipv6@[::1]:9999 level admin", 0],
    ["stats socket localhost:9999 level admin", 0],
    ["stats socket /run/h.sock level admin", 0],
    ["stats socket unix@/run/h.sock level admin", 0],
    ["stats socket abns@h level admin", 0],
    ['stats socket "$ADDRESS" level admin', 0],
    ["stats socket :9999 ssl crt a.pem ca-file b.pem verify required level admin", 0],
  ])("%s", (statement, count) => {
    expect(found("exposed-stats-socket", `global\n ${statement}\n`)).toEqual(Array(count).fill("2 information"));
  });
});

describe("open-stats-page", () => {
  const marks = (...rules: readonly string[]) => found("open-stats-page", frontend(...rules));

  test.each<[string, readonly string[], readonly string[]]>([
    ["to see", ["stats enable", "stats uri /s"], ["5 hint"]],
    ["to use", ["stats uri /s", "stats admin if TRUE"], ["6 information"]],
    ["to use for some", ["stats uri /s", "stats admin if { src 192.0.2.1 }"], ["5 hint"]],
    ["with a password", ["stats enable", "stats auth a:b"], []],
    ["with rules", ["stats enable", "stats http-request deny unless { src 192.0.2.1 }"], []],
    ["behind rules", ["http-request deny unless { src 192.0.2.1 }", "stats enable"], []],
    ["behind rules on connections", ["tcp-request connection reject unless { src 192.0.2.1 }", "stats enable"], []],
    ["behind rules that deny nobody", ["http-request set-path /", "stats enable"], ["6 hint"]],
    ["disabled", ["stats enable", "disabled"], []],
  ])("%s", (_, rules, expected) => {
    expect(marks(...rules)).toEqual(expected);
  });

  test.each([
    ["bind 127.0.0.1:80", 0],
    ["bind [::1]:80,127.0.0.1:80", 0],
    ["bind /run/stats.sock", 0],
    ['bind "$ADDRESS"', 0],
    ["bind :443 ssl crt a.pem ca-file b.pem verify required", 0],
    ["bind 127.0.0.1:80\n bind 192.0.2.1:80", 1],
    ["bind 127.0.0.1:80,:81", 1],
    ["bind :80\n mode tcp", 0],
  ])("%s", (bind, count) => {
    expect(found("open-stats-page", `defaults\n mode http\nlisten s\n stats enable\n ${bind}\n`)).toHaveLength(count);
  });

  test("a page that several proxies inherit is told of once, and statements of their own replace it", () => {
    const parent = "defaults\n mode http\n stats enable\n";
    const child = (name: string, statement = "") => `frontend ${name}\n bind :80\n${statement}`;
    expect(found("open-stats-page", parent + child("a") + child("b"))).toEqual(["3 hint"]);
    expect(found("open-stats-page", parent + child("a", " stats auth a:b\n"))).toEqual([]);
    expect(found("open-stats-page", `${parent} stats auth a:b\n${child("a", " stats uri /\n")}`)).toEqual(["7 hint"]);
  });
});

describe("unverified-server", () => {
  test.each([
    ["server a 192.0.2.1:443 ssl verify none", ["2 information"]],
    ["server a app.example:443 check ssl verify none sni str(x)", ["2 information"]],
    ["server-template a 3 app.example:443 ssl verify none", ["2 information"]],
    ["default-server ssl verify none\n server a 192.0.2.1:443", ["2 information"]],
    ["default-server verify none\n server a 192.0.2.1:443 ssl", ["2 information"]],
    ["default-server verify none\n server a 192.0.2.1:80", []],
    ["default-server ssl verify none\n server a 127.0.0.1:443", []],
    ["default-server ssl\n server a 192.0.2.1:443 verify none", ["3 information"]],
    ["server a 192.0.2.1:80 verify none", []],
    ["server a 127.0.0.1:443 ssl verify none", []],
    ["server a unix@/run/a.sock ssl verify none", []],
    ["server a 192.0.2.1:443 ssl verify required ca-file c.pem", []],
  ])("%j", (statement, expected) => {
    expect(found("unverified-server", `backend b\n ${statement}\n`)).toEqual(expected);
  });

  test("for all servers", () => {
    expect(found("unverified-server", "global\n ssl-server-verify none\n")).toEqual(["2 information"]);
    expect(found("unverified-server", "global\n ssl-server-verify required\n")).toEqual([]);
  });
});

describe("outdated-tls", () => {
  test.each([
    ["bind :443 ssl crt a.pem ssl-min-ver TLSv1.0", 1],
    ["bind :443 ssl crt a.pem ssl-min-ver TLSv1.1 ssl-max-ver TLSv1.2", 1],
    ["bind :443 ssl crt a.pem force-tlsv10", 1],
    ["bind :443 ssl crt a.pem ssl-min-ver TLSv1.2", 0],
    ["bind :443 ssl crt a.pem force-tlsv12", 0],
    ["bind :443 ssl crt a.pem no-tlsv10", 0],
    ['bind :443 ssl crt a.pem ssl-min-ver "$VERSION"', 0],
    ["server a 192.0.2.1:443 ssl ca-file c.pem ssl-max-ver TLSv1.0", 1],
    [".if defined(OLD)\n bind :443 ssl crt a.pem ssl-min-ver TLSv1.0\n .endif", 0],
  ])("%s", (statement, count) => {
    expect(found("outdated-tls", `listen l\n ${statement}\n`)).toHaveLength(count);
  });
});

describe("plain-password", () => {
  test.each([
    ["user a insecure-password b", 1],
    ["user a groups g insecure-password b", 1],
    ["user a password $5$x$y", 0],
    ['user a insecure-password "$PASSWORD"', 0],
    ["user insecure-password", 0],
  ])("%s", (statement, count) => {
    expect(found("plain-password", `userlist u\n ${statement}\n`)).toHaveLength(count);
  });

  test("the message keeps the password to itself", () => {
    const [hit] = languageHits(modelFrom("userlist u\n user a insecure-password hunter2\n"), undefined);
    expect(hit?.message).not.toContain("hunter2");
  });
});
