/** What an editor can fold: sections, blocks of `.if`, regions, comments, runs of rules. */
import type { ConfigFile } from "../../syntax/config.ts";
import { shapeOf } from "./shape.ts";

export interface Fold {
  /** Lines of the file, both included. */
  readonly from: number;
  readonly to: number;
  readonly kind: "section" | "block" | "region" | "comment" | "rules";
}

/** Where an editor takes only so many, the first of these go. */
const precedence: readonly Fold["kind"][] = ["section", "region", "block", "comment", "rules"];
/** Fewer rules are not worth a mark in the margin. */
const fewestRules = 3;

/** In the order of lines; at most `limit` of them, the ones that matter most. */
export function foldsOf(file: ConfigFile, limit: number = Number.POSITIVE_INFINITY): readonly Fold[] {
  const folds: Fold[] = [];
  const regions: number[] = [];
  const blocks: number[] = [];
  const add = (from: number | undefined, to: number, kind: Fold["kind"]) => {
    if (from !== undefined && to > from) folds.push({ from, to, kind });
  };
  for (const { firstLine, section } of file.sections) {
    const { last, comments, rules, macros, markers } = shapeOf(section);
    if (section.kind !== "preamble") add(firstLine, firstLine + last, "section");
    for (const { from, to } of comments) add(firstLine + from, firstLine + to, "comment");
    for (const { from, to, count } of rules) if (count >= fewestRules) add(firstLine + from, firstLine + to, "rules");
    for (const { offset, opens } of markers) {
      if (opens) regions.push(firstLine + offset);
      else add(regions.pop(), firstLine + offset, "region");
    }
    // the line that ends a branch stays to be seen
    for (const { offset, macro } of macros) {
      if (macro === ".elif" || macro === ".else" || macro === ".endif") add(blocks.pop(), firstLine + offset - 1, "block");
      if (macro === ".if" || macro === ".elif" || macro === ".else") blocks.push(firstLine + offset);
    }
  }
  return limited(folds, limit).sort((a, b) => a.from - b.from || b.to - a.to);
}

function limited(folds: readonly Fold[], limit: number): Fold[] {
  if (folds.length <= limit) return [...folds];
  const byWeight = precedence.flatMap((kind) => folds.filter((fold) => fold.kind === kind));
  return byWeight.slice(0, Math.max(0, limit));
}
