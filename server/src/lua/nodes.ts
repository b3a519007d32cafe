/** Small questions to the nodes of a tree: names, places, chains that stand alone. */
import type { Binding, Chain, LuaFunction, LuaLoop, LuaPlace } from "./reading.ts";
import { isNode, type LuaNode, nodesIn, stringIn } from "./tree.ts";

export interface Scope {
  readonly names: Map<string, Binding>;
  readonly outer: Scope | undefined;
}

/** Where the walk is. */
export interface At {
  readonly scope: Scope;
  readonly within: LuaFunction | undefined;
  readonly loop: LuaLoop | undefined;
  /** Outside of functions, conditions and loops. */
  readonly always: boolean;
}

export const nowhere: Chain = { root: undefined, rootCalled: undefined, steps: [] };

export function unknownBinding(name: string, kind: Binding["kind"]): Binding {
  return {
    name,
    kind,
    at: undefined,
    within: undefined,
    index: undefined,
    value: undefined,
    valueNode: undefined,
    element: false,
    fn: undefined,
    fields: new Map(),
    aliased: false,
    writes: 0,
  };
}

export function bare(root: Binding): Chain {
  return { root, rootCalled: undefined, steps: [] };
}

export function calledChain({ root, rootCalled, steps }: Chain, call: LuaNode): Chain {
  const last = steps.at(-1);
  if (last === undefined) return { root, rootCalled: call, steps };
  return { root, rootCalled, steps: [...steps.slice(0, -1), { ...last, called: true }] };
}

export function isCall(node: LuaNode | undefined): boolean {
  return node !== undefined && /CallExpression$/.test(node.type);
}

function isConstant(node: LuaNode | undefined): boolean {
  return node !== undefined && /^(?:Numeric|String)Literal$/.test(node.type);
}

/** The name of a field, "" where it is worked out at run time. */
export function keyOf(node: LuaNode): string {
  if (node.type === "IndexExpression") return stringIn(isNode(node["index"]) ? node["index"] : undefined) ?? "";
  return isNode(node["identifier"]) ? String(node["identifier"]["name"]) : "";
}

export function nameOf(node: LuaNode): string {
  if (node.type === "Identifier") return String(node["name"]);
  return isNode(node["base"]) ? `${nameOf(node["base"])}${String(node["indexer"] ?? ".")}${keyOf(node)}` : keyOf(node);
}

export function placeOf({ loc: { start, end } }: LuaNode): LuaPlace {
  const to = end.line === start.line ? end.column : start.column + 1;
  return { line: start.line - 1, span: { start: start.column, end: to } };
}

export function placeOfName(node: LuaNode): LuaPlace {
  return placeOf(node.type === "MemberExpression" && isNode(node["identifier"]) ? node["identifier"] : node);
}

export function wordAt({ loc: { start } }: LuaNode, length: number): LuaPlace {
  return { line: start.line - 1, span: { start: start.column, end: start.column + length } };
}

/** What the walk has found so far. */
export interface Found {
  readonly chains: ReadonlyMap<LuaNode, Chain>;
  readonly functionNodes: ReadonlyMap<LuaNode, LuaFunction>;
}

/** Notes that a name is given a value; only the first one is kept. `severalResults`: a call that gives several stands for it. */
export function give(binding: Binding, value: LuaNode | undefined, { chains, functionNodes }: Found, severalResults = false): void {
  if (value === undefined && !severalResults) return;
  binding.writes++;
  const given = value && chains.get(value);
  if (given?.root !== undefined && given.steps.length === 0) given.root.aliased = true;
  if (value === undefined || binding.writes > 1) return;
  binding.valueNode = value;
  binding.value = given;
  const fn = functionNodes.get(value);
  if (fn !== undefined) {
    binding.fn = fn;
    fn.name ??= binding.name;
  }
  if (value.type !== "TableConstructorExpression") return;
  for (const field of nodesIn(value["fields"])) {
    const held = isNode(field["value"]) ? functionNodes.get(field["value"]) : undefined;
    if (held !== undefined && field.type === "TableKeyString" && isNode(field["key"]))
      addField(binding, String(field["key"]["name"]), held);
  }
}

export function addField(binding: Binding, name: string, fn: LuaFunction): void {
  fn.name ??= `${binding.name}.${name}`;
  binding.fields.set(name, fn);
}

export function loopOf(
  node: LuaNode,
  within: LuaFunction | undefined,
  outer: LuaLoop | undefined,
): { readonly loop: LuaLoop; readonly condition: LuaNode | undefined } {
  const kind = node.type === "WhileStatement" ? "while" : node.type === "RepeatStatement" ? "repeat" : "for";
  const condition = isNode(node["condition"]) ? node["condition"] : undefined;
  const said = condition?.type === "BooleanLiteral" ? condition["value"] === true : isConstant(condition) ? true : undefined;
  const endless = said !== undefined && said === (kind === "while");
  return { condition, loop: { kind, endless, node, at: wordAt(node, kind.length), within, outer, leaves: false } };
}

/** How the walk takes a node in; all others only have children. */
export type Visitor = "local" | "assignment" | "declaration" | "call" | "reference" | "loop" | "leave" | "block" | "children";

export const visitors: Readonly<Record<string, Visitor>> = {
  LocalStatement: "local",
  AssignmentStatement: "assignment",
  FunctionDeclaration: "declaration",
  CallExpression: "call",
  StringCallExpression: "call",
  TableCallExpression: "call",
  MemberExpression: "reference",
  IndexExpression: "reference",
  Identifier: "reference",
  WhileStatement: "loop",
  RepeatStatement: "loop",
  ForNumericStatement: "loop",
  ForGenericStatement: "loop",
  BreakStatement: "leave",
  ReturnStatement: "leave",
  GotoStatement: "leave",
  DoStatement: "block",
};

/** `t[#t + 1]`. */
export function appends({ index }: LuaNode): boolean {
  return isNode(index) && index.type === "BinaryExpression" && isNode(index["left"]) && index["left"]["operator"] === "#";
}

export function declare(name: LuaNode, kind: "local" | "parameter", { scope, within }: At, index?: number): Binding {
  const binding: Binding = { ...unknownBinding(String(name["name"]), kind), within, index, at: placeOf(name) };
  scope.names.set(binding.name, binding);
  return binding;
}

/** The binding of an identifier; a name that no scope declares is global. */
export function resolve(identifier: LuaNode, scope: Scope, globals: Map<string, Binding>): Binding {
  const name = String(identifier["name"]);
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    const found = at.names.get(name);
    if (found !== undefined) return found;
  }
  const known = globals.get(name) ?? unknownBinding(name, "global");
  globals.set(name, known);
  return known;
}
