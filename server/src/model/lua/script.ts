/** One Lua script as HAProxy sees it: what it registers, which parts of the API it uses, what else it loads. */

import { readLua } from "../../lua/read.ts";
import { expanded, type LuaCall, type LuaPlace, type LuaReading, pathOf } from "../../lua/reading.ts";
import { stringIn } from "../../lua/tree.ts";
import { perObject } from "../../syntax/perObject.ts";
import { type ApiUse, apiUsesOf, type Parameters, parametersOf } from "./classes.ts";
import { type Contexts, contextsOf, placeInside, type Registration, registrationsOf } from "./registrations.ts";

export interface LuaScript {
  readonly reading: LuaReading;
  readonly registrations: readonly Registration[];
  readonly contexts: Contexts;
  readonly parameters: Parameters;
  readonly uses: readonly ApiUse[];
  readonly sampleCalls: readonly ScriptSampleCall[];
  readonly variables: readonly ScriptVariable[];
  /** Names given to `require`; undefined among them for `dofile` and the like, and for names worked out at run time. */
  readonly required: readonly (string | undefined)[];
}

/** A call of a fetch or converter, through txn.f, txn.c, txn.sf or txn.sc. */
export interface ScriptSampleCall {
  readonly call: LuaCall;
  readonly via: "f" | "c" | "sf" | "sc";
  readonly name: string;
}

/** A variable of HAProxy that a script names in a literal, as in `txn:set_var("txn.x", value)`. */
export interface ScriptVariable {
  readonly name: string;
  /** Inside the quotes. */
  readonly at: LuaPlace;
  /** Set, or taken away; else read. */
  readonly writes: boolean;
}

export function scriptOf(text: string): LuaScript {
  return scriptRead(readLua(text));
}

const scriptRead = perObject((reading: LuaReading): LuaScript => {
  const registrations = registrationsOf(reading);
  const parameters = parametersOf(registrations);
  return {
    reading,
    registrations,
    contexts: contextsOf(reading, registrations),
    parameters,
    uses: apiUsesOf(reading, parameters),
    sampleCalls: sampleCallsIn(reading),
    variables: variablesIn(reading),
    required: requiredBy(reading),
  };
});

const vias = new Set(["f", "c", "sf", "sc"]);

function sampleCallsIn(reading: LuaReading): readonly ScriptSampleCall[] {
  const found = reading.calls.flatMap((call): ScriptSampleCall[] => {
    const [list, sample] = expanded(call.chain).steps.slice(-2);
    if (!call.method || list === undefined || sample === undefined || !vias.has(list.name) || list.called) return [];
    return [{ call, via: list.name as ScriptSampleCall["via"], name: sample.name }];
  });
  return found.sort((a, b) => a.call.at.line - b.call.at.line || a.call.at.span.start - b.call.at.span.start);
}

function variablesIn({ calls }: LuaReading): readonly ScriptVariable[] {
  return calls.flatMap(({ chain, args: [first] }): ScriptVariable[] => {
    const called = /^(set|unset|get)_var$/.exec(chain.steps.at(-1)?.name ?? "")?.[1];
    const name = stringIn(first);
    // in other literals the text stands elsewhere
    const isPlain = first?.type === "StringLiteral" && /^["'][\w.]+["']$/.test(String(first["raw"]));
    return called === undefined || name === undefined || !isPlain ? [] : [{ name, at: placeInside(first), writes: called !== "get" }];
  });
}

function requiredBy(reading: LuaReading): readonly (string | undefined)[] {
  return reading.calls.flatMap(({ chain, args }) => {
    const path = pathOf(expanded(chain)) ?? "";
    if (path === "require") return [stringIn(args[0])];
    return /^(?:dofile|loadfile|load|loadstring)$/.test(path) ? [undefined] : [];
  });
}
