/** Conditions behind `.if`: a predicate that was meant, and operators between two of them. */
import * as l10n from "@vscode/l10n";
import { inForce, knowsPredicate, predicateNames } from "../../knowledge/preprocessor.ts";
import { nearest } from "../../lints/nearest.ts";
import { inLine } from "../textChange.ts";
import type { Draft, FixContext, FixMakers } from "./fix.ts";

export const conditions: FixMakers = { "malformed-condition": predicate };

function predicate({ file, finding, text, line, branch }: FixContext): Draft[] {
  const name = /^\w+(?=\()/.exec(text)?.[0];
  if (name === undefined) return [];
  const { start } = finding.span;
  if (!knowsPredicate(name, branch)) {
    const meant = nearest(
      name,
      predicateNames.filter((one) => knowsPredicate(one, branch)),
    );
    if (meant === undefined) return [];
    const changes = [inLine(file.uri, finding.line, start, start + name.length, meant)];
    return [{ title: l10n.t('Change "{0}" to "{1}"', name, meant), changes, preferred: true }];
  }
  // behind another one, with nothing between them
  if (!inForce("operators", branch) || !/\)\s*$/.test(line.raw.slice(0, start))) return [];
  return ["&&", "||"].map((operator, i) => ({
    title: l10n.t('Add "{0}"', operator),
    changes: [inLine(file.uri, finding.line, start, start, `${operator} `)],
    preferred: i === 0,
  }));
}
