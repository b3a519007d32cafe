/** Signature help: the innermost thing that takes arguments, and which of them the cursor is at. */
import { expect, test } from "vitest";
import { signatureIn } from "../support/checkCompletion.ts";

test.each([
  ["timeout client $0", "timeout client «<time>»"],
  ["bind $0", "bind «<address>:<port>[,…]» [parameter…]"],
  ["bind :80 $0", "bind <address>:<port>[,…] «[parameter…]»"],
  ["bind :80 ssl crt $0", "crt «<file>»"],
  ["bind :80 ssl crt a.pem verify $0", "verify { «none» | optional | required }"],
  ["http-request set-header $0", "http-request set-header «<header>» <format> [{ if | unless } <condition>]"],
  ["http-request set-header X-A $0", "http-request set-header <header> «<format>» [{ if | unless } <condition>]"],
  ["http-request set-header X-A b if $0", "http-request set-header <header> <format> «[{ if | unless } <condition>]»"],
  ["http-request set-header X-A %[src,map($0", "map(«<file>»[,<default>])"],
  ["http-request set-header X-A %[src,map(f,$0", "map(<file>[,«<default>»])"],
  ["http-request set-header X-A %[src,map(f,x),word($0", "word(«<number>»,<text>[,<number>])"],
  ["acl x req.hdr(a,$0", "req.hdr([<header>[,«<number>»]])"],
  ["http-request deny if { src_http_req_rate($0", "src_http_req_rate(«<table>»)"],
  [
    "http-request set-var($0",
    "set-var(«<scope>.<name>»[,{ ifexists | ifnotexists | ifempty | ifnotempty | ifset | ifnotset | ifgt | iflt }]*)",
  ],
  ["use_backend $0", "use_backend «<backend>» [{ if | unless } <condition>]"],
  ['log-format "%{$0', "%[{«<flags>»}](<alias> | [<sample>])"],
  ["http-request track-sc0 src table $0", "http-request track-sc0 <sample> [table «<table>»] [{ if | unless } <condition>]"],
  ["errorfile $0", "errorfile «<status>» <file>"],
  ["errorfile 503 $0", "errorfile <status> «<file>»"],
  ["mode ht$0", "mode { «http» | tcp | log | spop }"],
  ["balance $0", "balance [«roundrobin | static-rr | leastconn | first | source | uri | url_param | hdr | …»]"],
  ["acl $0", "acl «<name>» <criterion> [<flag>…] [<pattern>…]"],
  ["acl is_api $0", "acl <name> «<criterion>» [<flag>…] [<pattern>…]"],
  ["acl is_api path_beg -$0", "acl <name> <criterion> «[<flag>…]» [<pattern>…]"],
  ["acl is_api path_beg $0-i /api", "acl <name> <criterion> «[<flag>…]» [<pattern>…]"],
  ["acl is_api path_beg -i $0/api", "acl <name> <criterion> [<flag>…] «[<pattern>…]»"],
  ["acl is_api path_beg -- $0-i", "acl <name> <criterion> [<flag>…] «[<pattern>…]»"],
  ["http-request deny if { path $0-m beg /api }", "{ <criterion> «[<flag>…]» [<pattern>…] }"],
  ["acl is_api path -m $0", "acl <name> <criterion> «[<flag>…]» [<pattern>…]"],
  ["acl is_api path -m beg /api $0", "acl <name> <criterion> [<flag>…] «[<pattern>…]»"],
  ["http-request deny if is_api { path_beg $0", "{ <criterion> [<flag>…] «[<pattern>…]» }"],
  ["http-request deny if { $0 }", "{ «<criterion>» [<flag>…] [<pattern>…] }"],
  ["use_backend be if { src 10.0.0.1 } $0", "use_backend <backend> «[{ if | unless } <condition>]»"],
  ["mode http $0", "none"],
  ["$0", "none"],
  ["tim$0", "none"],
  ["timeout client 5s # $0", "none"],
])("%s", (line, signature) => {
  expect(signatureIn(`frontend f\n    ${line}\n`)).toBe(signature);
});

test("headers of sections and lines of servers", () => {
  expect(signatureIn("frontend $0")).toBe("frontend «<name>» [from <defaults>]");
  expect(signatureIn("frontend f from $0")).toBe("frontend <name> [from «<defaults>»]");
  expect(signatureIn("backend b\n    server a $0")).toBe("server <name> «<address>[:<port>]» [parameter…]");
  expect(signatureIn("backend b\n    server a 192.0.2.1:80 check inter $0")).toBe("inter «<time>»");
  // words that do not fit do not hide what is behind them
  for (const broken of ["chek", "fall abc", "inter check", "weight 1 2"])
    expect(signatureIn(`backend b\n    server a 192.0.2.1:80 ${broken} inter $0`)).toBe("inter «<time>»");
  expect(signatureIn("backend b\n    server a 192.0.2.1:80 fall abc $0")).toBe(
    signatureIn("backend b\n    server a 192.0.2.1:80 fall 3 $0"),
  );
});

test("what a text is for stands in its place", () => {
  expect(signatureIn("frontend f\n    monitor-uri $0")).toBe("monitor-uri «<uri>»");
  expect(signatureIn("backend b\n    server-template t $0")).toBe("server-template <name> «<count>» <address>[:<port>] [parameter…]");
  expect(signatureIn("global\n    setenv A $0")).toBe("setenv <name> «<value>»");
});

test("filters: those of the release, and those of others", () => {
  const shown = "filter { bwlim-in | bwlim-out | cache | compression | fcgi-app | spoe | trace | { <lua.name> | opentracing } }";
  expect(signatureIn("frontend f\n    filter $0").replace(/[«»]/g, "")).toBe(shown);
  expect(signatureIn("frontend f\n    filter $0", "2.4.0")).not.toContain("bwlim");
  expect(signatureIn("frontend f\n    filter spoe $0")).toContain("filter spoe");
});

test("listeners that open with two words", () => {
  expect(signatureIn("global\n    stats socket $0")).toBe("stats socket «<address>:<port>[,…]» [parameter…]");
});

test("numbers are numbers, whatever else HAProxy lets pass", () => {
  expect(signatureIn("resolvers r\n    resolve_retries $0")).toBe("resolve_retries «<number>»");
  expect(signatureIn("global\n    tune.ssl.default-dh-param $0")).toBe("tune.ssl.default-dh-param «<1024..>»");
});

test.each([
  [".if $0", ".if «<condition>»"],
  [".if version_atleast($0", "version_atleast(«<version>»)"],
  [".elif !defined($0) && feature(LUA)", "defined(«<variable>»)"],
  ['.if feature("$0")', "feature(«<feature>»)"],
  ['.if streq("$HOSTNAME, (a",$0)', "streq(<text>,«<text>»)"],
  [".if (defined(A) || strstr(a,$0", "strstr(<text>,«<part>»)"],
  [".if (defined(A) || $0", ".if «<condition>»"],
  [".if streq(a,b,$0", "none"],
  [".if nothing($0", "none"],
  ['.notice "$0"', ".notice «<text>»"],
  [".else $0", "none"],
  [".if awslc_api_atleast($0", "none"],
])("%s", (line, signature) => {
  expect(signatureIn(`global\n    ${line}\n`)).toBe(signature);
});

test.each([
  ["stick-table type ip size 1m store http_req_rate($0", "http_req_rate(«<period>»)"],
  ["stick-table type ip size 1m store gpc0,conn_rate(1$0", "conn_rate(«<period>»)"],
  ["stick-table type ip size 1m store gpc_rate(2,$0", "gpc_rate(<size>,«<period>»)"],
])("%s", (line, signature) => {
  expect(signatureIn(`backend b\n    ${line}\n`)).toBe(signature);
});
