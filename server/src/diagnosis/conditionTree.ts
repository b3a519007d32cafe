/** Evaluates the condition of an advisory of the catalogue: a tree of conditions, many of which advisories share. */
import type { Condition } from "../knowledge/condition.ts";
import { knowledge, type Trigger } from "../knowledge/knowledge.ts";
import type { Model } from "../model/model.ts";
import { scopesOf } from "../model/proxies/scopes.ts";
import type { PlacedStatement } from "../model/statement.ts";
import type { Decision, Verdict } from "./conditions.ts";
import { joinedInWords, leafInWords, triggerInWords } from "./conditionWords.ts";
import { type Circle, distinct, type Found, unmet } from "./hits.ts";
import { decideLeaf, type Leaf } from "./leaves.ts";
import { type Changed, changesBetween, standing } from "./unchanged.ts";

/** A condition ready to be asked: names looked up, equal leaves one object, so that each is asked once. */
export type Node =
  | { readonly kind: "all" | "any"; readonly parts: readonly Node[]; readonly trigger?: Trigger | undefined }
  | { readonly kind: "not" | "proxy"; readonly part: Node; readonly trigger?: Trigger | undefined }
  | { readonly kind: "leaf"; readonly leaf: Leaf; readonly trigger?: Trigger | undefined };

const triggers = new Map(knowledge.triggers.map((trigger) => [trigger.id, trigger]));
const nodes = new Map<string, Node>();
const byCondition = new WeakMap<object, Node>();

/** The node of a condition; equal conditions give the same object. */
export function nodeOf(condition: Condition): Node {
  if (typeof condition === "string") return namedNode(condition);
  let node = byCondition.get(condition);
  if (node === undefined) {
    const key = JSON.stringify(condition);
    node = nodes.get(key) ?? newNode(condition);
    nodes.set(key, node);
    byCondition.set(condition, node);
  }
  return node;
}

/** The build refuses a name that triggers.yaml does not have. */
function namedNode(name: string): Node {
  let node = nodes.get(name);
  if (node === undefined) {
    const trigger = triggers.get(name);
    const inner = nodeOf(trigger?.when ?? { machine: name });
    node = { ...inner, trigger };
    nodes.set(name, node);
  }
  return node;
}

function newNode(condition: Exclude<Condition, string>): Node {
  if ("all" in condition) return { kind: "all", parts: condition.all.map(nodeOf) };
  if ("any" in condition) return { kind: "any", parts: condition.any.map(nodeOf) };
  if ("not" in condition) return { kind: "not", part: nodeOf(condition.not) };
  if ("proxy" in condition) return { kind: "proxy", part: nodeOf(condition.proxy) };
  return { kind: "leaf", leaf: condition };
}

/** The evaluation made last: the next is mostly of the same configuration, a keystroke later. */
let latest: Evaluation | undefined;

/** What was asked before an edit, and what the edit changed. */
interface Before {
  readonly answers: ReadonlyMap<Node, Found>;
  readonly circle: Circle;
  readonly changed: Changed;
}

/** Asks conditions of one model; what several advisories ask is worked out once. */
export class Evaluation {
  private readonly answers = new Map<Node, Found>();
  private readonly circle: Circle;
  private before: Before | undefined;

  constructor(model: Model, branch: string | undefined) {
    const circle = { model, branch, scopes: scopesOf(model), proxy: undefined };
    const changed = latest && changesBetween(latest.circle, circle);
    this.circle = { ...circle, anew: changed === undefined };
    this.before = latest && changed && { answers: latest.answers, circle: latest.circle, changed };
    // a chain of all edits would never be freed
    if (latest !== undefined) latest.before = undefined;
    latest = this;
  }

  found(node: Node): Found {
    let answer = this.answers.get(node);
    if (answer === undefined) {
      answer = (this.before && this.asBefore(node, this.before)) ?? answerOf(node, this.circle, (part) => this.found(part));
      this.answers.set(node, answer);
    }
    return answer;
  }

  /** The answer of before, where the edit cannot have changed it. */
  private asBefore(node: Node, { answers, circle, changed }: Before): Found | undefined {
    const known = answers.get(node);
    if (known === undefined) return undefined;
    if (node.kind === "all" || node.kind === "any") return this.partsAsBefore(node, answers) ? known : undefined;
    return standing(node, known, changed, (part, proxy, when) => answerWithin(part, { ...(when === "now" ? this.circle : circle), proxy }));
  }

  /** Whether all parts that were asked have the answers of before. */
  private partsAsBefore({ parts }: Extract<Node, { parts: unknown }>, answers: ReadonlyMap<Node, Found>): boolean {
    return parts.every((part) => {
      const was = answers.get(part);
      return was === undefined || this.found(part) === was;
    });
  }

  /** The parts of a condition, each with its answer and its words. */
  decisions(node: Node): readonly Decision[] {
    const parts = node.kind === "all" && node.trigger === undefined ? node.parts : [node];
    return parts.map((part) => {
      const { verdict, places } = this.found(part);
      return { condition: "catalogue", verdict, says: wordsOf(part), places };
    });
  }

  /** The part that fewest statements meet: what a reader would change first. Undefined where no statement speaks. */
  cause(node: Node): Cause | undefined {
    const parts = node.kind === "all" && node.trigger === undefined ? node.parts : [node];
    let best: { part: Node; found: Found } | undefined;
    for (const part of parts) {
      const found = this.found(part);
      if (found.verdict === "unmet" || found.places.length === 0) continue;
      if (best === undefined || found.places.length < best.found.places.length) best = { part, found };
    }
    if (best === undefined) return undefined;
    const { part, found } = best;
    return {
      key: part,
      places: found.places,
      get says() {
        return wordsOf(part);
      },
    };
  }
}

/** A condition that exposes, in words and with the statements that meet it. */
export interface Cause {
  /** One object for each condition. */
  readonly key: object;
  readonly says: string;
  readonly places: readonly PlacedStatement[];
}

type Ask = (node: Node) => Found;

function answerWithin(node: Node, circle: Circle): Found {
  const ask: Ask = (part) => answerOf(part, circle, ask);
  return ask(node);
}

function answerOf(node: Node, circle: Circle, ask: Ask): Found {
  switch (node.kind) {
    case "all":
      return everyOf(node.parts, ask);
    case "any":
      return someOf(node.parts, ask);
    case "not":
      return negation(ask(node.part));
    case "proxy":
      return inOneProxy(node.part, circle, ask);
    default:
      return decideLeaf(node.leaf, circle);
  }
}

/** Asked until one is unmet, so that what follows costs nothing. */
function everyOf(parts: readonly Node[], ask: Ask): Found {
  let verdict: Verdict = "met";
  const places: PlacedStatement[] = [];
  for (const part of parts) {
    const found = ask(part);
    if (found.verdict === "unmet") return { verdict: "unmet", places: found.places };
    if (found.verdict === "unknown") verdict = "unknown";
    places.push(...found.places);
  }
  return { verdict, places: distinct(places) };
}

function someOf(parts: readonly Node[], ask: Ask): Found {
  const all = parts.map(ask);
  const verdict = (["met", "unknown"] as const).find((one) => all.some((found) => found.verdict === one)) ?? "unmet";
  return { verdict, places: distinct(all.filter((found) => found.verdict === verdict).flatMap(({ places }) => places)) };
}

function negation({ verdict, places }: Found): Found {
  if (verdict === "unknown") return { verdict, places };
  return verdict === "met" ? { verdict: "unmet", places } : { verdict: "met", places: [] };
}

/** One proxy for which all of it holds; none is looked at where not even all of them together meet it. */
function inOneProxy(part: Node, circle: Circle, everywhere: Ask): Found {
  if (!hasNegation(part) && everywhere(part).verdict === "unmet") return unmet;
  const answers = circle.scopes.proxies.map((proxy) => {
    return answerWithin(part, { ...circle, proxy });
  });
  const verdict = (["met", "unknown"] as const).find((one) => answers.some((found) => found.verdict === one)) ?? "unmet";
  return { verdict, places: distinct(answers.filter((found) => found.verdict === verdict).flatMap(({ places }) => places)) };
}

/** With a negation the whole may fail what a part meets. */
function hasNegation(node: Node): boolean {
  if (node.kind === "all" || node.kind === "any") return node.parts.some(hasNegation);
  return node.kind === "not" || (node.kind === "proxy" && hasNegation(node.part));
}

function wordsOf(node: Node): string {
  if (node.trigger !== undefined) return triggerInWords(node.trigger);
  switch (node.kind) {
    case "leaf":
      return leafInWords(node.leaf);
    case "all":
      return joinedInWords(node.parts.map(wordsOf), "and");
    case "any":
      return joinedInWords(node.parts.map(wordsOf), "or");
    case "not":
      return joinedInWords([wordsOf(node.part)], "not");
    default:
      return wordsOf(node.part);
  }
}
