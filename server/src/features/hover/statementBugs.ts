/** The known bugs that a statement takes part in, for its hover: short, the gravest first. */
import * as l10n from "@vscode/l10n";
import type { Advisory } from "../../knowledge/knowledge.ts";
import { language } from "../../knowledge/language.ts";
import { type Release, releaseName } from "../../knowledge/release.ts";
import { standingOf } from "../../knowledge/standing.ts";
import type { Model } from "../../model/model.ts";
import { fixInWords, knownAs } from "../advice.ts";
import { exposedTo } from "../exposureSummary.ts";

/** More stand in the report. */
const mostShown = 8;

/** Markdown, or undefined where the catalogue says nothing of the line. */
export function statementBugs(
  model: Model,
  uri: string,
  line: number,
  release: Release | undefined,
  link: (advisory: Advisory) => string,
): string | undefined {
  if (release === undefined) return undefined;
  const here = exposedTo(model, release).filter(
    ({ advisory, exposures }) =>
      advisory.exposure.subject === "configuration" &&
      exposures.some(({ statements }) => statements.some((at) => at.lineNumber === line && at.uri === uri)),
  );
  if (here.length === 0) return undefined;
  const lines = here.slice(0, mostShown).map(({ advisory, state }) => {
    const name = `[${knownAs(advisory)}](${link(advisory)})`;
    const words = [name, advisory.title[language()], fixInWords(advisory, standingOf(advisory, release), release)] as const;
    return `- ${state === "exposed" ? l10n.t("{0} {1}; {2}", ...words) : l10n.t("{0} {1} (possible); {2}", ...words)}`;
  });
  if (here.length > mostShown) lines.push(`- ${l10n.t("{0} more", here.length - mostShown)}`);
  return `**${l10n.t("Known bugs through this statement in {0}", releaseName(release))}**\n\n${lines.join("\n")}`;
}
