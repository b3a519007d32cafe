/** What a comment says to us: the release it names, the findings it accepts and what these are; stretches that are kept or folded. */
import * as l10n from "@vscode/l10n";
import { readRelease, releaseName } from "../../knowledge/release.ts";
import { newestRelease } from "../../knowledge/standing.ts";
import { type Allowance, directiveIn, statedRelease } from "../../model/directives.ts";
import type { ConfigFile } from "../../syntax/config.ts";
import type { Line } from "../../syntax/line.ts";
import { plain } from "../../syntax/plain.ts";
import { findingCode, summaryOfCode } from "../findingCodes.ts";
import { formatMark } from "../format/blankLines.ts";
import { foldsOf } from "../structure/folding.ts";
import { regionMark } from "../structure/shape.ts";
import type { Asked } from "./asked.ts";

/** Markdown; undefined for comments that are for people only. */
export function directiveExplained(asked: Asked): string | undefined {
  const said = directiveIn(asked.part.text);
  if (said?.kind === "release") return releaseNamed(said.text, asked);
  if (said !== undefined) return acceptedFindings(said, asked.place.line.words.length === 0);
  const file = asked.model.files.find(({ uri }) => uri === asked.uri);
  return file && (formattingMarked(file, asked.lineNumber) ?? regionMarked(file, asked.lineNumber));
}

/** Formatting leaves a stretch alone that such comments enclose. */
function formattingMarked({ lines }: ConfigFile, at: number): string | undefined {
  const said = lines[at] && formatMark(lines[at]);
  if (said === undefined) return undefined;
  if (said === "off") {
    const end = lines.findIndex((line, i) => i > at && formatMark(line) === "on");
    if (end < 0) return l10n.t("Formatting leaves all from here to the end of the file as it is; {0} ends that sooner", "`# fmt: on`");
    return l10n.t("Formatting leaves all from here to line {0} as it is", String(end + 1));
  }
  const before = lines.findLastIndex((line, i) => i < at && formatMark(line) !== undefined);
  const isOpen = before >= 0 && formatMark(lines[before] as Line) === "off";
  return isOpen ? l10n.t("Formatting goes on below this line") : l10n.t("Does nothing: no {0} stands above", "`# fmt: off`");
}

/** Editors can fold a region. */
function regionMarked(file: ConfigFile, at: number): string | undefined {
  const mark = file.lines[at] && regionMark(file.lines[at]);
  if (mark === undefined) return undefined;
  const region = foldsOf(file).find(({ kind, from, to }) => kind === "region" && at === (mark === "opens" ? from : to));
  if (region !== undefined) return l10n.t("A region to fold: lines {0} to {1}", String(region.from + 1), String(region.to + 1));
  return mark === "opens"
    ? l10n.t("Does nothing: no {0} closes this region", "`# endregion`")
    : l10n.t("Does nothing: no {0} is open here", "`# region`");
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

/** `alone`: nothing else stands in the line. */
export function acceptedFindings({ ids, where }: Allowance, alone: boolean): string {
  const lead =
    where === "in file"
      ? l10n.t("These findings are not shown in this file:")
      : alone
        ? l10n.t("These findings are not shown for the line below:")
        : l10n.t("These findings are not shown for this line:");
  const rows = ids.map((id) => {
    const known = findingCode(id) === id;
    return `- \`${plain(id)}\`: ${known ? summaryOfCode(id) : l10n.t("no finding has this code")}`;
  });
  return `${lead}\n\n${rows.join("\n")}`;
}
