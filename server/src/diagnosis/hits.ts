/** Statements that meet one condition: of one section, then of a whole configuration with what proxies inherit. */

import { stateOf } from "../knowledge/grammar.ts";
import { rulesets } from "../model/interpretation/placement.ts";
import type { Model } from "../model/model.ts";
import { type ProxyScope, placedIn, type Scope, type Scopes } from "../model/proxies/scopes.ts";
import { sampleIndex, sectionIndex, settingOf } from "../model/sectionIndex.ts";
import type { PlacedStatement, Statement } from "../model/statement.ts";
import type { Section } from "../syntax/config.ts";
import type { Word } from "../syntax/line.ts";
import { Memory } from "../syntax/memory.ts";
import type { Verdict } from "./conditions.ts";

/** What a condition found: its answer, and the statements behind it (the first ones of many). */
export interface Found {
  readonly verdict: Verdict;
  readonly places: readonly PlacedStatement[];
  /** How many proxies were asked, where there were places enough before the last. */
  readonly asked?: number | undefined;
}

/** Where conditions are asked: a configuration, or one proxy of it. */
export interface Circle {
  readonly model: Model;
  readonly branch: string | undefined;
  readonly scopes: Scopes;
  /** Only this proxy counts. */
  readonly proxy: ProxyScope | undefined;
  /** Nothing is known from before an edit: it pays to ask first which words occur at all. */
  readonly anew: boolean;
}

/** A statement that meets a condition; `sure` unless an environment variable or a macro hides whether it does. */
export interface Hit {
  readonly statement: Statement;
  readonly sure: boolean;
}

export const unmet: Found = { verdict: "unmet", places: [] };
/** More places help nobody. */
export const mostPlaces = 50;
const none: readonly Hit[] = [];

/** Each statement once; those of a defaults section come from every proxy that inherits them. */
export function distinct(places: readonly PlacedStatement[]): readonly PlacedStatement[] {
  if (places.length < 2) return places;
  const seen = new Set<string>();
  return places.filter(({ uri, lineNumber }) => {
    const key = `${lineNumber} ${uri}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** Gathers hits at their places. */
export class Gathered {
  private readonly places: PlacedStatement[] = [];
  private readonly maybe: PlacedStatement[] = [];
  private readonly seen = new Set<Statement>();
  private sure = 0;
  private asked: number | undefined;

  /** Asks one proxy after another, until there are places enough for anybody, and a sure answer. */
  ask({ scopes, proxy }: Circle, gather: (one: ProxyScope) => void): void {
    const { proxies } = scopes;
    if (proxy !== undefined) gather(proxy);
    else
      for (let i = 0; i < proxies.length && this.asked === undefined; i++) {
        if (this.places.length >= mostPlaces) this.asked = i;
        else gather(proxies[i] as ProxyScope);
      }
  }

  add(scope: Scope, hits: readonly Hit[]): void {
    for (const { statement, sure } of hits) {
      if (this.seen.has(statement)) continue;
      this.seen.add(statement);
      const certain = sure && !statement.conditional;
      if (certain) this.sure++;
      const list = certain ? this.places : this.maybe;
      if (list.length < mostPlaces) list.push(placedIn(scope, statement));
    }
  }

  /** Met by `least` hits that are sure. */
  found(least = 1): Found {
    if (this.sure >= least) return { verdict: "met", places: this.places, asked: this.asked };
    return this.sure + this.maybe.length >= least ? { verdict: "unknown", places: [...this.places, ...this.maybe] } : unmet;
  }
}

type OfSection = (section: Section, branch: string | undefined) => readonly Hit[];
interface Remembered {
  readonly branch: string | undefined;
  readonly hits: Map<object, readonly Hit[]>;
}
const memo = new Memory<Section, Remembered>();

/** The hits of a leaf in a section, kept as long as the Section object lives. */
function hitsIn(section: Section, leaf: object, branch: string | undefined, compute: OfSection): readonly Hit[] {
  let known = memo.get(section);
  if (known === undefined || known.branch !== branch) {
    known = { branch, hits: new Map() };
    memo.set(section, known);
  }
  let hits = known.hits.get(leaf);
  if (hits === undefined) {
    hits = compute(section, branch);
    known.hits.set(leaf, hits.length === 0 ? none : hits);
  }
  return hits;
}

/** Asks a leaf of every section in force; `kinds` leaves sections of other kinds out. */
export function everywhere(circle: Circle, leaf: object, kinds: readonly string[] | undefined, compute: OfSection): Found {
  const gathered = new Gathered();
  const { branch, scopes, proxy } = circle;
  const asked = (scope: Scope) => kinds === undefined || kinds.includes(scope.section.kind);
  if (proxy === undefined)
    for (const scope of scopes.alone) if (asked(scope)) gathered.add(scope, hitsIn(scope.section, leaf, branch, compute));
  const inherited = new Set<Section>();
  gathered.ask(circle, (one) => {
    if (!asked(one.own) && kinds?.includes("defaults") !== true) return;
    if (asked(one.own)) gathered.add(one.own, hitsIn(one.own.section, leaf, branch, compute));
    for (const scope of one.inherited) {
      if (inherited.has(scope.section)) continue;
      const hits = hitsIn(scope.section, leaf, branch, compute);
      if (hits.length === 0) continue;
      const inForce = hits.filter(({ statement }) => isInherited(one, statement));
      if (inForce.length === hits.length) inherited.add(scope.section);
      gathered.add(scope, inForce);
    }
  });
  return gathered.found();
}

/** Keywords that add up, so that a proxy's own statements leave those of its defaults in force. */
const adding: ReadonlySet<string> = new Set([...rulesets, "errorfile"]);

/** False for what the proxy sets anew, and for what means nothing in a proxy of its kind. */
function isInherited({ proxy, own }: ProxyScope, statement: Statement): boolean {
  const first = statement.words[0]?.value ?? "";
  if (stateOf(`kw:${proxy.kind}`, first, undefined) === "misplaced") return false;
  return adding.has(first) || !sectionIndex(own.section).set.has(settingOf(statement));
}

/** One pattern against one word: undefined where an environment variable hides the answer. */
export function fits(pattern: string, word: Word | undefined): boolean | undefined {
  if (word === undefined) return false;
  if (matches(pattern, word.value)) return true;
  return word.dynamic ? undefined : false;
}

export function matches(pattern: string, text: string): boolean {
  return pattern.endsWith("*") ? text.startsWith(pattern.slice(0, -1)) : text === pattern;
}

/** A leaf on words: the statement's first ones, then those that must, or must not, stand among the others. */
export function wordsHit(
  statement: Statement,
  first: readonly string[],
  required: readonly string[] = [],
  excluded: readonly string[] = [],
): Hit | undefined {
  const { words } = statement;
  const rest = words.slice(first.length);
  const answers = [
    ...first.map((pattern, i) => fits(pattern, words[i])),
    ...required.map((pattern) => among(rest, pattern)),
    ...excluded.map((pattern) => negated(among(rest, pattern))),
  ];
  if (answers.includes(false)) return undefined;
  return { statement, sure: !answers.includes(undefined) };
}

function among(words: readonly Word[], pattern: string): boolean | undefined {
  const answers = words.map((word) => fits(pattern, word));
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

function negated(answer: boolean | undefined): boolean | undefined {
  return answer === undefined ? undefined : !answer;
}

/** Statements of a map whose key one of the patterns fits. */
export function keyed(map: ReadonlyMap<string, readonly Statement[]>, pattern: string): readonly Statement[] {
  if (!pattern.endsWith("*")) return map.get(pattern) ?? [];
  return [...map].flatMap(([key, statements]) => (matches(pattern, key) ? statements : []));
}

/** Statements that call a sample. */
export function sampleHits(kind: "fetch" | "converter", patterns: readonly string[]): OfSection {
  const stems = patterns.map(stem);
  return (section, branch) => {
    const named = patterns.filter((_, i) => section.lines.some(({ raw }) => raw.includes(stems[i] as string)));
    return named.flatMap((pattern) => keyed(sampleIndex(section, branch)[kind], pattern).map((statement) => ({ statement, sure: true })));
  };
}

/** What a text must contain before a pattern can fit. */
export function stem(pattern: string): string {
  return pattern.replace(/\*$/, "");
}
