/** What HAProxy refuses for reasons that no grammar of words can say. */
import { compareBranches } from "../../knowledge/release.ts";
import type { Section } from "../../syntax/config.ts";
import { both } from "../both.ts";
import type { Statement } from "../statement.ts";
import { actionSides, replyIssues } from "./actionCases.ts";
import { laterPrefixes } from "./addressPrefix.ts";
import { threadForCpu } from "./cpuMapCase.ts";
import { filterIssues } from "./filterCases.ts";
import { settingVariable } from "./inWord.ts";
import type { Issue } from "./issue.ts";
import { storedTwice, storeIssues } from "./storeCases.ts";
import { traceIssues } from "./traceCases.ts";
import { actionIssues, actionName } from "./wordIssues.ts";
import { isVariable } from "./wordTypes.ts";

/** Statements that HAProxy takes only in defaults sections with a name. */
const namedOnly = new Set([
  "acl",
  "http-request",
  "http-response",
  "http-after-response",
  "tcp-request",
  "tcp-response",
  "http-check",
  "tcp-check",
  "quic-initial",
]);

export function specialIssues(statement: Statement, section: Section, branch: string | undefined): readonly Issue[] {
  const first = statement.words[0]?.value ?? "";
  switch (first) {
    case "acl":
      return both(reservedAcl(statement), anonymousDefaults(statement, section, branch));
    case "cookie":
      return [...cookieModes(statement), ...cookieNeeds(statement)];
    case "stick-table":
      return [...storeIssues(statement, branch), ...storedTwice(statement), ...tableIssues(statement)];
    case "table":
      return [...storeIssues(statement, branch), ...storedTwice(statement)];
    case "h1-case-adjust":
    case "set-var":
    case "set-var-fmt":
      return [...globalVariable(statement, section), ...otherLetters(statement)];
    case "http-error":
    case "http-request":
    case "http-response":
    case "http-after-response":
    case "tcp-request":
    case "tcp-response":
      return ruleIssues(statement, section, branch);
    case "bind":
    case "server":
    case "server-template":
    case "peer":
    case "log":
      return both(laterPrefixes(statement, branch), globalAlone(statement));
    default:
      return (ofKeyword.get(first) ?? anonymousDefaults)(statement, section, branch);
  }
}

type Check = (statement: Statement, section: Section, branch: string | undefined) => readonly Issue[];

/** Keywords that one check alone looks at. */
const ofKeyword: ReadonlyMap<string, Check> = new Map<string, Check>([
  ["compression", offloadForAll],
  ["cpu-map", threadForCpu],
  ["mode", sidedMode],
  ["filter", filterIssues],
  ["persist", persistedBy],
  ["stats", statsAction],
  ["option", (statement, _, branch) => hiddenHeaders(statement, branch)],
  ["trace", (statement, _, branch) => traceIssues(statement, branch)],
]);

const none: readonly never[] = [];

/** Nearly every rule is sound: it shares the empty list. */
function ruleIssues(statement: Statement, section: Section, branch: string | undefined): readonly Issue[] {
  const words = both(replyIssues(statement), actionSides(statement, section));
  return both(both(words, variableIssues(statement)), anonymousDefaults(statement, section, branch));
}

/** Proxies do not inherit it: HAProxy reads it and warns. */
function offloadForAll({ words, prefix }: Statement, { kind }: Section): readonly Issue[] {
  if (kind !== "defaults" || prefix !== undefined || words[1]?.value !== "offload") return none;
  return [{ id: "misplaced-word", index: 1, name: "compression offload", where: kind, fatal: false }];
}

/** Behind a cookie that is named nothing may stand; behind the bare word HAProxy reads nothing. */
function persistedBy({ words }: Statement): readonly Issue[] {
  const more = words[1]?.value.startsWith("rdp-cookie(") === true ? words[2] : undefined;
  return more === undefined ? none : [{ id: "unexpected-argument", index: 2, name: more.value, expected: [] }];
}

/** Whoever may see the page: any action of `http-request` may stand there. */
function statsAction({ words }: Statement, _: Section, branch: string | undefined): readonly Issue[] {
  const action = words[1]?.value === "http-request" ? words[2] : undefined;
  if (action === undefined || action.dynamic || statsActions.has(action.value)) return none;
  return actionIssues("http-request", actionName(action.value, "http-request"), action.value, 2, "listen", branch);
}

const statsActions = new Set(["allow", "deny", "auth"]);

/** `or` stands between the terms of a condition and names none. */
function reservedAcl({ words }: Statement): readonly Issue[] {
  const name = words[1]?.value ?? "";
  return /^or$/i.test(name) || name === "||" ? [{ id: "malformed-argument", index: 1, name, fault: "not-a-name", expected: [] }] : none;
}

/** `log global` takes nothing else: with more behind it `global` would be the name of a host. */
function globalAlone({ words }: Statement): readonly Issue[] {
  const more = words[0]?.value === "log" && words[1]?.value === "global" ? words[2] : undefined;
  return more === undefined ? none : [{ id: "unexpected-argument", index: 2, name: more.value, expected: [] }];
}

/** Logs and SPOP are for servers only, HAProxy's own answers for listeners only. */
function sidedMode({ words }: Statement, { kind }: Section): Issue[] {
  const name = words[1]?.value ?? "";
  const refused = kind === "frontend" ? /^(?:log|spop)$/ : kind === "backend" ? /^haterm$/ : undefined;
  return refused?.test(name) ? [{ id: "unexpected-argument", index: 1, name, expected: [] }] : [];
}

/** A cookie is rewritten, inserted or prefixed: one of the three. */
function cookieModes({ words }: Statement): Issue[] {
  const modes = words.flatMap(({ value }, i) =>
    i > 1 && /^(?:rewrite|insert|prefix)$/.test(value) && words.findIndex((word, at) => at > 1 && word.value === value) === i ? [i] : [],
  );
  const rewritten = words.some(({ value }, i) => i > 1 && value === "rewrite")
    ? words.findIndex(({ value }, i) => i > 1 && value === "indirect")
    : -1;
  if (modes.length < 2 && rewritten > 0) return [{ id: "unexpected-argument", index: rewritten, name: "indirect", expected: [] }];
  return modes.slice(1, 2).map((index) => ({ id: "unexpected-argument", index, name: words[index]?.value ?? "", expected: [] }));
}

/** `preserve` asks for a cookie that HAProxy inserts; a domain without a dot is hardly one (RFC 6265, 5.2.3). */
function cookieNeeds({ words }: Statement): Issue[] {
  const at = (name: string) => words.findIndex(({ value }, i) => i > 1 && value === name && words[i - 1]?.value !== "domain");
  const domain = at("domain") + 1;
  const name = words[domain]?.value ?? ".";
  const issues: Issue[] = [];
  if (domain > 0 && !words[domain]?.dynamic && !name.includes(".")) issues.push({ id: "dotless-domain", index: domain, name });
  if (at("preserve") > 0 && at("insert") < 0 && at("indirect") < 0 && !words.some(({ dynamic }) => dynamic))
    issues.push({ id: "missing-argument", index: at("preserve"), after: "preserve", expected: [{ kind: "word", text: "insert" }] });
  return issues;
}

function anonymousDefaults(statement: Statement, section: Section, branch: string | undefined): readonly Issue[] {
  if (section.kind !== "defaults") return none;
  const name = statement.words[0]?.value ?? "";
  const checks = name === "http-check" || name === "tcp-check";
  // until 2.4 no defaults section at all takes rules on the connection's bytes
  if (branch === "2.4" && (name === "tcp-request" || name === "tcp-response"))
    return [{ id: "misplaced-word", index: 0, name, where: "defaults", fatal: true }];
  if (section.name !== undefined || checks || !namedOnly.has(name) || statement.offset === 0) return [];
  return branch !== undefined && compareBranches(branch, "2.5") < 0 ? [] : [{ id: "not-in-anonymous-defaults", index: 0, name }];
}

/** A table without a type or a size is refused. */
function tableIssues({ words }: Statement): Issue[] {
  if (words.some((word) => word.dynamic)) return [];
  const size = words.findIndex((word, i) => /^0+[kmg]?$/i.test(word.value) && words[i - 1]?.value === "size");
  if (size > 0) return [{ id: "malformed-argument", index: size, name: words[size]?.value ?? "", fault: "out-of-range", expected: [] }];
  const missing = ["type", "size"].filter((name) => !words.some((word) => word.value === name));
  return missing
    .slice(0, 1)
    .map((text) => ({ id: "missing-argument", index: words.length - 1, after: "stick-table", expected: [{ kind: "word", text }] }));
}

/** Variables of the global section are there before any stream. */
function globalVariable({ words }: Statement, section: Section): Issue[] {
  const name = words[1]?.value ?? "";
  if (section.kind !== "global" || words[0]?.value === "h1-case-adjust" || words[1]?.dynamic || name === "" || name.startsWith("proc."))
    return [];
  return [{ id: "malformed-argument", index: 1, name, fault: "not-a-variable", expected: [] }];
}

/** Only the case of a header can be adjusted. */
function otherLetters({ words: [first, from, to] }: Statement): Issue[] {
  if (first?.value !== "h1-case-adjust" || from === undefined || to === undefined || from.dynamic || to.dynamic) return [];
  if (from.value.toLowerCase() === to.value.toLowerCase()) return [];
  return [{ id: "malformed-argument", index: 2, name: to.value, fault: "not-what-fits", expected: [] }];
}

/** `set-var(txn.x)`: the parentheses are closed and hold a variable with its scope. */
function variableIssues({ words }: Statement): readonly Issue[] {
  const index = settingVariable.test(words[1]?.value ?? "") ? 1 : settingVariable.test(words[2]?.value ?? "") ? 2 : -1;
  const word = words[index];
  if (word === undefined || word.dynamic) return none;
  const { value } = word;
  const inside = value.endsWith(")") ? value.slice(value.indexOf("(") + 1, -1).split(",", 1)[0] : undefined;
  if (inside === undefined)
    return [{ id: "malformed-expression", index, name: word.value.replace(/\(.*$/, ""), problem: "unclosed-parenthesis" }];
  const fits = isVariable(inside) || inside.includes("$");
  return fits ? [] : [{ id: "malformed-argument", index, name: inside, fault: "not-a-variable", expected: [] }];
}

/** Until 2.6 headers could be hidden behind the version of a health check; since then it is an error. */
function hiddenHeaders({ words }: Statement, branch: string | undefined): Issue[] {
  if (words[1]?.value !== "httpchk") return [];
  const index = words.findIndex((word, i) => i > 3 && /[\r\n]/.test(word.value));
  const fatal = branch === undefined || compareBranches(branch, "2.7") >= 0;
  return index < 0 ? [] : [{ id: "hidden-headers", index, fatal }];
}
