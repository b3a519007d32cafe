/** The rules by which a proxy picks a backend, and which backends a name that is put together at run time can be. */
import type { Word } from "../../syntax/line.ts";
import { readLogFormat } from "../../syntax/logFormat.ts";
import { perObject } from "../../syntax/perObject.ts";
import { type PlacedStatement, withKeyword } from "../statement.ts";
import { namesInLine } from "../symbols/lineNames.ts";
import type { Occurrence } from "../symbols/occurrence.ts";
import { effectiveWith, lastOfNearest, modeOf, type Proxy } from "./proxies.ts";

/** Those of its defaults section included; of several default backends the last one of the section counts, its own before an inherited one. */
export function switchingRules(proxy: Proxy): readonly PlacedStatement[] {
  if (proxy.kind === "backend") return [];
  const fallback = effectiveWith(proxy, "default_backend").filter(({ statement }) => statement.prefix === undefined);
  const last = withKeyword(proxy.own, "default_backend").at(-1) ?? lastOfNearest(fallback);
  return [...effectiveWith(proxy, "use_backend"), ...(last === undefined ? [] : [last])];
}

/** A log-format or an environment variable gives the name. */
export function isDynamic({ statement: { words } }: PlacedStatement): boolean {
  const word = words[1];
  return word !== undefined && (word.dynamic || word.value.includes("%["));
}

/** Where a rule goes when the map that it asks has no entry: a name within its second word. */
export function fallbackOf(at: PlacedStatement): Occurrence | undefined {
  const span = at.statement.words[1]?.span;
  if (span === undefined || !isDynamic(at)) return undefined;
  const names = namesInLine(at.section, at.statement.offset, undefined);
  return names.find((one) => one.kind === "backend" && span.start <= one.span.start && one.span.end <= span.end);
}

/** What stands around everything that only HAProxy knows is a part of every name that comes of it. */
export function mayBecome({ value, variables = [], dynamic }: Word, name: string): boolean {
  const items = readLogFormat(value).map((item) => ({ start: item.kind === "problem" ? item.start : item.lead.from, end: item.end }));
  const open = [...items, ...variables];
  if (open.length === 0) return dynamic || value === name;
  const start = value.slice(0, Math.min(...open.map((one) => one.start)));
  const end = value.slice(Math.max(...open.map((one) => one.end)));
  return isBetween(name, start, end);
}

/** Whether a name starts and ends so, with whatever between the two. */
export function isBetween(name: string, start: string, end: string): boolean {
  return name.length >= start.length + end.length && name.startsWith(start) && name.endsWith(end);
}

/** Whether a rule that names its backend at run time can lead there: HAProxy passes over backends of another mode. */
export function mayLeadTo({ statement }: PlacedStatement, from: Proxy, to: Proxy): boolean {
  const word = statement.words[1];
  if (word === undefined || to.kind === "frontend" || !mayBecome(word, to.name) || isMereTable(to)) return false;
  const [{ mode, known }, { mode: other, known: otherKnown }] = [modeOf(from), modeOf(to)];
  return !known || !otherKnown || mode === other || (mode === "tcp" && other === "http");
}

/** A backend that is there for its stick-table alone. */
export const isMereTable = perObject(
  ({ kind, own }: Proxy): boolean => kind === "backend" && own.length > 0 && withKeyword(own, "stick-table").length === own.length,
);
