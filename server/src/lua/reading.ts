/** What a Lua script declares, calls and assigns, with names resolved: nothing here knows HAProxy. */
import type { Span } from "../syntax/span.ts";
import type { LuaNode, LuaProblem } from "./tree.ts";

export interface LuaPlace {
  /** From 0. */
  readonly line: number;
  readonly span: Span;
}

/** A name and what is known of it. */
export interface Binding {
  readonly name: string;
  readonly kind: "local" | "global" | "parameter";
  /** Where it is declared; of a global, where it is first assigned. */
  at: LuaPlace | undefined;
  /** The function that declares it; undefined for the outermost level and for globals. */
  readonly within: LuaFunction | undefined;
  /** Position among the parameters of `within`, `self` not counted. */
  readonly index: number | undefined;
  /** First value. */
  value: Chain | undefined;
  valueNode: LuaNode | undefined;
  /** `for _, it in pairs(value)`. */
  element: boolean;
  fn: LuaFunction | undefined;
  /** Functions in the fields of a table. */
  readonly fields: Map<string, LuaFunction>;
  /** It was given to another name. */
  aliased: boolean;
  /** Number of assignments, the declaration among them where it has a value. */
  writes: number;
}

export interface LuaFunction {
  /** As declared: "f", "M.f", "M:f"; undefined for an anonymous one. */
  name: string | undefined;
  readonly params: readonly string[];
  readonly variadic: boolean;
  /** Declared with a colon. */
  readonly method: boolean;
  readonly at: LuaPlace;
  readonly parent: LuaFunction | undefined;
  /** The call that it is an argument of. */
  argumentOf: LuaCall | undefined;
  readonly node: LuaNode;
}

export interface Step {
  /** "" for an index that is no name. */
  readonly name: string;
  readonly called: boolean;
}

/** `core.tcp():connect` is the root `core` and the steps tcp (called) and connect. */
export interface Chain {
  /** Undefined where it does not start with a name. */
  readonly root: Binding | undefined;
  /** The root itself is called: `require("x").y`. */
  readonly rootCalled: LuaNode | undefined;
  readonly steps: readonly Step[];
}

export interface LuaLoop {
  readonly kind: "while" | "repeat" | "for";
  /** The condition is a constant that never ends it. */
  readonly endless: boolean;
  readonly node: LuaNode;
  readonly at: LuaPlace;
  readonly within: LuaFunction | undefined;
  readonly outer: LuaLoop | undefined;
  /** A break, a return or a goto stands inside. */
  leaves: boolean;
}

export interface LuaCall {
  readonly chain: Chain;
  /** With a colon. */
  readonly method: boolean;
  readonly args: readonly LuaNode[];
  /** The name that is called. */
  readonly at: LuaPlace;
  readonly within: LuaFunction | undefined;
  readonly loop: LuaLoop | undefined;
  /** Outside of functions, conditions and loops. */
  readonly always: boolean;
}

/** `a.b`, read or called. */
export interface LuaAccess {
  readonly chain: Chain;
  readonly at: LuaPlace;
  readonly within: LuaFunction | undefined;
}

export interface LuaAssignment {
  readonly target: Chain;
  /** Into an element: `t[k] = v`, `t.k = v`. */
  readonly indexed: boolean;
  /** The index is no constant, so that the table may grow. */
  readonly dynamic: boolean;
  /** `t[#t + 1] = v`. */
  readonly appends: boolean;
  readonly value: LuaNode | undefined;
  readonly at: LuaPlace;
  readonly within: LuaFunction | undefined;
}

export interface LuaReading {
  readonly problem: LuaProblem | undefined;
  readonly functions: readonly LuaFunction[];
  readonly calls: readonly LuaCall[];
  readonly accesses: readonly LuaAccess[];
  readonly assignments: readonly LuaAssignment[];
  readonly loops: readonly LuaLoop[];
  /** What functions, or the script itself, return. */
  readonly results: readonly LuaNode[];
  readonly globals: ReadonlyMap<string, Binding>;
  /** What an expression refers to, by its node. */
  readonly chains: ReadonlyMap<LuaNode, Chain>;
  /** Names that stand alone, by their nodes. */
  readonly functionNodes: ReadonlyMap<LuaNode, LuaFunction>;
  /** Text of the comment lines that end right above a line, by that line from 0. */
  readonly docs: ReadonlyMap<number, string>;
}

/** Steps with constant names replaced by what they stand for; `depth` bounds names that stand for each other. */
export function expanded(chain: Chain, depth = 8): Chain {
  const { root } = chain;
  if (depth === 0 || root === undefined || root.kind === "parameter" || root.element || root.writes !== 1) return chain;
  if (root.value === undefined || root.fn !== undefined || chain.rootCalled !== undefined) return chain;
  const { root: base, rootCalled, steps } = root.value;
  return expanded({ root: base, rootCalled, steps: [...steps, ...chain.steps] }, depth - 1);
}

/** "core.tcp", "core.tcp().connect"; undefined where it does not start with a name. */
export function pathOf({ root, rootCalled, steps }: Chain): string | undefined {
  if (root === undefined) return undefined;
  const parts = steps.map(({ name, called }, i) => `.${name === "" ? "[]" : name}${called && i < steps.length - 1 ? "()" : ""}`);
  return root.name + (rootCalled === undefined ? "" : "()") + parts.join("");
}
