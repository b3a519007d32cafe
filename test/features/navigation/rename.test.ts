/** Renaming: every place that means the name, nothing else, or a reason. */
import { describe, expect, test } from "vitest";
import { doubtOf, renamed } from "../../support/checkNames.ts";

describe("renaming", () => {
  test("a backend, in whole words and in halves of them", () => {
    expect(
      renamed(
        'frontend b\n use_backend $0b if { srv_is_up(b/b) } "%[nbsrv(b)]"\n http-request set-header b "%[be_conn(b)] b"\nbackend b\n server b 192.0.2.1:80 track b/b',
        "pool",
      ),
    ).toBe(
      'frontend b\n use_backend pool if { srv_is_up(pool/b) } "%[nbsrv(b)]"\n http-request set-header b "%[be_conn(pool)] b"\nbackend pool\n server b 192.0.2.1:80 track pool/b',
    );
  });

  test("from a use inside a word, and with the cursor at its end", () => {
    expect(renamed("frontend f\n acl x srv_is_up(b/s$0)\nbackend b\n server s 192.0.2.1:80", "t")).toBe(
      "frontend f\n acl x srv_is_up(b/t)\nbackend b\n server t 192.0.2.1:80",
    );
    expect(renamed("frontend f\n acl x srv_is_up($0b/s)\nbackend b\n server s 192.0.2.1:80", "t")).toBe(
      "frontend f\n acl x srv_is_up(t/s)\nbackend t\n server s 192.0.2.1:80",
    );
  });

  test("a template changes the names that it makes", () => {
    expect(renamed("backend b\n server-template w$0 1-3 192.0.2.1:80\n use-server w2 if TRUE\n use-server w4 if TRUE", "web")).toBe(
      "backend b\n server-template web 1-3 192.0.2.1:80\n use-server web2 if TRUE\n use-server w4 if TRUE",
    );
    expect(renamed("backend b\n server-template w 1-3 192.0.2.1:80\n use-server w$02 if TRUE", "web")).toBe(
      "backend b\n server-template web 1-3 192.0.2.1:80\n use-server web2 if TRUE",
    );
  });

  test("keeps quotes and comments", () => {
    expect(renamed("frontend f\n acl \"$0a\" path /a # a\n http-request deny if !'a'", "x")).toBe(
      "frontend f\n acl \"x\" path /a # a\n http-request deny if !'x'",
    );
  });

  test.each([
    ["frontend f\n acl $0a path /\n acl b path /", "b", '"b" is there already, in line 3'],
    ["frontend f\n acl $0a path /\n http-request deny if b", "b", '"b" is referred to already, in line 3'],
    ["frontend f\n acl $0a path /", "TRUE", '"TRUE" is one of the ACLs that HAProxy brings'],
    ["frontend f\n acl $0a path /", "OR", '"OR" stands between the terms of a condition'],
    ["frontend f\n acl $0a path /", "a b", '"a b": a name has letters, digits and . : _ - only'],
    ["frontend f\n acl $0a path /", "", '"": a name has letters, digits and . : _ - only'],
    ["frontend f\n http-request deny if $0a", "b", '"a" is not declared in this configuration'],
    ["frontend f\n http-request deny if T$0RUE", "b", '"TRUE" is one of the ACLs that HAProxy brings'],
    ["frontend f\n http-request deny if { srv_is_up(s$0) }", "b", 'which backend the server "s" belongs to is not known here'],
    ["backend $0a\nbackend b", "b", '"b" is there already, in line 2'],
    ["backend $0a\nlisten b", "b", '"b" is there already, in line 2'],
    ["listen $0a\nfrontend b", "b", '"b" is there already, in line 2'],
    ["backend b\n server $0s 192.0.2.1:80\n server t 192.0.2.2:80", "t", 'backend "b" has a server of that name already: t'],
    ["backend b\n server $0s 192.0.2.1:80\n server-template t 2 192.0.2.2:80", "t2", 'backend "b" has a server of that name already: t2'],
    ["backend b\n server-template $0s 2 192.0.2.1:80\n server t2 192.0.2.2:80", "t", 'backend "b" has a server of that name already: t'],
    ["frontend f\n http-request set-var(t$0xn.a) str(a)", "sess.a", '"sess.a": the variable lives in the scope "txn"'],
    [
      "frontend f\n http-request set-var(t$0xn.a) str(a)",
      "b",
      '"b": a variable has its scope in front, as in txn.name, then letters, digits, . and _',
    ],
    [
      'frontend f\n bind "$0:$POR$0T"'.replace("$0:", ":"),
      "X",
      '"PORT" comes from the environment of HAProxy: it is not set in this configuration',
    ],
    ["frontend f\n http-request lua.s$0ign", "x", '"sign" is registered by a Lua script: rename it there as well'],
    ["crt-store s\n load crt $0a.pem", "x", '"a.pem" is the name of a file: give the certificate an alias'],
  ])("%s to %s is refused", (marked, newName, reason) => {
    expect(renamed(marked, newName)).toBe(`refused: ${reason}`);
  });

  test("a name that only differs in case is another name", () => {
    expect(renamed("frontend f\n acl $0a path /\n acl A path /A\n http-request deny if a A", "b")).toBe(
      "frontend f\n acl b path /\n acl A path /A\n http-request deny if b A",
    );
  });

  test("a frontend may take the name of a backend as long as HAProxy lets it", () => {
    expect(renamed("frontend $0a\nbackend b", "b", "3.0")).toBe("frontend b\nbackend b");
    expect(renamed("frontend f\n    acl ü$0 path /\n    http-request deny if !ü", "u")).toBe(
      "frontend f\n    acl u path /\n    http-request deny if !u",
    );
    for (const branch of ["3.1", "3.3", undefined])
      expect(renamed("frontend $0a\nbackend b", "b", branch)).toBe('refused: "b" is there already, in line 2');
    expect(renamed("frontend $0a\n stick-table type ip size 1\nbackend b\n stick-table type ip size 1", "b", "3.0")).toBe(
      'refused: "b" is there already, in line 3',
    );
  });

  test("nothing stands at blanks and keywords", () => {
    expect(renamed("frontend f\n$0 acl a path /", "x")).toBe("no name");
    expect(renamed("frontend f\n ac$0l a path /", "x")).toBe("no name");
    expect(renamed("frontend f\n acl a path / # a$0", "x")).toBe("no name");
  });

  test("says which uses cannot be seen", () => {
    expect(doubtOf("frontend f\n use_backend %[req.hdr(host)]\nbackend $0b", "c")).toBe(
      'A backend is picked at run time, in line 2: what gives the name, such as a map, may still hold "b"',
    );
    expect(doubtOf("frontend f\n use_backend c\nbackend $0b", "d")).toBeUndefined();
    expect(doubtOf("frontend $0f\n use_backend %[req.hdr(host)]", "d")).toBeUndefined();
    expect(doubtOf("frontend f\n http-request set-var($0txn.a) str(a)", "txn.b", { "a.lua": 'txn:get_var("txn.a")' })).toBe(
      'a Lua script names "txn.a" as well',
    );
    expect(doubtOf("backend $0b", "c", { "a.lua": "core.backends['b']" })).toBe('a Lua script names "b" as well');
    expect(doubtOf("backend b\n use-server %[str(s)] if TRUE\n server $0s 192.0.2.1:80", "t")).toBe(
      'A server is picked at run time, in line 2: what gives the name may still hold "s"',
    );
    expect(doubtOf("global\n presetenv $0A 1", "B")).toBe('the environment of HAProxy may set "A" as well');
    expect(doubtOf("global\n setenv $0A 1", "B")).toBeUndefined();
  });
});
