/** The line above each crash of a log: what it is, and the way to all that is known. */
import * as l10n from "@vscode/l10n";
import { type Diagnosis, isOutside } from "../../diagnosis/diagnose.ts";
import { namedCandidate } from "../../diagnosis/verdict.ts";
import { language } from "../../knowledge/language.ts";
import { standingOf } from "../../knowledge/standing.ts";
import { fixInWords, knownAs } from "../advice.ts";
import { kindInWords } from "../diagnosisSummary.ts";

export interface LogLens {
  readonly line: number;
  readonly title: string;
  /** Page to open; undefined for the page of the diagnosis. */
  readonly advisory: string | undefined;
}

/** Places of one crash that get a line. */
const mostPlaces = 100;

export function logLenses(diagnoses: readonly Diagnosis[]): readonly LogLens[] {
  return diagnoses
    .flatMap((diagnosis) => {
      const title = verdictInShort(diagnosis);
      const advisory = namedCandidate(diagnosis)?.advisory.id;
      const { occurrences } = diagnosis.incident;
      return occurrences.slice(0, mostPlaces).map(({ line }, i) => ({ line, title: again(title, i, occurrences.length), advisory }));
    })
    .sort((a, b) => a.line - b.line);
}

function again(title: string, i: number, count: number): string {
  return count === 1 ? title : l10n.t("{0} ({1} of {2})", title, i + 1, count);
}

/** "Title #2611, fixed in 3.0.3, 97 %", or what can be done. */
function verdictInShort(diagnosis: Diagnosis): string {
  const { candidates, release } = diagnosis;
  const best = namedCandidate(diagnosis);
  if (best !== undefined) {
    const { advisory } = best;
    const fix = release === undefined ? "" : fixInWords(advisory, standingOf(advisory, release), release);
    const title = advisory.title[language()] ?? advisory.id;
    const name = knownAs(advisory) === advisory.id ? title : `${title} ${knownAs(advisory)}`;
    const facts = [name, ...(fix === "" || isOutside(best) ? [] : [fix]), percent(best.confidence)].join(l10n.t(", "));
    return isOutside(best) ? l10n.t("No bug of HAProxy: {0}", facts) : facts;
  }
  const [likeliest] = candidates;
  if (likeliest === undefined) return l10n.t("No known bug: what to collect next");
  return l10n.t("Cause not certain, perhaps {0} ({1}): what to collect next", knownAs(likeliest.advisory), percent(likeliest.confidence));
}

/** For a status line: "watchdog: a thread was stuck: #225, 86 %". */
export function crashInShort(diagnosis: Diagnosis): string {
  const kind = kindInWords(diagnosis.incident);
  const best = namedCandidate(diagnosis);
  const verdict = best === undefined ? l10n.t("no known bug") : [knownAs(best.advisory), percent(best.confidence)].join(l10n.t(", "));
  return `${kind}${l10n.t(": ")}${verdict}`;
}

function percent(confidence: number): string {
  return `${Math.round(confidence * 100)} %`;
}
