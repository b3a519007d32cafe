/** Rules that name sticky counters which are not there. */
import * as l10n from "@vscode/l10n";
import { compareBranches } from "../../knowledge/release.ts";
import { proxyKinds } from "../../model/interpretation/wordIssues.ts";
import type { Model } from "../../model/model.ts";
import { globalStatements, type PlacedStatement, placedStatementsOf, rulesActing, startsWith, wordOf } from "../../model/statement.ts";
import { inContext } from "../../syntax/inContext.ts";
import type { Word } from "../../syntax/line.ts";
import { perObject } from "../../syntax/perObject.ts";
import { plain } from "../../syntax/plain.ts";
import { gathered, type Stretch } from "../../syntax/stretches.ts";
import type { Hit } from "../hit.ts";

/** Sticky counters that HAProxy has without `tune.stick-counters`. */
const usualCounters = 3;

/** `track-sc5` where only three counters are there. */
export function counterHits({ files }: Model, branch: string | undefined): readonly Hit[] {
  const tunable = branch === undefined || compareBranches(branch, "2.8") >= 0;
  const tuned = tunable ? globalStatements(files).filter((at) => startsWith(at, "tune.stick-counters")) : [];
  const last = tuned.at(-1);
  const most = last === undefined ? usualCounters : Number(wordOf(last, 1));
  if (!Number.isInteger(most) || tuned.some(({ statement }) => statement.conditional)) return [];
  return gathered(files, (stretch) => beyond(stretch, most));
}

const beyond = inContext((stretch: Stretch, most: number): readonly Hit[] =>
  tracksInStretch(stretch).flatMap(({ word, line, counter }): Hit[] => {
    if (counter < most) return [];
    const message = l10n.t(
      '"{0}": there are {1} sticky counters, counted from 0; take a lower number, or raise tune.stick-counters',
      plain(word.value),
      most,
    );
    return [{ uri: stretch.uri, line, span: word.span, code: "counter-out-of-range", severity: "error", message }];
  }),
);

interface Track {
  readonly word: Word;
  readonly line: number;
  readonly counter: number;
}
const nothing: readonly Track[] = [];

/** The sticky counters that the rules of a stretch name. */
const tracksInStretch = perObject(({ uri, sections }: Stretch): readonly Track[] =>
  sections.flatMap((placed) => (proxyKinds.has(placed.section.kind) ? tracksIn(placedStatementsOf(uri, placed)) : nothing)),
);

function tracksIn(statements: readonly PlacedStatement[]): readonly Track[] {
  return rulesActing(statements, "sc").flatMap(({ statement: { words, conditional }, lineNumber }) => {
    const [word, counter] = counterIn(words[1]) ?? counterIn(words[2]) ?? [];
    return conditional || word === undefined ? nothing : [{ word, line: lineNumber, counter: Number(counter) }];
  });
}

/** `track-sc1`, `sc-inc-gpc0(1)` and `sc-inc-gpc(4,1)`, where the last number is the counter's. */
function counterIn(word: Word | undefined): readonly [Word, string] | undefined {
  const text = word?.value ?? "";
  const counter = text.startsWith("track-sc")
    ? text.slice("track-sc".length)
    : text.startsWith("sc-")
      ? /^sc-[a-z]+-gp[ct](?:[01]\(|\([+-]?\d*,)\+?(\d+)\)$/.exec(text)?.[1]
      : undefined;
  return word !== undefined && counter !== undefined && /^\d+$/.test(counter) ? [word, counter] : undefined;
}
