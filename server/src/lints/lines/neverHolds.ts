/** ACLs used where none of their criteria has a value: HAProxy warns that they never match there (acl_cond_conflicts() in src/acl.c). */
import * as l10n from "@vscode/l10n";
import { enumFact, enumValues } from "../../knowledge/grammar.ts";
import { sought } from "../../model/interpretation/interpretation.ts";
import { checkCriterion } from "../../model/interpretation/sampleCheck.ts";
import { placesOf } from "../../model/interpretation/samplePlaces.ts";
import { plain } from "../../syntax/plain.ts";
import type { SectionHit, SectionLint } from "../hit.ts";

const nothing: readonly SectionHit[] = [];

export const neverHoldsHits: SectionLint = (section, branch) => {
  const criteria = new Map<string, (string | undefined)[]>();
  return sought(section, branch).naming.flatMap(({ statement, head, ruleset, uses }) => {
    const { words, offset, conditional } = statement;
    if (words[0]?.value === "acl") {
      const [, name, criterion] = words;
      if (name !== undefined && criterion !== undefined)
        criteria.set(name.value, [...(criteria.get(name.value) ?? []), criterion.dynamic ? undefined : criterion.value]);
      return nothing;
    }
    if (conditional) return nothing;
    const { condition } = placesOf(statement, section.kind, { ruleset, head });
    if (condition === undefined) return nothing;
    const never = uses.find(({ kind, name, declares }) => {
      if (kind !== "acl" || declares) return false;
      const known = criteria.get(name) ?? predefined(name, branch);
      return known.some((criterion) => criterion !== undefined && isMissing(criterion, branch, condition));
    });
    const span = never && words[never.index]?.span;
    if (never === undefined || span === undefined) return nothing;
    const message = l10n.t('ACL "{0}" never holds here: what it looks at has no value at this point of a stream', plain(never.name));
    return [{ offset, span, code: "unavailable-sample", severity: "warning", message } as const];
  });
};

function predefined(name: string, branch: string | undefined): readonly string[] {
  const [criterion] = enumValues("predefined_acls", branch).has(name) ? String(enumFact("predefined_acls", name) ?? "").split(" ") : [];
  return criterion === undefined || criterion === "" ? [] : [criterion];
}

function isMissing(criterion: string, branch: string | undefined, places: readonly number[]): boolean {
  return checkCriterion(criterion, 0, branch, places).issues.some(({ id }) => id === "unavailable-sample");
}
