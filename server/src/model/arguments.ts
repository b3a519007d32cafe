/** Matches the words of a statement against the grammar: which word plays which role, or where and why they do not fit. */
import { firstOf, type Node } from "../knowledge/notation.ts";
import type { Word } from "../syntax/line.ts";
import { faultOf, type WordFault } from "./wordTypes.ts";

/** A word and the part of the grammar that it fills. */
export interface Role {
  /** Index of the word in the statement. */
  readonly index: number;
  readonly node: Node;
}

export interface Mismatch {
  /** Index of the first word that does not fit; the number of words when one is missing. */
  readonly index: number;
  /** What could stand there; empty when nothing may. */
  readonly expected: readonly Node[];
  /** What is wrong with a word that has the right place but the wrong form. */
  readonly fault: WordFault | undefined;
}

export type ArgumentMatch = { readonly roles: readonly Role[] } | { readonly mismatch: Mismatch };

/** What the matcher cannot decide alone. */
export interface MatchContext {
  /** A converter stands here: the words after a sample expression may go on with converters. */
  isConverter(text: string): boolean;
}

/** Enough for any statement that a person writes; beyond it we say nothing. */
const mostSteps = 50_000;

/** Matches `words` from `from` on. Words with environment variables fit everywhere. */
export function matchArguments(node: Node, words: readonly Word[], from: number, context: MatchContext): ArgumentMatch {
  const matcher = new Matcher(words, context);
  if (matcher.match(node, from, undefined)) return { roles: matcher.roles };
  return { mismatch: matcher.mismatch };
}

interface Chain {
  readonly role: Role;
  readonly before: Chain | undefined;
}

type Then = (index: number, chain: Chain | undefined) => boolean;

class Matcher {
  roles: readonly Role[] = [];
  mismatch: Mismatch = { index: -1, expected: [], fault: undefined };
  private steps = 0;
  private readonly words: readonly Word[];
  private readonly context: MatchContext;

  constructor(words: readonly Word[], context: MatchContext) {
    this.words = words;
    this.context = context;
  }

  match(node: Node, from: number, chain: Chain | undefined): boolean {
    return this.node(node, from, chain, (index, done) => {
      if (index < this.words.length) return this.fail(index, undefined, undefined);
      this.roles = unchained(done);
      return true;
    });
  }

  private node(node: Node, i: number, chain: Chain | undefined, then: Then): boolean {
    if (++this.steps > mostSteps) return then(this.words.length, chain);
    switch (node.kind) {
      case "sequence":
        return this.sequence(node.items, 0, i, chain, then);
      case "choice":
        return node.items.some((item) => this.node(item, i, chain, then));
      case "optional":
        return this.node(node.item, i, chain, then) || then(i, chain);
      case "many":
        return this.many(node.item, node.atLeast, i, chain, then);
      case "rest":
        return then(this.words.length, chain);
      case "condition":
        return this.condition(node, i, chain, then);
      default:
        return this.word(node, i, chain, then);
    }
  }

  private sequence(items: readonly Node[], at: number, i: number, chain: Chain | undefined, then: Then): boolean {
    const item = items[at];
    return item === undefined
      ? then(i, chain)
      : this.node(item, i, chain, (next, grown) => this.sequence(items, at + 1, next, grown, then));
  }

  private many(item: Node, needed: number, i: number, chain: Chain | undefined, then: Then): boolean {
    const again = this.node(item, i, chain, (next, grown) => next > i && this.many(item, Math.max(0, needed - 1), next, grown, then));
    return again || (needed === 0 && then(i, chain));
  }

  private condition(node: Node & { kind: "condition" }, i: number, chain: Chain | undefined, then: Then): boolean {
    const first = this.words[i];
    if (first === undefined) return node.required ? this.fail(i, node, undefined) : then(i, chain);
    if (first.value === "if" || first.value === "unless") return then(this.words.length, { role: { index: i, node }, before: chain });
    return this.fail(i, node, undefined) || (first.dynamic && then(this.words.length, chain));
  }

  private word(node: Node & { kind: "word" | "type" }, i: number, chain: Chain | undefined, then: Then): boolean {
    const word = this.words[i];
    if (word === undefined) return this.fail(i, node, undefined);
    const grown = { role: { index: i, node }, before: chain };
    // a list variable may stand for any number of words
    if (word.dynamic) return word.value.includes("[*]") ? then(this.words.length, grown) : then(i + 1, grown);
    if (node.kind === "word") return word.value === node.text ? then(i + 1, grown) : this.fail(i, node, undefined);
    const fault = faultOf(node.type, node.parameter, word.value);
    if (fault !== undefined) return this.fail(i, node, fault);
    return then(i + 1, grown) || (node.type === "expr" && this.converters(i + 1, grown, then));
  }

  /** Converters in words of their own behind a sample expression, as old configurations have them. */
  private converters(i: number, chain: Chain, then: Then): boolean {
    const word = this.words[i];
    if (word === undefined || !this.context.isConverter(word.value)) return false;
    return then(i + 1, chain) || this.converters(i + 1, chain, then);
  }

  /** Remembers the failure that came furthest. */
  private fail(index: number, node: Node | undefined, fault: WordFault | undefined): false {
    const best = this.mismatch;
    if (index > best.index) this.mismatch = { index, expected: node === undefined ? [] : firstOf(node), fault };
    else if (index === best.index && node !== undefined) {
      this.mismatch = { index, expected: [...best.expected, ...firstOf(node)], fault: best.fault ?? fault };
    }
    return false;
  }
}

function unchained(chain: Chain | undefined): Role[] {
  const roles: Role[] = [];
  for (let link = chain; link !== undefined; link = link.before) roles.push(link.role);
  return roles.reverse();
}
