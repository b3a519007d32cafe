/** What proxies and Lua need to be said in the global section. */

import * as l10n from "@vscode/l10n";
import { entriesOf, entryOf, isExperimental } from "../../knowledge/grammar.ts";
import { compareBranches } from "../../knowledge/release.ts";
import { addressPrefixes } from "../../model/interpretation/addressPrefix.ts";
import { type Interpretation, sought } from "../../model/interpretation/interpretation.ts";
import type { Model } from "../../model/model.ts";
import { perBranch } from "../../model/perBranch.ts";
import { effectiveWith, isDisabledOrOpen, type Proxy } from "../../model/proxies/proxies.ts";
import {
  anyConditional,
  globalStatements,
  type PlacedStatement,
  placeOf,
  type Statement,
  spanOfStatement,
  withKeyword,
  wordOf,
} from "../../model/statement.ts";
import type { Section } from "../../syntax/config.ts";
import { inContext } from "../../syntax/inContext.ts";
import { plain } from "../../syntax/plain.ts";
import { gathered, type Stretch } from "../../syntax/stretches.ts";
import { type Hit, headHit, ownHit, type ProxyLint, wordHit } from "../hit.ts";
import { lineInWords } from "../place.ts";
import { checkInForce } from "../proxies/checkSteps.ts";
import { globalOrderHits } from "./globalOrder.ts";

/** `bare` gives the model as HAProxy reads it when nobody sets the variables that its conditions ask for. */
export function globalNeedHits(model: Model, branch: string | undefined, bare: () => Model): readonly Hit[] {
  return [
    ...luaConversion(model, branch),
    ...experimental(model, branch, bare),
    ...setTwice(model),
    ...lateThreads(model, branch),
    ...globalOrderHits(model, branch),
  ];
}

const ofThreads: ReadonlySet<string> = new Set(["nbthread", "thread-group", "thread-groups"]);

/** From 2.7 on threads are counted before the first section that is not global. */
function lateThreads({ files }: Model, branch: string | undefined): Hit[] {
  if (branch === undefined || compareBranches(branch, "2.7") < 0) return [];
  const said = globalStatements(files).filter((at) => ofThreads.has(wordOf(at, 0)) && !at.statement.conditional);
  if (said.length === 0) return [];
  const file = files.findIndex(({ sections }) => sections.some(({ section }) => isOther(section)));
  const line = files[file]?.sections.find(({ section }) => isOther(section))?.firstLine;
  if (line === undefined) return [];
  const late = said.filter(({ uri, lineNumber }) => {
    const own = files.findIndex((one) => one.uri === uri);
    return own > file || (own === file && lineNumber > line);
  });
  return late.map((at): Hit => {
    const message = l10n.t('"{0}" must stand in a global section before all other sections', wordOf(at, 0));
    return wordHit(at, 0, { code: "misplaced-keyword", severity: "error", message });
  });
}

function isOther({ kind, conditional }: Section): boolean {
  return kind !== "global" && kind !== "preamble" && !conditional;
}

/** Whether a global section holds the keyword, be it behind `.if`: then we cannot say that it is missing. */
function globalSays(model: Model, keyword: string): boolean {
  for (const at of globalStatements(model.files)) if (wordOf(at, 0) === keyword) return true;
  return false;
}

/**
 * Words still on trial must be allowed in the global section, and not only where a variable is set that nobody sets: run from
 * a shell, HAProxy refuses them all the same.
 */
function experimental(model: Model, branch: string | undefined, bare: () => Model): Hit[] {
  if (branch === undefined) return [];
  const found = gathered(model.files, (stretch) => trialsInStretch(stretch, branch));
  if (found.length === 0) return [];
  const said = globalSays(model, "expose-experimental-directives");
  const isAllowed = said && globalSays(bare(), "expose-experimental-directives");
  return (isAllowed ? tooEarly(model, found) : found).map(({ uri, firstLine, statement, name, index }) => {
    const message = isAllowed
      ? l10n.t('"{0}" is experimental: "expose-experimental-directives" must stand above it', plain(name))
      : said
        ? l10n.t(
            '"{0}" is experimental: it needs "expose-experimental-directives", which a condition on an unset variable leaves out',
            plain(name),
          )
        : l10n.t('"{0}" is experimental: it needs "expose-experimental-directives" in the global section', plain(name));
    const span = statement.words[index]?.span ?? spanOfStatement(statement);
    return { uri, line: firstLine + statement.offset, span, code: "experimental-keyword", severity: "error", message };
  });
}

/** HAProxy asks as it reads a line whether such words are allowed by then. */
function tooEarly<Of extends { uri: string; firstLine: number; statement: Statement }>(
  { files }: Model,
  found: readonly Of[],
): readonly Of[] {
  const [first] = globalStatements(files).filter((at) => wordOf(at, 0) === "expose-experimental-directives");
  if (first === undefined || first.statement.conditional) return [];
  const fileOf = (uri: string) => files.findIndex((one) => one.uri === uri);
  return found.filter(({ uri, firstLine, statement }) =>
    uri === first.uri ? firstLine + statement.offset < first.lineNumber : fileOf(uri) < fileOf(first.uri),
  );
}

interface Trial {
  readonly statement: Statement;
  readonly name: string;
  readonly index: number;
}
const trialsInStretch = inContext(({ uri, sections }: Stretch, branch: string) =>
  sections.flatMap(({ firstLine, section }) => trialsIn(section, branch).map((trial) => ({ uri, firstLine, ...trial }))),
);

/** Statements, parameters and addresses of a section that are on trial in the branch. */
const trialsIn = perBranch((section, branch = ""): readonly Trial[] => {
  const list: Trial[] = [];
  const { addressed, onTrial: tried } = sought(section, branch);
  for (const { statement, entry, head, roles, issues } of tried.length === 0 ? addressed : new Set([...tried, ...addressed])) {
    const onTrial = entry?.experimental !== undefined && isExperimental(entry, branch);
    const prefixes = addressPrefixes(statement);
    const parameters = parametersOnTrial(statement, roles, branch);
    if ((!onTrial && prefixes.length === 0 && parameters.length === 0) || statement.conditional) continue;
    if (issues.some(({ id }) => id === "word-of-other-release")) continue;
    if (onTrial) list.push({ statement, name: entry.words, index: head - 1 });
    for (const prefix of prefixes)
      if (isExperimental(prefix.entry, branch)) list.push({ statement, name: prefix.entry.words, index: prefix.index });
    list.push(...parameters);
  }
  return list.length === 0 ? noTrials : list;
});

const noTrials: readonly Trial[] = [];

/** Statements with parameters, and whose parameters these are. */
const withParameters: ReadonlyMap<string, "bind" | "server"> = new Map([
  ["bind", "bind"],
  ...["server", "default-server", "server-template", "peer"].map((keyword) => [keyword, "server"] as const),
]);
const namesOnTrial = new Map<string, ReadonlySet<string>>();

/** Parameters of bind or server lines that are on trial in a branch. */
function trialNames(kind: "bind" | "server", branch: string): ReadonlySet<string> {
  const key = `${kind} ${branch}`;
  let names = namesOnTrial.get(key);
  if (names === undefined) {
    const entries = entriesOf(kind).filter((entry) => entry.experimental !== undefined && isExperimental(entry, branch));
    names = new Set(entries.map(({ words }) => words));
    namesOnTrial.set(key, names);
  }
  return names;
}

function parametersOnTrial(statement: Statement, roles: Interpretation["roles"], branch: string): readonly Trial[] {
  const { words } = statement;
  const kind = withParameters.get(words[0]?.value ?? "");
  const names = kind && trialNames(kind, branch);
  if (names === undefined || names.size === 0 || !words.some(({ value }) => names.has(value))) return noTrials;
  return words.flatMap(({ value }, index) => {
    if (index === 0 || !names.has(value) || roles.some((role) => role.index === index)) return noTrials;
    return [{ statement, name: value, index }];
  });
}

/** HAProxy may not start programs, external checks among them, unless the global section allows it. */
export const forkHits: ProxyLint = (proxy, { said }) => {
  const option = externalCheckOf(proxy);
  if (option === undefined) return [];
  // the global section may stand in a file that nobody gave us
  const allowed = said.length === 0 || said.includes("external-check");
  const command = effectiveWith(proxy, "external-check").some((at) => wordOf(at, 1) === "command");
  if (!allowed || !command) return [lacking(proxy, option, allowed ? "external-check command" : "external-check")];
  if (said.includes("insecure-fork-wanted")) return [];
  const message = l10n.t(
    'the external checks of {0} "{1}" will fail: "insecure-fork-wanted" is not set in the global section',
    proxy.kind,
    plain(proxy.name),
  );
  return [ownHit(proxy, option, { code: "external-check-forbidden", severity: "warning", message })];
};

/** Without these HAProxy does not start. */
function lacking(proxy: Proxy, option: PlacedStatement, name: string): Hit {
  const where = name === "external-check" ? "global" : proxy.kind;
  const message = l10n.t('"option external-check" needs "{0}" in the {1} section', name, where);
  const said = { code: "external-check-forbidden", severity: "error", message } as const;
  return ownHit(proxy, option, said);
}

/** The option in force in a proxy with servers; undefined too where `.if` leaves it open. */
function externalCheckOf(proxy: Proxy): PlacedStatement | undefined {
  if (proxy.kind === "frontend" || anyConditional(proxy.own) || anyConditional(proxy.inherited)) return undefined;
  const option = checkInForce(proxy);
  return option !== undefined && wordOf(option, 1) === "external-check" && option.statement.prefix === undefined ? option : undefined;
}

/** From 3.2 on HAProxy wants to be told how booleans reach Lua. */
function luaConversion(model: Model, branch: string | undefined): Hit[] {
  const [load] = model.lua.loads;
  if (load === undefined || branch === undefined || compareBranches(branch, "3.2") < 0 || load.statement.conditional) return [];
  if (globalSays(model, "tune.lua.bool-sample-conversion")) return [];
  const { line, span } = placeOf(load);
  const message = l10n.t('"tune.lua.bool-sample-conversion" is not set before Lua is loaded: HAProxy assumes "pre-3.1-bug"');
  return [{ uri: load.uri, line, span, code: "lua-conversion-unset", severity: "warning", message }];
}

/** Of what can be set once HAProxy keeps the first statement, and complains of every other. A first value of 0 it takes for unset. */
function setTwice(model: Model): Hit[] {
  const first = new Map<string, PlacedStatement>();
  const hits: Hit[] = [];
  for (const at of globalStatements(model.files)) {
    const { once: what, twice } = entryOf("global", wordOf(at, 0)) ?? {};
    if (what === undefined || at.statement.prefix !== undefined || at.statement.conditional) continue;
    const earlier = first.get(what);
    if (earlier === undefined) {
      if (twice !== undefined || !/^0+$/.test(wordOf(at, 1))) first.set(what, at);
      continue;
    }
    const where = lineInWords({ uri: earlier.uri, line: earlier.lineNumber }, at.uri);
    const message =
      twice === undefined
        ? l10n.t('"{0}" is already set in {1}: HAProxy keeps that value and ignores this one', plain(what), where)
        : l10n.t('"{0}" is already set in {1}: remove one of the two', plain(what), where);
    hits.push({ ...placeOf(at), code: "duplicate-statement", severity: twice === undefined ? "warning" : "error", message });
  }
  return hits;
}

/** A command is a whole path, or is looked for in those of `external-check path`. */
export const checkCommandHits: ProxyLint = (proxy) => {
  const own = withKeyword(proxy.own, "external-check");
  const said = [...own, ...withKeyword(proxy.inherited, "external-check")];
  const command = said.findLast((at) => wordOf(at, 1) === "command" && own.includes(at)) ?? said.find((at) => wordOf(at, 1) === "command");
  const word = command?.statement.words[2];
  if (command === undefined || word === undefined || word.dynamic || word.value.startsWith("/") || isDisabledOrOpen(proxy)) return [];
  if (said.some((at) => wordOf(at, 1) === "path")) return [];
  const message = l10n.t('"{0}" is no whole path, and "external-check path" does not say where it lies', plain(word.value));
  const hit = { code: "external-check-forbidden", severity: "error", message } as const;
  return own.includes(command) ? [wordHit(command, 2, hit)] : [headHit(proxy, hit)];
};
