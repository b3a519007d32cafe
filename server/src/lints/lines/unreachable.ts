/** Rules behind one that always applies and ends its ruleset: HAProxy never comes to them. */
import * as l10n from "@vscode/l10n";
import { compareBranches } from "../../knowledge/release.ts";
import { type Interpretation, interpretationsOf } from "../../model/interpretation/interpretation.ts";
import { proxyKinds } from "../../model/interpretation/wordIssues.ts";
import type { Model } from "../../model/model.ts";
import { perBranch } from "../../model/perBranch.ts";
import { spanOfStatement } from "../../model/statement.ts";
import { alwaysHolds, conditionStart } from "../../syntax/condition.ts";
import type { Section } from "../../syntax/config.ts";
import type { Word } from "../../syntax/line.ts";
import { perObject } from "../../syntax/perObject.ts";
import { plain } from "../../syntax/plain.ts";
import { gathered, type Stretch } from "../../syntax/stretches.ts";
import type { Hit, PlacedLint } from "../hit.ts";
import { wordingOf } from "../wording.ts";

/** A rule that is never reached; lines count from the section's first one. */
interface Unreached {
  readonly rule: Interpretation;
  readonly ruleset: string;
  readonly end: number;
  /** HAProxy itself warns of it. */
  readonly warned: boolean;
}

interface Reached {
  readonly unreached: readonly Unreached[];
  /** Ruleset > line of the rule that ends it. */
  readonly ends: ReadonlyMap<string, number>;
}

export const unreachableHits: PlacedLint = (uri, { section, firstLine }, branch) => {
  if (!proxyKinds.has(section.kind)) return [];
  const { unreached } = reachOf(section, branch);
  return unreached.map(({ rule, ruleset, end, warned }) => hit(uri, firstLine, rule, ruleset, firstLine + end, warned));
};

/** Rules of a named defaults section come before those of the proxies that inherit them. */
export function behindInheritedHits(model: Model, branch: string | undefined): readonly Hit[] {
  const ending = gathered(model.files, defaultsIn).filter((section) => reachOf(section, branch).ends.size > 0);
  if (ending.length === 0) return [];
  return model.proxies.flatMap(({ uri, placed, inherited }) => {
    const first = inherited[0];
    if (first === undefined || !ending.includes(first.section)) return [];
    const { ends } = reachOf(first.section, branch);
    const known = new Set(reachOf(placed.section, branch).unreached.map(({ rule }) => rule));
    return certainRules(placed.section, branch).flatMap(({ rule, ruleset }) => {
      const end = ends.get(ruleset);
      if (end === undefined || known.has(rule)) return [];
      return [hit(uri, placed.firstLine, rule, ruleset, first.lineNumber - first.statement.offset + end, false)];
    });
  });
}

const defaultsIn = perObject(({ sections }: Stretch): readonly Section[] =>
  sections.flatMap(({ section }) => (section.kind === "defaults" ? [section] : [])),
);

/** Follows the rulesets of one section; what stands between `.if` and `.endif` neither ends one nor is marked. */
const reachOf = perBranch((section: Section, branch): Reached => {
  const ends = new Map<string, number>();
  const unreached: Unreached[] = [];
  const before = new Map<string, Interpretation>();
  for (const rule of interpretationsOf(section, branch)) {
    const ruleset = readRulesetOf(rule);
    if (ruleset === undefined) continue;
    const previous = before.get(ruleset);
    before.set(ruleset, rule);
    if (rule.statement.conditional) continue;
    const end = ends.get(ruleset);
    if (end !== undefined) unreached.push({ rule, ruleset, end, warned: previous !== undefined && isWarnedOf(previous) });
    else if (endsRuleset(rule, branch)) ends.set(ruleset, rule.statement.offset);
  }
  return { unreached, ends };
});

/** Rules that HAProxy surely reads; asked only of the heirs of defaults that end a ruleset. */
const certainRules = perBranch((section, branch) =>
  interpretationsOf(section, branch).flatMap((rule) => {
    const ruleset = rule.statement.conditional ? undefined : readRulesetOf(rule);
    return ruleset === undefined ? [] : [{ rule, ruleset }];
  }),
);

/** The ruleset of a rule that HAProxy does not refuse. */
function readRulesetOf(rule: Interpretation): string | undefined {
  const ruleset = rulesetOf(rule);
  return ruleset !== undefined && rule.issues.some((issue) => wordingOf(issue).severity === "error") ? undefined : ruleset;
}

/** `redirect` and `use_backend` are rulesets of their own. */
function rulesetOf({ statement, entry, ruleset }: Interpretation): string | undefined {
  if (statement.prefix !== undefined || statement.offset === 0) return undefined;
  return ruleset ?? (entry?.final === undefined ? undefined : entry.words);
}

function endsRuleset(rule: Interpretation, branch: string | undefined): boolean {
  const last = rule.entry?.finalUntil;
  if (last !== undefined && (branch === undefined || compareBranches(branch, last) > 0)) return false;
  if (!isFinal(rule)) return false;
  const condition = conditionOf(rule);
  return condition === undefined || alwaysHolds(condition);
}

/** HAProxy looks at nothing but the rule right before, and whether it has a condition at all. */
function isWarnedOf(previous: Interpretation): boolean {
  return isFinal(previous) && previous.entry?.final === "warned" && !previous.statement.conditional && conditionOf(previous) === undefined;
}

/** A redirect that may be skipped where its location turns out empty is not; a word from the environment may be a condition. */
function isFinal({ entry, statement }: Interpretation): boolean {
  return entry?.final !== undefined && !statement.words.some((word) => word.dynamic || word.value === "ignore-empty");
}

/** The words from `if` or `unless` on. */
function conditionOf({ statement, head }: Interpretation): readonly Word[] | undefined {
  const at = conditionStart(statement.words, head);
  return at < 0 ? undefined : statement.words.slice(at);
}

function hit(uri: string, firstLine: number, { statement }: Interpretation, ruleset: string, end: number, warned: boolean): Hit {
  const message = l10n.t(
    'never reached: the "{0}" rule in line {1} always applies, and none behind it is looked at',
    plain(ruleset),
    end + 1,
  );
  const severity = warned ? "warning" : "information";
  return { uri, line: firstLine + statement.offset, span: spanOfStatement(statement), code: "unreachable-rule", severity, message };
}
