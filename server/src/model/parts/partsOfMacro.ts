/** The parts of `.if` and its kin: the directive, its predicates with their arguments, what joins them. */
import { inForce, predicateNamed } from "../../knowledge/preprocessor.ts";
import type { PartList } from "./part.ts";

/** `!`, `&&`, `||`, parentheses around groups, names of predicates, quoted texts and what else an argument may be. */
const units = /\|\||&&|[!(),]|[^\s!(),|&"']+|"[^"]*"?|'[^']*'?/g;

/** The directive is the first word; a condition may be spread over all of the others. */
export function macroParts(list: PartList): void {
  list.whole(0, "macro");
  const macro = list.valueOf(0);
  const conditional = macro === ".if" || macro === ".elif";
  let depth = 0;
  list.words.forEach((word, index) => {
    if (index === 0) return;
    if (!conditional) list.whole(index, macro === ".else" || macro === ".endif" ? "word" : "string");
    // before operators came, HAProxy read one word only
    else if (index === 1 || inForce("operators", list.branch)) depth = conditionParts(list, index, word.value, depth);
    else list.whole(index, "word");
  });
}

/** Gives the depth of parentheses of calls behind the word; groups do not count. */
function conditionParts(list: PartList, index: number, text: string, before: number): number {
  let depth = before;
  for (const match of text.matchAll(units)) {
    const [unit] = match;
    const start = match.index;
    const end = start + unit.length;
    if (depth > 0) {
      if (unit === ")") depth = 0;
      else if (unit !== "," && unit !== "(") list.add(index, start, end, "argument");
    } else if (/^(?:\|\||&&|[!()])$/.test(unit)) list.add(index, start, end, "operator");
    else if (/^[+-]?\d/.test(unit)) list.add(index, start, end, "number");
    else {
      list.add(index, start, end, "predicate", predicateNamed(unit) === undefined ? { unknown: true } : undefined);
      if (text[end] === "(") depth = 1;
    }
  }
  return depth;
}
