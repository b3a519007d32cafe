/** What Lua functions keep between two calls: tables that only grow, names shared by mistake, counters that each thread has for itself. */

import * as l10n from "@vscode/l10n";
import { type Binding, expanded, type LuaAssignment, type LuaCall, type LuaReading, pathOf } from "../lua/reading.ts";
import { isNode, type LuaNode, nodesIn } from "../lua/tree.ts";
import type { LoadedScript } from "../model/lua.ts";
import { perObject } from "../syntax/perObject.ts";
import { plain } from "../syntax/plain.ts";
import { atRunTime, registrationInWords, runsIn, type ScriptCircumstances, type ScriptHit } from "./luaScripts.ts";

export function stateHits(loaded: LoadedScript, { alone }: ScriptCircumstances): readonly ScriptHit[] {
  const { assignments, calls } = loaded.script.reading;
  return [
    ...calls.flatMap((call) => insertion(call, loaded) ?? []),
    ...assignments.flatMap((assignment) => newElement(assignment, loaded) ?? sharedByMistake(assignment, loaded) ?? []),
    ...(loaded.perThread && !alone ? assignments.flatMap((assignment) => ownCounter(assignment, loaded) ?? []) : []),
  ];
}

/** It outlives the call: a global, or a local of the script itself. */
function outlives(root: Binding | undefined): root is Binding {
  return root !== undefined && root.kind !== "parameter" && root.within === undefined && !root.element;
}

function insertion(call: LuaCall, loaded: LoadedScript): ScriptHit | undefined {
  const [first] = call.args;
  if (first === undefined || pathOf(expanded(call.chain)) !== "table.insert") return undefined;
  return growth(first, "information", call, loaded);
}

/** `t[#t + 1] = v` surely adds, `t[k] = v` perhaps. */
function newElement(assignment: LuaAssignment, loaded: LoadedScript): ScriptHit | undefined {
  const { target, indexed, dynamic, appends, value } = assignment;
  if (!indexed || !dynamic || value?.type === "NilLiteral" || target.steps.length > 0) return undefined;
  return growth(target.root, appends ? "information" : "hint", assignment, loaded);
}

function growth(
  table: LuaNode | Binding | undefined,
  severity: ScriptHit["severity"],
  { at, within }: Pick<LuaCall, "at" | "within">,
  loaded: LoadedScript,
): ScriptHit | undefined {
  const chain = isNode(table) ? loaded.script.reading.chains.get(table) : undefined;
  const root = isNode(table) ? (chain?.steps.length === 0 ? chain.root : undefined) : table;
  const registration = runsIn(loaded, within, atRunTime);
  if (registration === undefined || !outlives(root) || root.aliased || stateOf(loaded.script.reading).shrinking.has(root)) return undefined;
  const message = l10n.t(
    '"{0}" outlives {1}, and nothing in this script takes elements out of it: does it grow with the traffic?',
    plain(root.name),
    registrationInWords(registration),
  );
  return { at, code: "lua-growing-table", severity, message };
}

/** Functions that leave a table as large as it is, or only add to it. */
const harmless = /^(?:pairs|ipairs|next|type|tostring|print|assert|#|table\.(?:insert|concat|sort|unpack)|unpack|rawget|rawlen|select)$/;

interface State {
  /** Something in the script takes elements out of these tables, replaces them, or hands them to others who may. */
  readonly shrinking: ReadonlySet<Binding>;
  /** Given a value while the script is loaded. */
  readonly declared: ReadonlySet<Binding>;
}

const stateOf = perObject((reading: LuaReading): State => {
  const shrinking = new Set<Binding>();
  const declared = new Set<Binding>();
  const handOn = (node: LuaNode) => {
    const chain = reading.chains.get(node);
    if (chain?.root !== undefined && chain.steps.length === 0) shrinking.add(chain.root);
  };
  for (const { target, indexed, value, within } of reading.assignments) {
    if (target.root === undefined) continue;
    if (indexed ? value?.type === "NilLiteral" : within !== undefined) shrinking.add(target.root);
    if (!indexed && within === undefined) declared.add(target.root);
  }
  for (const node of reading.results) handOn(node);
  for (const { chain, args } of reading.calls) if (!harmless.test(pathOf(expanded(chain)) ?? "")) for (const node of args) handOn(node);
  return { shrinking, declared };
});

/** A name without `local` in a function: every stream that runs in this state writes the same one. */
function sharedByMistake({ target: { root }, indexed, value, at, within }: LuaAssignment, loaded: LoadedScript): ScriptHit | undefined {
  if (indexed || root === undefined || root.kind !== "global" || value?.type === "FunctionDeclaration") return undefined;
  const registration = stateOf(loaded.script.reading).declared.has(root) ? undefined : runsIn(loaded, within, atRunTime);
  if (registration === undefined) return undefined;
  const message = l10n.t(
    '"{0}" is global: all that runs in this Lua state shares it, and it may change wherever {1} waits; is "local" missing?',
    plain(root.name),
    registrationInWords(registration),
  );
  return { at, code: "lua-shared-state", severity: "information", message };
}

/** `n = n + 1` in a script that each thread loads for itself. */
function ownCounter({ target: { root }, indexed, value, at, within }: LuaAssignment, loaded: LoadedScript): ScriptHit | undefined {
  if (indexed || !outlives(root) || value?.type !== "BinaryExpression") return undefined;
  const { chains } = loaded.script.reading;
  const counts = [...nodesIn(value["left"]), ...nodesIn(value["right"])].some((node) => chains.get(node)?.root === root);
  const registration = counts ? runsIn(loaded, within, atRunTime) : undefined;
  if (registration === undefined) return undefined;
  const message = l10n.t(
    'each thread has a "{0}" of its own, for the script is loaded per thread: {1} counts only what its thread sees',
    plain(root.name),
    registrationInWords(registration),
  );
  return { at, code: "lua-shared-state", severity: "information", message };
}
