/** Changes of text that end a finding: the one list of them, for the editor's actions and for `check --fix`. */
import type { Release } from "../../knowledge/release.ts";
import type { Model } from "../../model/model.ts";
import type { ConfigFile } from "../../syntax/config.ts";
import type { Finding } from "../finding.ts";
import { changedText, overlap } from "../textChange.ts";
import { additions } from "./additions.ts";
import { advice } from "./advice.ts";
import { argumentFixes } from "./arguments.ts";
import { checkSteps } from "./checkSteps.ts";
import { completing } from "./completing.ts";
import { conditions } from "./conditions.ts";
import { creations } from "./creations.ts";
import { defaults } from "./defaults.ts";
import { duplicates } from "./duplicates.ts";
import { filters } from "./filters.ts";
import { type Draft, type FixMaker, type FixMakers, fixContext } from "./fix.ts";
import { missingArguments } from "./missingArguments.ts";
import { moves } from "./moves.ts";
import { numbers } from "./numbers.ts";
import { type FixOptions, provenFixes, type TextFix } from "./proof.ts";
import { removals } from "./removals.ts";
import { requestVariables } from "./requestVariables.ts";
import { retired } from "./retired.ts";
import { ruleOrder } from "./ruleOrder.ts";
import { spellings } from "./spellings.ts";
import { successors } from "./successors.ts";
import { values } from "./values.ts";

/** By the code of the finding; of several makers each may offer some. */
const makers: ReadonlyMap<string, readonly FixMaker[]> = byCode([
  values,
  numbers,
  ruleOrder,
  moves,
  argumentFixes,
  missingArguments,
  spellings,
  successors,
  retired,
  requestVariables,
  filters,
  checkSteps,
  conditions,
  removals,
  duplicates,
  defaults,
  additions,
  completing,
  creations,
  advice,
]);

function byCode(groups: readonly FixMakers[]): ReadonlyMap<string, readonly FixMaker[]> {
  const found = new Map<string, FixMaker[]>();
  for (const group of groups) for (const [code, maker] of Object.entries(group)) found.set(code, [...(found.get(code) ?? []), maker]);
  return found;
}

/** Everything that can be done about a finding, the best first; not tried yet. */
export function draftsFor(model: Model, release: Release | undefined, finding: Finding): readonly Draft[] {
  const ofCode = makers.get(finding.code);
  const context = ofCode && fixContext(model, release, finding);
  if (ofCode === undefined || context === undefined) return [];
  return ofCode.flatMap((maker) => maker(context)).filter(({ changes }) => changes.length > 0);
}

/** The safe fixes of these findings; each was tried: its finding goes, and no other comes. */
export function safeFixes(model: Model, findings: readonly Finding[], options: FixOptions): readonly TextFix[] {
  const fixes: TextFix[] = [];
  for (const finding of findings) {
    const draft = draftsFor(model, options.release, finding).find(({ safe }) => safe === true);
    if (draft === undefined || fixes.some((other) => other.changes.some((a) => draft.changes.some((b) => overlap(a, b))))) continue;
    fixes.push({ uri: finding.uri, line: finding.line, code: finding.code, changes: draft.changes });
  }
  return provenFixes(model, fixes, options);
}

/** The text of a file with its fixes applied. */
export function fixedText(file: ConfigFile, fixes: readonly TextFix[]): string {
  return changedText(
    file,
    fixes.flatMap(({ changes }) => changes),
  );
}
