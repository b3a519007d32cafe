/** The parts of words of one type: addresses with ports, names, lists of stored data, single values. */
import { enumFact } from "../../knowledge/grammar.ts";
import { readAddress } from "../../syntax/address.ts";
import { parseTime } from "../../syntax/values.ts";
import type { PartFacts, PartList, PartRole } from "./part.ts";

/** Types that stand for one part of a role; others are `string`. */
const rolesOfTypes: Readonly<Record<string, PartRole>> = {
  time: "time",
  size: "size",
  int: "number",
  sint: "number",
  cint: "number",
  atoi: "number",
  positive: "number",
  nonzero: "number",
  octal: "number",
  hex: "number",
  threads: "number",
  sample: "number",
  percent: "percent",
  cidr: "address",
  network: "address",
  "init-addr": "address",
  usesrc: "address",
  port: "port",
  ports: "port",
  path: "path",
  regex: "regex",
  status: "status",
  statuses: "status",
  header: "header",
  "added-header": "header",
  var: "variable",
  method: "http-method",
  boolean: "enum",
  "quic-cc": "enum",
  "regex-flags": "enum",
  "ssl-errors": "enum",
};

/** A stretch of a word that is of a type of the grammar, but for expressions and log-formats. */
export function typedPart(
  list: PartList,
  index: number,
  start: number,
  end: number,
  type: string,
  parameter: string | undefined,
  facts: PartFacts = {},
): void {
  const said = parameter === undefined ? { ...facts, type } : { ...facts, type, parameter };
  if (type === "ref" && parameter !== undefined) referenceParts(list, index, start, end, parameter, facts);
  else if (type === "refs" && parameter !== undefined)
    eachBetween(list.valueOf(index), start, end, (from, to) => referenceParts(list, index, from, to, parameter, facts));
  else if (type === "new" && parameter !== undefined) list.add(index, start, end, "declaration", { ...facts, kind: parameter });
  else if (type === "address" || type === "address?" || type === "source") addressParts(list, index, start, end, said);
  else if (type === "bind") eachBetween(list.valueOf(index), start, end, (from, to) => addressParts(list, index, from, to, said));
  else if (type === "stored") storedDataParts(list, index, start, end);
  else if (type === "service") serviceParts(list, index, start, end);
  else list.add(index, start, end, rolesOfTypes[type] ?? "string", said);
}

/** A reference; of `backend/server` each half is one. */
export function referenceParts(list: PartList, index: number, start: number, end: number, kind: string, facts: PartFacts = {}): void {
  const slash = kind === "server" ? list.valueOf(index).slice(start, end).indexOf("/") : -1;
  if (slash >= 0) list.add(index, start, start + slash, "reference", { ...facts, kind: "backend" });
  list.add(index, start + slash + 1, end, "reference", { ...facts, kind });
}

/** Of `lua.name`, what stands behind the dot is a name that a script gives. */
function serviceParts(list: PartList, index: number, start: number, end: number): void {
  const scripted = list.valueOf(index).startsWith("lua.", start);
  list.add(index, start, scripted ? start + 4 : end, "enum", { type: "service" });
  if (scripted) list.add(index, start + 4, end, "reference", { kind: "lua-service" });
}

/** Families whose addresses are names: of sections or, where a listener takes back connections, of `backend/server`. */
const named = /^(ring|backend|rhttp(?=@[^/]+\/)|rev(?=@[^/]+\/))@/;

function addressParts(list: PartList, index: number, start: number, end: number, facts: PartFacts): void {
  const text = list.valueOf(index).slice(start, end);
  const [family = "", name] = named.exec(text) ?? [];
  if (name !== undefined) {
    list.add(index, start, start + family.length, "address", facts);
    referenceParts(list, index, start + family.length, end, name === "ring" || name === "backend" ? name : "server");
    return;
  }
  const { port } = readAddress(text);
  const behind = port === undefined || !text.endsWith(`:${port}`) ? end : end - port.length;
  list.add(index, start, behind === end ? end : behind - 1, "address", facts);
  list.add(index, behind, end, "port", facts);
}

/** `gpc0,http_req_rate(10s)`: the types, and in parentheses the period or the number of elements. */
function storedDataParts(list: PartList, index: number, start: number, end: number): void {
  const value = list.valueOf(index);
  eachBetween(value, start, end, (from, to) => {
    const item = value.slice(from, to);
    const name = /^[^(]*/.exec(item)?.[0] ?? "";
    list.add(index, from, from + name.length, "stored-data", enumFact("stick_data", name) === undefined ? { unknown: true } : {});
    const inside = from + name.length + 1;
    const close = item.endsWith(")") ? to - 1 : to;
    const argument = value.slice(inside, close);
    const role = /^\d+$/.test(argument) && enumFact("stick_data", name) !== "period" ? "number" : "time";
    if (parseTime(argument) !== undefined) list.add(index, inside, close, role, { call: { name, kind: "word", index: 0 } });
  });
}

/** The stretches between commas. */
function eachBetween(value: string, start: number, end: number, visit: (from: number, to: number) => void): void {
  let from = start;
  for (let at = start; at <= end; at++) {
    if (at < end && value[at] !== ",") continue;
    visit(from, at);
    from = at + 1;
  }
}
