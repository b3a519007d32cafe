/** Fixes of values: what was meant by a word, a number or a port that HAProxy refuses. */
import { describe, expect, test } from "vitest";
import { fixesAt } from "../support/checkActions.ts";

const fixed = (marked: string, code: string, release?: string) => Object.values(fixesAt(marked, release, code));
const lines = (...all: readonly string[]) => all.map((line, i) => (i === 0 ? `${line}\n` : `    ${line}\n`)).join("");

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
