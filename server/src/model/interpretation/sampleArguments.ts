/** The arguments of a sample fetch or converter: their number, their types, and what it asks of them beyond. */
import { argumentsOf, entryOf, type SampleKind, type SampleSpec } from "../../knowledge/grammar.ts";
import { type Node, parseNotation } from "../../knowledge/notation.ts";
import type { SampleArgument, SampleCall } from "../../syntax/expression.ts";
import { isBrokenAddress } from "../../syntax/ipAddress.ts";
import type { Word } from "../../syntax/line.ts";
import { recalled } from "../../syntax/recalled.ts";
import { matchArguments } from "./arguments.ts";
import type { Issue, NameUse } from "./issue.ts";
import type { Role } from "./match.ts";
import { isVariable, type WordFault } from "./wordTypes.ts";

/** Converters that take a number or a variable. */
const arithmetic = new Set(["add", "sub", "mul", "div", "mod", "and", "or", "xor"]);
/** Calls whose first argument names a variable with its scope. */
const variableCalls = new Set(["var", "set-var", "unset-var"]);

/** What is wrong with the arguments of a call, or the names that they hold. */
export function readSampleArguments(
  call: SampleCall,
  kind: SampleKind,
  specs: readonly SampleSpec[],
  index: number,
  branch: string | undefined,
): { readonly issues: readonly Issue[]; readonly uses: readonly NameUse[] } {
  const problems = specs.map((spec) => {
    const read = withoutEmptyEnd(call, spec);
    const problem = argumentProblem(read, spec);
    return problem === undefined ? formProblem(read, kind, spec, branch) : { problem };
  });
  const fits = problems.indexOf(undefined);
  const spec = specs[fits < 0 ? specs.length - 1 : fits] as SampleSpec;
  const problem = problems.at(-1);
  if (fits < 0 && problem !== undefined)
    return { issues: [{ id: "bad-sample-arguments", index, name: call.name, spec: spec.args, ...problem }], uses: [] };
  const types = kind === "fetch" && call.name === "acl" ? (call.args ?? []).map(() => "acl") : argumentTypes(spec.args).types;
  const { least } = argumentTypes(spec.args);
  return { issues: [], uses: [...namesIn(call.args ?? [], types, index), ...ownNames(call, types, least, index)] };
}

/** `field(3,x,)`: nothing behind the last comma is an argument left out, where it may be and is no text, which may be empty. */
function withoutEmptyEnd(call: SampleCall, spec: SampleSpec): SampleCall {
  const { args = [] } = call;
  const left = args.length - 1;
  const { types, least } = argumentTypes(spec.args);
  return left > 0 && args[left]?.text === "" && left >= least && left < types.length && types[left] !== "string"
    ? { ...call, args: args.slice(0, left) }
    : call;
}

/** "string[,integer]" as types and the number of those that must be there. */
export const argumentTypes = recalled((args): { readonly types: readonly string[]; readonly least: number } => {
  const open = args.indexOf("[");
  const needed = open < 0 ? args : args.slice(0, open);
  const types = args
    .replace(/[[\]]/g, "")
    .split(",")
    .filter((type) => type !== "");
  return { types, least: needed.split(",").filter((type) => type !== "").length };
});

function argumentProblem(call: SampleCall, spec: SampleSpec): string | undefined {
  const { types, least } = argumentTypes(spec.args);
  const args = call.args ?? [];
  const first = args[0];
  if (first !== undefined && !first.text.includes("$")) {
    if (variableCalls.has(call.name) && !isVariable(first.text)) return `not-variable ${first.text}`;
    if (arithmetic.has(call.name) && !/^$|^[+-]?(?:\d+|0x[0-9a-f]+)$/i.test(first.text) && !isVariable(first.text))
      return `not-integer ${first.text}`;
  }
  if (types.length === 0) return args.length > 1 || (first?.text ?? "") !== "" ? "none-taken" : undefined;
  const given = args.length === 1 && first?.text === "" && least === 0 ? 0 : args.length;
  if (given === 0 && least === 0) return undefined;
  if (given > types.length) return "too-many";
  if (given < least && !(least === 1 && acceptsEmpty(types[0] as string))) return "too-few";
  return args.map((argument, i) => typeProblem(argument, types[i] as string)).find((problem) => problem !== undefined);
}

/** A missing name means "the current one" for these. */
function acceptsEmpty(type: string): boolean {
  return type === "table" || type === "backend" || type === "frontend" || type === "string";
}

function typeProblem({ text }: SampleArgument, type: string): string | undefined {
  if (text.includes("$")) return undefined;
  if (type === "server" || type === "user list") return text === "" ? "too-few" : undefined;
  if (type === "integer") return /^(?:[+-]?\d+|-)$/.test(text) ? undefined : `not-integer ${text}`;
  if (type === "Protocol buffers field number") return /^\d+(?:\.\d+)*$/.test(text) ? undefined : `does-not-fit ${text}`;
  if (type === "IPv4 mask") return isMask(text) ? undefined : `not-mask ${text}`;
  if (type === "IPv4 address") return /^\d+(?:\.\d+){3}$/.test(text) && !isBrokenAddress(text) ? undefined : `not-address ${text}`;
  if (type === "IPv6 mask") return /^\d+$/.test(text) ? (Number(text) <= 128 ? undefined : `not-mask ${text}`) : ipv6Problem(text);
  if (type === "IPv6 address") return ipv6Problem(text);
  return undefined;
}

function ipv6Problem(text: string): string | undefined {
  return text.includes(":") && !isBrokenAddress(text) ? undefined : `not-address ${text}`;
}

function isMask(text: string): boolean {
  return /^\d+$/.test(text) ? Number(text) <= 32 : /^\d+(?:\.\d+){3}$/.test(text);
}

const nothing: Word = { span: { start: 0, end: 0 }, value: "", quoting: "none", dynamic: false };
const noConverters = { isConverter: () => false };

interface Problem {
  readonly problem: string;
  readonly expected?: readonly Node[];
  readonly fault?: WordFault | undefined;
}

/** What the grammar says beyond the types: ranges, values, single characters. */
function formProblem({ name, args = [] }: SampleCall, kind: SampleKind, spec: SampleSpec, branch: string | undefined): Problem | undefined {
  const entry = entryOf(kind, name);
  if (entry?.args === undefined) return undefined;
  const words = wordsOfArguments(args);
  const node = parseNotation(argumentsOf(entry, branch));
  const match = matchArguments(node, words, 0, words.length, noConverters);
  // no argument and an empty one are the same to HAProxy, unless a text may be left out
  const bare = args.length === 1 && args[0]?.text === "" && !spec.args.startsWith("[string");
  const other = args.length === 0 && !spec.args.startsWith("[string") ? [nothing] : bare ? [] : undefined;
  if ("roles" in match || (other !== undefined && "roles" in matchArguments(node, other, 0, other.length, noConverters))) return undefined;
  const { index, expected, fault } = match.mismatch;
  const word = words[index];
  return word === undefined ? { problem: "too-few" } : { problem: `does-not-fit ${word.value}`, expected, fault };
}

/** The arguments of a call as words, as the grammar reads them. */
export function wordsOfArguments(args: readonly SampleArgument[]): readonly Word[] {
  return args.map(({ text, start, end }): Word => ({ span: { start, end }, value: text, quoting: "none", dynamic: text.includes("$") }));
}

/** The parts of the grammar that the arguments of a call fill, as far as they fit; most calls have only types. */
export function rolesOfArguments({ name, args = [] }: SampleCall, kind: SampleKind, branch: string | undefined): readonly Role[] {
  const entry = entryOf(kind, name);
  if (entry?.args === undefined || args.length === 0) return [];
  const match = matchArguments(parseNotation(argumentsOf(entry, branch)), wordsOfArguments(args), 0, args.length, noConverters);
  return "roles" in match ? match.roles : match.mismatch.fitting;
}

/** Whether an argument (from 0 on) may be a variable where it has the form of one. */
export function takesVariable(name: string, index: number): boolean {
  return index === 0 && (variableCalls.has(name) || arithmetic.has(name));
}

/** Kind of the names that arguments of a type are; undefined for types of other things. */
export function namesKind(type: string | undefined): string | undefined {
  if (type === "user list") return "userlist";
  return type !== undefined && nameTypes.has(type) ? type : undefined;
}

const nameTypes = new Set(["acl", "table", "userlist", "backend", "frontend", "server"]);

/** Without a name the proxy itself is meant, which then must have what is asked of it. */
function ownNames({ args }: SampleCall, types: readonly string[], least: number, index: number): NameUse[] {
  return types.flatMap((type, i) => {
    const asked = i < least || args?.[i] !== undefined;
    const meant = asked && (args?.[i]?.text ?? "") === "" && (type === "table" || type === "backend" || type === "frontend");
    return meant ? [{ kind: type, name: "", index, declares: false }] : [];
  });
}

function namesIn(args: readonly SampleArgument[], types: readonly string[], index: number): NameUse[] {
  return args.flatMap(({ text }, i) => {
    const kind = namesKind(types[i]);
    if (kind === "acl") return [{ kind, name: text.replace(/^!/, ""), index, declares: false }];
    return kind !== undefined && text !== "" ? [{ kind, name: text, index, declares: false }] : [];
  });
}
