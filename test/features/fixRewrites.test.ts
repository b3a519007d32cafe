// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are variables of HAProxy
/** Fixes that put the words of today for those of old, move statements, or take them away. */
import { describe, expect, test } from "vitest";
import { fixActions, fixAllAction } from "../../server/src/features/actions/fixActions.ts";
import { configFindings } from "../../server/src/features/configFindings.ts";
import { changedText } from "../../server/src/features/textChange.ts";
import { fixesAt } from "../support/checkActions.ts";
import { configUri, modelFrom, modelFromFiles, releaseFrom } from "../support/configText.ts";

const frontend = (...lines: readonly string[]) =>
  `frontend f\n    bind :1\n    mode http\n    timeout client 5s\n${lines.map((line) => `    ${line}\n`).join("")}`;

describe("words of old", () => {
  test.each([
    ["reqadd X-Proto:\\ https\\ 5% if { ssl_fc }", "http-request add-header X-Proto 'https 5%%' if { ssl_fc }"],
    ["rspadd X:\\ y", "http-response add-header X y"],
    ["reqidel ^X-Forwarded-For:.*", "http-request del-header X-Forwarded-For"],
    ["rspidel ^Server:\\ ", "http-response del-header Server"],
    ["reqirep ^Host: Host:\\ a.example", "http-request replace-header Host .* a.example"],
    ["rspidel ^Server:", "http-response del-header Server"],
    ["rspirep ^Location:\\ http://(.*) Location:\\ https://\\1", "http-response replace-header Location ^http://(.*) 'https://\\1'"],
    ["reqdeny ^GET\\ /admin/.*", "http-request deny if { method GET } { path_reg ^/admin/.* }"],
    ["reqitarpit ^[^\\ :]*\\ /a\\#b", "http-request tarpit if { path_reg -i '^/a#b' }"],
    ["reqiallow ^Host:\\ (www|api)[.]example", "http-request allow if { req.fhdr(Host) -m reg -i ^(www|api)[.]example }"],
    ["reqdeny ^X-Old:", "http-request deny if { req.fhdr(X-Old) -m found }"],
    ["rspdeny ^Server:\\ old", "http-response deny if { res.fhdr(Server) -m reg ^old }"],
    ["reqrep ^([^\\ :]*)\\ /old/(.*) \\1\\ /new/\\2", "http-request replace-path ^/old/(.*) '/new/\\1'"],
  ])("%s", (before, after) => {
    expect(Object.values(fixesAt(frontend(`${before}$0`)))).toContain(frontend(after));
  });

  test.each([
    "reqrep ^(GET|POST)\\ /a \\1\\ /b",
    "reqirep ^Host:\\ x Foo:\\ y",
    "rspadd nothing",
    "reqdel .",
    "reqdeny /x",
    "reqdeny ^GET\\ /x if { src ::1 }",
  ])("%s has no sure successor", (before) => {
    expect(fixesAt(frontend(`${before}$0`))).toEqual({});
  });

  test("times that say one thing and mean another", () => {
    expect(fixesAt("defaults\n    timeout client 1h30m$0\n")).toEqual({ 'Write "90m"': "defaults\n    timeout client 90m\n" });
    expect(Object.keys(fixesAt("defaults\n    timeout client 30$0\n"))).toEqual(['Write "30ms"', 'Write "30s" if seconds are meant']);
  });
});

test.each([
  ["listen l $00.0.0.0:80\n    mode http\n", "unexpected-argument", "listen l\n    bind 0.0.0.0:80\n    mode http\n"],
  ["frontend f\n    timeout client $TIME$0\n", "malformed-argument", 'frontend f\n    timeout client "$TIME"\n'],
  ["global\n    stats socket /s mode 666$0 level admin\n", "exposed-stats-socket", "global\n    stats socket /s mode 660 level admin\n"],
  [
    "backend b\n    server s 192.0.2.1:443 ssl verify none$0\n",
    "unverified-server",
    "backend b\n    server s 192.0.2.1:443 ssl verify required ca-file @system-ca\n",
  ],
  [
    "global\n    ssl-default-bind-options ssl-min-ver TLSv1.0$0\n",
    "outdated-tls",
    "global\n    ssl-default-bind-options ssl-min-ver TLSv1.2\n",
  ],
  [
    "backend b\n    http-check expect status 200$0\n",
    "ineffective-keyword",
    "backend b\n    option httpchk\n    http-check expect status 200\n",
  ],
  ["defaults\n    http-request deny$0\n", "not-in-anonymous-defaults", "defaults common\n    http-request deny\n"],
])("%s", (before, code, after) => {
  expect(Object.values(fixesAt(before, "3.2.4", code))).toEqual([after]);
});

describe("arguments that do not fit", () => {
  test.each([
    ["backend b\n    balance round-robin$0\n", "backend b\n    balance roundrobin\n"],
    ["defaults\n    timeout client 15 s$0\n", "defaults\n    timeout client 15s\n"],
    [
      "backend b\n    stick-table type ip size 1k expire 1m store http_req_rate$0\n",
      "backend b\n    stick-table type ip size 1k expire 1m store http_req_rate(10s)\n",
    ],
    [frontend("http-request deny if { path /x$0"), frontend("http-request deny if { path /x }")],
    [frontend("http-request deny if { always_true(x)$0 }"), frontend("http-request deny if { always_true }")],
    [frontend('http-request set-header a "b c$0'), frontend('http-request set-header a "b c"')],
    [frontend('http-request set-header a "b if { path$0 /x }'), frontend('http-request set-header a "b" if { path /x }')],
  ])("%s", (before, after) => {
    expect(Object.values(fixesAt(before))[0]).toBe(after);
  });

  test("what is too much goes, as far as the rest makes sense", () => {
    expect(fixesAt("defaults\n    timeout client 15s more$0 still # c\n")).toEqual({
      'Remove "more still"': "defaults\n    timeout client 15s # c\n",
    });
    expect(fixesAt("backend b\n    stick-table type bin$0 size 1k\n", "3.2.4", "unexpected-argument")).toEqual({});
  });
});

describe("statements in the wrong section", () => {
  test("go to the global section, with their comments", () => {
    expect(Object.values(fixesAt("global\n    daemon\n\ndefaults\n    # many\n    nbthread$0 4\n    mode http\n"))).toEqual([
      "global\n    daemon\n    # many\n    nbthread 4\n\ndefaults\n    mode http\n",
    ]);
    expect(Object.values(fixesAt("defaults\n    mode http\n    nbthread$0 4\n"))).toEqual([
      "global\n    nbthread 4\n\ndefaults\n    mode http\n",
    ]);
  });

  test("or to the defaults", () => {
    expect(Object.values(fixesAt("global\n    mode$0 http\n\ndefaults\n    log global\n"))[0]).toBe(
      "global\n\ndefaults\n    log global\n    mode http\n",
    );
  });
});

test("a rule that is never reached can go", () => {
  const before = frontend("http-request deny", "http-request deny$0 if { src 192.0.2.1 }");
  expect(Object.values(fixesAt(before, "3.2.4", "unreachable-rule"))).toEqual([frontend("http-request deny")]);
});

test("a setting that HAProxy ignores can go", () => {
  expect(fixesAt("global\n    maxconn 100\n    maxconn$0 200\n    daemon\n", "3.2.4", "duplicate-statement")).toEqual({
    "Remove the line, which HAProxy ignores": "global\n    maxconn 100\n    daemon\n",
  });
});

test("a finding in one file may be fixed in another", () => {
  const model = modelFromFiles(["defaults\n    mode http\n", "frontend f\n    bind :1\n"]);
  const options = { release: releaseFrom("3.2.4"), ignored: [] };
  const [first] = fixActions(model, configFindings(model, options), options);
  expect(first?.changes?.map(({ uri }) => uri)).toEqual(["file:///0.cfg"]);
});

test("everything safe at once", () => {
  const text = "defaults\n    clitimeout 5s\n    timeout server 30\n    redispatch";
  const model = modelFrom(text);
  const options = { release: releaseFrom("3.2.4"), ignored: [] };
  const action = fixAllAction(model, configUri, configFindings(model, options), options);
  expect(changedText(model.files[0]!, action?.laterChanges?.() ?? [])).toBe(
    "defaults\n    timeout client 5s\n    timeout server 30ms\n    redispatch\n",
  );
  const fine = modelFrom("global\n    daemon\n");
  expect(fixAllAction(fine, configUri, configFindings(fine, options), options)).toBeUndefined();
});
