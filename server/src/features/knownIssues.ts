/** Where the release and the configuration stand against an advisory, as Markdown for hovers and pages. */
import * as l10n from "@vscode/l10n";
import type { Decision, Verdict } from "../diagnosis/conditions.ts";
import { type Exposure, isExposed } from "../diagnosis/exposure.ts";
import type { Advisory } from "../knowledge/knowledge.ts";
import { language } from "../knowledge/language.ts";
import { type Release, releaseName } from "../knowledge/release.ts";
import { standingOf } from "../knowledge/standing.ts";
import { affectedInWords, fixInWords, knownAs, upgradeInWords } from "./advice.ts";
import { markedLines } from "./markedLines.ts";

const marks: Readonly<Record<Verdict, string>> = { met: "●", unmet: "○", unknown: "◐" };

/** One line on the state of an advisory: "**exposed** in 3.0.2; fixed in 3.0.3". `exposures` are those of this advisory. */
export function stateInWords(advisory: Advisory, release: Release | undefined, exposures: readonly Exposure[]): string {
  if (advisory.effect === "environment" && advisory.exposure.subject === "none")
    return l10n.t("**no defect of HAProxy**: the cause lies outside, and no release ends it");
  if (release === undefined) return l10n.t("release unknown; affects {0}", affectedInWords(advisory));
  const standing = standingOf(advisory, release);
  const name = releaseName(release);
  switch (standing.state) {
    case "fixed":
      return l10n.t("**fixed** in {0} (since {1})", name, standing.since);
    case "not-affected":
      if (standing.probably) return l10n.t("{0} is **probably not affected**: upstream asked for no backport this far", name);
      return l10n.t("{0} is **not affected**", name);
    case "unknown":
      return l10n.t("whether {0} is affected is **not known**", name);
    default:
      return l10n.t("{0}; {1}", exposureInWords(exposures, name), fixInWords(advisory, standing, release));
  }
}

function exposureInWords(exposures: readonly Exposure[], name: string): string {
  if (exposures.some((exposure) => isExposed(exposure) && exposure.state === "exposed")) return l10n.t("**exposed** in {0}", name);
  if (exposures.some(isExposed)) return l10n.t("**possibly exposed** in {0}", name);
  return exposures.length > 0
    ? l10n.t("{0} has the defect, but this configuration is **not exposed**", name)
    : l10n.t("{0} has the defect", name);
}

/** The conditions with what speaks for and against, one line each. */
export function decisionsInWords(decisions: readonly Decision[]): string {
  return markedLines(decisions.map(({ verdict, says }) => [marks[verdict], says]));
}

/** Title, state and conditions, for a hover. `link` turns an advisory into the address of its page. */
export function knownIssue(
  advisory: Advisory,
  release: Release | undefined,
  exposures: readonly Exposure[],
  link: (advisory: Advisory) => string,
): string {
  const name = `**[${knownAs(advisory)}](${link(advisory)})** ${advisory.title[language()]}`;
  const head = l10n.t("{0}: {1}", name, stateInWords(advisory, release, exposures));
  const shown = exposures.find(isExposed) ?? exposures[0];
  const affected = release === undefined || ["affected", "any"].includes(standingOf(advisory, release).state);
  const lines = shown !== undefined && affected ? [head, decisionsInWords(shown.decisions)] : [head];
  const upgrade = release === undefined ? undefined : upgradeInWords(advisory, standingOf(advisory, release), release);
  if (upgrade !== undefined) lines.push(l10n.t("What to do: {0}", upgrade));
  return lines.join("\n\n");
}
