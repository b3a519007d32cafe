/** What every stretch of a line is. */
import { describe, expect, test } from "vitest";
import { partsOf } from "../../server/src/model/parts/parts.ts";
import { readConfig } from "../../server/src/syntax/config.ts";
import { checkParts, partShownAt, partsShown } from "../support/checkParts.ts";

describe("parts of statements", () => {
  test("headers", () => {
    expect(partsShown("frontend web from base # public")).toEqual([
      "section:frontend",
      "section-name/frontend:web",
      "enum:from",
      "reference/defaults:base",
      "comment:# public",
    ]);
    expect(partsShown("defaults")).toEqual(["section:defaults"]);
  });

  test.each([
    ["timeout client 30s", "keyword:timeout keyword:client time:30s"],
    ["no option httplog", "prefix:no keyword:option option:httplog"],
    [
      "bind :80,ipv4@192.0.2.1:443 ssl crt /etc/x.pem",
      "keyword:bind port:80 address:ipv4@192.0.2.1 port:443 parameter:ssl parameter:crt path:/etc/x.pem",
    ],
    ["tcp-request inspect-delay 5s", "ruleset:tcp-request keyword:inspect-delay time:5s"],
    [
      "tcp-request content track-sc1 src table t if HTTP",
      "ruleset:tcp-request hook:content action:track-sc1 fetch:src enum:table reference/table:t operator:if reference/acl:HTTP",
    ],
    [
      "http-request deny deny_status 429 hdr X-A %[src] if !a !{ table_rate(x) }",
      "ruleset:http-request action:deny enum:deny_status number:429 enum:hdr header:X-A fetch:src operator:if operator:! reference/acl:a operator:! operator:{ ?fetch:table_rate argument:x operator:}",
    ],
    [
      "redirect scheme https code 301 if !{ ssl_fc }",
      "keyword:redirect enum:scheme string:https enum:code enum:301 operator:if operator:! operator:{ fetch:ssl_fc operator:}",
    ],
  ])("%s", (line, expected) => checkParts("frontend f", line, expected));

  test.each([
    [
      "stick-table type ip size 1m expire 30s peers p store gpc0,http_req_rate(10s),gpc(3)",
      "keyword:stick-table enum:type enum:ip enum:size size:1m enum:expire time:30s enum:peers reference/peers:p enum:store stored-data:gpc0 stored-data:http_req_rate time:10s stored-data:gpc number:3",
    ],
    [
      "server web1 192.0.2.1:80 check inter 2s track be/other resolvers dns",
      "keyword:server declaration/server:web1 address:192.0.2.1 port:80 parameter:check parameter:inter time:2s parameter:track reference/backend:be reference/server:other parameter:resolvers reference/resolvers:dns",
    ],
    [
      "http-check send meth HEAD uri /up hdr Host a",
      "keyword:http-check keyword:send enum:meth http-method:HEAD enum:uri string:/up enum:hdr header:Host string:a",
    ],
    ["use-server s1 if { path /x }", "keyword:use-server reference/server:s1 operator:if operator:{ criterion:path pattern:/x operator:}"],
    ["balance hdr(host) use_domain_only", "keyword:balance keyword:hdr string:host enum:use_domain_only"],
    ["stick on hdr(host) lower table st", "keyword:stick keyword:on fetch:hdr header:host converter:lower enum:table reference/table:st"],
  ])("%s", (line, expected) => checkParts("backend b", line, expected));
});

describe("parts inside of words", () => {
  test.each([
    [
      "http-request set-var(txn.x,ifexists) req.hdr(host),lower,map(/m.map,d),concat(,txn.z,)",
      "ruleset:http-request action:set-var variable:txn.x enum:ifexists fetch:req.hdr header:host converter:lower converter:map path:/m.map argument:d converter:concat variable:txn.z",
    ],
    [
      "acl a hdr(host),lower -i -m end -f /l -- .com",
      "keyword:acl declaration/acl:a criterion:hdr header:host converter:lower flag:-i flag:-m match-method:end flag:-f path:/l flag:-- pattern:.com",
    ],
    [
      "tcp-request connection reject if { src_get_gpc0(t1) gt 0 } or { sc_http_req_rate(0,t2) gt 1 }",
      "ruleset:tcp-request hook:connection action:reject operator:if operator:{ fetch:src_get_gpc0 reference/table:t1 pattern:gt pattern:0 operator:} operator:or operator:{ fetch:sc_http_req_rate number:0 reference/table:t2 pattern:gt pattern:1 operator:}",
    ],
    [
      "use_backend be if { nbsrv(be) lt 1 } { http_auth(list) } { srv_is_up(be/s1) }",
      "keyword:use_backend reference/backend:be operator:if operator:{ fetch:nbsrv reference/backend:be pattern:lt pattern:1 operator:} operator:{ fetch:http_auth reference/userlist:list operator:} operator:{ fetch:srv_is_up reference/backend:be reference/server:s1 operator:}",
    ],
    [
      "http-request lua.sign if { lua.is_ok(1) -m bool }",
      "ruleset:http-request action:lua. reference/lua-action:sign operator:if operator:{ fetch:lua. reference/lua-fetch:is_ok argument:1 flag:-m match-method:bool operator:}",
    ],
    ["http-request use-service lua.x", "ruleset:http-request action:use-service enum:lua. reference/lua-service:x"],
    ["http-request sc-inc-gpc(1,0)", "ruleset:http-request action:sc-inc-gpc number:1 number:0"],
    ['log-format "%ci:%{+Q}r%[src]"', "keyword:log-format log-alias:ci string:: log-flags:+Q log-alias:r fetch:src"],
    ['errorfile "503" "/e/$HOST.http"', "keyword:errorfile enum:503 path:/e/ environment:$HOST path:.http"],
    [
      "http-request set-path '%[path,regsub(^/a/,/b/)]'",
      "ruleset:http-request action:set-path fetch:path converter:regsub regex:^/a/ argument:/b/",
    ],
  ])("%s", (line, expected) => checkParts("frontend f", line, expected));

  test("names with a variable inside are no names", () => {
    checkParts("frontend f", 'default_backend "be_$SITE"', "keyword:default_backend string:be_ environment:$SITE");
  });

  test("of userlists and of addresses that are names", () => {
    checkParts(
      "userlist u",
      "user bob password x groups a,b",
      "keyword:user declaration/user:bob enum:password string:x enum:groups reference/group:a reference/group:b",
    );
    checkParts(
      "global",
      "stats socket /s mode 600 level admin",
      "keyword:stats keyword:socket address:/s parameter:mode number:600 parameter:level enum:admin",
    );
    checkParts("global", "log ring@r local0", "keyword:log address:ring@ reference/ring:r enum:local0");
  });
});

describe("what does not fit", () => {
  test.each([
    [
      "server s 192.0.2.1 chekc inter 2s ssl",
      "keyword:server declaration/server:s address:192.0.2.1 ?parameter:chekc parameter:inter time:2s parameter:ssl",
    ],
    ["stats http-request auth unless a", "keyword:stats keyword:http-request enum:auth operator:unless reference/acl:a"],
    ["timeout server 3x", "keyword:timeout keyword:server word:3x"],
    [
      "http-request nonsense foo if { path /x }",
      "ruleset:http-request ?action:nonsense word:foo operator:if operator:{ criterion:path pattern:/x operator:}",
    ],
    ["http-request set-header X-A %[var(txn.x)", "ruleset:http-request action:set-header header:X-A fetch:var variable:txn.x"],
    ["http-request deny if { path_beg", "ruleset:http-request action:deny operator:if operator:{ criterion:path_beg"],
    ["blanace roundrobin", "?keyword:blanace word:roundrobin"],
  ])("%s", (line, expected) => checkParts("backend b", line, expected));

  test("words of other releases are marked", () => {
    checkParts("frontend f", "http-request set-var-fmt(txn.x) a", "ruleset:http-request ?action:set-var-fmt variable:txn.x word:a", "2.4");
    checkParts("frontend f", "http-request set-var-fmt(txn.x) a", "ruleset:http-request action:set-var-fmt variable:txn.x string:a", "3.2");
  });
});

test("macros", () => {
  checkParts(
    "global",
    '.if defined(X) && !streq("$A",b) || (version_atleast(2.4))',
    "macro:.if predicate:defined argument:X operator:&& operator:! predicate:streq environment:$A argument:b operator:|| operator:( predicate:version_atleast argument:2.4 operator:)",
  );
  checkParts("global", ".endif", "macro:.endif");
});

test("the part at a column: of two that meet, the one that begins there", () => {
  expect(partShownAt("backend b\n  use-server $0s1 if TRUE")).toBe("reference/server:s1");
  expect(partShownAt("frontend f\n  acl a hdr(ho$0st) x")).toBe("header:host");
  expect(partShownAt("frontend f\n  acl a hdr$0(host) x")).toBe("criterion:hdr");
  expect(partShownAt("frontend f\n  bind $0 ")).toBeUndefined();
  expect(partShownAt("frontend f\n  acl a path /x # an$0d")).toBe("comment:# and");
});

test("a line that an edit elsewhere leaves alone keeps its parts", () => {
  const text = "frontend f\n  bind :80\n  acl a path /x\n";
  const before = readConfig("file:///a.cfg", text);
  const after = readConfig("file:///a.cfg", text.replace(":80", ":81"), before);
  const parts = partsOf(before.sections[0]!.section, 2, "3.2");
  expect(partsOf(after.sections[0]!.section, 2, "3.2")).toBe(parts);
  expect(partsOf(after.sections[0]!.section, 1, "3.2")).not.toBe(partsOf(before.sections[0]!.section, 1, "3.2"));
});
