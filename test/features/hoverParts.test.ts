/** Hovers on every part of a line: words of the grammar, values, names, what is in force. */
import { describe, expect, test } from "vitest";
import { configHover } from "../../server/src/features/hover/configHover.ts";
import { hoverAt, hoverIn } from "../support/checkHover.ts";
import { modelFromFiles } from "../support/configText.ts";

const config = `global
    setenv PORT 8443
    log stdout format raw local0 info

defaults web
    mode http
    timeout connect 5s
    timeout client 30s
    timeout server 90m
    option httpclose

userlist admins
    user bob password $6$abc groups ops
    group ops

frontend fe from web
    bind "*:\${PORT}" ssl crt /etc/ssl/a.pem
    timeout client 5000
    acl is_api path_beg -i /api
    acl is_api hdr(host) -m reg ^api\\.(foo|bar)\\.com$
    http-request set-var(txn.host) req.hdr(host),lower,field(1,:)
    http-request deny deny_status 429 if is_api !LOCALHOST { src 10.0.0.0/8 } or { sc_http_req_rate(0) gt 100 }
    http-request auth unless { http_auth(admins) }
    log-format "%ci:%cp %{+Q}r %[src,ipmask(24)]"
    use_backend app if { nbsrv(app) gt 1 }

backend app from web
    balance leastconn
    cookie SRV insert indirect
    server web1 10.0.0.1:8080 check inter 2s cookie w1
    server web2 app.example.com:80 track app/web1
    use-server web1 if { path /a }
    no option httpclose
    errorfile 503 /etc/503.http
`;

/** The hover at a word of the configuration. */
function at(marked: string, release = "3.2.4", text = config): string {
  return hoverIn(text, marked, release);
}

describe("words of the grammar", () => {
  test.each([
    ["balance least$0conn", "balance leastconn", "The server with the fewest connections is taken."],
    [" chec$0k inter", "check", "Turns health checks on."],
    ["req.h$0dr(host),lower", "req.hdr([<header>[,<number>]]) : str", "A request header by name"],
    ["low$0er", "lower : str → str", "Turns to lower case."],
    ["path_b$0eg", "path_beg", "ACL criterion: the URL's path starts with one of the patterns."],
    ["backe$0nd app from", "backend <name> [from <defaults>]", "Servers that requests are sent to."],
    ["http-request de$0ny", "http-request deny ", "Refuses the request with an error response"],
    ["http-r$0equest auth", "http-request auth", "Rules on each HTTP request, in order"],
  ])("%s", (marked, signature, summary) => {
    const note = at(marked);
    expect(note).toContain(`\`\`\`haproxy\n${signature}`);
    expect(note).toContain(summary);
    expect(note).toMatch(/\[Manual\]\(https:\/\/docs\.haproxy\.org\/3\.2\/configuration\.html#[^)]+\)/);
  });

  test.each([
    ["timeout con$0nect", "4.2-timeout%20connect"],
    ["    option http$0close\n\nuserlist", "4.2-option%20httpclose"],
    ["set-v$0ar(txn.host)", "4.4-set-var"],
    ["s$0sl crt", "5.1-ssl"],
    ["int$0er 2s", "5.2-inter"],
    ["iel$0d(1", "7.3.1-field"],
    ["http_aut$0h(", "7.3.6-http_auth"],
    ["{ sr$0c 10", "7.3.3-src"],
    ["set$0env", "3.1-setenv"],
  ])("the manual's anchor at %s is %s", (marked, anchor) => {
    expect(at(marked)).toContain(`https://docs.haproxy.org/3.2/configuration.html#${anchor})`);
  });

  test("until 2.8 actions stood among the keywords of the manual", () => {
    expect(at("http-request de$0ny", "2.6.5")).toContain("/2.6/configuration.html#4.2-http-request%20deny)");
  });

  test("places, mode, default, life and an example", () => {
    expect(at("balance least$0conn")).toContain("- Sections: `defaults`, `listen`, `backend`");
    expect(at("timeout con$0nect")).toContain("Example:\n\n```haproxy\ntimeout connect 5s\n```");
    expect(hoverAt("backend b\n balance ha$0sh path\n", "2.4.1")).toContain("- **Not in 2.4**: since 2.6");
    expect(hoverAt("global\n nbp$0roc 2\n", "2.4.1")).toContain("- Removed in 2.5; use `nbthread` instead");
    expect(hoverAt("global\n nbp$0roc 2\n", "2.6.1")).toContain("- **Removed** in 2.5; use `nbthread` instead");
    expect(hoverAt("frontend f\n reqr$0ep a b\n", "3.0.1")).toContain("- **Removed**; use `http-request replace-path` instead");
    expect(hoverAt("global\n dae$0mon\n")).not.toContain("Since");
  });

  test("a word that stands for several is one span", () => {
    expect(at("timeo$0ut connect").split("\n")[0]).toBe("«timeout connect»");
    expect(at("no opt$0ion httpclose\n    error").split("\n")[0]).toBe("«option httpclose»");
    expect(at("    n$0o option")).toContain("Switches off what follows");
  });

  test("fixed words mean what the data says", () => {
    expect(at("cookie SRV ins$0ert")).toContain("**`insert`** HAProxy sets the cookie itself");
    expect(at("format ra$0w")).toContain("**`raw`** the message only");
    expect(at("stdout format raw lo$0cal0")).toContain("**`local0`**");
  });

  test("directives and predicates of conditional blocks", () => {
    expect(hoverAt(".i$0f defined(X) && feature(QUIC)\n.endif\n")).toContain("HAProxy reads the lines up to");
    expect(hoverAt(".if defined(X) && feat$0ure(QUIC)\n.endif\n")).toContain("true where HAProxy was built with the feature");
    expect(hoverAt(".if defined(X) &$0& feature(QUIC)\n.endif\n")).toContain("Both sides must hold.");
  });
});

describe("values", () => {
  test.each([
    ["timeout server 9$00m", "`90m` = 1h 30m = 5,400 s"],
    ["timeout client 50$000", "`5000` = 5,000 ms = 5s: a number without a unit counts in milliseconds"],
    ["inter 2$0s", "`2s` = 2,000 ms"],
    ["10.0.0.$01:8080", "IPv4 address `10.0.0.1`, private network"],
    ["10.0.0.1:80$080", "port `8080`"],
    ["app.exa$0mple.com", "host name `app.example.com`: resolved when HAProxy starts"],
    ['bind "$0*:', "every IPv4 address of this machine"],
    ["src 10.0$0.0.0/8", "network of 16,777,216 addresses"],
    ["ipmask(2$04", "`24`: the first 24 bits of an IPv4 address, 255.255.255.0"],
    ["deny_status 4$029", "**HTTP 429** Too Many Requests"],
    ["errorfile 5$003", "`retry-on 503` sends such requests again"],
    ["^api\\.(f$0oo", "- must match the whole text (`^…$`)\n- capture groups: 1\n- upper and lower case differ"],
    ["-i /ap$0i", "Pattern `/api`: the text begins with a pattern; ignores case"],
    ["rate(0) g$0t", "`gt`: greater than"],
    ["field(1,$0:)", "Argument 2 of `field`"],
    ["%c$0p", "**`%cp`** Port of the client."],
    ["%{$0+Q}r", "`+Q` puts the text in double quotes"],
    ["hdr(host) -$0m", "uses the match method that follows"],
    ["-m re$0g", "a regular expression matches the text"],
    ["!LOCALHOST $0{", "Opens a condition without a name"],
    ["} o$0r", "Parts alternatives"],
    ["deny_status 429 i$0f", "The rule applies where the condition holds"],
  ])("%s", (marked, said) => {
    expect(at(marked)).toContain(said);
  });

  test.each([
    ["frontend f\n timeout client 1h$030m\n", "`1h30m`: HAProxy reads `1h` only (1h = 3,600 s) and leaves `30m` out"],
    ["global\n tune.bufsize 6$04k\n", "`64k` = 65,536 bytes"],
    ["backend b\n stick-table type ip size 1$0m expire 1s\n", "`1m` = 1,048,576 entries"],
    ["backend b\n stats refresh 1$00\n", "`10` = 10,000 ms: a number without a unit counts in seconds here"],
    ["frontend f\n bind :80-8$09\n", "ports `80-89`: 10 of them"],
    ["frontend f\n bind ab$0ns@x\n", "Linux's abstract namespace"],
    ["frontend f\n bind fd@$03\n", "descriptor `3`, opened by whoever starts HAProxy"],
    ["frontend f\n bind ip$0v6@:::80\n", "every IPv6 address of this machine"],
    ["frontend f\n bind uni$0x@/run/x.sock\n", "UNIX socket `/run/x.sock`"],
    ["frontend f\n use_backend b if a O$0R b\n", "Parts alternatives"],
    ["global\n stats socket /run/x.sock lev$0el admin\n", "level { user | operator | admin }"],
    ["global\n stats socket /run/x.sock level adm$0in\n", "**`admin`** May run every command."],
    ["frontend f\n acl a req.len 5:$010\n", "Pattern `5:10`: from 5 to 10"],
    ["frontend f\n http-request set-header strict-tran$0sport-security x\n", "`strict-transport-security`: HTTPS only from now on"],
    ["frontend f\n acl a hdr(X-Forwarded-P$0roto) https\n", "`X-Forwarded-Proto`: scheme that the client used"],
    ["frontend f\n bind :443 ssl crt a alpn h$02,http/1.1\n", "- `h2` HTTP/2\n- `http/1.1` HTTP/1.1"],
    [".if !feature(OPEN$0SSL)\n.endif\n", "**`feature(OPENSSL)`** true where HAProxy was built with the feature"],
    [".if defined(A) && version_atleast(3$0.0)\n.endif\n", "**`version_atleast(3.0)`** true where HAProxy is this version"],
    ["global\n    setenv SITE a\n.if defined(SI$0TE)\n.endif\n", "`setenv` in line 2: `a`"],
  ])("%j", (marked, said) => {
    expect(hoverAt(marked, "3.2.4")).toContain(said);
  });

  test("nothing is made up for a header that nobody knows", () => {
    expect(hoverAt("frontend f\n acl a hdr(X-Shop-I$0d) 1\n", "3.2.4")).toContain("HTTP header `X-Shop-Id`\n");
  });
});

describe("names", () => {
  test("an ACL with all its lines", () => {
    const note = at("429 if is_$0api");
    expect(note).toContain("acl is_api path_beg -i /api\nacl is_api hdr(host)");
    expect(note).toContain("Declared 2 times");
    expect(note).toContain("line 19 of `haproxy.cfg`");
  });

  test("a predefined ACL as the release has it", () => {
    expect(at("!LOC$0ALHOST")).toContain("acl LOCALHOST src 127.0.0.1/8 ::1");
    expect(at("!LOC$0ALHOST", "2.4.1")).toContain("acl LOCALHOST src 127.0.0.1/8\n");
  });

  test("backends with their servers, in statements and in expressions", () => {
    for (const marked of ["use_backend a$0pp", "nbsrv(a$0pp)"]) {
      expect(at(marked)).toContain("- servers: 2 (`web1 10.0.0.1:8080`, `web2 app.example.com:80`)");
      expect(at(marked)).toContain("- line 27 of `haproxy.cfg`");
    }
  });

  test("servers, in their own backend and behind another one's name", () => {
    expect(at("use-server web$01")).toContain("server web1 10.0.0.1:8080 check inter 2s cookie w1");
    expect(at("track app/w$0eb1")).toContain("line 30 of `haproxy.cfg`");
  });

  test("a userlist without its passwords, a defaults section", () => {
    expect(at("http_auth(adm$0ins)")).toContain("userlist admins\n    user bob password … groups ops");
    expect(at("frontend fe from we$0b")).toContain("timeout connect 5s");
  });

  test("a table by its name, and an unknown name", () => {
    const text = "backend st\n stick-table type ip size 1k\nfrontend f\n http-request track-sc0 src table st\n";
    expect(at("table s$0t\n", "3.2.4", text)).toContain("stick-table type ip size 1k");
    expect(at("table n$0o\n", "3.2.4", text.replace("table st\n", "table no\n"))).toContain("http-request track-sc<n>");
  });

  test("variables: how long they live and where they are set", () => {
    const note = at("set-var(txn.h$0ost)");
    expect(note).toContain("- `txn` lives for a request and its response");
    expect(note).toContain("http-request set-var(txn.host) req.hdr(host),lower,field(1,:) # line 21");
    expect(hoverAt("frontend f\n http-request deny if { var(sess.$0x) 1 }\n")).toContain("set by no line of this configuration");
  });

  test("environment variables: value, default, HAProxy's own", () => {
    expect(at(`\${PO$0RT}`)).toContain("- `setenv` in line 2: `8443`");
    expect(hoverAt(`global\n maxconn "\${MA$0X-100}"\n`)).toContain("- `100` stands in where it is not set");
    expect(hoverAt(`frontend f\n log-format "\${HAPROXY_HTTP_$0LOG_FMT}"\n`, "3.2.4")).toContain("- set by HAProxy itself, since 2.8");
  });
});

describe("what is in force", () => {
  test("at a frontend: its own lines and inherited ones, nothing of the other side", () => {
    const note = at("fronte$0nd fe");
    expect(note).toContain("mode http  # from defaults web, line 6\ntimeout client 5000  # line 18\n```");
    expect(note).not.toContain("timeout server");
  });

  test("at a server: the default-server lines above it", () => {
    const text = "defaults\n default-server rise 3\nbackend b\n default-server inter 5s\n server a 192.0.2.1:1\n default-server fall 9\n";
    const note = at("serv$0er a", "3.2.4", text);
    expect(note).toContain("default-server rise 3  # from defaults, line 2\ndefault-server inter 5s  # line 4\n```");
  });

  test("at a rule that tracks: its table", () => {
    const text = "backend st\n stick-table type ip size 1k\nfrontend f\n http-request track-$0sc0 src table st\n";
    expect(hoverAt(text)).toContain("stick-table type ip size 1k");
  });

  test("at a backend", () => {
    expect(at("backend a$0pp from")).toContain("timeout server 90m  # from defaults web, line 9");
  });

  test("a statement that overrides another, and one that is inherited", () => {
    expect(at("timeout cli$0ent 5000")).toContain("In place of `timeout client 30s` from defaults web, line 8");
    expect(at("timeout cli$0ent 30s")).toContain("Proxies that inherit it: 2; with one of their own: 1");
    expect(at("timeout con$0nect")).toContain("Proxies that inherit it: 2\n");
    expect(at("no opt$0ion httpclose\n    error")).toContain("In place of `option httpclose` from defaults web, line 10");
  });
});

test("names of Lua scripts: signature, place and the author's words", () => {
  const config = "global\n  lua-load /l/sign.lua\nfrontend f\n  mode http\n  http-request lua.si$0gn x\n";
  const script = '-- Signs the request.\nlocal function sign(txn, key)\nend\ncore.register_action("sign", { "http-req" }, sign, 1)\n';
  const note = hoverAt(config, "3.2.5", { "/l/sign.lua": script });
  expect(note).toContain("lua.sign <key>");
  expect(note).toContain("/l/sign.lua:4");
  expect(hoverAt(config.replace("si$0gn", "ot$0her"), "3.2.5", { "/l/sign.lua": script })).not.toContain("registered in");
});

test("the range of a note holds the place that was asked about, beside its word too", () => {
  expect(hoverAt('frontend f\n http-request set-header X "$0%[src]"\n')).toMatch(/^«%\[src»/);
  expect(hoverAt("frontend f\n http-request set-header X %[src]$0\n")).toMatch(/^«src\]»/);
});

test("of several files the one that sets a variable is named", () => {
  const web = 'frontend f\n    http-request set-var(txn.a) src\n    http-request set-header X "$SITE%[var(txn.a)]"\n';
  const model = modelFromFiles(["global\n    setenv SITE a\n", web]);
  const file = model.files[1]!;
  const at = (text: string) => {
    const column = file.lines[2]!.raw.indexOf(text);
    return configHover(model, file, 2, column, { release: undefined, link: () => "" })?.markdown;
  };
  expect(at("SITE")).toContain("`setenv` in line 2 (`0.cfg`): `a`");
  expect(at("txn.a")).toContain("# 1.cfg, line 2");
});
