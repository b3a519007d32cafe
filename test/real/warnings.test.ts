/** Statements that HAProxy takes with a warning: ours and those of real binaries. */
import { describe, expect, test } from "vitest";
import { languageHits } from "../../server/src/lints/language.ts";
import { readReleaseInUse } from "../../server/src/model/releaseInUse.ts";
import { modelFrom } from "../support/configText.ts";
import { presentBranches, realBranches, verdictsOf } from "../support/realHaproxy.ts";

const proxy = "    mode http\n    timeout connect 5s\n    timeout client 5s\n    timeout server 5s\n";
const frontend = (line: string) => `frontend f\n    mode http\n    timeout client 5s\n    bind 127.0.0.1:18080\n    ${line}\n`;
const backend = (line: string) => `backend b\n    mode http\n    timeout connect 5s\n    timeout server 5s\n    ${line}\n`;

/** The text, and the line (from 1) on which we warn; undefined: nobody warns. */
const cases: readonly (readonly [name: string, text: string, line: number | undefined])[] = [
  ["a timeout of servers in a frontend", frontend("timeout server 5s"), 5],
  ["a timeout of the queue in a frontend", frontend("timeout queue 5s"), 5],
  ["a timeout of clients in a backend", backend("timeout client 5s"), 5],
  ["a master that outlives its workers", "global\n    master-worker no-exit-on-failure\n", undefined],
  ["an error page that is not declared", backend("errorfiles e 400 503\n\nhttp-errors e\n    errorfile 400 /dev/null"), 5],
  ["an error page that is declared", backend("errorfiles e 400\n\nhttp-errors e\n    errorfile 400 /dev/null"), undefined],
  ["all error pages of a section", backend("errorfiles e\n\nhttp-errors e\n    errorfile 400 /dev/null"), undefined],
  ["a format without an address", frontend("log-format %ci"), 1],
  ["a format of nothing but flags", frontend("log-format %{+Q}o"), undefined],
  ["a timeout of both", backend("timeout http-keep-alive 5s"), undefined],
  ["a timeout of nothing", "backend b\n    mode http\n    timeout connect 0\n    timeout server 5s\n    server s 127.0.0.1:80\n", 1],
  ["mailers that nobody uses", `mailers m\n    mailer one 127.0.0.1:25\n${backend("server s 127.0.0.1:80")}`, 1],
  ["a lifetime that is missing", "cache c\n    total-max-size 4\n    max-age\n", 3],
  ["a switch that is neither on nor off", "cache c\n    total-max-size 4\n    process-vary maybe\n", 3],
  ["a table in a frontend that stores nothing there", frontend("stick match src"), 5],
  ["a captured header with odd characters", frontend("capture request header x(a len 8"), undefined],
  ["an ACL on requests, before there are any", frontend("acl p path /x\n    tcp-request connection reject if p"), 6],
  ["an ACL of HAProxy's own, before there are requests", frontend("tcp-request session reject if !HTTP"), 5],
  [
    "an ACL of which one line looks at requests",
    frontend("acl p src 10.0.0.0/8\n    acl p path /x\n    tcp-request session reject if p"),
    7,
  ],
  ["an ACL on connections", frontend("acl p src 10.0.0.0/8\n    tcp-request connection reject if p"), undefined],
  ["an ACL on requests, among responses", frontend("acl p path /x\n    http-response deny if p"), 6],
  ["an ACL on responses, among requests", frontend("acl p status 200\n    http-request deny if p"), 6],
  ["a timeout set twice", frontend("timeout client 6s"), 5],
  ["a timeout that its defaults have, and another", `defaults\n${proxy}\n${frontend("timeout client 6s")}`, undefined],
  ["keep-alive of servers in a frontend", frontend("srvtcpka-idle 5s"), 5],
  ["keep-alive of clients in a backend", backend("clitcpka-cnt 3"), 5],
  ["a rate of sessions in a backend", backend("rate-limit sessions 3"), 5],
  ["a format of errors in a backend", backend("error-log-format x"), 5],
  ["a cookie for a domain without a dot", backend("cookie X insert domain localhost"), 5],
  ["a cookie for a domain with one", backend("cookie X insert domain example.org"), undefined],
  ["a state file that the global section does not name", backend("load-server-state-from-file global"), 1],
  [
    "servers behind a default backend",
    `listen f\n${proxy}    bind 127.0.0.1:18080\n    server s 127.0.0.1:80\n    default_backend b\n${backend("server s 127.0.0.1:80")}`,
    1,
  ],
  [
    "a condition on the request where the response is kept",
    backend("stick-table type ip size 1k\n    stick store-response src if { path /x }"),
    6,
  ],
  [
    "a denial with a page that is not declared",
    frontend("http-request deny errorfiles e\n\nhttp-errors e\n    errorfile 503 /dev/null"),
    5,
  ],
  [
    "a denial with a page that is declared",
    frontend("http-request deny deny_status 503 errorfiles e\n\nhttp-errors e\n    errorfile 503 /dev/null"),
    undefined,
  ],
  [
    "a reply with a page that is not declared",
    frontend("http-response return status 404 errorfiles e\n\nhttp-errors e\n    errorfile 503 /dev/null"),
    5,
  ],
  [
    "an error with a page that is not declared",
    backend("http-error status 404 errorfiles e\n\nhttp-errors e\n    errorfile 503 /dev/null"),
    5,
  ],
  [
    "a reply with a page that is declared, under a condition on the status",
    frontend("http-response return status 503 errorfiles e if { status 404 }\n\nhttp-errors e\n    errorfile 503 /dev/null"),
    undefined,
  ],
  [
    "a reply with a page that is not, under a condition on the status",
    frontend("http-response deny errorfiles e if { status 503 }\n\nhttp-errors e\n    errorfile 503 /dev/null"),
    5,
  ],
  ["raw bytes in a header", frontend("http-request set-header x %[req.ssl_sni]"), 5],
  ["raw bytes behind others", frontend("http-response set-header x a%[src]%[res.len]"), 5],
  ["raw bytes in a variable", frontend("http-request set-var-fmt(txn.x) %[req.ssl_sni]"), undefined],
  ["raw bytes that are converted of a variable", frontend("http-request set-header x %[var(txn.x),length]"), undefined],
  ["a user of the statistics page, twice", backend("stats auth u:a\n    stats auth u:b"), 6],
  ["two users of the statistics page", backend("stats auth u:a\n    stats auth v:a"), undefined],
  ["messages longer than their ring", "ring r\n    maxlen 20000\n    size 16384\n", 2],
  ["messages as long as their ring", "ring r\n    maxlen 16000\n    size 16384\n", undefined],
  ["a command for checks of another kind", backend("external-check command /bin/true\n    option httpchk"), 5],
  [
    "a path for checks of another kind",
    `defaults\n${proxy}    option external-check\n    external-check path /bin\n${backend("option tcp-check")}`,
    8,
  ],
  ["an option of addresses without HTTP", frontend("option originalto").replace("mode http", "mode tcp"), 2],
  ["a header of the client's address with odd characters", `defaults\n${proxy}    option forwardfor header x(a\n`, undefined],
];

const warnings = (branch: string, text: string) =>
  languageHits(modelFrom(text), readReleaseInUse(branch)).filter(({ severity }) => severity === "error" || severity === "warning");

describe.each(realBranches)("HAProxy %s", (branch) => {
  test.each(cases)("%s", (_, text, line) => {
    const hits = warnings(branch, text).map((hit) => `${hit.line + 1} ${hit.severity}`);
    expect(hits).toEqual(line === undefined ? [] : [`${line} warning`]);
  });

  test.skipIf(!presentBranches().includes(branch))("the binary says the same", { timeout: 60_000 }, async () => {
    const verdicts = await verdictsOf(
      branch,
      cases.map(([, text]) => text),
    );
    expect(cases.map(([name], i) => `${name}: ${verdicts[i]?.state}`)).toEqual(
      cases.map(([name, , line]) => `${name}: ${line === undefined ? "ok" : "warning"}`),
    );
  });
});

describe("QUIC listeners", () => {
  const bind = frontend("bind quic4@127.0.0.1:18443 ssl crt /tmp/none.pem");
  const codes = (release: string, text: string) => warnings(release, text).map(({ code }) => code);

  test.each([
    ["2.8", bind, []],
    ["2.9", bind, ["quic-library"]],
    ["3.0", bind, ["quic-library"]],
    ["3.1", bind, ["quic-library"]],
    ["3.2", bind, []],
    ["3.0", `global\n    limited-quic\n${bind}`, []],
    ["3.0", `global\n    no-quic\n${bind}`, []],
    ["3.0", `global\n.if feature(QUIC_OPENSSL_COMPAT)\n    limited-quic\n.endif\n${bind}`, []],
    ["3.0", frontend(".if feature(QUIC)\n    bind quic4@127.0.0.1:18443 ssl crt /tmp/none.pem\n.endif"), []],
    ["3.0", `${bind}    disabled\n`, []],
  ])("in %s", (release, text, expected) => expect(codes(release, text)).toEqual(expected));
});

describe("a match method of the criterion's own", () => {
  const codes = (release: string, criterion: string) => warnings(release, frontend(`acl a ${criterion}`)).map(({ code }) => code);

  test.each([
    ["3.4", "path_beg -m str /x", ["method-overwritten"]],
    ["3.4", "path_beg -m beg /x", []],
    ["3.4", "path_beg,lower /x", ["method-overwritten"]],
    ["3.4", "path_beg,lower -m beg /x", []],
    ["3.4", "path,lower -m beg /x", []],
    ["3.4", "method GET", []],
    ["3.4", "method,upper -m str GET", ["method-overwritten"]],
    ["3.2", "method,upper -m str GET", []],
  ])("in %s: %s", (release, criterion, expected) => expect(codes(release, criterion)).toEqual(expected));

  test.skipIf(!presentBranches().includes("3.4"))("the binary warns of the same", { timeout: 60_000 }, async () => {
    const criteria = ["path_beg -m str /x", "path_beg -m beg /x", "path_beg,lower /x", "method GET", "method,upper -m str GET"];
    const verdicts = await verdictsOf(
      "3.4",
      criteria.map((criterion) => frontend(`acl a ${criterion}`)),
    );
    expect(verdicts.map(({ state }) => state === "warning")).toEqual(criteria.map((one) => codes("3.4", one).length > 0));
  });
});
