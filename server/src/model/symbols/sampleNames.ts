/** The names inside sample expressions and log-format strings. */
import { aclFetch, argumentsOf, entryOf, type SampleKind, samplesNamed } from "../../knowledge/grammar.ts";
import { parseNotation } from "../../knowledge/notation.ts";
import type { SampleArgument, SampleCall, SampleExpression } from "../../syntax/expression.ts";
import type { Word } from "../../syntax/line.ts";
import { readLogFormat } from "../../syntax/logFormat.ts";
import { matchArguments } from "../arguments.ts";
import { isVariable } from "../wordTypes.ts";
import type { Access, NameInWord } from "./occurrence.ts";

/** Names in the expressions of a log-format string. */
export function namesInFormat(text: string, branch: string | undefined): readonly NameInWord[] {
  if (!text.includes("%")) return none;
  return readLogFormat(text).flatMap((item) => (item.kind === "expression" ? namesInExpression(item.expression, branch) : none));
}

/** Names in the arguments of a fetch and its converters. */
export function namesInExpression({ text, calls }: SampleExpression, branch: string | undefined): readonly NameInWord[] {
  if (!text.includes("(") && !text.includes("lua.")) return none;
  return calls.flatMap((call, i) => [...ofScript(call, i === 0), ...namesInCall(text, call, i === 0 ? "fetch" : "converter", branch)]);
}

const none: readonly NameInWord[] = [];

/** `lua.name` is registered by a script. */
function ofScript({ name, start }: SampleCall, isFetch: boolean): readonly NameInWord[] {
  if (!name.startsWith("lua.")) return none;
  const kind = isFetch ? "lua.fetch" : "lua.converter";
  return [{ kind, name: name.slice("lua.".length), start: start + "lua.".length, end: start + name.length, access: "uses" }];
}

function namesInCall(text: string, call: SampleCall, kind: SampleKind, branch: string | undefined): readonly NameInWord[] {
  if (call.args === undefined) return none;
  const { args } = call;
  if (kind === "fetch" && call.name === "acl") return args.flatMap((argument) => aclIn(text, argument));
  const types = typesOf(call.name, kind, branch);
  const variables = variablesOf(call, kind, branch);
  return args.flatMap((argument, i) => {
    const place = placeOf(text, argument);
    if (place === undefined || argument.text === "") return none;
    if (variables.has(i)) return [{ kind: "variable", name: argument.text, ...place, access: accessOf(call.name) }];
    if (kind === "fetch" && call.name === "env" && i === 0)
      return [{ kind: "env", name: argument.text, ...place, access: "uses" as const }];
    return namesOfType(types[i] ?? "", argument.text, place);
  });
}

/** A name of a kind, and with it that of its section where both are written: `be/srv`, `peers/table`. */
export function namesOfType(type: string, text: string, { start, end }: Place, access: Access = "uses"): readonly NameInWord[] {
  if (!referred.has(type) || text === "" || /[%$]/.test(text)) return none;
  const kind = type === "user list" ? "userlist" : type;
  const slash = kind === "server" || kind === "table" ? text.indexOf("/") : -1;
  if (slash < 0) return [{ kind, name: text, start, end, access }];
  const owner = text.slice(0, slash);
  const name = text.slice(slash + 1);
  const section = kind === "server" ? "backend" : "peers";
  return [
    ...(owner === "" ? none : [{ kind: section, name: owner, start, end: start + slash, access: "uses" as const }]),
    ...(name === "" ? none : [{ kind, name, owner, start: start + slash + 1, end, access }]),
  ];
}

/** Kinds that statements refer to, in the grammar's words or in those of the tables of samples. */
const referred: ReadonlySet<string> = new Set([
  ...["acme", "backend", "cache", "defaults", "fcgi-app", "filter", "frontend", "healthcheck", "http-errors", "log-profile", "mailers"],
  ...["peer", "peers", "resolvers", "ring", "server", "spoe-engine", "table", "userlist", "user list"],
]);

export interface Place {
  readonly start: number;
  readonly end: number;
}

/** Where the text of an argument stands without its quotes; undefined where escapes hide it. */
function placeOf(text: string, { text: name, start, end }: SampleArgument): Place | undefined {
  const at = text.slice(start, end).indexOf(name);
  return at < 0 ? undefined : { start: start + at, end: start + at + name.length };
}

function aclIn(text: string, argument: SampleArgument): readonly NameInWord[] {
  const place = placeOf(text, argument);
  const name = argument.text.replace(/^!/, "");
  if (place === undefined || name === "") return none;
  return [{ kind: "acl", name, start: place.end - name.length, end: place.end, access: "uses" }];
}

function accessOf(name: string): Access {
  return name === "set-var" ? "declares" : name === "unset-var" ? "removes" : "uses";
}

/** "integer[,table]" as a list; names that only ACLs know stand for a fetch. */
function typesOf(name: string, kind: SampleKind, branch: string | undefined): readonly string[] {
  const fetch = kind === "fetch" ? (aclFetch(name) ?? name) : name;
  const specs = samplesNamed(kind, fetch, branch);
  const spec = (specs.length > 0 ? specs : samplesNamed(kind, fetch, undefined)).at(-1);
  return spec === undefined ? [] : spec.args.replace(/[[\]]/g, "").split(",");
}

const variableCalls = new Set(["var", "set-var", "unset-var"]);
const noConverters = { isConverter: () => false };

/** Indexes of the arguments that name variables: where the grammar says so, else where a converter takes text and such a name is given. */
function variablesOf({ name, args = [] }: SampleCall, kind: SampleKind, branch: string | undefined): ReadonlySet<number> {
  if (!args.some(({ text }) => isVariable(text))) return nowhere;
  if (variableCalls.has(name)) return first;
  if (kind === "fetch") return nowhere;
  const entry = entryOf("converter", name);
  const notation = entry === undefined || entry.args === undefined ? "..." : argumentsOf(entry, branch);
  const words = args.map(({ text, start, end }): Word => ({ span: { start, end }, value: text, quoting: "none", dynamic: false }));
  const match = notation === "..." ? undefined : matchArguments(parseNotation(notation), words, 0, words.length, noConverters);
  const types = typesOf(name, kind, branch);
  const isNamed = (i: number) =>
    match === undefined || !("roles" in match)
      ? types[i] === "string"
      : match.roles.some(({ index, node }) => index === i && node.kind === "type" && node.type === "var");
  return new Set(args.flatMap(({ text }, i) => (isVariable(text) && isNamed(i) ? [i] : [])));
}

const nowhere: ReadonlySet<number> = new Set();
const first: ReadonlySet<number> = new Set([0]);
