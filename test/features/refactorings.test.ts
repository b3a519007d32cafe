/** Refactorings: the text changes, the meaning does not. */
import { describe, expect, test } from "vitest";
import { refactoringsAt } from "../support/checkActions.ts";

const frontend = (...lines: readonly string[]) => `frontend f\n${lines.map((line) => `    ${line}\n`).join("")}`;

describe("ACLs", () => {
  test("a condition gets a name", () => {
    expect(refactoringsAt(frontend("bind :1", "# why", "http-request deny if { src 192.0.2.1 } !{ path_beg$0 /api } # x"))).toEqual({
      'Give the condition a name: ACL "path_beg_api"': frontend(
        "bind :1",
        "acl path_beg_api path_beg /api",
        "# why",
        "http-request deny if { src 192.0.2.1 } !path_beg_api # x",
      ),
    });
  });

  test("one that is free", () => {
    const titles = Object.keys(refactoringsAt(frontend("acl src_192_0_2_1 path /", "http-request deny if { src$0 192.0.2.1 }")));
    expect(titles).toEqual(['Give the condition a name: ACL "src_192_0_2_1_2"']);
  });

  test("a named one goes back to where it is used", () => {
    const before = frontend("acl api$0 path_beg -i /api '/a b'", "use_backend a if api", "use_backend b if !api { src ::1 }");
    expect(refactoringsAt(before)).toEqual({
      'Put the criterion of ACL "api" where it is used': frontend(
        "use_backend a if { path_beg -i /api '/a b' }",
        "use_backend b if !{ path_beg -i /api '/a b' } { src ::1 }",
      ),
    });
    expect(Object.keys(refactoringsAt(before.replace("$0", "").replace("if api", "if ap$0i")))).toContain(
      'Put the criterion of ACL "api" where it is used',
    );
  });

  test.each([
    ["declared twice", frontend("acl a$0 src ::1", "acl a src ::2", "http-request deny if a")],
    ["not used", frontend("acl a$0 src ::1")],
    ["behind .if", frontend("acl a$0 src ::1", ".if defined(X)", "http-request deny if a", ".endif")],
    [
      "inherited too",
      `defaults d\n    acl a src ::1\n${frontend("acl a$0 src ::2", "http-request deny if a").replace("frontend f", "frontend f from d")}`,
    ],
  ])("but not one that is %s", (_, text) => {
    expect(Object.keys(refactoringsAt(text)).filter((title) => title.startsWith("Put"))).toEqual([]);
  });

  test("move above the rules, in their order and with their comments", () => {
    const before = frontend(
      "bind :1",
      "http-request deny if { src ::1 }",
      "acl a$0 src ::1",
      "# second",
      "acl a src ::2",
      "use_backend b if a",
    );
    expect(refactoringsAt(before)["Move the ACLs of this section above its rules"]).toBe(
      frontend("bind :1", "acl a src ::1", "# second", "acl a src ::2", "http-request deny if { src ::1 }", "use_backend b if a"),
    );
  });
});

describe("settings that all proxies repeat", () => {
  const before =
    "defaults\n    mode http\n\nfrontend f\n    bind :1\n    timeout$0 client 5s\n\nlisten l\n    timeout client  5s\n    bind :2\n";
  test("move to their defaults", () => {
    expect(refactoringsAt(before)).toEqual({
      'Move "timeout client 5s" of all 2 proxies to their defaults':
        "defaults\n    mode http\n    timeout client 5s\n\nfrontend f\n    bind :1\n\nlisten l\n    bind :2\n",
    });
  });

  test.each([
    ["that one does not repeat", `${before}\nfrontend g\n    bind :3\n`],
    ["with another value", before.replace("client  5s", "client 6s")],
    ["that the defaults have", before.replace("mode http", "timeout client 9s")],
    ["of different defaults", before.replace("listen l", "defaults x\n\nlisten l")],
    ["behind .if", before.replace("    timeout client  5s", "    .if defined(X)\n    timeout client 5s\n    .endif")],
    ["in defaults that others build on", `${before.replace("defaults", "defaults d")}\ndefaults e from d\n`],
    ["that are lists", before.replace("timeout$0 client 5s", "log$0 global").replace("timeout client  5s", "log global")],
  ])("but not those %s", (_, text) => {
    expect(refactoringsAt(text)).toEqual({});
  });
});

describe("settings of backends", () => {
  const backend = (name: string, ...lines: readonly string[]) => `\nbackend ${name}\n${lines.map((line) => `    ${line}\n`).join("")}`;
  const front = "\nfrontend f\n    bind :1\n";

  test("move to defaults that frontends inherit as well, for whom they mean nothing", () => {
    const before = `defaults\n    mode http\n${front}${backend("a", "balance$0 source")}${backend("b", "balance source")}`;
    expect(refactoringsAt(before)).toEqual({
      'Move "balance source" of all 2 proxies to their defaults': `defaults\n    mode http\n    balance source\n${front}${backend("a")}${backend("b")}`,
    });
    expect(refactoringsAt(`${before}${backend("c", "balance first")}`)).toEqual({});
    // what a frontend takes as well is not for the backends to say
    expect(refactoringsAt(before.replaceAll("balance", "description"))).toEqual({});
  });

  test("of all servers move to default-server, in the order of the first one", () => {
    const before = backend(
      "b",
      "# both",
      "server a 192.0.2.1:80 check$0 inter 2s  weight 10 # one",
      "server-template t 2 192.0.2.2:80 inter 2s check backup",
    );
    expect(refactoringsAt(before)).toEqual({
      'Move "check inter 2s" of all 2 servers to default-server': backend(
        "b",
        "default-server check inter 2s",
        "# both",
        "server a 192.0.2.1:80  weight 10 # one",
        "server-template t 2 192.0.2.2:80 backup",
      ),
    });
  });

  test.each([
    ["of one server", ["server a$0 192.0.2.1:80 check"]],
    ["that differ", ["server a$0 192.0.2.1:80 inter 2s", "server b 192.0.2.1:80 inter 3s"]],
    ["that default-server does not take", ["server a$0 192.0.2.1:80 id 3", "server b 192.0.2.1:80 id 3"]],
    ["with an opposite", ["server a$0 192.0.2.1:80 ssl", "server b 192.0.2.1:80 no-ssl ssl"]],
    ["around another default-server", ["server a$0 192.0.2.1:80 check", "default-server inter 2s", "server b 192.0.2.1:80 check"]],
    ["behind a variable", ["server a$0 192.0.2.1:80 check", 'server b 192.0.2.1:80 check "$MORE"']],
  ])("not %s", (_, lines) => {
    expect(refactoringsAt(backend("b", ...lines))).toEqual({});
  });
});

describe("times and sizes", () => {
  const written = (text: string) => Object.fromEntries(Object.entries(refactoringsAt(text)).filter(([title]) => title.startsWith("Write")));

  test.each([
    ["defaults\n    timeout client 50000$0 # ms", "50s"],
    ["defaults\n    timeout client 5400000$0", "90m"],
    ["backend b\n    server s 192.0.2.1:80 check inter 1500$0 rise 3", "1500ms"],
    ["backend b\n    stick-table type ip size 1048576 expire 3600s$0", "1h"],
    ["backend b\n    stick-table type ip size 1048576$0 expire 3600s", "1m"],
    ["global\n    tune.bufsize 32768$0", "32k"],
    ["resolvers r\n    hold valid 172800s$0", "2d"],
    ["cache c\n    max-age 60$0", undefined],
    ["defaults\n    timeout client 90s$0", undefined],
    ["defaults\n    timeout client 0$0", undefined],
    ["defaults\n    timeout client 1h30m$0", undefined],
    ['defaults\n    timeout client "50000$0"', undefined],
    ["defaults\n    maxconn 2048$0", undefined],
  ])("%s", (text, by) => {
    const after = text.replace(/[0-9]+[a-z]*\$0/, by ?? "");
    expect(written(text)).toEqual(by === undefined ? {} : { [`Write "${by}"`]: after });
  });
});

test("a comparison is named with its number", () => {
  expect(Object.keys(refactoringsAt(frontend("http-request deny if { src_conn_cur ge$0 3 }")))).toEqual([
    'Give the condition a name: ACL "src_conn_cur_ge_3"',
  ]);
});
