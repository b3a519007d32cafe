/** The grammar's notation as steps of a match: each is made once, and knows what comes behind it; a match then makes nothing but its roles. */
import { longestOf, type Node } from "../../knowledge/notation.ts";
import type { Role, Step } from "./match.ts";
import { faultOf } from "./wordTypes.ts";

/** Enough for any statement that a person writes; beyond it we say nothing. */
const mostSteps = 50_000;

interface Steps {
  /** Accepts where the words end. */
  readonly whole: Step;
  /** Accepts anywhere, and looks for more. */
  readonly open: Step;
  /** Most words that it can take; repetitions count as a few. */
  readonly longest: number;
}
const compiled = new WeakMap<Node, Steps>();

export function stepsOf(node: Node): Steps {
  let steps = compiled.get(node);
  if (steps === undefined) {
    steps = { whole: stepOf(node, atEnd), open: stepOf(node, anywhere), longest: longestOf(node) };
    compiled.set(node, steps);
  }
  return steps;
}

const atEnd: Step = (match, i) => {
  if (i < match.to) return match.fail(i, undefined, undefined);
  match.accept(i);
  return !match.expecting;
};

const anywhere: Step = (match, i) => {
  match.accept(i);
  return i >= match.to || match.fail(i, undefined, undefined);
};

function stepOf(node: Node, then: Step): Step {
  switch (node.kind) {
    case "sequence":
      return node.items.reduceRight((next, item) => stepOf(item, next), then);
    case "choice":
      return choiceStep(
        node.items.map((item) => stepOf(item, then)),
        then,
      );
    case "optional":
      return choiceStep([stepOf(node.item, then), then], then);
    case "many":
      return manyStep(node, then);
    case "rest":
      return (match) => {
        match.expect(match.to, node);
        return then(match, match.to);
      };
    case "condition":
      return conditionStep(node, then);
    default:
      return wordStep(node, then);
  }
}

function choiceStep(items: readonly Step[], then: Step): Step {
  return (match, i) => {
    if (match.expecting && match.wasAt(items, i)) return false;
    if (++match.steps > mostSteps) return then(match, match.to);
    for (const item of items) if (item(match, i)) return true;
    return false;
  };
}

/** What is repeated takes a word at least (the build sees to it), so the loop ends. */
function manyStep(node: Node & { kind: "many" }, then: Step): Step {
  const again = stepOf(node.item, (match, i) => more(match, i));
  const more = choiceStep([again, then], then);
  return node.atLeast === 1 ? again : more;
}

function conditionStep(node: Node & { kind: "condition" }, then: Step): Step {
  const roleAt = rolesOf(node);
  return (match, i) => {
    const first = match.word(i);
    if (first === undefined) match.expect(i, node);
    if (match.expecting && (first?.value === "if" || first?.value === "unless")) match.condition = i;
    if (first === undefined) return node.required ? match.fail(i, node, undefined) : then(match, i);
    if (first.value === "if" || first.value === "unless") return match.grown(roleAt(i), match.to, then);
    return match.fail(i, node, undefined) || (first.dynamic && then(match, match.to));
  };
}

function wordStep(node: Node & { kind: "word" | "type" }, then: Step): Step {
  const roleAt = rolesOf(node);
  const fits = node.kind === "word" ? literalStep(node, then, roleAt) : typeStep(node, then, roleAt);
  return (match, i) => {
    const word = match.word(i);
    if (word === undefined) return match.fail(i, node, undefined);
    if (!word.dynamic) return fits(match, i);
    // a list variable may stand for any number of words
    return match.grown(roleAt(i), word.value.includes("[*]") ? match.to : i + 1, then);
  };
}

function literalStep(node: Node & { kind: "word" }, then: Step, roleAt: (i: number) => Role): Step {
  const { text } = node;
  // atol() reads HTTP statuses, and nothing behind their digits
  if (/^[1-5]\d\d$/.test(text)) {
    const read = new RegExp(`^\\s*\\+?0*${text}(?!\\d)`);
    return (match, i) => (read.test(match.words[i]?.value ?? "") ? match.grown(roleAt(i), i + 1, then) : match.fail(i, node, undefined));
  }
  return (match, i) => (match.words[i]?.value === text ? match.grown(roleAt(i), i + 1, then) : match.fail(i, node, undefined));
}

function typeStep(node: Node & { kind: "type" }, then: Step, roleAt: (i: number) => Role): Step {
  const next = node.type === "expr" ? convertersStep(then) : then;
  return (match, i) => {
    const fault = faultOf(node.type, node.parameter, match.words[i]?.value ?? "");
    return fault === undefined || match.lenient ? match.grown(roleAt(i), i + 1, next) : match.fail(i, node, fault);
  };
}

/** Converters in words of their own behind a sample expression, as old configurations have them. */
function convertersStep(then: Step): Step {
  const step: Step = (match, i) => {
    if (then(match, i)) return true;
    const word = match.word(i);
    return word !== undefined && match.context.isConverter(word.value) && step(match, i + 1);
  };
  return step;
}

/** Roles of one node: they differ in their index only, so each is made once. */
function rolesOf(node: Node): (i: number) => Role {
  const known: Role[] = [];
  return (index) => {
    // the index is bounded by the words that a line can hold; beyond the usual nothing is kept
    if (index >= 64) return { index, node };
    let role = known[index];
    if (role === undefined) {
      role = { index, node };
      known[index] = role;
    }
    return role;
  };
}
