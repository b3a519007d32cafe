/** Outlines, names found by a few letters, folds, widening selections. */
import { describe, expect, test } from "vitest";
import { findSymbols } from "../../server/src/features/structure/findSymbols.ts";
import { configOutline } from "../../server/src/features/structure/outline.ts";
import { modelOf } from "../../server/src/model/model.ts";
import { readConfig } from "../../server/src/syntax/config.ts";
import { configUri } from "../support/configText.ts";
import { foldsShown, outlineShown, selectionsShown } from "../support/structure.ts";

describe("outline", () => {
  test("sections with what is in them", () => {
    const text = `# top
global
    maxconn 100
    lua-load /etc/a.lua

defaults base
    mode http

# the way in
frontend web from base
    bind :80 # plain
    bind :443 ssl crt /a.pem
    timeout client 5s
    acl is_api path_beg /api
    http-request deny if !is_api
    # why
    http-request set-header X-A b unless TRUE
    use_backend api if is_api
    default_backend api

backend api
    stick-table type ip size 1m
    server s1 192.0.2.1:80 check
    # server s2 192.0.2.2:80

userlist ops
    user bob password x
`;
    expect(outlineShown(text)).toBe(`1-3 global: global
  3-3 other: lua-load /etc/a.lua
5-6 defaults: defaults base [mode http]
9-18 proxy: frontend web [mode http, from base]
  10-10 bind: bind :80
  11-11 bind: bind :443 [ssl crt /a.pem]
  13-13 acl: acl is_api [path_beg /api]
  14-16 rules: http-request [2 rules]
    14-14 rule: deny [if !is_api]
    16-16 rule: set-header X-A b [unless TRUE]
  17-17 rule: use_backend api [if is_api]
  18-18 rule: default_backend api
20-23 proxy: backend api [mode http]
  21-21 table: stick-table [type ip size 1m]
  22-22 server: server s1 [192.0.2.1:80 check]
25-26 section: userlist ops
  26-26 account: user bob [password x]`);
  });

  test("an edit in a file with .if leaves the modes of the other sections in it", () => {
    const text = "defaults\n mode http\nfrontend a\n bind :80\n.if feature(QUIC)\nfrontend q\n bind :81\n.endif\nbackend b\n server s :1\n";
    const before = readConfig(configUri, text);
    modelOf([before]);
    const after = readConfig(configUri, text.replace("bind :81", "bind :82"), before);
    const details = configOutline(modelOf([after]), after, "3.2").map(({ item }) => item.detail);
    expect(details).toEqual(["mode http", "mode http", "mode http", "mode http"]);
  });

  test("blocks of .if hold what they guard, however they end", () => {
    const text =
      "backend b\n.if feature(SSL)\n  server a :1\n.elif TRUE\n  server b :2\n.else\n  .if FALSE\n  server c :3\n  .endif\n.endif\n.endif\n  acl x path /\n.if x\n";
    expect(outlineShown(text)).toBe(`0-11 proxy: backend b [mode tcp]
  1-2 block: .if feature(SSL)
    2-2 server: server a [:1]
  3-4 block: .elif TRUE
    4-4 server: server b [:2]
  5-9 block: .else
    6-8 block: .if FALSE
      7-7 server: server c [:3]
  11-11 acl: acl x [path /]`);
  });

  test("of nothing is empty", () => expect(outlineShown("# only a comment\n")).toBe(""));
});

describe("names by a few letters", () => {
  const file = readConfig(
    "file:///a.cfg",
    "frontend web\n  acl is_api path /\nbackend web_api\n  server web1 :1\nbackend other\n  server s :2\nglobal\n",
  );
  const found = (query: string) =>
    findSymbols([{ file, branch: "3.2" }], query).map(({ item, container }) => `${container} > ${item.keyword} ${item.name}`);

  test("the best match first", () => {
    expect(found("web")).toEqual(["frontend > frontend web", "backend > backend web_api", "backend web_api > server web1"]);
    expect(found("API")).toEqual(["frontend web > acl is_api", "backend > backend web_api"]);
    expect(found("wap")).toEqual(["backend > backend web_api"]);
  });

  test("with the section before it", () => {
    expect(found("backend oth")).toEqual(["backend > backend other", "backend other > server s"]);
    expect(found("web_api/web1")).toEqual(["backend web_api > server web1"]);
    expect(found("nothing")).toEqual([]);
  });

  test("without letters, the sections", () => {
    expect(found("")).toEqual(["frontend > frontend web", "backend > backend web_api", "backend > backend other", "global > global "]);
  });
});

describe("folds", () => {
  const text = `# one
# two
global
    maxconn 1

# region ours
# about
# the backend
backend a
    http-request deny
    http-request allow

    # still rules
    http-request deny
    .if TRUE
    server s :1
    .else
    server s :2
    .endif
# endregion
`;

  test("of sections, comments, regions, rules and branches of .if, which keep the line that ends them", () => {
    expect(foldsShown(text)).toBe("comment 0-1, section 2-3, region 5-19, comment 6-7, section 8-18, rules 9-13, block 14-15, block 16-17");
  });

  test("a limit leaves those that matter most", () => {
    expect(foldsShown(text, 3)).toBe("section 2-3, region 5-19, section 8-18");
    expect(foldsShown(text, 0)).toBe("");
  });

  test("an .if around sections", () => {
    expect(foldsShown(".if TRUE\nbackend a\n  server s :1\n\nbackend b\n  server s :1\n.endif\n")).toBe(
      "block 0-5, section 1-2, section 4-5",
    );
  });

  test("ends without beginnings are nothing", () => expect(foldsShown("# endregion\n.endif\n.else\nglobal\n# region\n.if x\n")).toBe(""));
});

describe("widening selections", () => {
  test("from a name inside parentheses to the file", () => {
    expect(selectionsShown("global\n\nfrontend f\n  bind :80\n  http-request deny if a { req.hdr(ho$0st),lower -i x } # why\n\n")).toEqual([
      "host",
      "req.hdr(host)",
      "req.hdr(host),lower",
      "req.hdr(host),lower -i x",
      "{ req.hdr(host),lower -i x }",
      "if a { req.hdr(host),lower -i x }",
      "http-request deny if a { req.hdr(host),lower -i x }",
      "http-request deny if a { req.hdr(host),lower -i x } # why",
      "  http-request deny if a { req.hdr(host),lower -i x } # why",
      "frontend f\n  bind :80\n  http-request deny if a { req.hdr(host),lower -i x } # why",
      "frontend f\n  bind :80\n  http-request deny if a { req.hdr(host),lower -i x } # why\n\n",
      "global\n\nfrontend f\n  bind :80\n  http-request deny if a { req.hdr(host),lower -i x } # why\n\n",
    ]);
  });

  test("through rules that stand together, and comments", () => {
    expect(selectionsShown("backend b\n  http-request de$0ny\n  http-request allow\n  server s :1")).toEqual([
      "deny",
      "http-request deny",
      "  http-request deny",
      "  http-request deny\n  http-request allow",
      "backend b\n  http-request deny\n  http-request allow\n  server s :1",
    ]);
    expect(selectionsShown("# a\n# b$0\n\nglobal")).toEqual(["# b", "# a\n# b", "# a\n# b\n", "# a\n# b\n\nglobal"]);
  });

  test("on an empty line", () => expect(selectionsShown("global\n$0\n  maxconn 1")).toEqual(["", "global\n\n  maxconn 1"]));
});
