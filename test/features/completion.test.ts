/** Completion: at every kind of place what belongs there, and nothing else. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: places to fill in are written like this
import { describe, expect, test } from "vitest";
import { meaningOf } from "../../server/src/knowledge/meanings.ts";
import { backend, checkOffers, completionsIn, frontend, itemIn, labelsIn } from "../support/checkCompletion.ts";

test.each(["constructor", "toString", "__proto__"])("a word of the user's that every object has is a word like any other: %s", (word) => {
  checkOffers(backend(`balance url_param ${word} $0`), ["check_post"], []);
  checkOffers(frontend(`use_backend ${word} $0`), ["if", "unless"], []);
});

describe("first words", () => {
  test("are those of the section, with names of several words, sections and directives", () => {
    checkOffers(
      frontend("$0"),
      ["bind", "timeout client", "option httplog", "http-request deny", "tcp-request content accept", "backend", ".if", "no"],
      ["server", "nbthread", "option httpchk"],
    );
    checkOffers("global\n    $0", ["maxconn", "stats socket", "tune.ssl.default-dh-param"], ["bind", "server"]);
    checkOffers("peers p\n    $0", ["peer", "table"], ["acl"]);
    checkOffers("$0", ["global", "defaults", "frontend"], ["bind"]);
  });

  test("sources of traces are those of the release", () => {
    checkOffers("traces\n    trace $0", ["h1", "h2", "ssl"], [], { release: "3.2.0" });
    checkOffers("traces\n    trace $0", ["h1", "session"], ["ssl"], { release: "3.1.0" });
  });

  test("words of a later release are marked and last, deprecated ones struck out, removed ones offered to nobody who has not typed them", () => {
    expect(itemIn("frontend f\n    $0", "quic-initial", { release: "3.0.0" })).toMatchObject({ note: "since 3.1", rank: 9 });
    checkOffers("frontend f\n    $0", [], ["quic-initial accept"], { release: "3.0.0" });
    checkOffers("frontend f\n    $0", ["quic-initial accept"]);
    expect(itemIn("global\n    $0", "cpu-policy", { release: "3.0.0" })).toMatchObject({ note: "since 3.2", rank: 9 });
    expect(itemIn("global\n    $0", "cpu-policy")).toMatchObject({ rank: 2 });
    expect(itemIn("backend b\n    $0", "dispatch", { release: "3.4.0" })).toMatchObject({ deprecated: true });
    checkOffers("frontend f\n    $0", [], ["reqadd"]);
    checkOffers("frontend f\n    reqadd$0", ["reqadd"]);
  });

  test("a word of the other mode says so", () => {
    expect(itemIn("frontend f\n    mode tcp\n    $0", "option httplog")).toMatchObject({ rank: expect.any(Number) });
    expect(itemIn("frontend f\n    mode tcp\n    $0", "http-request deny")).toBeDefined();
    expect(itemIn("frontend f\n    mode tcp\n    $0", "monitor-uri")?.rank).toBeGreaterThan(
      itemIn("frontend f\n    mode http\n    $0", "monitor-uri")?.rank ?? 9,
    );
  });

  test("behind no and default only what takes them", () => {
    checkOffers(frontend("no $0"), ["log", "option dontlognull"], ["bind", "option httplog"]);
    checkOffers(frontend("no option $0"), ["dontlognull"], ["httplog"]);
    checkOffers("global\n    no $0", ["busy-polling"], ["maxconn"]);
  });

  test("values of enumerations say what hover says of them, each in the releases that know it", () => {
    expect(itemIn(frontend("http-request set-var(txn$0"), "txn.")?.note).toBe(meaningOf("scopes", "txn"));
    expect(itemIn(frontend("use_backend b if { path -m $0"), "beg")?.note).toBe(meaningOf("match_methods", "beg"));
    expect(itemIn(frontend('log-format "%{$0'), "-Q")?.note).toContain(meaningOf("log_flags", "+Q") ?? "?");
    checkOffers(frontend("http-request set-var($0"), ["txn."], ["psess."], { release: "3.0.0" });
    checkOffers(frontend("http-request set-var($0"), ["txn.", "psess."], [], { release: "3.1.0" });
  });

  test("nothing in a comment", () => {
    for (const line of ["# tim$0", "mode http # $0", "#$0"]) expect(completionsIn(frontend(line))).toBeUndefined();
  });
});

test.each([
  ["timeout $0", ["client", "http-request", "tarpit"], ["check_port"]],
  ["http-request $0", ["deny", "set-header", "track-sc0", "set-var", "lua.x"].slice(0, 4), ["content", "attach-srv"]],
  ["tcp-request $0", ["connection", "content", "session", "inspect-delay"], ["deny"]],
  ["tcp-request connection $0", ["accept", "reject", "track-sc1"], ["set-header"]],
  ["option $0", ["httplog", "forwardfor"], ["httpchk"]],
  ["mode $0", ["http", "tcp"], ["udp"]],
  ["timeout client 10$0", ["10ms", "10s", "10m"], ["10k"]],
  ["bind $0", ["*:80"], ["ssl"]],
  ["bind *:$0", ["80", "443"], []],
  ["bind *:80 $0", ["ssl", "crt", "alpn"], ["check"]],
  ["bind *:80 ssl $0", ["crt", "alpn"], ["ssl"]],
  ["bind *:80 $0 ssl", ["crt"], ["ssl"]],
  ["bind *:80 ssl verify $0", ["none", "required"], ["ssl"]],
  ["bind *:80 ssl alpn h2,$0", ["http/1.1", "h3"], ["h2"]],
  ["http-request deny deny_status $0", ["403", "429"], ["if"]],
  ["http-request return status $0", ["200", "511"], ["103"]],
  ["use_backend be_web if { status $0", ["101", "503"], []],
  ["http-request deny $0", ["deny_status", "if", "unless"], []],
  ["http-request set-header $0", ["X-Forwarded-For", "Host"], []],
  ["http-response set-header $0", ["Strict-Transport-Security"], []],
  ["http-request set-header X-A $0", ["%["], ["if"]],
  ["http-request redirect location $0", ["%["], ["if", "unless"]],
  ["http-request redirect location / $0", ["code", "if", "unless"], []],
  ["http-request set-header X-A %[$0", ["src", "req.hdr", "ssl_fc"], ["lower", "res.hdr", "srv_name"].slice(0, 2)],
  ["http-request set-header X-A %[src,$0", ["ipmask", "lower"], ["src"]],
  ["http-request set-header X-A %[req.hdr($0", ["Host", "User-Agent"], ["src"]],
  ["http-request set-header X-A %[req.hdr(host),lo$0", ["lower"], ["src"]],
  ["http-request set-header X-A %[int(3),$0", ["add", "mul"], []],
  ["http-request set-var($0", ["txn.", "req.", "txn.known"], []],
  ["http-request set-var(txn.x,$0", ["ifexists", "ifset"], ["txn."]],
  ["http-request set-var(txn.x) var($0", ["txn.known"], []],
  ["http-request track-sc0 src table $0", ["st"], ["fe"]],
  ["http-request use-service $0", ["prometheus-exporter"], []],
  ["use_backend $0", ["be_web", "st"], ["fe"]],
  ["use_backend be_web $0", ["if", "unless"], []],
  ["use_backend be_web if $0", ["is_api", "{", "HTTP_1.1", "METH_GET"], ["or"]],
  ["use_backend be_web if is_api $0", ["or", "||", "is_api"], []],
  ["use_backend be_web if !$0", ["is_api"], ["!"]],
  ["use_backend be_web if { $0", ["path_beg", "req.hdr", "hdr_beg"], ["is_api"]],
  ["use_backend be_web if { path $0", ["-i", "-m", "-f", "}"], ["path"]],
  ["use_backend be_web if { path -m $0", ["beg", "reg", "str"], ["-i"]],
  ["use_backend be_web if { method $0", ["GET", "POST"], []],
  ["use_backend be_web if { src_conn_cur $0", ["gt", "ge"], []],
  ["acl new $0", ["path_beg", "src"], []],
  ["acl $0", ["is_api"], []],
  ["acl new req.hdr($0", ["Host"], []],
  ["acl new nbsrv($0", ["be_web"], []],
  ["acl new src_http_req_rate($0", ["st"], []],
  ['log-format "%$0', ["ci", "ST", "["], []],
  ['log-format "%{$0', ["+Q", "-Q", "+json"], ["ci", "-json"]],
  ['log-format "%ci %[$0', ["src"], ["ci"]],
  ["log $0", ["global", "stdout", "ring@buf"], []],
  ["log global $0", [], ["global"]],
  ["errorfile $0", ["503", "404"], []],
  ["redirect scheme $0", ["https"], []],
  ["redirect $0", ["location", "prefix", "scheme", "code"], []],
  ["compression algo $0", ["gzip"], []],
  [".if $0", ["defined", "feature", "version_atleast"], []],
  [".if feature($0", ["OPENSSL", "LUA"], []],
  [".if defined($0", ["FOO"], []],
  [".if version_atleast($0", ["3.0"], []],
  ['http-request set-header A "$$0', ["FOO", "HAPROXY_BRANCH"], []],
  ['http-request set-header A "${F$0', ["FOO"], []],
])("%s", (line, offered, not) => {
  const text = `global\n    setenv FOO bar\nring buf\n    size 65536\nbackend st\n    stick-table type ip size 1m store http_req_rate(10s)\n    http-request set-var(txn.known) src\n${frontend("LINE")}`;
  checkOffers(
    text.replace("LINE", () => line),
    offered,
    not,
  );
});

test.each([
  ["balance $0", ["roundrobin", "leastconn", "hdr"], ["check"]],
  ["server new 192.0.2.1:80 $0", ["check", "inter", "weight", "ssl"], ["crt-list", "accept-proxy"]],
  ["server new 192.0.2.1:80 check $0", ["inter"], ["check"]],
  ["server new 192.0.2.1:80 check inter 2$0", ["2s"], []],
  ["default-server $0", ["check", "inter"], []],
  ["stick-table $0", ["type", "size", "store"], []],
  ["stick-table type $0", ["ip", "ipv6", "string"], []],
  ["stick-table type ip size 1$0", ["1k", "1m"], []],
  ["stick-table type ip size 1m store gpc0,$0", ["http_req_rate", "conn_cur"], ["gpc0"]],
  ["stick-table type ip size 1m store http_req_rate(10$0", ["10s"], ["gpc0"]],
  ["stick-table type ip size 1m peers $0", ["p"], []],
  ["stick on $0", ["src"], []],
  ["use-server $0", ["web1"], []],
  ["server new 192.0.2.1:80 track $0", ["web1", "other/"], []],
  ["server new 192.0.2.1:80 track other/$0", ["other/o1"], ["web1"]],
  ["http-check $0", ["expect", "send", "connect"], []],
  ["http-check send meth $0", ["GET", "OPTIONS"], []],
  ["http-check expect $0", ["status", "string", "rstring"], []],
  ["option $0", ["httpchk", "tcp-check"], ["httplog"]],
  ["server new 192.0.2.1:80 resolvers $0", ["dns"], []],
  ["server new 192.0.2.1:80 track $0", ["web1"], []],
])("in a backend: %s", (line, offered, not) => {
  checkOffers(`peers p\nresolvers dns\nbackend other\n    server o1 192.0.2.9:80\n${backend(line)}`, offered, not);
});

describe("headers of sections", () => {
  test("take names of defaults, and names that are used and not declared", () => {
    checkOffers("defaults base\ndefaults other\nfrontend f from $0", ["base", "other"]);
    checkOffers("frontend f\n    default_backend missing\nbackend $0", ["missing"], ["f"]);
  });
});

describe("Lua names", () => {
  const scripts = {
    "a.lua":
      'core.register_action("block", { "http-req" }, function(txn) end)\ncore.register_fetches("token", f)\ncore.register_converters("shout", f)\ncore.register_service("page", "http", f)\n-- core.other()',
  };
  const text = (line: string) => `global\n    lua-load a.lua\nfrontend f\n    mode http\n    ${line}\n`;

  test.each([
    ["http-request $0", "lua.block"],
    ["http-request use-service $0", "lua.page"],
    ["http-request set-header A %[$0", "lua.token"],
    ["http-request set-header A %[src,$0", "lua.shout"],
  ])("%s", (line, label) => {
    checkOffers(text(line), [label], [], { scripts });
  });

  test("an action goes only where it was registered for", () => {
    checkOffers(text("http-response $0"), ["set-header"], ["lua.block"], { scripts });
    checkOffers(text("http-request lua.block $0"), ["if"], [], { scripts });
  });
});

test("bandwidth limits of the section", () => {
  const limits = "    filter bwlim-in slow default-limit 1m default-period 1s\n    filter spoe engine e config f\n";
  checkOffers(`frontend f\n${limits}    http-request set-bandwidth-limit $0`, ["slow"], ["engine"]);
});

test("parameters of the statistics socket", () => {
  checkOffers("global\n    stats socket /run/haproxy.sock $0", ["mode", "level", "user"], ["check"]);
  checkOffers("global\n    stats socket /run/haproxy.sock mode 660 level $0", ["admin", "operator"], ["mode"]);
});

test("names come from all files of the model and paths ask for files", () => {
  expect(completionsIn(frontend("errorfile 503 /etc/$0"))?.files).toEqual({ typed: "/etc/", bases: [] });
  expect(completionsIn("global\n    crt-base /etc/certs\nfrontend f\n    bind :443 ssl crt si$0")?.files).toEqual({
    typed: "si",
    bases: ["/etc/certs"],
  });
});

test("names of ACLs that conditions use and nobody declares", () => {
  const head = "defaults d\n    acl inherited src 10.0.0.0/8\nfrontend f from d\n    acl known path /\n";
  const rules = '    http-request deny if evil !good or known inherited METH_GET { path /x }\n    use_backend b if "quoted"\n';
  expect(labelsIn(`${head}${rules}    acl $0`)).toEqual(["evil", "good", "quoted", "known"]);
});

test("a flag that is given is not offered again, but for files", () => {
  checkOffers("frontend f\n    acl a path -i $0", ["-f", "-m"], ["-i"]);
  checkOffers("frontend f\n    acl a path -f /x -i $0", ["-f", "-m"], ["-i"]);
});

test("defaults do not start from themselves", () => {
  expect(labelsIn("defaults one\ndefaults two from $0")).toEqual(["one"]);
});

test("users and groups, each once in a list", () => {
  const list = "userlist u\n    group g1\n    group g2 users $0\n    user ann password x groups g1\n    user bob password x\n";
  expect(labelsIn(list).slice(0, 2)).toEqual(["ann", "bob"]);
  expect(labelsIn("userlist u\n    group g1\n    group g2\n    user ann groups g1,$0\n")).toEqual(["g2"]);
});

test("a fetch beside a variable is no variable", () => {
  const lines = "    http-request set-var(txn.host) req.hdr(host)\n    http-request set-var(txn.v) req.ver\n";
  checkOffers(`frontend f\n${lines}    http-request deny if { var($0`, ["txn.host", "txn.v"], ["req.hdr", "req.ver"]);
  checkOffers("global\n    set-var proc.site str(a)\nfrontend f\n    http-request deny if { var($0", ["proc.site"]);
});

test("headers in the parentheses of an algorithm", () => {
  checkOffers("backend b\n    balance hdr($0", ["Host"]);
});
