/** Checks sample expressions against the fetches and converters of the release: names, arguments, types along the chain. */
import { aclFetch, isAclCriterion, type SampleKind, type SampleSpec, sampleNames, samplesNamed } from "../knowledge/grammar.ts";
import { readExpression, type SampleArgument, type SampleCall, type SampleExpression } from "../syntax/expression.ts";
import { recalled } from "../syntax/recalled.ts";
import { type CounterUse, counterUseOf } from "./counterUse.ts";
import type { Issue, NameUse } from "./issue.ts";
import { perExpression } from "./perExpression.ts";

/** Which types a value of a type can be turned into (sample_casts in src/sample.c). */
const casts: Readonly<Record<string, string>> = {
  any: "any bool sint addr ipv4 ipv6 str bin meth",
  bool: "any bool sint str bin",
  sint: "any bool sint addr ipv4 ipv6 str bin",
  addr: "any addr ipv4 ipv6 str bin",
  ipv4: "any sint bool addr ipv4 ipv6 str bin",
  ipv6: "any addr ipv4 ipv6 str bin",
  str: "any bool sint addr ipv4 ipv6 str bin meth",
  bin: "any str bin meth",
  meth: "any str bin meth",
};
const castable = new Map(Object.entries(casts).map(([from, to]) => [from, new Set(to.split(" "))]));

/** Converters that take a number or a variable. */
const arithmetic = new Set(["add", "sub", "mul", "div", "mod", "and", "or", "xor"]);
/** Calls whose first argument names a variable with its scope. */
const variableCalls = new Set(["var", "set-var", "unset-var"]);

export interface SampleFindings {
  readonly issues: readonly Issue[];
  readonly uses: readonly NameUse[];
  readonly counters: readonly CounterUse[];
}

/** Checks an expression that was read from the word at `index`. */
export function checkExpression(expression: SampleExpression, index: number, branch: string | undefined): SampleFindings {
  return movedTo(expressionFindings(expression, branch), index);
}

/** Checks the criterion of an ACL: an expression, or a criterion that only ACLs know. */
export function checkCriterion(text: string, index: number, branch: string | undefined): SampleFindings {
  return movedTo(criterionFindings(readExpression(text), branch), index);
}

/** Findings are worked out as of the first word. */
const index = 0;

function movedTo(found: SampleFindings, to: number): SampleFindings {
  const { issues, uses, counters } = found;
  if (to === index || issues.length + uses.length + counters.length === 0) return found;
  return {
    issues: issues.map((issue) => ({ ...issue, index: to })),
    uses: uses.map((use) => ({ ...use, index: to })),
    counters: counters.map((use) => ({ ...use, index: to })),
  };
}

const expressionFindings = perExpression((expression, branch): SampleFindings => {
  const issues: Issue[] = [];
  const uses: NameUse[] = [];
  const counters: CounterUse[] = [];
  let type: string | undefined;
  expression.calls.forEach((call, i) => {
    const kind: SampleKind = i === 0 ? "fetch" : "converter";
    const specs = samplesNamed(kind, call.name, branch);
    if (specs.length === 0) {
      if (!isOutsideNamed(call.name)) issues.push(unknownSample(call, kind));
      type = undefined;
      return;
    }
    const spec = specs.at(-1) as SampleSpec;
    checkArguments(call, specs, issues, uses);
    const counter = counterUseOf(call, kind, spec, index);
    if (counter !== undefined) counters.push(counter);
    if (kind === "converter" && type !== undefined && spec.in !== undefined && !castable.get(type)?.has(spec.in)) {
      issues.push({ id: "sample-type-mismatch", index, name: call.name, takes: spec.in, given: type });
    }
    type = spec.out === "same" ? type : spec.out;
  });
  const last = expression.calls.at(-1)?.name ?? "";
  if (expression.problem !== undefined && !issues.some(({ id }) => id === "unknown-sample")) {
    issues.push({ id: "malformed-expression", index, name: last, problem: expression.problem });
  }
  return { issues, uses, counters };
});

const criterionFindings = perExpression((expression, branch): SampleFindings => {
  const name = expression.calls[0]?.name ?? "";
  const fetch = aclFetch(name);
  const first = expression.calls[0];
  if (fetch !== undefined && first !== undefined) {
    const specs = samplesNamed("fetch", fetch, branch);
    const found = { issues: [] as Issue[], uses: [] as NameUse[], counters: [] };
    if (specs.length > 0) checkArguments(first, specs, found.issues, found.uses);
    return found;
  }
  if (isAclCriterion(name) || isDerivedCriterion(name, branch)) return { issues: [], uses: [], counters: [] };
  return expressionFindings(expression, branch);
});

/** "hdr_beg": a fetch with a match method joined to it. */
function isDerivedCriterion(name: string, branch: string | undefined): boolean {
  const fetch = /^(.+)_(?:beg|dir|dom|end|len|reg|sub|str|ip)$/.exec(name)?.[1];
  return fetch !== undefined && samplesNamed("fetch", fetch, branch).length > 0;
}

/** Names that scripts and modules bring. */
function isOutsideNamed(name: string): boolean {
  return name.startsWith("lua.") || name.includes("$");
}

function unknownSample(call: SampleCall, sample: SampleKind): Issue {
  return { id: "unknown-sample", index, name: call.name, sample, known: sampleNames(sample) };
}

function checkArguments(call: SampleCall, specs: readonly SampleSpec[], issues: Issue[], uses: NameUse[]): void {
  const problems = specs.map((spec) => argumentProblem(call, spec));
  const fits = problems.indexOf(undefined);
  const spec = specs[fits < 0 ? specs.length - 1 : fits] as SampleSpec;
  const problem = problems.at(-1);
  if (fits < 0 && problem !== undefined) issues.push({ id: "bad-sample-arguments", index, name: call.name, spec: spec.args, problem });
  else uses.push(...namesIn(call.args ?? [], typesOf(spec.args).types));
}

/** "string[,integer]" as types and the number of those that must be there. */
const typesOf = recalled((args): { types: readonly string[]; least: number } => {
  const open = args.indexOf("[");
  const needed = open < 0 ? args : args.slice(0, open);
  const types = args
    .replace(/[[\]]/g, "")
    .split(",")
    .filter((type) => type !== "");
  return { types, least: needed.split(",").filter((type) => type !== "").length };
});

function argumentProblem(call: SampleCall, spec: SampleSpec): string | undefined {
  const { types, least } = typesOf(spec.args);
  const args = call.args ?? [];
  if (
    variableCalls.has(call.name) &&
    args[0] !== undefined &&
    !/^(?:proc|sess|txn|req|res|check)\./.test(args[0].text) &&
    !args[0].text.includes("$")
  )
    return `not-variable ${args[0].text}`;
  if (
    arithmetic.has(call.name) &&
    args[0] !== undefined &&
    !/^[+-]?(?:\d+|0x[0-9a-f]+)$|^(?:proc|sess|txn|req|res|check)\./i.test(args[0].text) &&
    !args[0].text.includes("$")
  )
    return `not-integer ${args[0].text}`;
  if (types.length === 0) return args.length > 1 || (args[0]?.text ?? "") !== "" ? "none-taken" : undefined;
  const given = args.length === 1 && args[0]?.text === "" && least === 0 ? 0 : args.length;
  if (given === 0 && least === 0) return undefined;
  if (given > types.length) return "too-many";
  if (given < least && !(least === 1 && acceptsEmpty(types[0] as string))) return "too-few";
  return args.map((argument, i) => formProblem(argument, types[i] as string)).find((problem) => problem !== undefined);
}

/** A missing name means "the current one" for these. */
function acceptsEmpty(type: string): boolean {
  return type === "table" || type === "backend" || type === "frontend" || type === "string";
}

function formProblem({ text }: SampleArgument, type: string): string | undefined {
  if (text.includes("$")) return undefined;
  if (type === "integer") return /^[+-]?\d+$/.test(text) ? undefined : `not-integer ${text}`;
  if (type === "IPv4 mask") return isMask(text) ? undefined : `not-mask ${text}`;
  return undefined;
}

function isMask(text: string): boolean {
  return /^\d+$/.test(text) ? Number(text) <= 32 : /^\d+(?:\.\d+){3}$/.test(text);
}

function namesIn(args: readonly SampleArgument[], types: readonly string[]): NameUse[] {
  return args.flatMap(({ text }, i) => {
    const kind = types[i] === "user list" ? "userlist" : types[i];
    const names = kind === "table" || kind === "userlist" || kind === "backend" || kind === "frontend" || kind === "server";
    return names && kind !== undefined && text !== "" ? [{ kind, name: text, index, declares: false }] : [];
  });
}
