/** The steps of health checks: the order in which HAProxy takes them, and sections of checks of one type. */
import * as l10n from "@vscode/l10n";
import { compareBranches } from "../../knowledge/release.ts";
import { effectiveWith, lastOfNearest, type Proxy } from "../../model/proxies/proxies.ts";
import { anyConditional, type PlacedStatement, placedStatementsOf, placeOf, withKeyword, wordOf } from "../../model/statement.ts";
import { plain } from "../../syntax/plain.ts";
import { type Hit, headHit, ownHit, type PlacedLint, type ProxyLint } from "../hit.ts";

export const checkStepHits: ProxyLint = (proxy, { branch }) => {
  // from 3.4 on HAProxy says nothing of settings without effect
  const told = branch !== undefined && compareBranches(branch, "3.4") < 0;
  return [...stepHits(proxy), ...(told ? ignoredSettings(proxy) : nothing), ...idleCommands(proxy)];
};

function stepHits(proxy: Proxy): readonly Hit[] {
  if (proxy.kind === "frontend" || anyConditional(proxy.own)) return nothing;
  const inherited = lastOfNearest(checksIn(proxy.inherited));
  const isHttp = (at: PlacedStatement) => {
    const before = checksIn(proxy.own).filter(({ lineNumber }) => lineNumber < at.lineNumber);
    return wordOf(before.at(-1) ?? inherited ?? at, 1) === "httpchk";
  };
  return [...wrongSteps(proxy.own, "tcp-check", () => false), ...wrongSteps(proxy.own, "http-check", isHttp)];
}
const nothing: readonly Hit[] = [];

/** Steps that do nothing on the wire, and settings that are no steps. */
const silent = new Set(["comment", "set-var", "set-var-fmt", "unset-var"]);
const settings = new Set(["disable-on-404", "send-state"]);

/** HAProxy compares each step with the last; once it has refused one it starts anew. */
function wrongSteps(statements: readonly PlacedStatement[], kind: string, isHttp: (at: PlacedStatement) => boolean): Hit[] {
  const hits: Hit[] = [];
  let taken: readonly string[] = [];
  for (const at of withKeyword(statements, kind)) {
    const name = wordOf(at, 1).replace(/\(.*$/, "");
    if (at.statement.prefix !== undefined || at.statement.words[1]?.dynamic || silent.has(name) || settings.has(name)) continue;
    const message = outOfOrder(kind, name, taken, isHttp(at));
    taken = message === undefined ? [...taken, name] : [];
    if (message !== undefined) hits.push({ ...placeOf(at), code: "check-steps", severity: "error", message });
  }
  return hits;
}

/** Steps of HTTP go round in a circle where `option httpchk` stands before them. */
function outOfOrder(kind: string, name: string, taken: readonly string[], isHttp: boolean): string | undefined {
  const last = taken.at(-1);
  if (last === undefined) return undefined;
  if (name === "connect" && !taken.includes("connect"))
    return l10n.t('where a check has a "connect", its first step must be one too: before "{0} {1}"', kind, taken[0] ?? "");
  if (!isHttp) return undefined;
  if (name === "send" && last !== "connect") return l10n.t('"http-check {0}" must come right behind "{1}"', "send", "connect");
  if (name === "expect" && last === "connect") return l10n.t('"http-check {0}" must come right behind "{1}"', "expect", "send");
  if (name === "connect" && last !== "expect") return l10n.t('"http-check {0}" must come right behind "{1}"', "connect", "expect");
  return undefined;
}

/** Options of checks that are made of steps; the last one counts. */
const checkOptions: ReadonlySet<string> = new Set(
  "httpchk tcp-check ssl-hello-chk smtpchk ldap-check mysql-check pgsql-check redis-check spop-check".split(" "),
);

const anyCheck: ReadonlySet<string> = new Set([...checkOptions, "external-check"]);

/** The option that says how servers are checked: the last one of the proxy itself, else the last that it inherits. */
export function checkInForce(proxy: Proxy): PlacedStatement | undefined {
  return lastOfNearest(effectiveWith(proxy, "option").filter((at) => anyCheck.has(wordOf(at, 1))));
}

function checksIn(list: readonly PlacedStatement[]): readonly PlacedStatement[] {
  return withKeyword(list, "option").filter((at) => at.statement.prefix === undefined && checkOptions.has(wordOf(at, 1)));
}

/** `http-check send-state` and the like beside checks that are no HTTP; of frontends HAProxy says so beside any check that they inherit. */
function ignoredSettings(proxy: Proxy): readonly Hit[] {
  const set = effectiveWith(proxy, "http-check").find((at) => at.statement.prefix === undefined && settings.has(wordOf(at, 1)));
  if (set === undefined || anyConditional(proxy.own) || anyConditional(proxy.inherited)) return [];
  const inHeader = proxy.kind === "frontend";
  if (inHeader && proxy.own.includes(set)) return [];
  const option = (inHeader ? undefined : checksIn(proxy.own).at(-1)) ?? lastOfNearest(checksIn(proxy.inherited));
  if (option === undefined || (!inHeader && wordOf(option, 1) === "httpchk")) return [];
  const name = `http-check ${wordOf(set, 1)}`;
  const message = l10n.t('"{0}" does nothing in {1} "{2}" without "option {3}"', name, proxy.kind, plain(proxy.name), "httpchk");
  return [headHit(proxy, { code: "ineffective-keyword", severity: "warning", message })];
}

/** HAProxy warns once of a command, and once of a path, for checks that are not external; frontends inherit none of them. */
function idleCommands(proxy: Proxy): readonly Hit[] {
  const { own, inherited } = proxy;
  const said = [...withKeyword(own, "external-check"), ...(proxy.kind === "frontend" ? [] : withKeyword(inherited, "external-check"))];
  if (said.length === 0 || anyConditional(own) || anyConditional(inherited)) return nothing;
  const option = checkInForce(proxy);
  if (option !== undefined && option.statement.prefix === undefined && wordOf(option, 1) === "external-check") return nothing;
  return ["command", "path"].flatMap((name) => {
    const at = said.find((one) => wordOf(one, 1) === name && one.statement.prefix === undefined);
    if (at === undefined) return [];
    const keyword = `external-check ${name}`;
    const message = l10n.t(
      '"{0}" does nothing in {1} "{2}" without "option {3}"',
      keyword,
      proxy.kind,
      plain(proxy.name),
      "external-check",
    );
    return [ownHit(proxy, at, { code: "ineffective-keyword", severity: "warning", message })];
  });
}

/** The type of a section of checks stands once, before the rules, which are of that type. */
export const healthcheckHits: PlacedLint = (uri, placed) => {
  if (placed.section.kind !== "healthcheck") return nothing;
  const statements = placedStatementsOf(uri, placed);
  if (placed.section.conditional || anyConditional(statements)) return [];
  const [type, second] = withKeyword(statements, "type");
  if (type?.statement.words[1]?.dynamic) return [];
  if (second !== undefined) {
    const message = l10n.t('a healthcheck section has one "type"');
    return [{ ...placeOf(second), code: "check-steps", severity: "error", message }];
  }
  const name = type === undefined ? undefined : wordOf(type, 1).replace(/^httpchk$/, "http-check");
  const kinds = ["tcp-check", "http-check"].filter((kind) => withKeyword(statements, kind).length > 0);
  const foreign = kinds.filter((kind) => kind !== (name ?? kinds[0])).flatMap((kind) => withKeyword(statements, kind));
  const wrong = foreign.map((at): Hit => {
    const message = l10n.t('"{0}" does not go with the type of this section: it has "{1}"', wordOf(at, 0), plain(name ?? kinds[0] ?? ""));
    return { ...placeOf(at), code: "check-steps", severity: "error", message };
  });
  if (wrong.length > 0 || name !== undefined)
    return [...wrong, ...kinds.flatMap((kind) => wrongSteps(statements, kind, () => name === "http-check"))];
  const [kind] = kinds;
  if (kind === undefined) return [];
  const message = l10n.t('without "type {0}" HAProxy refuses these steps', kind === "http-check" ? "httpchk" : kind);
  return [headHit({ uri, placed }, { code: "check-steps", severity: "error", message })];
};
