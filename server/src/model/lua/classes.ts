/** Which class of HAProxy's Lua API an expression is of, and which member it asks for. */
import { classesCalled, type LuaClass, type LuaMember, luaClass, luaMember } from "../../knowledge/luaApi.ts";
import { type Binding, type Chain, expanded, type LuaFunction, type LuaPlace, type LuaReading } from "../../lua/reading.ts";
import type { Registration } from "./registrations.ts";

/** `core.msleep`, `txn.sc:hmac`: a member of a class of the API. */
export interface ApiUse {
  readonly owner: LuaClass;
  readonly name: string;
  /** Undefined where the class has no such member, or takes any. */
  readonly member: LuaMember | undefined;
  /** The class follows from the script itself, not only from how its author named an object. */
  readonly sure: boolean;
  readonly at: LuaPlace;
  readonly within: LuaFunction | undefined;
}

/** Classes of the first parameters of a registered function. */
export type Parameters = ReadonlyMap<LuaFunction, readonly (string | undefined)[]>;

interface Typed {
  readonly owners: readonly LuaClass[];
  /** A table whose elements are of that class. */
  readonly each: boolean;
  readonly sure: boolean;
}

/** Every access to a member of the API, in the order of the script. */
export function apiUsesOf(reading: LuaReading, parameters: Parameters): readonly ApiUse[] {
  return reading.accesses.flatMap(({ chain, at, within }) => {
    const use = useOf(chain, parameters);
    return use === undefined ? [] : [{ ...use, at, within }];
  });
}

/** The member that a chain ends with; undefined where its owner is none of the API's classes. */
export function useOf(chain: Chain, parameters: Parameters): Omit<ApiUse, "at" | "within"> | undefined {
  const full = expanded(chain);
  const last = full.steps.at(-1);
  if (last === undefined || last.name === "" || full.root === undefined || full.rootCalled !== undefined) return undefined;
  let typed: Typed | undefined = ofRoot(full.root, parameters);
  for (const step of full.steps.slice(0, -1)) typed = typed && afterStep(typed, step.name, step.called);
  if (typed === undefined || typed.each) return undefined;
  const owner = typed.owners.find((one) => luaMember(one.class, last.name) !== undefined) ?? typed.owners[0];
  if (owner === undefined) return undefined;
  return { owner, name: last.name, member: luaMember(owner.class, last.name), sure: typed.sure };
}

function ofRoot(root: Binding, parameters: Parameters): Typed | undefined {
  const { name, kind, writes, within, index } = root;
  const known = kind === "global" && writes === 0 ? luaClass(name) : undefined;
  if (known?.global) return { owners: [known], each: false, sure: true };
  if (root.element && root.value !== undefined) return elementOf(root.value, parameters);
  if (kind === "parameter" && within !== undefined && index !== undefined) {
    const given = luaClass(parameters.get(within)?.[index] ?? "");
    if (given !== undefined) return { owners: [given], each: false, sure: true };
  }
  // a name that is given a value of its own says nothing
  const owners = kind === "parameter" || writes === 0 ? classesCalled(name) : [];
  return owners.length === 0 ? undefined : { owners, each: false, sure: false };
}

function elementOf(table: Chain, parameters: Parameters): Typed | undefined {
  const full = expanded(table);
  if (full.root === undefined || full.root.element) return undefined;
  let typed: Typed | undefined = ofRoot(full.root, parameters);
  for (const step of full.steps) typed = typed && afterStep(typed, step.name, step.called);
  return typed?.each ? { ...typed, each: false } : undefined;
}

function afterStep({ owners, each, sure }: Typed, name: string, called: boolean): Typed | undefined {
  if (each) return called ? undefined : { owners, each: false, sure };
  for (const owner of owners) {
    const member = luaMember(owner.class, name);
    if (member === undefined || (member.args !== undefined) !== called) continue;
    const given = luaClass(member.gives ?? member.each ?? "");
    return given && { owners: [given], each: member.each !== undefined, sure };
  }
  return undefined;
}

const filterCallbacks: Readonly<Record<string, readonly string[]>> = {
  start_analyze: ["TXN", "Channel"],
  end_analyze: ["TXN", "Channel"],
  tcp_payload: ["TXN", "Channel"],
  http_headers: ["TXN", "HTTPMessage"],
  http_payload: ["TXN", "HTTPMessage"],
  http_end: ["TXN", "HTTPMessage"],
};

/** What HAProxy hands to the registered functions. */
export function parametersOf(registrations: readonly Registration[]): Parameters {
  const classes = new Map<LuaFunction, readonly (string | undefined)[]>();
  for (const { kind, fn, hooks, callbacks } of registrations) {
    if (fn !== undefined && (kind === "action" || kind === "fetch")) classes.set(fn, ["TXN"]);
    if (fn !== undefined && kind === "service" && hooks?.length === 1) classes.set(fn, [hooks[0] === "http" ? "AppletHTTP" : "AppletTCP"]);
    if (fn !== undefined && kind === "cli") classes.set(fn, ["AppletTCP"]);
    for (const [name, callback] of callbacks) {
      const given = filterCallbacks[name];
      if (given !== undefined) classes.set(callback, callback.method ? given : [undefined, ...given]);
    }
  }
  return classes;
}
