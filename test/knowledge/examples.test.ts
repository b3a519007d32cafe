/** Every example of the grammar's data is a line that gives no finding where it belongs. */
import { describe, expect, test } from "vitest";
import { describeWord } from "../../server/src/features/hover/describe.ts";
import { entriesOf } from "../../server/src/knowledge/grammar.ts";
import { releaseOf } from "../../server/src/knowledge/release.ts";
import { knownBranches } from "../../server/src/knowledge/standing.ts";
import { languageHits } from "../../server/src/lints/language.ts";
import { modelFrom } from "../support/configText.ts";
import { grammarClasses } from "../support/grammarClasses.ts";

const examples = grammarClasses.flatMap((grammarClass) =>
  entriesOf(grammarClass).flatMap(({ words, example }) => (example === undefined ? [] : [{ grammarClass, words, example }])),
);

/** What examples refer to. */
const surroundings = `
userlist admins
    user ops password $5$Hx1$yZ9qV7uQ0b8wXk3nJ5r2LmT6pC4dFgA1sE8hG3vB7i2
resolvers dns
    nameserver d 192.0.2.53:53
cache small
    total-max-size 4
http-errors site
    errorfile 404 /etc/404.http
backend limits
    stick-table type ip size 1k expire 1m store http_req_rate(10s),conn_cur,conn_rate(10s),gpc0
backend api
    mode http
    timeout connect 5s
    timeout server 5s
    server a 192.0.2.1:80
backend checked
    mode http
    timeout connect 5s
    timeout server 5s
    server web1 192.0.2.1:80 check
backend spare
    mode http
    timeout connect 5s
    timeout server 5s
    server a 192.0.2.1:80
`;

const timeouts = ["client", "server", "connect"].map((name) => `timeout ${name} 5s`);
const bind = "bind :8081";
const server = "server other 192.0.2.9:80";
const defaults = ["web", "tcp"].map((name) => [`defaults ${name}`, ...timeouts, ""].join("\n")).join("");

/** What the sections of headers cannot be without. */
const members: Readonly<Record<string, string>> = {
  userlist: "user u password $5$a$b",
  peers: "peer a 192.0.2.1:1",
  cache: "total-max-size 4",
  mailers: "mailer m 192.0.2.1:25",
  resolvers: "nameserver d 192.0.2.53:53",
  frontend: bind,
  listen: bind,
};

/** What examples ask of the lines around them; of a proxy, and of the global section. */
const companions: readonly (readonly [RegExp, string])[] = [
  [/acl\(is_static,is_user\)/, "acl is_static path_end .js\nacl is_user path_beg /user"],
  [/^http-check/, "option httpchk"],
  [/^tcp-check/, "option tcp-check"],
  [/capture\.req\.hdr/, "capture request header Host len 32"],
  [/unique-id(?!-format)/, "unique-id-format %ci"],
  [/ cookie w1$|^dynamic/, "cookie SRV insert"],
  [/^tcp-request content/, "tcp-request inspect-delay 5s"],
  [/^tcp-response content/, "tcp-response inspect-delay 5s"],
  [/log/, "log 192.0.2.60:514 local0"],
  [/^hash-type/, "balance source"],
  [/sc[-_](?:http|conn|inc)/, "http-request track-sc0 src table limits"],
  [/^stats (?!auth)/, "stats auth a:b"],
  [/^use-server/, "server web1 192.0.2.8:80"],
  [/^email-alert/, "email-alert from a@example.com\nemail-alert mailers m"],
];
const globals: readonly (readonly [RegExp, string])[] = [
  [/^lua-load/, "tune.lua.bool-sample-conversion normal"],
  [/normalize-uri/, "expose-experimental-directives"],
  [/^log global/, "log /dev/log local0"],
  [/^load-server-state/, "server-state-file /var/lib/state"],
];
const ofTcp = /^tcp-|^option (?:tcplog|mysql|pgsql|ldap|smtp|redis|ssl-hello|tcp-check)|^persist rdp|req\.ssl_|req\.len/;

/** A configuration with the example in a section that takes it. */
function around(grammarClass: string, example: string): string {
  const first = example.split(" ")[0] as string;
  const global = ["global", ...asked(globals, example)].join("\n");
  if (grammarClass === "header") return `${defaults}mailers m\n${members.mailers}\n${example}\n${members[first] ?? ""}\n`;
  if (grammarClass === "global") return `${global}\n${example}\n`;
  const inProxy = /^(?:proxy|option|ruleset|bind|server|fetch|converter|(?:http|tcp)-.*)$/.test(grammarClass);
  if (!inProxy) return `${grammarClass} x\n${first === "bind" ? "" : (members[grammarClass] ?? "")}\n${example}\n`;
  const mode = ofTcp.test(example) ? "mode tcp" : "mode http";
  const own = [mode, ...timeouts, bind, ...asked(companions, example)].filter((line) => !example.startsWith(line.replace(/ \S+$/, " ")));
  const app = /\bapp\b/.test(example) ? ["backend app", "mode http", "server a 192.0.2.1:80", "listen x"] : ["listen app"];
  const mailers = `mailers m\n${members.mailers}`;
  return [
    global,
    mailers,
    surroundings,
    ...app.slice(0, 2),
    ...(app.length > 1 ? [...timeouts, ...app.slice(2)] : []),
    ...own,
    example,
    server,
    "",
  ].join("\n");
}

function asked(lines: readonly (readonly [RegExp, string])[], example: string): string[] {
  return lines.filter(([pattern]) => pattern.test(example)).flatMap(([, line]) => line.split("\n"));
}

/** Newest branch that takes the word. */
function newestBranch(grammarClass: string, words: string): string {
  const branches = knownBranches().toReversed();
  return (
    branches.find((branch) => !describeWord(grammarClass, words, branch)?.facts.some((fact) => /^\*\*(?:Not in|Removed)/.test(fact))) ?? ""
  );
}

describe("examples", () => {
  test("there are examples of the words most used", () => {
    expect(examples.length).toBeGreaterThan(250);
  });

  test.each(examples)("$grammarClass: $example", ({ grammarClass, words, example }) => {
    const text = around(grammarClass, example);
    const branch = newestBranch(grammarClass, words);
    const lines = text.split("\n");
    const hits = languageHits(modelFrom(text), releaseOf(`${branch}.0`));
    const here = hits.filter(({ line }) => lines[line]?.trim() === example);
    // an example of an ACL alone has no rule to use it, one of mailers no proxy, one of trials nothing that is on trial
    const alone = /^no proxy sends mail|: nothing here is experimental$/;
    const told = here.filter(({ code, message }) => code !== "unused-acl" && !alone.test(message));
    expect(told.map(({ code, message }) => `${code}: ${message} in ${branch}`)).toEqual([]);
  });
});
