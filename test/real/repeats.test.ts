/** What HAProxy takes once, and lines that only their surroundings make wrong: our errors and warnings and those of real binaries. */
import { describe, expect, test } from "vitest";
import { compareBranches } from "../../server/src/knowledge/release.ts";
import { languageHits } from "../../server/src/lints/language.ts";
import { readReleaseInUse } from "../../server/src/model/releaseInUse.ts";
import { modelFrom } from "../support/configText.ts";
import { presentBranches, realBranches, verdictsOf } from "../support/realHaproxy.ts";

const times = "    timeout connect 5s\n    timeout server 5s\n";
const frontend = (...lines: readonly string[]) =>
  ["frontend f", "mode http", "timeout client 5s", "bind 127.0.0.1:18090", ...lines].join("\n    ").concat("\n");
const backend = (...lines: readonly string[]) => ["backend b", "mode http", ...lines].join("\n    ").concat(`\n${times}`);
const section = (head: string, ...lines: readonly string[]) => [head, ...lines].join("\n    ").concat("\n");

const table = "stick-table type ip size 1k expire 1m";

interface Case {
  readonly name: string;
  readonly text: string;
  /** From 1, of the line complained of; undefined: nothing is said of any line. */
  readonly line: number | undefined;
  readonly warned?: true;
  readonly from?: string;
  readonly to?: string;
}

const cases: readonly Case[] = [
  { name: "captured bytes set twice", text: section("global", ...twice("tune.ssl.capture-buffer-size 96")), line: 3 },
  { name: "a header adjusted twice", text: section("global", ...twice("h1-case-adjust a A")), line: 3 },
  { name: "a header adjusted to another", text: section("global", "h1-case-adjust a bb"), line: 2 },
  { name: "a second section of mailers", text: twice(section("mailers m", "mailer a 127.0.0.1:25")).join(""), line: 3 },
  { name: "a second application", text: twice(section("fcgi-app a", "docroot /x")).join(""), line: 3 },
  { name: "a second cache", text: twice(section("cache a", "total-max-size 4")).join(""), line: 3 },
  { name: "a second section of error files", text: twice(section("http-errors a", "errorfile 503 /dev/null")).join(""), line: 3 },
  { name: "a second profile", text: twice(section("log-profile a", "log-tag x")).join(""), line: 3, from: "3.1" },
  { name: "a second ring", text: twice(section("ring a", "format raw")).join(""), line: 3 },
  { name: "a server of a ring twice", text: section("ring a", ...twice("server s 127.0.0.1:514"), ...split(times)), line: 3, from: "3.0" },
  { name: "settings of a ring with a bad name", text: section("ring a,b", "format raw"), line: 2 },
  { name: "a proxy's name with an odd character", text: `${section("backend a!b", "mode http")}${times}`, line: 1, to: "3.3" },
  { name: "a listener's id twice", text: frontend("bind 127.0.0.1:18091 id 5", "bind 127.0.0.1:18092 id 5"), line: 6 },
  { name: "a server's id twice", text: backend("server a 127.0.0.1:80 id 9", "server c 127.0.0.1:80 id 9"), line: 4 },
  { name: "templates that overlap", text: backend("server-template a 1-2 127.0.0.1:80", "server-template a 2 127.0.0.1:80"), line: 4 },
  { name: "a server that a template made", text: backend("server-template a 1-2 127.0.0.1:80", "server a2 127.0.0.1:80"), line: 4 },
  {
    name: "templates side by side",
    text: backend("server-template a 1-2 127.0.0.1:80", "server-template a 3-4 127.0.0.1:80"),
    line: undefined,
  },
  { name: "a template that counts loosely", text: backend("server-template a 1x-2y 127.0.0.1:80"), line: undefined },
  { name: "a template that counts down", text: backend("server-template a 4-1 127.0.0.1:80"), line: 3 },
  { name: "a bandwidth limit twice", text: frontend(...twice("filter bwlim-in l limit 1m key src")), line: 6, from: "3.0" },
  { name: "a delay twice", text: frontend("tcp-request inspect-delay 5s", "tcp-request inspect-delay 6s"), line: 6, warned: true },
  { name: "a delay of nothing first", text: frontend("tcp-request inspect-delay 0", "tcp-request inspect-delay 6s"), line: undefined },
  {
    name: "a delay that is inherited",
    text: `${section("defaults d", "tcp-request inspect-delay 5s")}${frontend("tcp-request inspect-delay 6s").replace("frontend f", "frontend f from d")}`,
    line: 7,
    warned: true,
  },
  { name: "a delay in defaults without a name", text: section("defaults", "tcp-request inspect-delay 5s"), line: 2 },
  { name: "a table of the same name", text: `${frontend(table)}${backend(table).replace("backend b", "backend f")}`, line: 8, to: "3.2" },
  {
    name: "an object larger than half of the cache",
    text: section("cache c", "total-max-size 4", "max-object-size 2097152"),
    line: undefined,
  },
  { name: "watched responses without HTTP", text: backend("mode tcp", "server a 127.0.0.1:80 check observe layer7"), line: 4 },
  { name: "rules on the first packets", text: frontend("quic-initial accept"), line: undefined, from: "3.1" },
  { name: "rules on the first packets without HTTP", text: frontend("mode tcp", "quic-initial accept"), line: 6, from: "3.1" },
  { name: "an action on the first packets that is none", text: frontend("quic-initial deny"), line: 5, from: "3.1" },
  { name: "a description that is nowhere", text: frontend("stats enable", "stats show-desc"), line: 6, warned: true },
  {
    name: "a description of the whole",
    text: `global\n    description x\n${frontend("stats enable", "stats show-desc")}`,
    line: undefined,
  },
  { name: "a log negated with its address", text: frontend("no log 127.0.0.1:514 local0"), line: 5 },
  { name: "all logs negated", text: frontend("no log"), line: undefined },
  { name: "an option negated in an application", text: section("fcgi-app a", "docroot /x", "no option keep-conn"), line: undefined },
  { name: "an unknown option negated in an application", text: section("fcgi-app a", "docroot /x", "no option kept"), line: 3 },
  { name: "a limit negated in an application", text: section("fcgi-app a", "docroot /x", "no option max-reqs"), line: 3 },
  { name: "a parameter of a name server by TCP", text: section("resolvers r", "nameserver a tcp@127.0.0.1:53 nosuch"), line: 2 },
  { name: "words behind a name server by UDP", text: section("resolvers r", "nameserver a 127.0.0.1:53 nosuch"), line: undefined },
  { name: "a network that is none", text: backend("server a 127.0.0.1:80 resolve-net 1000.0.0.0/8"), line: 3 },
  { name: "a number as an address", text: frontend("acl a src 4023"), line: undefined },
  { name: "a path as an address", text: frontend("acl a src /x"), line: 5 },
  { name: "a sticky counter with letters", text: frontend("http-request track-sc1x src"), line: 5 },
  { name: "a group of threads beyond all", text: frontend("bind 127.0.0.1:18091 thread 40/1"), line: 5 },
  { name: "a default backend that is computed", text: frontend("default_backend %[src]"), line: undefined },
  { name: "a cache with a comma in its name", text: section("cache a,b", "total-max-size 4"), line: undefined },
  { name: "checks of peers", text: section("peers p", "bind 127.0.0.1:18093", "server a 127.0.0.1:80 check"), line: 3, warned: true },
  { name: "a ring's short times", text: section("ring r", "timeout connect 5", "timeout server 5"), line: undefined },
  { name: "more than a window", text: quic("cubic(8m,20)"), line: 5, from: "3.2" },
  {
    name: "groups that are looked up otherwise",
    text: `userlist l\n    group g users u\n    user u insecure-password x\n${frontend("acl a http_auth_group(l) -m len 1")}`,
    line: 8,
    warned: true,
    from: "3.3",
  },
  { name: "a group of an engine that no filter has", text: frontend("http-request send-spoe-group e g"), line: undefined },
  { name: "a page without its content type", text: frontend("http-error status 404 string x"), line: 5 },
  { name: "a page with its content type", text: frontend("http-error status 404 content-type text/plain string x"), line: undefined },
  { name: "a content type of nothing", text: frontend("http-error status 404 content-type text/html"), line: 5, warned: true },
  { name: "a TLV beyond 255", text: backend(tlv("256")), line: 3, from: "3.0" },
  { name: "a TLV of letters", text: backend(tlv("zz")), line: 3, from: "3.0" },
  { name: "a TLV in hexadecimal", text: backend(tlv("0x20")), line: undefined, from: "3.0" },
  { name: "usesrc alone", text: backend("server s 127.0.0.1:80 usesrc clientip"), line: 3 },
  { name: "a guid with a comma", text: frontend("guid a,b"), line: 5, from: "3.0" },
  { name: "a folder of certificates twice", text: section("global", ...twice("crt-base /tmp")), line: 3 },
  { name: "a timeout that a variable names", text: 'defaults\n    timeout "$NOSUCH" client\n', line: 2 },
  { name: "a second health check", text: twice(section("healthcheck h", "type tcp-check")).join(""), line: 3, from: "3.4" },
  {
    name: "logs of HTTP that a listen inherits",
    text: `${section("defaults", "option httplog", "timeout client 5s", ...split(times))}${section("listen l", "bind 127.0.0.1:18090")}`,
    line: 2,
    warned: true,
  },
  { name: "a server that sends early", text: backend("server s 127.0.0.1:80 tfo"), line: 3, warned: true },
  {
    name: "a server that sends early, and again",
    text: backend("retry-on empty-response response-timeout", "server s 127.0.0.1:80 tfo"),
    line: undefined,
  },
  { name: "a cookie that is rewritten and taken away", text: backend("cookie c rewrite indirect"), line: 3 },
  { name: "rules of a check that another displaces", text: displaced(), line: undefined, to: "3.2" },
];

function tlv(id: string): string {
  return `server s 127.0.0.1:80 send-proxy-v2 set-proxy-v2-tlv-fmt(${id}) %[src]`;
}

function displaced(): string {
  return backend("mode tcp", "option ldap-check", "tcp-check send x", "option redis-check");
}

function twice(text: string): readonly string[] {
  return [text, text];
}

function split(text: string): readonly string[] {
  return text.trim().split(/\n\s*/);
}

function quic(algorithm: string): string {
  return frontend(`bind quic4@127.0.0.1:18094 ssl crt /none.pem quic-cc-algo ${algorithm}`);
}

function isIn(branch: string, { from, to }: Case): boolean {
  return (from === undefined || compareBranches(branch, from) >= 0) && (to === undefined || compareBranches(branch, to) <= 0);
}

const loud = (branch: string, text: string) =>
  languageHits(modelFrom(text), readReleaseInUse(branch)).filter(({ severity }) => severity === "error" || severity === "warning");

describe.each(realBranches)("HAProxy %s", (branch) => {
  const asked = cases.filter((one) => isIn(branch, one));

  test.each(asked)("$name", ({ text, line, warned }) => {
    const there = loud(branch, text).filter((hit) => hit.line + 1 === line);
    if (line === undefined)
      expect(loud(branch, text).filter(({ severity, code }) => severity === "error" && !code.startsWith("undefined-"))).toEqual([]);
    else expect(there.some(({ severity }) => warned === undefined || severity === "warning")).toBe(true);
  });

  test.skipIf(!presentBranches().includes(branch))("the binary says the same", { timeout: 60_000 }, async () => {
    const verdicts = await verdictsOf(
      branch,
      asked.map(({ text }) => text),
    );
    const agreed = asked.map(({ name, line, warned }, i) => {
      const messages = verdicts[i]?.messages.filter((message) => message.line !== undefined) ?? [];
      const here = messages.filter((message) => message.line === line && (message.level === "WARNING") === (warned === true));
      return `${name}: ${line === undefined ? messages.every(({ level }) => level === "WARNING") : here.length > 0}`;
    });
    expect(agreed).toEqual(asked.map(({ name }) => `${name}: true`));
  });
});
