/** What is known of the crash of each advisory, prepared for comparison: functions with weights, expressions, texts. Made once. */
import { isSharedVictim } from "../incident/frames.ts";
import { type Advisory, knowledge } from "../knowledge/knowledge.ts";
import { fileOfFunction } from "../knowledge/logFacts.ts";
import { type Observation, type Signature, signatures } from "../knowledge/signatures.ts";

export interface Profile {
  readonly advisory: Advisory;
  readonly signature: Signature;
  /** How near a function is to the defect, 0 to 1: named by a reviewer, changed by the fix, named by its author, a caller of what was changed, a caller's caller. */
  readonly near: ReadonlyMap<string, number>;
  /** Lines that it prints. */
  readonly messages: readonly RegExp[];
  readonly observed: readonly Observed[];
  /** The fix changed only what looks for a server, connects to it and retries. */
  readonly serverSide: boolean;
  /** How many GitHub issues are about it. */
  readonly issues: number;
}

export interface Observed {
  readonly observation: Observation;
  readonly messages: readonly RegExp[];
}

const nearness = { reviewed: 1, named: 0.8, changed: 0.8, told: 0.6, caller: 0.35, far: 0.15 } as const;

/** Where crashes only meet, a name is worth this part. */
const victimRarity = 0.3;

let prepared: Profiles | undefined;

/** All advisories that have a signature, and how rare each function is among them. */
export class Profiles {
  readonly all: readonly Profile[];
  private readonly counts = new Map<string, number>();
  private readonly messageCounts = new Map<string, number>();
  private readonly expressionCounts = new Map<string, number>();
  /** Subsystem by the first part of a function's name, where most of the defects around such functions are in one. */
  private readonly subsystems: ReadonlyMap<string, string>;

  private constructor(without?: string) {
    this.all = knowledge.advisories.flatMap((advisory) => {
      const signature = signatures[advisory.id];
      return signature === undefined ? [] : [profileOf(advisory, withoutSource(signature, without))];
    });
    for (const { near, observed } of this.all) {
      const names = new Set([...near.keys(), ...observed.flatMap(({ observation }) => observation.frames)]);
      for (const name of names) this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    }
    const texts = this.all.map(({ signature }) => [...signature.messages, ...signature.observed.flatMap((one) => one.messages)]);
    for (const text of new Set(texts.flat()))
      this.messageCounts.set(text, texts.filter((all) => all.some((one) => one.includes(text) || text.includes(one))).length);
    for (const { signature } of this.all) {
      const expressions = [...signature.expressions, ...signature.observed].flatMap(({ expression }) => squeezed(expression) ?? []);
      for (const one of new Set(expressions)) this.expressionCounts.set(one, (this.expressionCounts.get(one) ?? 0) + 1);
    }
    this.subsystems = subsystemsByPrefix(this.all);
  }

  static get(): Profiles {
    prepared ??= new Profiles();
    return prepared;
  }

  /** The same without what one report told us ("#2611"): how well its crash is recognised by those who never saw it. */
  static without(source: string): Profiles {
    return new Profiles(source);
  }

  /** The part of HAProxy that a function belongs to, such as "peers" for peer_io_handler; undefined where that is not clear. */
  subsystemOf(name: string): string | undefined {
    return isSharedVictim(name) ? undefined : this.subsystems.get(prefixOf(name));
  }

  /** How many advisories have a message of these, or a longer or shorter form: what they share tells them from nothing. */
  sharing(messages: readonly string[]): number {
    return Math.min(...messages.map((text) => this.messageCounts.get(text) ?? 1));
  }

  /** How many advisories have a broken condition: `expression` is squeezed. */
  breaking(expression: string): number {
    return Math.max(1, this.expressionCounts.get(expression) ?? 1);
  }

  /** 1 for a function that one advisory alone has to do with, towards 0 the more there are; less where crashes only meet. */
  rarity(name: string): number {
    const rare = 1 - Math.log(this.counts.get(name) ?? 1) / Math.log(this.all.length + 1);
    return isSharedVictim(name) ? rare * victimRarity : rare;
  }
}

/** Fewer functions than this say nothing of their prefix. */
const leastFunctions = 3;

function subsystemsByPrefix(profiles: readonly Profile[]): ReadonlyMap<string, string> {
  const counts = new Map<string, Map<string, number>>();
  for (const { advisory, near } of profiles) {
    for (const [name, weight] of near) {
      if (weight < nearness.named) continue;
      const ofPrefix = counts.get(prefixOf(name)) ?? new Map<string, number>();
      counts.set(prefixOf(name), ofPrefix.set(advisory.subsystem, (ofPrefix.get(advisory.subsystem) ?? 0) + 1));
    }
  }
  const found = new Map<string, string>();
  for (const [prefix, ofPrefix] of counts) {
    const all = [...ofPrefix.values()].reduce((sum, count) => sum + count, 0);
    const [subsystem, most] = [...ofPrefix].reduce((a, b) => (b[1] > a[1] ? b : a));
    if (all >= leastFunctions && most > all / 2) found.set(prefix, subsystem);
  }
  return found;
}

/** "peer" of "peer_io_handler", "stksess" of "__stksess_kill". */
function prefixOf(name: string): string {
  return /^_*([A-Za-z0-9]+)_/.exec(name)?.[1] ?? name;
}

/** A condition without its blanks. */
export function squeezed(expression: string | undefined): string | undefined {
  return expression?.replace(/\s+/g, "");
}

function withoutSource(signature: Signature, source: string | undefined): Signature {
  if (source === undefined) return signature;
  return { ...signature, observed: signature.observed.filter((one) => one.source !== source) };
}

function profileOf(advisory: Advisory, signature: Signature): Profile {
  const near = new Map<string, number>();
  const add = (names: readonly string[], weight: number) => {
    for (const name of names) if ((near.get(name) ?? 0) < weight) near.set(name, weight);
  };
  add(signature.frames, advisory.evidence?.frames === "reviewed" ? nearness.reviewed : nearness.named);
  add(signature.patched?.functions ?? [], nearness.changed);
  add(signature.patched?.told ?? [], nearness.told);
  add(signature.patched?.callers ?? [], nearness.caller);
  add(signature.patched?.far ?? [], nearness.far);
  return {
    advisory,
    signature,
    near,
    serverSide: isServerSide(signature.patched?.functions ?? []),
    issues: advisory.aliases.filter((alias) => alias.startsWith("#")).length,
    messages: signature.messages.map(messagePattern),
    observed: signature.observed
      .map((one) => ({ ...one, frames: one.frames.map(comparable) }))
      .map((observation) => ({ observation, messages: observation.messages.map(messagePattern) })),
  };
}

/** Source files that run for a stream only once it needs a server. */
const serverFiles = /^(?:backend|queue|lb_\w+)$/;

function isServerSide(functions: readonly string[]): boolean {
  return functions.length > 0 && functions.every((name) => serverFiles.test(fileOfFunction(name) ?? ""));
}

/** Of libc's functions for memory and texts each kind of CPU has its own, which all do the same; others are themselves. */
export function comparable(name: string): string {
  const plain =
    /^(?:_*interceptor_|_+(?:GI_)?)?((?:mem|str)[a-z]+?)(?:_(?:chk|erms|s?sse|avx|evex|aarch64|asimd|generic|unaligned)\w*)?$/.exec(
      name,
    )?.[1];
  return plain === undefined ? name : plain === "memmove" ? "memcpy" : plain;
}

/** A text in which N stands for a number and 0x.. for an address. */
function messagePattern(text: string): RegExp {
  const escaped = text.trim().replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(
    escaped
      .replace(/0x\\\.\\\./g, "(?:0x[0-9a-f]+|\\(nil\\))")
      .replace(/\bN\b/g, "\\d+")
      .replace(/\s+/g, "\\s+"),
    "i",
  );
}
