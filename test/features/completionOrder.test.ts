/** The order in which completion offers things: what people write mostly comes first. */
import { describe, expect, test } from "vitest";
import { itemIn, labelsIn } from "../support/checkCompletion.ts";

test("the second word of a name is in the order of what such a section mostly has", () => {
  expect(labelsIn("backend b\n    timeout $0\n").slice(0, 2)).toEqual(["server", "connect"]);
  expect(labelsIn("frontend f\n    timeout $0\n")[0]).toBe("client");
});

test("what is usual comes first, what is there already goes down", () => {
  const before = labelsIn("frontend f\n    $0");
  expect(before.slice(0, 3)).toContain("bind");
  expect(before.indexOf("mode")).toBeLessThan(before.indexOf("disabled"));
  const after = labelsIn("frontend f\n    mode http\n    bind :80\n    $0");
  expect(after.indexOf("mode")).toBeGreaterThan(after.indexOf("disabled"));
  expect(after.slice(0, 3)).toContain("bind");
});

test.each<[place: string, first: readonly string[]]>([
  ["$0", ["global", "defaults", "frontend"]],
  ["foobar x\n    $0", ["global", "defaults"]],
  [
    "frontend f\n    mode http\n    $0",
    ["bind", "default_backend", "use_backend", "acl", "http-request", "http-response", "option httplog"],
  ],
  ["backend b\n    mode http\n    $0", ["server", "balance roundrobin", "balance leastconn", "option httpchk"]],
  ["defaults\n    $0", ["mode", "log", "timeout connect", "timeout client", "timeout server", "option httplog"]],
  ["global\n    stats socket /run/a.sock $0", ["level", "mode", "expose-fd"]],
  ["global\n    log stdout $0", ["format", "local0"]],
  ["backend b\n    stick-table $0", ["type", "size", "expire", "store"]],
  ["backend b\n    stick-table type ip size 1m $0", ["expire", "store"]],
  ["backend b\n    stick-table type ip size 1m store $0", ["http_req_rate", "conn_rate", "conn_cur"]],
  ["resolvers r\n    nameserver dns $0", ["127.0.0.53:53", "127.0.0.11:53"]],
  ["backend b\n    mode http\n    server s 192.0.2.1:443 ssl sni $0", ["req.hdr", "str"]],
  ["backend b\n    mode tcp\n    server s 192.0.2.1:443 ssl sni $0", ["ssl_fc_sni", "req.ssl_sni"]],
  ["backend b\n    mode http\n    stick store-response $0", ["res.cook", "res.hdr"]],
  ["backend b\n    mode tcp\n    stick store-response $0", ["res.payload_lv", "res.payload"]],
  ["backend b\n    mode tcp\n    stick on $0", ["src", "req.rdp_cookie"]],
  ["frontend f\n    http-request track-sc0 $0", ["src", "req.hdr"]],
  ["frontend f\n    http-request sc-inc-gpc0($0", ["0", "1", "2"]],
  ["frontend f\n    http-request sc-inc-gpc(0,$0", ["0", "1", "2"]],
  ["frontend f\n    mode http\n    http-response set-header X-A %[$0", ["status", "res.hdr"]],
  ["frontend f\n    http-response deny if { $0", ["status", "res.hdr"]],
  ["backend b\n    mode http\n    server s $0", ["ipv4@", "ipv6@", "unix@"]],
  ["frontend f\n    redirect $0", ["scheme", "location", "prefix", "code"]],
  ["frontend f\n    http-request redirect $0", ["scheme", "location", "prefix", "code"]],
  ["frontend f\n    http-request return status 200 $0", ["content-type", "string"]],
  ["frontend f\n    http-request set-header $0", ["X-Forwarded-Proto", "X-Forwarded-For"]],
  ["frontend f\n    http-response set-header $0", ["Strict-Transport-Security", "Content-Security-Policy"]],
  ['frontend f\n    mode http\n    log-format "%$0"', ["[", "ci", "cp", "tr", "ft"]],
  ["backend b\n    cookie SRV $0", ["insert", "indirect", "nocache"]],
  ["frontend f\n    filter $0", ["compression", "bwlim-in"]],
  ["crt-store s\n    load $0", ["crt", "key", "alias"]],
  ["acme a\n    $0", ["directory", "contact", "challenge"]],
  ["defaults\n    timeout client $0", ["5s", "10s", "30s"]],
])("%j: first what is written most", (place, first) => {
  expect(labelsIn(place).slice(0, first.length)).toEqual(first);
});

test("directives come behind the sections, and words that a line has already behind those that it lacks", () => {
  const labels = labelsIn("$0");
  expect(labels.indexOf(".if")).toBeGreaterThan(labels.indexOf("resolvers"));
  const table = labelsIn("backend b\n    stick-table type ip $0");
  expect(table.indexOf("type")).toBeGreaterThan(table.indexOf("recv-only"));
});

test("statuses of refusals: the usual ones first, then by number", () => {
  const labels = labelsIn("frontend f\n    http-request deny deny_status $0\n");
  expect(labels.slice(0, 5)).toEqual(["403", "429", "401", "404", "503"]);
  expect(labels.slice(5)).toEqual([...labels.slice(5)].sort());
});

test("a proxy in TCP mode has no HTTP rules", () => {
  const rank = (mode: string) => itemIn(`backend b\n    mode ${mode}\n    $0\n`, "http-request set-header")?.rank ?? 0;
  expect(rank("tcp")).toBeGreaterThan(rank("http"));
  expect(itemIn("backend b\n    mode tcp\n    $0\n", "http-request")?.note).toBe("needs mode http");
  expect(itemIn("backend b\n    mode tcp\n    $0\n", "tcp-request content")?.note).toBeUndefined();
});

test("nor options of HTTP", () => {
  const first = (mode: string) => labelsIn(`defaults\n    mode ${mode}\n    option $0\n`)[0];
  expect(first("http")).toBe("httplog");
  expect(itemIn("defaults\n    mode tcp\n    option $0\n", "httplog")?.note).toBe("needs mode http");
  expect(itemIn("defaults\n    mode tcp\n    option $0\n", "tcplog")?.note).toBeUndefined();
});

test("nor those that the binaries say are for HTTP", () => {
  expect(itemIn("backend b\n    mode tcp\n    $0\n", "option checkcache")?.note).toBe("needs mode http");
  expect(itemIn("backend b\n    mode tcp\n    option $0\n", "checkcache")?.note).toBe("needs mode http");
});

test("the predicates that one mostly asks come first", () => {
  expect(labelsIn(".if $0").slice(0, 3)).toEqual(["version_atleast", "feature", "defined"]);
});

describe("what people write first comes first", () => {
  const firstOf = (text: string, count = 3) => labelsIn(text).slice(0, count);

  test.each([
    ["frontend f\n    mode http\n    http-request redirect scheme $0", ["https", "http", "%["]],
    ["frontend f\n    mode http\n    http-request deny $0", ["deny_status", "if", "unless"]],
    ["frontend f\n    mode http\n    http-request set-var($0", ["txn.", "req.", "res."]],
    ["frontend f\n    errorfile $0", ["503", "502", "504"]],
    ["frontend f\n    bind :443 ssl ssl-min-ver $0", ["TLSv1.2", "TLSv1.3", "SSLv3"]],
    ["global\n    log /dev/log $0", ["local0", "format", "len"]],
    ["global\n    .if feature($0", ["OPENSSL", "QUIC", "LUA"]],
    ["frontend f\n    mode tcp\n    tcp-request content accept if { $0", ["src", "req.ssl_sni", "req.ssl_hello_type"]],
    ["frontend f\n    mode tcp\n    option $0", ["tcplog", "dontlognull", "tcpka"]],
    ["resolvers r\n    hold $0", ["valid", "obsolete", "nx"]],
    ["defaults\n    balance $0", ["roundrobin", "leastconn", "source"]],
    ["backend b\n    server s app.example.com:80 init-addr $0", ["last", "libc", "none"]],
  ])("%s", (text, labels) => {
    expect(firstOf(text)).toEqual(labels);
  });

  test("backends of the same mode, those with servers in front", () => {
    const text = "backend a\n    mode tcp\n    server s :1\nbackend b\n    mode http\nbackend c\n    mode http\n    server s :1\n";
    expect(labelsIn(`${text}frontend f\n    mode http\n    use_backend $0`)).toEqual(["c", "b", "a"]);
    expect(itemIn(`${text}frontend f\n    mode http\n    use_backend $0`, "a")?.note).toBe("mode tcp");
  });

  test("a scheme may be put together as well", () => {
    expect(labelsIn("frontend f\n    mode http\n    http-request redirect scheme %[$0")).not.toContain("https");
  });
});
