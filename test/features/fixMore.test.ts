/** Fixes that need more than the word at fault: samples of the request in responses, filters and steps in order, old sessions. */
import { describe, expect, test } from "vitest";
import { fixesAt } from "../support/checkActions.ts";

const fixed = (marked: string, code: string, release?: string) => Object.values(fixesAt(marked, release, code));
const lines = (...all: readonly string[]) => all.map((line, i) => (i === 0 ? `${line}\n` : `    ${line}\n`)).join("");

describe("samples that only the request has", () => {
  test.each([
    ["set-header X %[path]", "path", "path", "set-header X %[var(txn.path)]"],
    ['set-header X "%[req.hdr(host),lower] y"', "req.hdr(host)", "hdr_host", 'set-header X "%[var(txn.hdr_host),lower] y"'],
    ["set-header X y if { path_beg -i /x }", "path", "path", "set-header X y if { var(txn.path) -m beg -i /x }"],
    ["set-header X y if { path -m end y }", "path", "path", "set-header X y if { var(txn.path) -m end y }"],
    ["set-header X y if { method GET }", "method", "method", undefined],
  ])("%s", (rule, call, name, after) => {
    const rest = ["backend b", "mode http", "http-request deny if { path /a }"];
    const text = lines(...rest, `http-response ${rule}$0`, "server s 192.0.2.1:80");
    const wanted =
      after === undefined
        ? []
        : [lines(...rest, `http-request set-var(txn.${name}) ${call}`, `http-response ${after}`, "server s 192.0.2.1:80")];
    expect(fixed(text, "unavailable-sample")).toEqual(wanted);
  });

  test("a variable that is there is taken, and the rule for a new one stands above backends", () => {
    const front = ["frontend f", "mode http", "bind :80"];
    const given = lines(...front, "http-request set-var(txn.path) path", "http-response set-header X %[path]$0");
    expect(fixed(given, "unavailable-sample")).toEqual([
      lines(...front, "http-request set-var(txn.path) path", "http-response set-header X %[var(txn.path)]"),
    ]);
    const late = lines(...front, "default_backend b", "http-response set-header X %[path]$0");
    expect(fixed(late, "unavailable-sample")).toEqual([
      lines(...front, "http-request set-var(txn.path) path", "default_backend b", "http-response set-header X %[var(txn.path)]"),
    ]);
  });
});

test("cookies of sessions go into a stick-table", () => {
  const text = lines("backend b", "mode http", "appsession SID len 52 timeout 3h$0", "server s 192.0.2.1:80");
  expect(fixed(text, "removed-keyword")).toEqual([
    lines(
      "backend b",
      "mode http",
      "stick-table type string len 52 size 100k expire 3h",
      "stick match req.cook(SID)",
      "stick store-response res.cook(SID)",
      "server s 192.0.2.1:80",
    ),
  ]);
  expect(fixed(text.replace("3h", "3h request-learn"), "removed-keyword").join()).toContain("stick on req.cook(SID)");
  expect(fixed(text.replace("3h", "3h prefix"), "removed-keyword")).toEqual([]);
  expect(fixed(text.replace("mode http", "stick-table type ip size 1k expire 1m"), "removed-keyword")).toEqual([]);
});

describe("filters", () => {
  const backend = (...rest: readonly string[]) => lines("backend b", "mode http", ...rest, "server s 192.0.2.1:80");

  test("that are missing are written down, the cache in front of compression", () => {
    expect(fixed(backend("filter trace", "compression algo gzip$0"), "undeclared-filter")).toEqual([
      backend("filter trace", "filter compression", "compression algo gzip"),
    ]);
    const cache = "cache c\n    total-max-size 4\n";
    expect(fixed(cache + backend("filter trace", "filter compression", "http-request cache-use c$0"), "undeclared-filter")).toEqual([
      cache + backend("filter trace", "filter cache c", "filter compression", "http-request cache-use c"),
    ]);
  });

  test("that stand the wrong way round change places", () => {
    const text = backend("filter trace", "filter compression", "filter cache c$0", "http-request cache-use c");
    expect(fixed(`cache c\n    total-max-size 4\n${text}`, "undeclared-filter").join()).toContain(
      "filter cache c\n    filter compression\n",
    );
  });

  test("a limit that nobody sets: the nearest one, or a new one", () => {
    const text = backend("filter bwlim-out slow default-limit 1m default-period 1s", "http-response set-bandwidth-limit slwo$0");
    expect(Object.keys(fixesAt(text, "3.2.4", "undefined-member"))).toEqual([
      'Change "slwo" to "slow"',
      'Add "filter bwlim-out slwo default-limit 1m default-period 1s" (fit the value)',
    ]);
  });
});

describe("steps of checks", () => {
  const check = (option: string, ...steps: readonly string[]) => lines("backend b", `option ${option}`, ...steps, "server s 192.0.2.1:80");

  test.each([
    ["tcp-check", ["tcp-check send A", "tcp-check connect port 1$0"], ["tcp-check connect port 1", "tcp-check send A"]],
    [
      "httpchk",
      ["http-check connect", "http-check expect status 200$0", "http-check send meth GET uri /"],
      ["http-check connect", "http-check send meth GET uri /", "http-check expect status 200"],
    ],
    [
      "httpchk",
      ["http-check connect", "http-check send meth GET uri /", "http-check connect port 1$0"],
      ["http-check connect", "http-check send meth GET uri /", "http-check expect status 200", "http-check connect port 1"],
    ],
  ])("%s %j", (option, before, after) => {
    expect(fixed(check(option, ...before), "check-steps")[0]).toBe(check(option, ...after));
  });

  test("a section of checks says what they are", () => {
    const section = (...steps: readonly string[]) => lines("healthcheck h", ...steps);
    expect(fixed(`healthcheck h$0\n    tcp-check connect\n`, "check-steps", "3.4.0")).toEqual([
      section("type tcp-check", "tcp-check connect"),
    ]);
    expect(fixed(section("type tcp-check", "type tcp-check$0", "tcp-check connect"), "check-steps", "3.4.0")).toContain(
      section("type tcp-check", "tcp-check connect"),
    );
  });
});

describe("values", () => {
  test.each([
    ["frontend f\n    mode http\n    http-request set-var(tx.a)$0 src\n", "malformed-argument", "set-var(txn.a) src"],
    ["frontend f\n    mode http\n    http-request set-var(a)$0 src\n", "malformed-argument", "set-var(txn.a) src"],
    ["frontend f\n    mode http\n    http-request deny deny_status 99$0\n", "malformed-argument", "deny_status 200"],
    ["backend b\n    server s 192.0.2.1:80 weight 300$0 check\n", "malformed-argument", "weight 256 check"],
    ["resolvers r\n    nameserver a 192.0.2.1$0\n", "malformed-argument", "192.0.2.1:53"],
    ["mailers m\n    mailer a 192.0.2.1$0\n", "malformed-argument", "192.0.2.1:25"],
    ["frontend f\n    no timeout client 5s$0\n", "prefix-not-taken", "\n    timeout client 5s\n"],
    ["frontend f\n    mode http\n    acl a path_begin$0 /x\n", "unknown-fetch", "acl a path_beg /x"],
  ])("%j", (text, code, part) => {
    expect(fixed(text, code).join()).toContain(part);
  });

  test("a variable without a scope is told of once", () => {
    expect(Object.keys(fixesAt("frontend f\n    mode http\n    http-request set-var(foo.bar)$0 src\n"))).toEqual([
      'Change "foo.bar" to "txn.foo.bar"',
    ]);
  });
});

describe("what is missing in the middle of a line", () => {
  const rule = (text: string) => `backend b\n    mode http\n    ${text}\n`;

  test.each([
    ["http-request set-header x %[req.hdr(host)lower]$0", "malformed-expression", "%[req.hdr(host),lower]"],
    ["http-request set-header x %[src$0", "malformed-log-format", "x %[src]"],
    ['http-request set-header x "%[src$0"', "malformed-log-format", 'x "%[src]"'],
    ["http-request deny if { path_reg (^|/)x$0 }", "stray-parenthesis", "path_reg -- (^|/)x"],
    ["use-fcgi-app php$0\n    server s 192.0.2.1:9000", "incomplete-server", "192.0.2.1:9000 proto fcgi"],
    ["server s 192.0.2.1:80 agent-check$0 weight 1", "incomplete-server", "agent-check agent-port 8888 weight 1"],
  ])("%s", (text, code, part) => {
    expect(fixed(`fcgi-app php\n    docroot /var/www\n${rule(text)}`, code)[0]).toContain(part);
  });

  test.each([
    [".if versionatleast$0(3.0)", ["version_atleast(3.0)"]],
    [".if feature(OPENSSL) feature$0(LUA)", ["feature(OPENSSL) && feature(LUA)", "feature(OPENSSL) || feature(LUA)"]],
    [".if nothing_like_it$0(LUA)", []],
  ])("%s", (text, conditions) => {
    expect(fixed(`global\n    ${text}\n    .endif\n`, "malformed-condition")).toEqual(
      conditions.map((condition) => `global\n    .if ${condition}\n    .endif\n`),
    );
  });

  test("an address for a log format", () => {
    const frontend = "frontend f$0\n    bind :80\n    option httplog\n";
    const logging = (log: string) => frontend.replace("$0", "").replace("bind", `${log}\n    bind`);
    expect(fixed(`global\n    log stdout local0\n${frontend}`, "log-format-without-log")).toEqual([
      `global\n    log stdout local0\n${logging("log global")}`,
    ]);
    expect(fixed(frontend, "log-format-without-log")).toEqual([logging("log stdout format raw local0")]);
  });
});

describe("numbers", () => {
  test.each([
    ["frontend f", "bind :80443$0", ["bind :80,:443", "bind :8443"]],
    ["frontend f", "bind 192.0.2.1:8080443$0 name x", ["bind 192.0.2.1:8080,192.0.2.1:443 name x"]],
    ["frontend f", "bind :84443$0", ["bind :8443"]],
    ["frontend f", "bind :80808$0", ["bind :8080"]],
    ["backend b", "server s 192.0.2.1:80443$0 check", ["server s 192.0.2.1:8443 check"]],
    ["backend b", "server s 192.0.2.1:99999$0 check", []],
    ["backend b", "server s 192.0.2.1:33306$0 check", []],
    ["backend b", "server s 192.0.2.1:84443$0 check", ["server s 192.0.2.1:8443 check"]],
    ["frontend f", "acl big req.body_size gt 1k$0", ["acl big req.body_size gt 1024"]],
    ["frontend f", "acl big req.body_size gt 10kk$0", []],
  ])("%s: %s", (header, line, expected) => {
    expect(fixed(lines(header, "mode http", line), "malformed-argument")).toEqual(
      expected.map((after) => lines(header, "mode http", after)),
    );
  });
});
