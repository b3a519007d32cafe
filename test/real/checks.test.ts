/** Health checks, protocols, defaults and filters in whole configurations: the line that we blame, and what real binaries say. */
import { describe, expect, test } from "vitest";
import { languageHits } from "../../server/src/lints/language.ts";
import { readReleaseInUse } from "../../server/src/model/releaseInUse.ts";
import { modelFrom } from "../support/configText.ts";
import { presentBranches, realBranches, verdictsOf } from "../support/realHaproxy.ts";

const timeouts = "    timeout connect 5s\n    timeout client 5s\n    timeout server 5s\n";
const backendTimeouts = "    timeout connect 5s\n    timeout server 5s\n";
const backend = (mode: string, ...lines: string[]) =>
  `backend b\n    mode ${mode}\n${backendTimeouts}${lines.map((line) => `    ${line}\n`).join("")}`;
const frontend = (mode: string, ...lines: string[]) =>
  `frontend f\n    mode ${mode}\n    timeout client 5s\n${lines.map((line) => `    ${line}\n`).join("")}`;
const defaults = (name: string, ...lines: string[]) =>
  `defaults ${name}\n    mode http\n${timeouts}${lines.map((line) => `    ${line}\n`).join("")}`;
const bind = "bind 127.0.0.1:18080";
const server = "server s 127.0.0.1:80";
const table = (type: string) => `stick-table type ${type} size 1k expire 1m`;
const users = (text: string) => `userlist l\n    group g users u\n    user u insecure-password p\n\n${text}`;

interface Case {
  readonly text: string;
  /** Line (from 1) of the error; undefined: HAProxy takes it. */
  readonly line?: number;
  /** Branches from, and up to, which the line is refused; else all. */
  readonly from?: string;
  readonly to?: string;
}

const cases: Readonly<Record<string, Case>> = {
  "a connect behind another first step": { text: backend("tcp", "option tcp-check", "tcp-check send x", "tcp-check connect"), line: 7 },
  "a connect behind a comment and a variable": {
    text: backend(
      "tcp",
      "option tcp-check",
      "tcp-check comment x",
      "tcp-check set-var(check.a) int(1)",
      "tcp-check connect",
      "tcp-check send x",
    ),
  },
  "an HTTP connect behind a request": {
    text: backend("http", "option httpchk", "http-check connect", "http-check send uri /", "http-check connect"),
    line: 8,
  },
  "HTTP steps in their circle": {
    text: backend(
      "http",
      "option httpchk",
      "http-check connect",
      "http-check send uri /",
      "http-check expect status 200",
      "http-check connect",
      "http-check send uri /x",
    ),
  },
  "a header in a variable of a check": { text: backend("http", "option tcp-check", "tcp-check set-var(check.a) req.hdr(x)"), line: 6 },
  "a protocol of HTTP in a TCP check": { text: backend("tcp", "option tcp-check", "tcp-check connect proto h2"), line: 6 },
  "a protocol that is none in an HTTP check": { text: backend("http", "option httpchk", "http-check connect proto HTTP"), line: 6 },
  "HTTP/2 to a server in TCP mode": { text: backend("tcp", `${server} proto h2`), line: 5 },
  "HTTP/2 by default-server in TCP mode": { text: backend("tcp", "default-server proto h2", server), line: 6 },
  "HTTP/2 to a server": { text: backend("http", `${server} proto h2`) },
  "plain TCP to a server in HTTP mode": { text: backend("http", `${server} proto none`), line: 5 },
  "HTTP/1 on a TCP listener": { text: frontend("tcp", `${bind} proto h1`), line: 4 },
  "a FastCGI application without its server": {
    text: `${backend("http", server, "use-fcgi-app a")}fcgi-app a\n    docroot /x\n`,
    line: 6,
  },
  "a FastCGI application": { text: `${backend("http", `${server} proto fcgi`, "use-fcgi-app a")}fcgi-app a\n    docroot /x\n` },
  "an application that nobody uses": { text: `${frontend("http", bind)}fcgi-app a\n    docroot /x\n    set-param A %[nosuch]\n` },
  "external checks that nothing allows": {
    text: `global\n    insecure-fork-wanted\n${backend("http", "option external-check", "external-check command /bin/true", `${server} check`)}`,
    line: 7,
  },
  "external checks without a command": {
    text: `global\n    external-check\n    insecure-fork-wanted\n${backend("http", "option external-check", `${server} check`)}`,
    line: 8,
  },
  "versions of TLS in default-server, of which HAProxy only complains": { text: backend("http", "default-server no-tlsv10", server) },
  "a second stick counter in defaults": { text: `${defaults("d", "http-request track-sc5 src")}`, line: 6 },
  "a name that unused defaults refer to": { text: `${defaults("", "errorfiles nosuch")}` },
  "a backend that defaults name, for backends only": { text: `${defaults("", "default_backend nosuch")}backend b\n    ${server}\n` },
  "a backend that defaults name": { text: `${defaults("", "default_backend nosuch")}frontend f\n    ${bind}\n`, line: 6 },
  "a log-format of defaults that nobody uses": { text: `${defaults("", "log-format %[nosuch]")}backend b\n    ${server}\n` },
  "resolvers for no server": { text: backend("http", "default-server resolvers nosuch") },
  "the address of a header before there is any": { text: frontend("http", bind, "tcp-request connection set-src hdr(x)") },
  "a capture before there is anything": { text: frontend("http", bind, "tcp-request connection capture src len 6"), line: 5 },
  "a map whose parenthesis is open": { text: frontend("http", bind, "http-request del-map(/dev/null %[src]") },
  "own table that is not there": { text: frontend("http", bind, "http-request deny if { sc0_conn_cur() 1 }"), line: 5 },
  "periods of a table up to the first parenthesis": {
    text: "backend t\n    stick-table type ip size 1k store conn_rate(10s,http_req_rate(10s)\n",
  },
  "an open list of stored data": { text: "backend t\n    stick-table type ip size 1k store conn_rate(10s\n", line: 2 },
  "an array beside its single counter": { text: "backend t\n    stick-table type ip size 1k store gpc(2),gpc0\n", line: 2 },
  "a bandwidth limit without a period": { text: backend("http", "filter bwlim-out l default-limit 1m"), line: 5 },
  "a shared bandwidth limit without a key": { text: backend("http", "filter bwlim-out l limit 1m"), line: 5 },
  "a table copied to one of another type": {
    text: "backend t\n    stick-table type ip size 1k write-to u\nbackend u\n    stick-table type string size 1k\n",
    line: 2,
  },
  "letters behind a port": { text: backend("http", "server s 127.0.0.1:80x"), line: 5, from: "3.0" },
  "shards by group": { text: frontend("http", `${bind} shards by-group`), line: 4, to: "2.6" },
  "processes of before 2.5": { text: backend("http", "bind-process 1-4"), line: 5 },
  "an unknown protocol to switch to": { text: frontend("tcp", bind, "tcp-request content switch-mode http proto nosuch"), line: 5 },
  "an unknown word for peers": { text: "peers p\n    default-server nosuch\n    peer a 127.0.0.1:10000\n", line: 2 },
  "QUIC without a certificate": { text: frontend("http", "bind quic4@127.0.0.1:18443 ssl"), line: 4 },
  "a regular expression that ends in a backslash": { text: frontend("http", bind, "acl a path_reg x\\\\"), line: 5 },
  "more stick counters where they cannot be tuned": {
    text: `global\n    tune.stick-counters 6\n${frontend("http", bind, "http-request track-sc5 src table t")}backend t\n    stick-table type ip size 1k\n`,
    line: 7,
    to: "2.6",
  },
  "QUIC in TCP mode": { text: frontend("tcp", "bind quic4@127.0.0.1:18443 ssl crt /dev/null"), line: 4 },
  "a word on trial on a bind line": { text: frontend("http", `${bind} nbconn 1`), line: 4 },
  "check of a type of its own": { text: "healthcheck h\n    type httpchk\n    http-check expect status 200\n", line: 1, to: "3.2" },
  "a section of checks with two types": { text: "healthcheck h\n    type httpchk\n    type tcp-check\n", line: 3 },
  "an address kept as a number": { text: backend("http", table("integer"), "stick on src", server), line: 6, from: "3.0" },
  "a number kept as an address": { text: backend("http", table("ip"), "stick on dst_port", server) },
  "bytes kept as an address": { text: backend("http", table("ipv6"), "http-request track-sc0 path,sha1", server), line: 6 },
  "bytes kept as text": { text: backend("http", table("string"), "stick match path,sha1", server) },
  "bytes kept as an address elsewhere": {
    text: `${backend("http", "stick store-request ssl_c_der table t", server)}backend t\n    ${table("ip")}\n`,
    line: 5,
  },
  "a group that nobody declares": { text: users(frontend("http", bind, "acl a http_auth_group(l) -i g h")), line: 9 },
  "a group that nobody declares in a condition": {
    text: users(frontend("http", bind, "http-request deny if TRUE { http_auth_group(l) h } or TRUE")),
    line: 9,
  },
  "a group that is declared": { text: users(frontend("http", bind, "http-request deny if { http_auth_group(l) -- g } TRUE")) },
};

const atLeast = (branch: string, other: string) =>
  Number(branch.slice(2)) + 100 * Number(branch[0]) >= Number(other.slice(2)) + 100 * Number(other[0]);
const refused = ({ line, from = "2.4", to = "9.9" }: Case, branch: string) =>
  line !== undefined && atLeast(branch, from) && atLeast(to, branch);

describe.each(realBranches)("HAProxy %s", (branch) => {
  const errors = (text: string) =>
    languageHits(modelFrom(text), readReleaseInUse(branch))
      .filter(({ severity }) => severity === "error")
      .map((hit) => hit.line + 1);

  test.each(Object.entries(cases))("%s", (_, found) => {
    const lines = errors(found.text);
    if (refused(found, branch)) expect(lines).toContain(found.line);
    else expect(lines).toEqual([]);
  });

  test.skipIf(!presentBranches().includes(branch))("the binary says the same", { timeout: 120_000 }, async () => {
    const all = Object.entries(cases);
    const verdicts = await verdictsOf(
      branch,
      all.map(([, { text }]) => text),
    );
    const said = all.map(([name], i) => `${name}: ${verdicts[i]?.state === "error" || verdicts[i]?.state === "environment"}`);
    expect(said).toEqual(all.map(([name, found]) => `${name}: ${refused(found, branch)}`));
  });
});
