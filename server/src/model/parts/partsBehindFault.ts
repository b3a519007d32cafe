/** Words behind one that does not fit: what opens a part of the notation is read with what it takes, as if the line began there. */
import { argumentsOf } from "../../knowledge/grammar.ts";
import { type Node, parseNotation } from "../../knowledge/notation.ts";
import { perObject } from "../../syntax/perObject.ts";
import { matchParameter } from "../interpretation/arguments.ts";
import type { Interpretation } from "../interpretation/interpretation.ts";
import { contextOf } from "../interpretation/statementMatch.ts";
import type { PartList } from "./part.ts";

type Role = Interpretation["roles"][number];

/** `add` makes the parts of a word by its role. */
export function partsBehindFault(list: PartList, { entry, issues, head }: Interpretation, add: (role: Role) => void): void {
  if (entry === undefined || issues.length === 0) return;
  const { words, branch } = list;
  const openers = openersOf(parseNotation(argumentsOf(entry, branch)));
  for (let i = head; i < words.length; i++) {
    const word = words[i];
    if (word === undefined || list.covers(i)) continue;
    for (const node of openers.get(word.value) ?? []) {
      const match = matchParameter(node, words, i, contextOf(branch));
      const roles = "mismatch" in match ? match.mismatch.fitting : match.roles;
      for (const role of roles) if (!list.covers(role.index)) add(role);
      if (list.covers(i)) break;
    }
  }
}

/** What may stand in a notation, by the word that it starts with. */
const openersOf = perObject((root: Node): ReadonlyMap<string, readonly Node[]> => {
  const found = new Map<string, Node[]>();
  const visit = (node: Node): void => {
    const [first] = node.kind === "sequence" ? node.items : [node];
    if (first?.kind === "word") found.set(first.text, [...(found.get(first.text) ?? []), node]);
    if (node.kind === "sequence") node.items.slice(first?.kind === "word" ? 1 : 0).forEach(visit);
    else if (node.kind === "choice") node.items.forEach(visit);
    else if (node.kind === "optional" || node.kind === "many") visit(node.item);
  };
  visit(root);
  return found;
});
