/** ACLs used where none of their criteria has a value: HAProxy warns that they never match there (acl_cond_conflicts() in src/acl.c). */
import * as l10n from "@vscode/l10n";
import { enumFact, enumValues, type SampleSpec } from "../../knowledge/grammar.ts";
import { sought } from "../../model/interpretation/interpretation.ts";
import type { NameUse } from "../../model/interpretation/issue.ts";
import { fetchShapes } from "../../model/interpretation/sampleCheck.ts";
import { isAvailable, placesOf } from "../../model/interpretation/samplePlaces.ts";
import type { Word } from "../../syntax/line.ts";
import { plain } from "../../syntax/plain.ts";
import type { SectionHit, SectionLint } from "../hit.ts";

const nothing: readonly never[] = [];

export const neverHoldsHits: SectionLint = (section, branch) => {
  const criteria: Criteria = new Map();
  const hits: SectionHit[] = [];
  for (const one of sought(section, branch).naming) {
    const { words, offset, conditional } = one.statement;
    if (words[0]?.value === "acl") {
      const [, name, criterion] = words;
      if (name !== undefined && criterion !== undefined) append(criteria, name.value, criterion, branch);
      continue;
    }
    const places = conditional ? undefined : placesOf(one.statement, section.kind, one).condition;
    const never = places === undefined ? undefined : neverIn(one.uses, places, criteria, branch);
    const span = never && words[never.index]?.span;
    if (never === undefined || span === undefined) continue;
    const message = l10n.t('ACL "{0}" is never true here: what it reads is not there yet, or no longer', plain(never.name));
    hits.push({ offset, span, code: "unavailable-sample", severity: "warning", message });
  }
  return hits.length === 0 ? nothing : hits;
};

/** Name of an ACL > the shapes of the fetches that its criteria ask. */
type Criteria = Map<string, readonly (readonly SampleSpec[])[]>;

function append(criteria: Criteria, name: string, criterion: Word, branch: string | undefined): void {
  const known = criteria.get(name) ?? nothing;
  const specs = criterion.dynamic ? nothing : fetchShapes(criterion.value, branch);
  criteria.set(name, known.length === 0 ? [specs] : [...known, specs]);
}

/** The first ACL of a condition that asks what has no value in these places. */
function neverIn(uses: readonly NameUse[], places: readonly number[], criteria: Criteria, branch: string | undefined): NameUse | undefined {
  for (const use of uses) {
    if (use.kind !== "acl" || use.declares) continue;
    const known = criteria.get(use.name) ?? predefined(use.name, branch).map((criterion) => fetchShapes(criterion, branch));
    for (const specs of known) if (!isAvailable(specs, places)) return use;
  }
  return undefined;
}

function predefined(name: string, branch: string | undefined): readonly string[] {
  const [criterion] = enumValues("predefined_acls", branch).has(name) ? String(enumFact("predefined_acls", name) ?? "").split(" ") : [];
  return criterion === undefined || criterion === "" ? [] : [criterion];
}
