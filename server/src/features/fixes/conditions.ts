/** Conditions behind `.if`: a predicate that was meant, and operators between two of them. Logs that a format waits for. */
import * as l10n from "@vscode/l10n";
import { inForce, knowsPredicate, predicateNames } from "../../knowledge/preprocessor.ts";
import { nearest } from "../../lints/nearest.ts";
import { globalStatements, startsWith } from "../../model/statement.ts";
import { inLine } from "../textChange.ts";
import { inSection } from "./additions.ts";
import type { Draft, FixContext, FixMakers } from "./fix.ts";

export const conditions: FixMakers = { "malformed-condition": predicate, "log-format-without-log": logAddress };

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

/** The addresses of the global section, where there are any. */
function logAddress(context: FixContext): Draft[] {
  const isThere = globalStatements(context.model.files).some((at) => startsWith(at, "log"));
  if (isThere) return inSection(context, ["log global"], l10n.t("Add {0} here", '"log global"'));
  return inSection(context, ["log stdout format raw local0"]);
}
