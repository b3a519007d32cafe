/** What a Lua script registers with HAProxy, and in which contexts its functions run. */
import type { LuaContext } from "../../knowledge/luaApi.ts";
import { type Chain, expanded, type LuaCall, type LuaFunction, type LuaPlace, type LuaReading, pathOf } from "../../lua/reading.ts";
import { isNode, type LuaNode, nodesIn, numberIn, stringIn } from "../../lua/tree.ts";

export type RegistrationKind = "action" | "fetch" | "converter" | "service" | "filter" | "cli" | "init" | "task";

export interface Registration {
  readonly kind: RegistrationKind;
  /** Without `lua.`; of a CLI command its words; undefined where it is worked out at run time, and for tasks. */
  readonly name: string | undefined;
  /** Hooks of an action ("http-req"), mode of a service; undefined where they are not written out. */
  readonly hooks: readonly string[] | undefined;
  /** Words that an action takes in a rule; undefined where it is not written out. */
  readonly nbArgs: number | undefined;
  /** The function, where it stands in the same script. */
  readonly fn: LuaFunction | undefined;
  /** Of a filter: the functions of its class by name. */
  readonly callbacks: ReadonlyMap<string, LuaFunction>;
  readonly at: LuaPlace;
  /** It happens whenever the script is loaded. */
  readonly always: boolean;
  /** What the comment above says. */
  readonly doc: string | undefined;
}

/** Function of `core` > kind, and where its arguments stand. */
const registering: Readonly<Record<string, { kind: RegistrationKind; name?: number; hooks?: number; fn: number }>> = {
  "core.register_action": { kind: "action", name: 0, hooks: 1, fn: 2 },
  "core.register_fetches": { kind: "fetch", name: 0, fn: 1 },
  "core.register_converters": { kind: "converter", name: 0, fn: 1 },
  "core.register_service": { kind: "service", name: 0, hooks: 1, fn: 2 },
  "core.register_filter": { kind: "filter", name: 0, fn: 1 },
  "core.register_cli": { kind: "cli", name: 0, fn: 2 },
  "core.register_init": { kind: "init", fn: 0 },
  "core.register_task": { kind: "task", fn: 0 },
};

export function registrationsOf(reading: LuaReading): readonly Registration[] {
  return reading.calls.flatMap((call) => {
    const form = registering[pathOf(expanded(call.chain)) ?? ""];
    return form === undefined ? [] : [registrationOf(reading, call, form)];
  });
}

function registrationOf(reading: LuaReading, call: LuaCall, form: (typeof registering)[string]): Registration {
  const { kind } = form;
  const nameNode = form.name === undefined ? undefined : call.args[form.name];
  const target = call.args[form.fn];
  const fn = target && functionAt(reading, target);
  const named = kind === "cli" ? textsIn(nameNode)?.join(" ") : stringIn(nameNode);
  const hooks = form.hooks === undefined ? undefined : hooksIn(call.args[form.hooks]);
  const count = call.args[3];
  return {
    kind,
    name: named,
    hooks,
    nbArgs: kind !== "action" ? undefined : count === undefined ? 0 : numberIn(count),
    fn,
    callbacks: kind === "filter" && target !== undefined ? callbacksOf(reading, target) : new Map(),
    at: nameNode?.type === "StringLiteral" ? placeInside(nameNode) : call.at,
    always: call.always,
    doc: reading.docs.get(call.at.line) ?? (fn && reading.docs.get(fn.at.line)),
  };
}

/** The text of a literal without its quotes. */
export function placeInside({ loc: { start, end } }: LuaNode): LuaPlace {
  return { line: start.line - 1, span: { start: start.column + 1, end: Math.max(start.column + 1, end.column - 1) } };
}

function hooksIn(node: LuaNode | undefined): readonly string[] | undefined {
  const mode = stringIn(node);
  return mode === undefined ? textsIn(node) : [mode];
}

/** The texts of a table constructor; undefined where it holds anything else. */
function textsIn(node: LuaNode | undefined): readonly string[] | undefined {
  if (node?.type !== "TableConstructorExpression") return undefined;
  const texts = nodesIn(node["fields"]).map((field) => stringIn(isNode(field["value"]) ? field["value"] : undefined));
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

function functionAt(reading: LuaReading, node: LuaNode): LuaFunction | undefined {
  return reading.functionNodes.get(node) ?? functionOf(reading.chains.get(node));
}

/** The function of this script that a name stands for. */
export function functionOf(chain: Chain | undefined): LuaFunction | undefined {
  if (chain === undefined) return undefined;
  const { root, rootCalled, steps } = expanded(chain);
  if (root === undefined || rootCalled !== undefined) return undefined;
  if (steps.length === 0) return root.writes === 1 ? root.fn : undefined;
  return steps.length === 1 ? root.fields.get(steps[0]?.name ?? "") : undefined;
}

function callbacksOf(reading: LuaReading, node: LuaNode): ReadonlyMap<string, LuaFunction> {
  const root = reading.chains.get(node)?.root;
  return root?.fields ?? new Map();
}

const contextOfKind: Readonly<Record<RegistrationKind, LuaContext>> = {
  action: "action",
  fetch: "fetch",
  converter: "converter",
  service: "service",
  filter: "filter",
  cli: "cli",
  init: "init",
  task: "task",
};

/** Why a function runs in a context: the registration that leads to it. */
export type Contexts = ReadonlyMap<LuaFunction, ReadonlyMap<LuaContext, Registration>>;

/** The contexts of each function that HAProxy comes to call, also through other functions of the script. */
export function contextsOf(reading: LuaReading, registrations: readonly Registration[]): Contexts {
  const contexts = new Map<LuaFunction, Map<LuaContext, Registration>>();
  const open: [LuaFunction, LuaContext, Registration][] = [];
  for (const registration of registrations) {
    const context = contextOfKind[registration.kind];
    if (registration.fn !== undefined) open.push([registration.fn, context, registration]);
    for (const [name, fn] of registration.callbacks) if (name !== "new") open.push([fn, context, registration]);
  }
  const reached = reachedFrom(reading);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [fn, context, registration] = next;
    const known = contexts.get(fn) ?? new Map<LuaContext, Registration>();
    contexts.set(fn, known);
    if (known.has(context)) continue;
    known.set(context, registration);
    for (const other of reached.get(fn) ?? []) open.push([other, context, registration]);
  }
  return contexts;
}

/** Functions that a function calls, hands on or holds; what it hands to `core.register_task` and the like runs elsewhere. */
function reachedFrom(reading: LuaReading): ReadonlyMap<LuaFunction, readonly LuaFunction[]> {
  const reached = new Map<LuaFunction, LuaFunction[]>();
  const add = (from: LuaFunction | undefined, to: LuaFunction | undefined) => {
    if (from === undefined || to === undefined) return;
    const list = reached.get(from);
    if (list === undefined) reached.set(from, [to]);
    else list.push(to);
  };
  for (const call of reading.calls) {
    add(call.within, functionOf(call.chain));
    if (!runsElsewhere(call)) for (const argument of call.args) add(call.within, functionAt(reading, argument));
  }
  for (const fn of reading.functions) if (fn.argumentOf === undefined || !runsElsewhere(fn.argumentOf)) add(fn.parent, fn);
  return reached;
}

function runsElsewhere(call: LuaCall): boolean {
  return /^core\.(?:register_\w+|event_sub)$|\.event_sub$/.test(pathOf(expanded(call.chain)) ?? "");
}
