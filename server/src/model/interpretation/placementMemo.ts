/** Remembers which statement of the grammar the words of a line name: a file has thousands of lines, but few such names. */
import { entriesOf } from "../../knowledge/grammar.ts";
import { ofBranch } from "../../knowledge/ofBranch.ts";
import { alone } from "../../syntax/alone.ts";
import type { Section } from "../../syntax/config.ts";
import type { Word } from "../../syntax/line.ts";
import type { Statement } from "../statement.ts";
import { hooks } from "./hooks.ts";
import { findPlacement, grammarClassOf, type Placement, rulesets } from "./placement.ts";
import { proxyKinds } from "./wordIssues.ts";

/** What is known of statements that start with some words: a node of a tree whose branches are the words. */
interface Known {
  placement: Placement | undefined;
  /** How many words decide, this being the first; 0 where no number of first words does. Asked of first words only. */
  readonly deciding: number;
  /** By the word that comes next. */
  readonly next: Map<string, Known>;
}

/** The roots of the trees of a branch, by the kind of section. */
const newRoots = () => ofBranch(() => new Map<Section["kind"], Known>());
let rootsOf = newRoots();
/** Beyond so many words we start anew: a file may hold any number of wrong ones. */
const mostKept = 10_000;
let kept = 0;

/** Worked out once for the words that decide: thousands of lines share them. */
export function placementOf(statement: Statement, section: Section, branch: string | undefined): Placement {
  const kind = section.kind;
  const known = knownOf(statement, kind, branch);
  if (known === undefined) return findPlacement(statement, section, branch);
  known.placement ??= findPlacement(statement, section, branch);
  return known.placement;
}

function rootOf(kind: Section["kind"], branch: string | undefined): Known {
  const roots = rootsOf(branch);
  let root = roots.get(kind);
  if (root === undefined) {
    root = { placement: undefined, deciding: 0, next: new Map() };
    roots.set(kind, root);
  }
  return root;
}

/** By the words that decide, as many as the longest name that starts with the first; undefined where one is not certain. */
function knownOf({ words, prefix, offset }: Statement, kind: Section["kind"], branch: string | undefined): Known | undefined {
  const first = words[0];
  if (first === undefined || first.dynamic || (offset === 0 && kind !== "preamble")) return undefined;
  const ofFirst = behind(prefix === undefined ? rootOf(kind, branch) : behind(rootOf(kind, branch), prefix, kind), first.value, kind);
  const isHooked = ofFirst.deciding === 2 && proxyKinds.has(kind) && rulesets.has(first.value) && hooks.has(words[1]?.value ?? "");
  const count = Math.min(words.length, isHooked ? 3 : ofFirst.deciding);
  if (count === 0) return undefined;
  let known = ofFirst;
  for (let i = 1; i < count; i++) {
    const { value, dynamic } = words[i] as Word;
    // what stands in parentheses is free, and so is what Lua names
    if (dynamic || value.includes("(") || value.startsWith("lua.")) return undefined;
    known = behind(known, value, kind);
  }
  return known;
}

/** The node for one word more, made where it is not there. */
function behind(known: Known, word: string, kind: Section["kind"]): Known {
  const next = known.next.get(word);
  if (next !== undefined) return next;
  // the statement at hand goes on in a tree that nobody holds any more, the next one in a new tree
  if (kept >= mostKept) {
    rootsOf = newRoots();
    kept = 0;
  }
  kept++;
  const anew = { placement: undefined, deciding: decidingWords(kind, word), next: new Map<string, Known>() };
  known.next.set(alone(word), anew);
  return anew;
}

function decidingWords(kind: Section["kind"], first: string): number {
  const isProxy = proxyKinds.has(kind);
  // where the parameters of a peer start depends on its third word, and whether a name server has any
  if (!isProxy && /^(?:bind|server|peer|nameserver)$/.test(first)) return 0;
  return isProxy && rulesets.has(first) ? 2 : deciding(grammarClassOf(kind, first), first);
}

const longestNames = new Map<string, Map<string, number>>();

/** How many words decide what a statement is, the one behind its name included: it may be a wrong one. */
function deciding(grammarClass: string, first: string): number {
  if (first === "option") return 2;
  let lengths = longestNames.get(grammarClass);
  if (lengths === undefined) {
    lengths = new Map();
    longestNames.set(grammarClass, lengths);
    for (const { words } of entriesOf(grammarClass)) {
      const name = words.split(" ", 1)[0] as string;
      lengths.set(name, Math.max(lengths.get(name) ?? 1, words.split(" ").length));
    }
  }
  return lengths.get(first) ?? 1;
}
