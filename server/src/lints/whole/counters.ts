/** Rules that name sticky counters which are not there. */
import * as l10n from "@vscode/l10n";
import { compareBranches } from "../../knowledge/release.ts";
import { proxyKinds } from "../../model/interpretation/wordIssues.ts";
import type { Model } from "../../model/model.ts";
import { globalStatements, startsWith, statementsOf, wordOf } from "../../model/statement.ts";
import type { Section } from "../../syntax/config.ts";
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

const beyond = inContext(({ uri, sections }: Stretch, most: number): readonly Hit[] =>
  sections.flatMap(({ section, firstLine }) =>
    tracksOf(section).flatMap(({ word, offset, counter }): Hit[] => {
      if (counter < most) return [];
      const message = l10n.t('"{0}": only {1} sticky counters are there, from 0 on; see tune.stick-counters', plain(word.value), most);
      return [{ uri, line: firstLine + offset, span: word.span, code: "counter-out-of-range", severity: "error", message }];
    }),
  ),
);

interface Track {
  readonly word: Word;
  readonly offset: number;
  readonly counter: number;
}
const nothing: readonly Track[] = [];

const tracksOf = perObject((section: Section): readonly Track[] => {
  if (!proxyKinds.has(section.kind)) return nothing;
  const found: Track[] = [];
  for (const { words, offset, conditional } of statementsOf(section)) {
    if (conditional || !trackingRules.has(words[0]?.value ?? "")) continue;
    const [word, counter] = counterIn(words[1]) ?? counterIn(words[2]) ?? [];
    if (word !== undefined && counter !== undefined) found.push({ word, offset, counter: Number(counter) });
  }
  return found.length === 0 ? nothing : found;
});
const trackingRules: ReadonlySet<string> = new Set([
  ...["http-request", "http-response", "http-after-response", "tcp-request", "tcp-response"],
]);

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
