/** The parts of sample expressions: fetches, converters, their arguments and the names among these. */
import { isAclCriterion, type SampleKind, samplesNamed } from "../../knowledge/grammar.ts";
import type { SampleArgument, SampleCall, SampleExpression } from "../../syntax/expression.ts";
import { argumentTypes, namesKind, rolesOfArguments, takesVariable } from "../interpretation/sampleArguments.ts";
import { fetchOfCriterion } from "../interpretation/sampleCheck.ts";
import { isVariable } from "../interpretation/wordTypes.ts";
import type { CallOfPart, PartList } from "./part.ts";
import { referenceParts, typedPart } from "./partsInWord.ts";

/** `first`: what the first call of the expression is. */
export function expressionParts(
  list: PartList,
  index: number,
  { calls }: SampleExpression,
  first: "fetch" | "criterion" | "converter",
): void {
  calls.forEach((call, i) => {
    const kind: SampleKind = i > 0 || first === "converter" ? "converter" : "fetch";
    nameParts(list, index, call, kind, first === "criterion" && i === 0);
    const name = first === "criterion" && i === 0 ? (fetchOfCriterion(call.name, list.branch) ?? call.name) : call.name;
    argumentParts(list, index, call, name, kind);
  });
}

function nameParts(list: PartList, index: number, { name, start }: SampleCall, kind: SampleKind, criterion: boolean): void {
  const end = start + name.length;
  const role = criterion && isCriterion(name, list.branch) ? "criterion" : kind;
  if (name.startsWith("lua.")) {
    list.add(index, start, start + 4, role);
    list.add(index, start + 4, end, "reference", { kind: `lua-${kind}` });
    return;
  }
  const known = role === "criterion" || samplesNamed(kind, name, list.branch).length > 0;
  list.add(index, start, end, role, known ? undefined : { unknown: true });
}

function isCriterion(name: string, branch: string | undefined): boolean {
  return isAclCriterion(name) || fetchOfCriterion(name, branch) !== undefined;
}

function argumentParts(list: PartList, index: number, call: SampleCall, name: string, kind: SampleKind): void {
  const spec = samplesNamed(kind, name, list.branch).at(-1);
  const types = spec === undefined ? [] : argumentTypes(spec.args).types;
  const nodes = rolesOfArguments({ ...call, name }, kind, list.branch);
  (call.args ?? []).forEach((argument, i) => {
    const place: CallOfPart = { name: call.name, kind, index: i };
    const type = kind === "fetch" && name === "acl" ? "acl" : types[i];
    const { start, end } = withoutQuotes(list.valueOf(index), argument);
    const node = nodes.find((role) => role.index === i)?.node;
    if (takesVariable(call.name, i) && isVariable(argument.text)) list.add(index, start, end, "variable", { call: place });
    else if (type !== undefined && namesKind(type) !== undefined) namePart(list, index, start, end, type, place);
    else if (node?.kind === "word") list.add(index, start, end, "enum", { call: place });
    else if (node?.kind === "type" && node.type !== "string")
      typedPart(list, index, start, end, node.type, node.parameter, { call: place });
    else list.add(index, start, end, registryRoles[type ?? ""] ?? "argument", { call: place, ...(type !== undefined && { type }) });
  });
}

const registryRoles: Readonly<Record<string, "number" | "address" | "regex">> = {
  integer: "number",
  "Protocol buffers field number": "number",
  "IPv4 mask": "address",
  "IPv6 mask": "address",
  "IPv4 address": "address",
  "IPv6 address": "address",
  regex: "regex",
};

function namePart(list: PartList, index: number, start: number, end: number, type: string, call: CallOfPart): void {
  const text = list.valueOf(index);
  const kind = namesKind(type) ?? type;
  const negated = kind === "acl" && text[start] === "!" ? 1 : 0;
  if (negated > 0) list.add(index, start, start + 1, "operator");
  referenceParts(list, index, start + negated, end, kind, { call, type });
}

/** An argument may stand in quotes of its own, inside those of the word. */
function withoutQuotes(value: string, { start, end }: SampleArgument): { start: number; end: number } {
  const mark = value[start];
  const quoted = (mark === '"' || mark === "'") && end - start > 1 && value[end - 1] === mark;
  return quoted ? { start: start + 1, end: end - 1 } : { start, end };
}
