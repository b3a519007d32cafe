/** What a comment says to us: the release it names, the findings it accepts and what these are. */
import * as l10n from "@vscode/l10n";
import { readRelease, releaseName } from "../../knowledge/release.ts";
import { newestRelease } from "../../knowledge/standing.ts";
import { directiveIn, statedRelease } from "../../model/directives.ts";
import { plain } from "../../syntax/plain.ts";
import { findingCode, summaryOfCode } from "../findingCodes.ts";
import type { Asked } from "./asked.ts";

/** Markdown; undefined for comments that are for people only. */
export function directiveExplained(asked: Asked): string | undefined {
  const said = directiveIn(asked.part.text);
  if (said?.kind === "release") return releaseNamed(said.text, asked);
  return said && acceptedFindings(said.ids, said.where, asked);
}

/** The first such comment counts. */
function releaseNamed(text: string, { model, uri, lineNumber }: Asked): string {
  const file = model.files.find((one) => one.uri === uri);
  const first = file && statedRelease(file)?.at.line;
  if (first !== undefined && first !== lineNumber) return l10n.t("Not heeded: line {0} names the release already", String(first + 1));
  const lead = l10n.t("This file is judged for the release named here, whatever settings or images say");
  const read = readRelease(text);
  const newest = read !== undefined && "branch" in read ? newestRelease(read.branch) : undefined;
  if (newest === undefined) return lead;
  return `${lead}\n\n- \`${plain(text)}\`: ${l10n.t("newest known release of {0}, {1}", newest.branch, releaseName(newest))}`;
}

function acceptedFindings(ids: readonly string[], where: "here" | "in file", { place }: Asked): string {
  const lead =
    where === "in file"
      ? l10n.t("These findings are not shown in this file:")
      : place.line.words.length > 0
        ? l10n.t("These findings are not shown for this line:")
        : l10n.t("These findings are not shown for the line below:");
  const rows = ids.map((id) => {
    const known = findingCode(id) === id;
    return `- \`${plain(id)}\`: ${known ? summaryOfCode(id) : l10n.t("no finding has this code")}`;
  });
  return `${lead}\n\n${rows.join("\n")}`;
}
