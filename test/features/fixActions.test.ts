// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are variables of HAProxy
/** Fixes at a finding: what they are called, and what they make of the text. */
import { describe, expect, test } from "vitest";
import { fixesAt, frontend } from "../support/checkActions.ts";

describe("misspelt words and names", () => {
  test.each([
    ["a keyword", frontend("htp-request$0 deny"), 'Change "htp-request" to "http-request"', frontend("http-request deny")],
    ["an option", frontend("option htplog$0"), 'Change "htplog" to "httplog"', frontend("option httplog")],
    ["an action", frontend("http-request dney$0"), 'Change "dney" to "deny"', frontend("http-request deny")],
    [
      "a fetch inside an expression",
      frontend("http-request deny if { pathh,lower$0 /x }"),
      'Change "pathh" to "path"',
      frontend("http-request deny if { path,lower /x }"),
    ],
    [
      "a converter",
      frontend("http-request deny if { path,lowr$0 /x }"),
      'Change "lowr" to "lower"',
      frontend("http-request deny if { path,lower /x }"),
    ],
    [
      "an ACL",
      frontend("acl admin src 192.0.2.1", "http-request deny if !admn$0"),
      'Change "admn" to "admin"',
      frontend("acl admin src 192.0.2.1", "http-request deny if !admin"),
    ],
    [
      "a parameter",
      "backend b\n    server s 192.0.2.1:80 chek$0\n",
      'Change "chek" to "check"',
      "backend b\n    server s 192.0.2.1:80 check\n",
    ],
  ])("%s", (_, before, title, after) => {
    expect(fixesAt(before)).toMatchObject({ [title]: after });
  });

  test("a backend, by one that is there, or a new one", () => {
    const before = frontend("default_backend wbe$0");
    const rest = "\nbackend web\n    server s 192.0.2.1:80\n";
    expect(fixesAt(before + rest, "3.2.4", "undefined-backend")).toEqual({
      'Change "wbe" to "web"': frontend("default_backend web") + rest,
      'Create backend "wbe"': `${frontend("default_backend wbe")}\nbackend wbe\n    server s1 127.0.0.1:8080 check\n${rest}`,
    });
  });
});

describe("what nothing uses", () => {
  test("a section goes with the comments above it and the blank lines behind", () => {
    const head = `global\n    maxconn 9\n\n${frontend()}\n`;
    const rest = "# of app\nbackend app\n";
    const before = `${head}# no longer\nbackend old$0\n    # first\n    server s 192.0.2.1:80\n\n\n${rest}`;
    expect(fixesAt(before, "3.2.4", "unused-section")).toEqual({ "Remove this section": head + rest });
    expect(fixesAt(`${head}backend old$0`, "3.2.4", "unused-section")).toEqual({ "Remove this section": head });
  });

  test("an ACL", () => {
    expect(fixesAt(frontend("acl old$0 path /old"), "3.2.4", "unused-acl")).toEqual({ "Remove the ACL": frontend() });
  });
});

describe("names of sections", () => {
  test.each([
    ["the first", "defualts$0\n    mode http\n", 'Change "defualts" to "defaults"', "defaults\n    mode http\n"],
    ["taken for a statement", `${frontend()}backned b$0\n`, 'Change "backned" to "backend"', `${frontend()}backend b\n`],
    ["of two backends", "backend web\nbackend web$0\n", 'Rename "web" to "web-2"', "backend web\nbackend web-2\n"],
    ["that has a number", "backend b1\nbackend b2\nbackend b1$0\n", 'Rename "b1" to "b3"', "backend b1\nbackend b2\nbackend b3\n"],
    ["of resolvers", "resolvers r\nresolvers r$0\n", 'Rename "r" to "r-2"', "resolvers r\nresolvers r-2\n"],
    [
      "of a frontend and a backend, with what means the backend",
      "frontend web\n    default_backend web\nbackend web$0\n",
      'Rename "web" to "web-2"',
      "frontend web\n    default_backend web-2\nbackend web-2\n",
    ],
  ])("%s", (_, before, title, after) => {
    expect(fixesAt(before)).toMatchObject({ [title]: after });
  });

  test("a statement is no section, however it is spelt", () => {
    expect(fixesAt(`${frontend("    backned b$0")}`, "3.2.4", "unknown-keyword")).toEqual({});
  });
});

describe("what half a setting lacks", () => {
  test.each<[code: string, before: string, fixes: Readonly<Record<string, string>>]>([
    [
      "never-matches",
      frontend("http-request deny if { req.hdr(x)$0 }"),
      { 'Add "-m found": it is enough that the sample exists': frontend("http-request deny if { req.hdr(x) -m found }") },
    ],
    [
      "missing-certificate",
      "listen l\n    bind :443 ssl$0 alpn h2\n",
      { 'Add "crt /etc/haproxy/certs/site.pem" (fit the value)': "listen l\n    bind :443 ssl crt /etc/haproxy/certs/site.pem alpn h2\n" },
    ],
    [
      "counter-out-of-range",
      `global\n    tune.stick-counters 5\n${frontend("http-request track-sc7$0 src")}`,
      {
        'Change "tune.stick-counters 5" to "tune.stick-counters 8"': `global\n    tune.stick-counters 8\n${frontend("http-request track-sc7 src")}`,
      },
    ],
    ["incomplete-section", "cache c$0\n", { 'Add "total-max-size 64" here (fit the values)': "cache c\n    total-max-size 64\n" }],
    [
      "incomplete-email-alert",
      "mailers m\n    mailer a ::1:25\nbackend b\n    email-alert to$0 a@example.org\n",
      {
        'Add "email-alert mailers m", "email-alert from haproxy@example.org" here (fit the values)':
          "mailers m\n    mailer a ::1:25\nbackend b\n    email-alert mailers m\n    email-alert from haproxy@example.org\n    email-alert to a@example.org\n",
      },
    ],
    [
      "undefined-member",
      "userlist u\n    group admins\n    user a insecure-password b groups admin$0,x\n",
      {
        'Change "admin" to "admins"': "userlist u\n    group admins\n    user a insecure-password b groups admins,x\n",
        'Create group "admin"': "userlist u\n    group admins\n    user a insecure-password b groups admin,x\n    group admin\n",
        'Remove "admin"': "userlist u\n    group admins\n    user a insecure-password b groups x\n",
      },
    ],
    [
      "open-stats-page",
      frontend("stats admin if TRUE$0"),
      {
        'Change "if TRUE" to "if LOCALHOST"': frontend("stats admin if LOCALHOST"),
        'Add "stats auth admin:CHANGE-ME" here (fit the values)': frontend("stats admin if TRUE", "stats auth admin:CHANGE-ME"),
      },
    ],
    [
      "unbalanced-block",
      "global\n    .if feature(X)$0\n    maxconn 5\n",
      { 'Add ".endif" at the end of the file': "global\n    .if feature(X)\n    maxconn 5\n    .endif\n" },
    ],
    ["unbalanced-block", "global\n    .endif$0\n    maxconn 5\n", { 'Remove ".endif"': "global\n\n    maxconn 5\n" }],
    [
      "mode-conflict",
      `${frontend("default_backend b")}backend b\n    mode tcp$0\n`,
      { 'Change "mode tcp" to "mode http"': `${frontend("default_backend b")}backend b\n    mode http\n` },
    ],
    [
      "malformed-expression",
      frontend("http-request set-var(txn.a) req.hdr(host$0"),
      { "Close the parenthesis": frontend("http-request set-var(txn.a) req.hdr(host)") },
    ],
    ["bad-hex-escape", frontend("http-request set-header X \\xg$0"), { 'Write "\\\\"': frontend("http-request set-header X \\\\xg") }],
    [
      "unclosed-brace",
      frontend('http-request set-header X "${A-b"$0'),
      { "Close the brace": frontend('http-request set-header X "${A-b}"') },
    ],
    ["unclosed-brace", 'global\n    maxconn "${A:-9}"$0', { 'Remove ":"': 'global\n    maxconn "${A-9}"' }],
    ["unclosed-brace", 'global\n    maxconn "${A%9}"$0', {}],
    ["odd-header-name", frontend("http-request set-header X-A:$0 b"), { 'Write "X-A"': frontend("http-request set-header X-A b") }],
  ])("%s", (code, before, fixes) => {
    expect(fixesAt(before, "3.2.4", code)).toEqual(fixes);
  });
});

describe("arguments that are missing", () => {
  test.each<[before: string, added: readonly string[]]>([
    ["mode$0", ['"http"', '"tcp"', '"log"']],
    ["use_backend$0", ['"web"', '"api"', '"l"']],
    ["http-request track-sc0 src table$0", ['"web"']],
    ["timeout connect$0", ['"5s" (fit the value)']],
    ["stats refresh$0", ['"10s" (fit the value)', '"30s" (fit the value)']],
    ["errorfile 503$0", ['"/etc/haproxy/errors/503.http" (fit the value)']],
    ["http-request redirect$0", ['"scheme https code 301" (fit the value)', '"scheme https" (fit the value)']],
    ["acl static$0", ['"path_end -i .css .js .png" (fit the value)']],
    ["server a 192.0.2.1:80 check inter$0", ['"5s" (fit the value)', '"2s" (fit the value)']],
    // no section of that kind is there to name
    ["http-request cache-use$0", []],
    ["errorfiles$0", []],
  ])("%s", (line, added) => {
    const text = `backend web\n    stick-table type ip size 1 expire 1m\nbackend api\nlisten l\n    ${line}\n`;
    const fixes = fixesAt(text, "3.2.4", "missing-argument");
    expect(Object.keys(fixes)).toEqual(added.map((one) => `Add ${one}`));
    for (const [title, after] of Object.entries(fixes)) expect(after).toBe(text.replace("$0", ` ${/^Add "(.*)"/.exec(title)?.[1]}`));
  });

  test("in front of a comment", () => {
    expect(fixesAt(frontend("retries$0 # three"), "3.2.4", "missing-argument")).toEqual({});
    expect(fixesAt("backend b\n    retries$0 # three\n", "3.2.4", "missing-argument")).toEqual({
      'Add "3" (fit the value)': "backend b\n    retries 3 # three\n",
    });
  });
});

describe("what is missing", () => {
  test("an ACL is declared above", () => {
    expect(fixesAt(frontend("http-request deny if nobody$0"), "3.2.4", "undefined-acl")).toEqual({
      'Declare ACL "nobody" (never met until its criterion is written)': frontend("acl nobody always_false", "http-request deny if nobody"),
    });
  });

  test("timeouts, in the defaults or here", () => {
    const before = "defaults\n    mode http\n\nfrontend f$0\n    bind :1\n";
    expect(fixesAt(before, "3.2.4", "missing-timeout")).toEqual({
      'Add "timeout client 30s" to the defaults it inherits (fit the values)':
        "defaults\n    timeout client 30s\n    mode http\n\nfrontend f\n    bind :1\n",
      'Add "timeout client 30s" here (fit the values)': "defaults\n    mode http\n\nfrontend f\n    timeout client 30s\n    bind :1\n",
    });
  });

  test("timeouts of a ring", () => {
    const before = "ring r$0\n    timeout connect 1s\n    server s 192.0.2.1:514\n";
    expect(fixesAt(before, "3.0.2", "missing-timeout")).toEqual({
      'Add "timeout server 30s" here (fit the values)':
        "ring r\n    timeout server 30s\n    timeout connect 1s\n    server s 192.0.2.1:514\n",
    });
  });

  describe("defaults", () => {
    const title = 'Write "from web" at every section that takes these defaults over';
    const timeouts = "    timeout client 5s\n";

    test("are named by all that take them over", () => {
      const before = `defaults web\n${timeouts}frontend a from web\n    bind :1\nfrontend b # why$0\n    bind :2\nbackend c\ndefaults\nbackend d\n`;
      const after = before.replace("frontend b", "frontend b from web").replace("backend c", "backend c from web").replace("$0", "");
      expect(fixesAt(before, "3.0.2", "ambiguous-defaults")).toEqual({ [title]: after });
    });

    test("also where the section that names them comes later", () => {
      const before = `defaults web\n${timeouts}frontend b\n    bind :2\nfrontend a from web$0\n    bind :1\n`;
      expect(fixesAt(before, "3.0.2", "ambiguous-defaults")).toEqual({
        [title]: before.replace("frontend b", "frontend b from web").replace("$0", ""),
      });
    });

    test("lose the log formats that the last one replaces", () => {
      const before = "defaults\n    option httplog\n    option dontlognull\n    error-log-format %ci\n    log-format %ci$0\n";
      expect(fixesAt(before, "3.0.2", "duplicate-statement")).toEqual({
        "Remove the log format above, which this one replaces": before.replace("    option httplog\n", "").replace("$0", ""),
      });
      expect(fixesAt("defaults a\n    option httplog\ndefaults b from a\n    log-format %ci$0\n", "3.0.2", "duplicate-statement")).toEqual(
        {},
      );
    });
  });

  test("a stick-table with the data that is asked for", () => {
    const before = frontend("http-request track-sc0 src table st$0");
    expect(Object.values(fixesAt(before, "3.2.4", "undefined-table"))[0]).toContain(
      "\nbackend st\n    stick-table type ipv6 size 100k expire 30m\n",
    );
    const stored = `${frontend("http-request track-sc0 src table st", "http-request deny if { sc_http_req_rate(0)$0 gt 9 }")}\nbackend st\n    stick-table type ip size 1k expire 1m store gpc0\n`;
    expect(Object.values(fixesAt(stored, "3.2.4", "counter-not-stored"))).toEqual([
      stored.replace("$0", "").replace("store gpc0", "store gpc0,http_req_rate(10s)"),
    ]);
  });

  test("an expiry", () => {
    expect(Object.values(fixesAt("backend b\n    stick-table$0 type ip size 1m # x\n", "3.2.4", "table-without-expire"))).toEqual([
      "backend b\n    stick-table type ip size 1m expire 30m # x\n",
    ]);
  });

  test("a word of the global section", () => {
    const lua = "global\n    lua-load$0 /a.lua\n";
    expect(Object.values(fixesAt(lua, "3.2.4", "lua-conversion-unset"))).toEqual([
      "global\n    tune.lua.bool-sample-conversion normal\n    lua-load /a.lua\n",
      "global\n    tune.lua.bool-sample-conversion pre-3.1-bug\n    lua-load /a.lua\n",
    ]);
  });
});

test("a server that is tracked has checks, and one that tracks has none", () => {
  const servers = (a: string, b: string) => `backend b\n    server a 192.0.2.1:80${a} # first\n    server c 192.0.2.2:80${b}\n`;
  expect(fixesAt(servers("", " track b/a$0"), "3.2.4", "bad-tracking")).toEqual({
    'Add "check" to the server "a"': servers(" check", " track b/a"),
  });
  expect(fixesAt(servers(" check", " check inter 2s track a$0"), "3.2.4", "bad-tracking")).toEqual({
    'Remove "check"': servers(" check", " inter 2s track a"),
  });
});

test("names that nobody declares: mailers, servers of a backend, and who signs a server's certificate", () => {
  const mail = "    email-alert from a@example.org\n    email-alert to b@example.org\n";
  expect(fixesAt(`backend b\n    email-alert mailers ops$0\n${mail}`, "3.0.2", "undefined-mailers")).toEqual({
    'Create mailers "ops"': `backend b\n    email-alert mailers ops\n${mail}\nmailers ops\n    mailer relay 192.0.2.25:25\n`,
  });
  expect(fixesAt("backend b\n    email-alert mailers ops$0\n", "3.0.2", "undefined-mailers")).toEqual({});
  const app = "backend app\n    server a 192.0.2.1:80\n    balance source\n";
  expect(fixesAt(frontend("http-request deny if { srv_is_up(app/web)$0 }") + app, "3.2.4", "undefined-server")).toMatchObject({
    'Create server "web"':
      frontend("http-request deny if { srv_is_up(app/web) }") +
      app.replace("    balance", "    server web 127.0.0.1:8080 check\n    balance"),
  });
  const tls = (rest: string) => `backend b\n    server a 192.0.2.1:443 ssl${rest} # tls\n`;
  expect(fixesAt(tls("$0"), "3.2.4", "missing-ca-file")).toEqual({
    'Add "ca-file @system-ca" (fit the value)': tls(" ca-file @system-ca"),
    'Add "verify none" (fit the value)': tls(" verify none"),
  });
  expect(Object.keys(fixesAt(tls(" verify required$0"), "3.2.4", "missing-ca-file"))).toEqual(['Add "ca-file @system-ca" (fit the value)']);
});
