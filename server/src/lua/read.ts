/** Reads a Lua script once: one walk over its tree with the scopes of its names. */
import { docsOf } from "./docs.ts";
import {
  type At,
  addField,
  appends,
  bare,
  calledChain,
  declare,
  give,
  isCall,
  keyOf,
  loopOf,
  nameOf,
  nowhere,
  placeOf,
  placeOfName,
  resolve,
  unknownBinding,
  visitors,
  wordAt,
} from "./nodes.ts";
import type { Binding, Chain, LuaAccess, LuaAssignment, LuaCall, LuaFunction, LuaLoop, LuaReading } from "./reading.ts";
import { isNode, type LuaNode, nodesIn, parseLua } from "./tree.ts";

const memo = new Map<string, LuaReading>();
const mostRemembered = 100;

/** Scripts stay the same while a configuration is typed: a text is read once. */
export function readLua(text: string): LuaReading {
  let reading = memo.get(text);
  if (reading === undefined) {
    if (memo.size >= mostRemembered) memo.clear();
    reading = new Walk().read(text);
    memo.set(text, reading);
  }
  return reading;
}

/** Deeper nesting is no script that a person wrote. */
const deepest = 400;

class Walk {
  private readonly functions: LuaFunction[] = [];
  private readonly calls: LuaCall[] = [];
  private readonly accesses: LuaAccess[] = [];
  private readonly assignments: LuaAssignment[] = [];
  private readonly loops: LuaLoop[] = [];
  private readonly results: LuaNode[] = [];
  private readonly globals = new Map<string, Binding>();
  readonly chains = new Map<LuaNode, Chain>();
  readonly functionNodes = new Map<LuaNode, LuaFunction>();
  private depth = 0;

  read(text: string): LuaReading {
    const { body, comments, problem } = parseLua(text);
    this.all(body, { scope: { names: new Map(), outer: undefined }, within: undefined, loop: undefined, always: true });
    const { functions, calls, accesses, assignments, loops, results, globals, chains, functionNodes } = this;
    return {
      problem,
      functions,
      calls,
      accesses,
      assignments,
      loops,
      results,
      globals,
      chains,
      functionNodes,
      docs: docsOf(comments, text),
    };
  }

  private all(nodes: readonly LuaNode[], at: At): void {
    for (const node of nodes) this.visit(node, at);
  }

  private visit(node: LuaNode, at: At): void {
    if (this.depth >= deepest) return;
    this.depth++;
    this[visitors[node.type] ?? "children"](node, at);
    this.depth--;
  }

  block({ body }: LuaNode, at: At): void {
    this.all(nodesIn(body), { ...at, scope: { names: new Map(), outer: at.scope } });
  }

  leave({ type, arguments: values }: LuaNode, at: At): void {
    for (let { loop } = at; loop !== undefined; loop = type === "BreakStatement" ? undefined : loop.outer) loop.leaves = true;
    this.all(nodesIn(values), at);
    this.results.push(...nodesIn(values));
  }

  /** If statements and their clauses, and expressions without names of their own. */
  children(node: LuaNode, at: At): void {
    if (/Clause$/.test(node.type)) {
      if (isNode(node["condition"])) this.visit(node["condition"], at);
      this.block(node, { ...at, always: false });
      return;
    }
    for (const [field, value] of Object.entries(node)) {
      if (field === "key" && node.type === "TableKeyString") continue;
      this.all(nodesIn(value), at);
    }
  }

  local(node: LuaNode, at: At): void {
    const values = nodesIn(node["init"]);
    this.all(values, at);
    nodesIn(node["variables"]).forEach((name, i) => {
      const binding = declare(name, "local", at);
      give(binding, values[i], this, i >= values.length && values.length > 0 && isCall(values.at(-1)));
    });
  }

  assignment(node: LuaNode, at: At): void {
    const values = nodesIn(node["init"]);
    this.all(values, at);
    nodesIn(node["variables"]).forEach((target, i) => {
      this.assign(target, values[i], at);
    });
  }

  private assign(target: LuaNode, value: LuaNode | undefined, at: At): void {
    const { within } = at;
    const place = placeOf(target);
    if (target.type === "Identifier") {
      const binding = resolve(target, at.scope, this.globals);
      binding.at ??= place;
      give(binding, value, this, true);
      this.assignments.push({ target: bare(binding), indexed: false, dynamic: false, appends: false, value, at: place, within });
      return;
    }
    const base = isNode(target["base"]) ? target["base"] : undefined;
    if (base === undefined) return;
    this.visit(base, at);
    if (isNode(target["index"])) this.visit(target["index"], at);
    const chain = this.chains.get(base) ?? nowhere;
    const name = keyOf(target);
    const fn = value && this.functionNodes.get(value);
    if (fn !== undefined && chain.root !== undefined && chain.steps.length === 0 && name !== "") addField(chain.root, name, fn);
    this.assignments.push({ target: chain, indexed: true, dynamic: name === "", appends: appends(target), value, at: place, within });
  }

  declaration(node: LuaNode, at: At): void {
    const name = isNode(node["identifier"]) ? node["identifier"] : undefined;
    const simple = name?.type === "Identifier" ? String(name["name"]) : undefined;
    // a local function may call itself
    const own = name !== undefined && simple !== undefined && node["isLocal"] === true ? declare(name, "local", at) : undefined;
    const fn = this.functionOf(node, name, at);
    if (name !== undefined && simple !== undefined) {
      const binding = own ?? resolve(name, at.scope, this.globals);
      binding.fn ??= fn;
      binding.at ??= fn.at;
      binding.writes++;
      if (own === undefined)
        this.assignments.push({
          target: bare(binding),
          indexed: false,
          dynamic: false,
          appends: false,
          value: node,
          at: fn.at,
          within: at.within,
        });
    } else if (name !== undefined) this.assign(name, node, at);
  }

  private functionOf(node: LuaNode, name: LuaNode | undefined, at: At): LuaFunction {
    const parameters = nodesIn(node["parameters"]);
    const method = name?.type === "MemberExpression" && name["indexer"] === ":";
    const named = parameters.filter(({ type }) => type === "Identifier");
    const fn: LuaFunction = {
      name: name === undefined ? undefined : nameOf(name),
      params: named.map((one) => String(one["name"])),
      variadic: named.length < parameters.length,
      method,
      at: name === undefined ? wordAt(node, "function".length) : placeOf(name),
      parent: at.within,
      argumentOf: undefined,
      node,
    };
    this.functions.push(fn);
    this.functionNodes.set(node, fn);
    const inside: At = { within: fn, loop: undefined, always: false, scope: { names: new Map(), outer: at.scope } };
    if (method) inside.scope.names.set("self", { ...unknownBinding("self", "parameter"), within: fn });
    for (const [i, one] of named.entries()) declare(one, "parameter", inside, i);
    this.all(nodesIn(node["body"]), inside);
    return fn;
  }

  call(node: LuaNode, at: At): void {
    const base = isNode(node["base"]) ? node["base"] : undefined;
    const args = nodesIn(node["arguments"] ?? node["argument"]);
    if (base === undefined) return;
    this.visit(base, at);
    this.all(args, at);
    const chain = this.chains.get(base) ?? nowhere;
    this.chains.set(node, calledChain(chain, node));
    const method = base["indexer"] === ":";
    const call: LuaCall = { chain, method, args, at: placeOfName(base), within: at.within, loop: at.loop, always: at.always };
    for (const argument of args) {
      const fn = this.functionNodes.get(argument);
      if (fn !== undefined) fn.argumentOf = call;
    }
    this.calls.push(call);
  }

  reference(node: LuaNode, at: At): void {
    if (node.type === "Identifier") {
      this.chains.set(node, bare(resolve(node, at.scope, this.globals)));
      return;
    }
    const base = isNode(node["base"]) ? node["base"] : undefined;
    if (base === undefined) return;
    this.visit(base, at);
    if (isNode(node["index"])) this.visit(node["index"], at);
    const { root, rootCalled, steps } = this.chains.get(base) ?? nowhere;
    const chain: Chain = { root, rootCalled, steps: [...steps, { name: keyOf(node), called: false }] };
    this.chains.set(node, chain);
    if (node.type === "MemberExpression") this.accesses.push({ chain, at: placeOfName(node), within: at.within });
  }

  loop(node: LuaNode, at: At): void {
    const { loop, condition } = loopOf(node, at.within, at.loop);
    const { kind } = loop;
    this.loops.push(loop);
    const sources = [...nodesIn(node["iterators"]), ...nodesIn(node["start"]), ...nodesIn(node["end"]), ...nodesIn(node["step"])];
    this.all(sources, at);
    const inside: At = { ...at, loop, always: false, scope: { names: new Map(), outer: at.scope } };
    const [iterated] = sources;
    const over = iterated?.type === "CallExpression" ? nodesIn(iterated["arguments"])[0] : undefined;
    nodesIn(node["variables"] ?? node["variable"]).forEach((name, i) => {
      const binding = declare(name, "local", inside);
      binding.writes = 1;
      if (i !== 1 || over === undefined) return;
      binding.value = this.chains.get(over);
      binding.element = true;
    });
    if (condition !== undefined && kind === "while") this.visit(condition, inside);
    this.all(nodesIn(node["body"]), inside);
    if (condition !== undefined && kind === "repeat") this.visit(condition, inside);
  }
}
