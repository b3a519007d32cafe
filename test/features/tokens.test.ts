/** Semantic tokens of configurations, and the edits between two answers. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { editBetween, joined } from "../../server/src/lsp/answers/tokenRows.ts";
import { legendFor, TokenWriter } from "../../server/src/lsp/answers/tokens.ts";
import { readConfig } from "../../server/src/syntax/config.ts";
import { configUri } from "../support/configText.ts";
import { applied, decoded } from "../support/semanticTokens.ts";

const legend = legendFor(undefined);

function tokensOf(text: string, branch = "3.2", of = legend): string[] {
  return decoded(joined(new TokenWriter(of).ofConfig(readConfig(configUri, text), branch)), text, of);
}

describe("tokens of a configuration", () => {
  test("keywords, names and values", () => {
    expect(
      tokensOf("frontend web from base\n  bind :80 ssl # public\n  timeout client 30s\n\n  no option httplog\n  acl is_api path_beg /api"),
    ).toEqual([
      "keyword.declaration:frontend",
      "class.declaration:web",
      "keyword.declaration:from",
      "class:base",
      "keyword:bind",
      "number:80",
      "parameter:ssl",
      "comment:# public",
      "keyword:timeout",
      "keyword:client",
      "number:30s",
      "keyword:no",
      "keyword:option",
      "enumMember:httplog",
      "keyword:acl",
      "variable.declaration:is_api",
      "function.defaultLibrary:path_beg",
      "string:/api",
    ]);
  });

  test("conditions, expressions and log-formats", () => {
    const line = 'http-request set-header X-A "%ci %[var(txn.x),lower]$HOME" if !is_api HTTP or { hdr_len(host) gt 3 } { path_reg ^/x }';
    expect(tokensOf(`backend b\n${line}`).slice(2)).toEqual([
      "keyword:http-request",
      "function:set-header",
      "property:X-A",
      "variable.readonly.defaultLibrary:ci",
      "string: ",
      "function.defaultLibrary:var",
      "variable:txn.x",
      "method.defaultLibrary:lower",
      "variable.readonly:$HOME",
      "keyword.modification:if",
      "operator:!",
      "variable:is_api",
      "variable.readonly.defaultLibrary:HTTP",
      "keyword.modification:or",
      "operator:{",
      "function.defaultLibrary:hdr_len",
      "property:host",
      "operator:gt",
      "number:3",
      "operator:}",
      "operator:{",
      "function.defaultLibrary:path_reg",
      "regexp:^/x",
      "operator:}",
    ]);
  });

  test("a number among the words that may stand somewhere is a number", () => {
    const text = "frontend f\n  http-request deny deny_status 429\n  mode tcp";
    expect(tokensOf(text)).toEqual(expect.arrayContaining(["number:429", "enumMember:tcp"]));
  });

  test("words that the release does not know have none, deprecated ones say so", () => {
    expect(tokensOf("global\n  nbproc 1\n  blub", "2.4")).toContain("keyword:nbproc");
    expect(tokensOf("global\n  nbproc 1\n  blub", "3.2")).toEqual(["keyword.declaration:global"]);
    expect(tokensOf("program p\n  command x", "3.2")).toContain("keyword.declaration.deprecated:program");
  });

  test("a comment that speaks to us is left to the editor's grammar", () => {
    expect(tokensOf("# haproxy: 3.2.0\n# haproxy-sleuth: allow x\n# haproxy")).toEqual(["comment:# haproxy"]);
  });

  test("an editor that knows few types gets the nearest, or none", () => {
    const text = "backend b\n  acl a path_reg ^/x";
    const few = legendFor({ tokenTypes: ["function", "string", "keyword", "decorator"], tokenModifiers: [], requests: {}, formats: [] });
    expect(few.tokenTypes).toEqual(["function", "string", "keyword"]);
    expect(tokensOf(text, "3.2", few)).toEqual(["keyword:backend", "keyword:acl", "function:path_reg", "string:^/x"]);
  });

  test("of some lines only", () => {
    const text = "backend a\n  server s :1\n\nbackend b\n  server t :2\n  server u :3\n";
    const file = readConfig(configUri, text);
    const data = joined(new TokenWriter(legend).ofLinesBetween(file, 1, 4, undefined));
    expect(decoded(data, text, legend).map((one) => one.replace(/.*:/, ""))).toEqual([
      "server",
      "s",
      "1",
      "backend",
      "b",
      "server",
      "t",
      "2",
    ]);
  });
});

const lines = [
  "frontend f",
  "backend b",
  "  bind :80",
  "  acl a path /x # y",
  "",
  "# c",
  "  server s :1",
  "  .if TRUE",
  "  .endif",
  "global",
];
const line = fc.constantFrom(...lines);

test("an edit of the numbers gives what reading afresh gives", () => {
  const writer = new TokenWriter(legend);
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), fc.nat(30), fc.nat(3), fc.array(line, { maxLength: 3 }), (before, at, removed, put) => {
      const file = readConfig(configUri, before.join("\n"));
      const after = [...before.slice(0, at), ...put, ...before.slice(at + removed)].join("\n");
      const was = writer.ofConfig(file, "3.2");
      const is = writer.ofConfig(readConfig(configUri, after, file), "3.2");
      const fresh = joined(new TokenWriter(legend).ofConfig(readConfig(configUri, after), "3.2"));
      expect(applied(joined(was), { edits: editBetween(was, is) })).toEqual(fresh);
    }),
  );
});

test("an edit of one word is small, however long the file", () => {
  const section = (n: number) => `backend b${n}\n  server s 192.0.2.1:80 check\n  acl a path /x\n`;
  const text = Array.from({ length: 200 }, (_, i) => section(i)).join("");
  const writer = new TokenWriter(legend);
  const file = readConfig(configUri, text);
  const was = writer.ofConfig(file, undefined);
  const is = writer.ofConfig(readConfig(configUri, text.replace("backend b99\n", "backend b990\n"), file), undefined);
  expect(editBetween(was, was)).toEqual([]);
  expect(editBetween(was, is)).toMatchObject([{ deleteCount: 1, data: [4] }]);
});
