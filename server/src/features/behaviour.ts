/** What changes for a configuration on the way to a later branch although none of its words does: defaults above all. */
import { Evaluation, nodeOf } from "../diagnosis/conditionTree.ts";
import { type Behaviour, knowledge } from "../knowledge/knowledge.ts";
import { compareBranches, type Release } from "../knowledge/release.ts";
import { asRead } from "../model/macros/asRead.ts";
import type { Model } from "../model/model.ts";
import type { PlacedStatement } from "../model/statement.ts";

export interface BehaviourChange {
  readonly behaviour: Behaviour;
  /** The first statement of each section that notices; empty where it is the configuration as a whole. */
  readonly statements: readonly PlacedStatement[];
}

/** Oldest branch first; nothing on the way back. */
export function behaviourChanges(model: Model, from: Release, to: Release): readonly BehaviourChange[] {
  const passed = knowledge.behaviour.filter(
    ({ branch }) => compareBranches(branch, from.branch) > 0 && compareBranches(branch, to.branch) <= 0,
  );
  if (passed.length === 0) return [];
  const evaluation = new Evaluation(asRead(model, to).model, to.branch);
  return passed
    .flatMap((behaviour) => {
      const { verdict, places } = evaluation.found(nodeOf(behaviour.when));
      return verdict === "met" ? [{ behaviour, statements: firstOfEach(places) }] : [];
    })
    .toSorted((a, b) => compareBranches(a.behaviour.branch, b.behaviour.branch));
}

function firstOfEach(places: readonly PlacedStatement[]): readonly PlacedStatement[] {
  const seen = new Set<object>();
  const inOrder = places.toSorted((a, b) => (a.uri === b.uri ? a.lineNumber - b.lineNumber : 0));
  return inOrder.filter(({ section }) => !seen.has(section) && seen.add(section));
}
