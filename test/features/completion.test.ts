/** Completion: at every kind of place what belongs there, and nothing else. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: places to fill in are written like this
import { describe, expect, test } from "vitest";
import { documentationOf } from "../../server/src/features/completion/documentation.ts";
import { meaningOf } from "../../server/src/knowledge/meanings.ts";
import { acceptedIn, checkOffers, completionsIn, itemIn, labelsIn } from "../support/checkCompletion.ts";

const frontend = (line: string) =>
  `defaults base\n    mode http\nfrontend fe\n    acl is_api path_beg /api\n    ${line}\nbackend be_web\n    server web1 192.0.2.1:80\n`;
const backend = (line: string) => `defaults\n    mode http\nbackend be\n    server web1 192.0.2.1:80\n    ${line}\n`;

test("of what is counted, the rates that rules mostly ask for come first", () => {
  const labels = (mode: string) => labelsIn(`frontend f\n    mode ${mode}\n    tcp-request connection reject if { $0`);
  expect(labels("http").find((label) => label.startsWith("sc"))).toBe("sc_http_req_rate");
  expect(labels("tcp").find((label) => label.startsWith("sc"))).toBe("sc_conn_rate");
});

test("the second word of a name is in the order of what such a section mostly has", () => {
  expect(labelsIn("backend b\n    timeout $0\n").slice(0, 2)).toEqual(["server", "connect"]);
  expect(labelsIn("frontend f\n    timeout $0\n")[0]).toBe("client");
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
    ["backend b\n    http-check expect status $0", ["200", "204"]],
    ["ring r\n    server sink 192.0.2.9:514 $0", ["log-proto", "ssl"]],
    ["peers p\n    server a 192.0.2.9:1024 $0", ["ssl", "verify"]],
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

  test("an action is shown with what stands in its parentheses", () => {
    expect(itemIn("frontend f\n    http-request $0", "set-var")).toMatchObject({
      signature: "(<scope>.<name>[,…]) <sample>",
      snippet: "set-var($1) ${2:sample}",
    });
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

describe("what is replaced", () => {
  test.each([
    ["timeo$0", "timeout client", "    timeout client |"],
    ["tim$0eout 5s", "timeout", "    timeout| 5s"],
    ["bind :80 s$0 crt a.pem", "ssl", "    bind :80 ssl| crt a.pem"],
    ["http-request set-header A %[req.h$0(host)]", "req.hdr", "    http-request set-header A %[req.hdr|(host)]"],
    ["http-request set-$0 A b", "set-header", "    http-request set-header| A b"],
    ["default_backend be$0_old", "be_web", "    default_backend be_web|"],
    ["default_backend $0be_old", "be_web", "    default_backend be_web|"],
    ['log-format "%[sr$0c] %ci"', "src", '    log-format "%[src|] %ci"'],
    ['log-format "%[src,lo$0] %ci"', "lower", '    log-format "%[src,lower|] %ci"'],
    ['log-format "%c$0"', "ci", '    log-format "%ci|"'],
    ["http-request set-header A %[req.hdr(ho$0)]", "Host", "    http-request set-header A %[req.hdr(Host|)]"],
    ["http-request deny if !is$0 foo", "is_api", "    http-request deny if !is_api| foo"],
    ["log-format \\ %[sr$0", "src", "    log-format \\ %[src|"],
    ['http-request set-header A "${X$0"', "HAPROXY_BRANCH", '    http-request set-header A "${HAPROXY_BRANCH}|"'],
    ["default_backend 'be$0'", "be_web", "    default_backend 'be_web|'"],
  ])("%s", (line, label, accepted) => {
    expect(acceptedIn(frontend(line), label)).toBe(accepted);
  });

  test("a dotted word as a whole", () => {
    expect(acceptedIn("global\n    tune.ssl.def$0", "tune.ssl.default-dh-param")).toBe("    tune.ssl.default-dh-param |");
  });
});

describe("items", () => {
  test("have places to fill in for what must follow", () => {
    expect(itemIn(frontend("timeout $0"), "client")?.snippet).toBe("client ${1:time}");
    expect(itemIn(frontend("bind :80 $0"), "verify")?.snippet).toBe("verify ${1|none,optional,required|}");
    expect(itemIn(frontend("http-request $0"), "set-var")?.snippet).toBe("set-var($1) ${2:sample}");
    expect(itemIn(backend("$0"), "server")?.snippet).toBe("server ${1:name} ${2:address}");
    expect(itemIn(frontend("bind :80 $0"), "accept-proxy")?.snippet).toBeUndefined();
  });

  test("have documentation", () => {
    const item = itemIn(frontend("timeout $0"), "client");
    expect(documentationOf(item?.doc ?? "", "3.2")).toContain("timeout client <time>");
    expect(documentationOf("fetch\treq.hdr", "3.2")).toContain("req.hdr([<header>");
    expect(documentationOf("nothing\tof it", "3.2")).toBeUndefined();
  });

  test("are whole sections and recipes only where they can be filled in", () => {
    checkOffers("$0", ["frontend section", "websocket"], [], { snippets: true });
    checkOffers(frontend("$0"), ["rate limit"], ["health check http"], { snippets: true });
    expect(labelsIn("$0")).not.toContain("frontend section");
    expect(labelsIn("$0", { snippets: true, release: "2.8.0" })).not.toContain("acme section");
  });

  test("are few enough where a section declares thousands of names", () => {
    const acls = Array.from({ length: 3000 }, (_, i) => `    acl name_${i} path /${i}`).join("\n");
    const found = completionsIn(`frontend f\n${acls}\n    http-request deny if name_29$0`);
    expect(found).toMatchObject({ incomplete: true });
    expect(found?.items.length).toBeLessThanOrEqual(1000);
    expect(found?.items.map(({ label }) => label)).toContain("name_2999");
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

describe("what one mostly writes", () => {
  test.each([
    ["backend b", "stick-table", "stick-table type ${1|ip,ipv6,string,integer|} size ${2:size} expire ${3:time} store ${4:stored}"],
    ["backend b", "http-check expect", "http-check expect status ${1:statuses}"],
    ["frontend f", "capture cookie", "capture cookie ${1:name} len ${2:number}"],
    ["peers p", "peer", "peer ${1:name} ${2:address}"],
    ["log-profile l", "on", "on ${1|accept,request,connect,response,close,error,any|} format ${2:format}"],
  ])("%s: %s", (header, label, snippet) => {
    expect(itemIn(`${header}\n    $0\n`, label)?.snippet).toBe(snippet);
  });

  test("waiting for data takes a time", () => {
    expect(itemIn("frontend f\n    tcp-request $0\n", "inspect-delay")?.snippet).toBe("inspect-delay ${1:time}");
  });

  test("statuses of refusals: the usual ones first, then by number", () => {
    const labels = labelsIn("frontend f\n    http-request deny deny_status $0\n");
    expect(labels.slice(0, 5)).toEqual(["403", "429", "401", "404", "503"]);
    expect(labels.slice(5)).toEqual([...labels.slice(5)].sort());
  });
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

test("HAProxy's own ACLs say what they test", () => {
  expect(itemIn("frontend f\n    http-request deny if $0\n", "METH_GET")?.note).toBe("method GET HEAD");
});

test("the predicates that one mostly asks come first", () => {
  expect(labelsIn(".if $0").slice(0, 3)).toEqual(["version_atleast", "feature", "defined"]);
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
