/** Words that are on trial in a release: the global section must allow them. */
import * as l10n from "@vscode/l10n";
import { entriesOf, isExperimental } from "../../knowledge/grammar.ts";
import { compareBranches } from "../../knowledge/release.ts";
import { addressPrefixes } from "../../model/interpretation/addressPrefix.ts";
import { type Interpretation, sought } from "../../model/interpretation/interpretation.ts";
import type { Model } from "../../model/model.ts";
import { perBranch } from "../../model/perBranch.ts";
import { globalSays, globalStatements, type Statement, spanOfStatement, startsWith, wordOf } from "../../model/statement.ts";
import { inContext } from "../../syntax/inContext.ts";
import { plain } from "../../syntax/plain.ts";
import { gathered, type Stretch } from "../../syntax/stretches.ts";
import { type Hit, wordHit } from "../hit.ts";

/**
 * Words still on trial must be allowed in the global section, and not only where a variable is set that nobody sets: run from
 * a shell, HAProxy refuses them all the same.
 */
export function experimentHits(model: Model, branch: string | undefined, bare: () => Model): Hit[] {
  if (branch === undefined) return [];
  const found = gathered(model.files, (stretch) => trialsInStretch(stretch, branch));
  if (found.length === 0) return neededNoMore(model, branch);
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

/** From 3.3 on HAProxy warns where nothing is on trial; what `.if` guards and what a variable holds may be. */
function neededNoMore({ files }: Model, branch: string): Hit[] {
  if (compareBranches(branch, "3.3") < 0) return [];
  const [at] = globalStatements(files).filter((one) => startsWith(one, "expose-experimental-directives"));
  if (at === undefined || files.some(({ text }) => /\$|^[ \t]*\.if\b/m.test(text))) return [];
  const message = l10n.t('"{0}" is not needed any more: nothing here is experimental', "expose-experimental-directives");
  return [wordHit(at, 0, { code: "ineffective-keyword", severity: "warning", message })];
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
