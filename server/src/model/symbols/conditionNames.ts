/** The names inside conditions: ACLs, and what anonymous ACLs and `acl` lines name in their criteria and values. */
import { readCondition } from "../../syntax/condition.ts";
import { readExpression } from "../../syntax/expression.ts";
import type { Word } from "../../syntax/line.ts";
import type { NameInWord } from "./occurrence.ts";
import { namesInExpression } from "./sampleNames.ts";

/** Gathers a name of the word at `index`. */
export type Collect = (index: number, name: NameInWord) => void;

/** Names in the words from `from` (behind `if`) to the end. */
export function namesInCondition(words: readonly Word[], from: number, branch: string | undefined, collect: Collect): void {
  for (const item of readCondition(words, from)) {
    if (item.kind === "anonymous") namesInCriterion(words, item.from, item.to, branch, collect);
    else if (item.kind === "acl") {
      const { length } = words[item.index]?.value ?? "";
      collect(item.index, { kind: "acl", name: item.name, start: length - item.name.length, end: length, access: "uses" });
    }
  }
}

/** Names in a criterion at `from` and in the flags and values behind it, which end before `to`. */
export function namesInCriterion(words: readonly Word[], from: number, to: number, branch: string | undefined, collect: Collect): void {
  const criterion = words[from];
  if (criterion === undefined) return;
  const expression = readExpression(criterion.value);
  for (const name of namesInExpression(expression, branch)) collect(from, name);
  const [call] = expression.calls;
  if (call?.name !== "http_auth_group") return;
  const owner = call.args?.[0]?.text ?? "";
  for (const i of valuesOf(words, from + 1, to)) {
    const name = words[i]?.value ?? "";
    if (owner !== "" && !words[i]?.dynamic) collect(i, { kind: "group", name, owner, start: 0, end: name.length, access: "uses" });
  }
}

/** Indexes of the values, behind the flags. */
function valuesOf(words: readonly Word[], from: number, to: number): readonly number[] {
  let i = from;
  for (; i < to && /^-[A-Za-z-]$/.test(words[i]?.value ?? ""); i++) {
    if (words[i]?.value === "--") {
      i++;
      break;
    }
    if (/^-[mfu]$/.test(words[i]?.value ?? "")) i++;
  }
  return Array.from({ length: Math.max(0, to - i) }, (_, n) => i + n);
}
