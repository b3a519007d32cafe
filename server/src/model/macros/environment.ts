/** Environment variables as far as the global sections of a configuration set them, line by line. */
import { ownVariables } from "../../knowledge/preprocessor.ts";
import { compareBranches } from "../../knowledge/release.ts";
import type { Word } from "../../syntax/line.ts";
import { hiddenValue } from "../../syntax/macroCondition.ts";

/** `set` without a value: there, but only HAProxy knows with what. */
export type VariableState = { readonly state: "set"; readonly value: string | undefined } | { readonly state: "unset" | "unknown" };

const unknown: VariableState = { state: "unknown" };
const unset: VariableState = { state: "unset" };

/** What is known at one place of the reading; changes as statements are read. */
export class Environment {
  private readonly known = new Map<string, VariableState>();
  private others: VariableState;

  /** `bare`: HAProxy is started without variables, as far as the configuration does not set them. */
  constructor(branch: string | undefined, bare: boolean) {
    this.others = bare ? unset : unknown;
    if (branch === undefined) return;
    for (const [name, from] of ownVariables) {
      const value = name === "HAPROXY_BRANCH" ? branch : undefined;
      this.known.set(name, compareBranches(from, branch) <= 0 ? { state: "set", value } : unset);
    }
  }

  stateOf(name: string): VariableState {
    return this.known.get(name) ?? this.others;
  }

  /** Takes in a statement of a global section; `certain` is false where HAProxy may not read it. */
  read(words: readonly Word[], certain: boolean): void {
    const [keyword, ...rest] = words.map((word) => this.expand(word));
    const names = rest.filter((name): name is string => name !== undefined);
    const [name, value] = rest;
    switch (keyword) {
      case "setenv":
        if (name !== undefined) this.set(name, certain ? { state: "set", value } : unknown);
        break;
      case "presetenv":
        if (name !== undefined) this.preset(name, value, certain);
        break;
      case "unsetenv":
        for (const gone of names) this.set(gone, certain ? unset : unknown);
        break;
      case "resetenv":
        this.reset(names, certain && names.length === rest.length);
    }
  }

  /** The text of a word with the values of its variables; undefined when one of them is not known. */
  expand(word: Word): string | undefined {
    const text = this.reveal(word);
    return text.includes(hiddenValue) ? undefined : text;
  }

  /** The same with `hiddenValue` in place of each value that is not known. */
  reveal({ value, variables = [] }: Word): string {
    let text = "";
    let from = 0;
    for (const { name, start, end, fallback, list } of variables) {
      const found = this.stateOf(name);
      const known = list ? undefined : found.state === "set" ? found.value : found.state === "unset" ? (fallback ?? "") : undefined;
      text += value.slice(from, start) + (known ?? hiddenValue);
      from = end;
    }
    return text + value.slice(from);
  }

  private set(name: string, state: VariableState): void {
    this.known.set(name, state);
  }

  private preset(name: string, value: string | undefined, certain: boolean): void {
    const before = this.stateOf(name);
    if (before.state === "set" || !certain) return;
    this.set(name, { state: "set", value: before.state === "unset" ? value : undefined });
  }

  private reset(kept: readonly string[], certain: boolean): void {
    const states = kept.map((name) => [name, this.stateOf(name)] as const);
    const gone = certain ? unset : unknown;
    // nothing is left but what it names
    for (const name of this.known.keys()) this.known.set(name, gone);
    this.others = gone;
    for (const [name, state] of states) this.known.set(name, state);
  }
}
