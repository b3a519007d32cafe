/** Names that no notation of the grammar can tell: prefixes of servers, certificates of a store, filters of scripts, what maps fall back on. */
import { own } from "../../knowledge/own.ts";
import { spanIn } from "../../syntax/columns.ts";
import type { Section } from "../../syntax/config.ts";
import type { Line } from "../../syntax/line.ts";
import type { Part } from "../parts/part.ts";
import type { Statement } from "../statement.ts";
import type { Access, Occurrence } from "./occurrence.ts";

/** `server-template web 1-3`: the prefix stands there, the names do not. */
export function templateNames(line: Line, { words, prefix, offset }: Statement): readonly Occurrence[] {
  const word = words[1];
  if (words[0]?.value !== "server-template" || prefix !== undefined || word === undefined || word.dynamic) return [];
  const { value: name } = word;
  return [{ kind: "server-template", name, offset, span: spanIn(line, word, 0, name.length), access: "declares" }];
}

/** `filter lua.name`. */
export function filterNames(line: Line, { words, prefix, offset }: Statement): readonly Occurrence[] {
  const word = words[1];
  if (words[0]?.value !== "filter" || prefix !== undefined || word === undefined || word.dynamic || !word.value.startsWith("lua."))
    return [];
  const { length } = "lua.";
  return [
    { kind: "lua-filter", name: word.value.slice(length), offset, span: spanIn(line, word, length, word.value.length), access: "uses" },
  ];
}

/** `load crt file alias name` in a store, `crt @store/name` elsewhere; without an alias a certificate goes by its file. */
export function certificateNames(
  parts: readonly Part[],
  raw: string,
  section: Section,
  { words, offset }: Statement,
): readonly Occurrence[] {
  const inStore = section.kind === "crt-store" && words[0]?.value === "load";
  if (inStore) {
    const at = parts.findIndex(({ text, role }) => text === "alias" && role === "enum");
    const named = at >= 0 ? parts[at + 1] : parts.find(({ role }, i) => role === "path" && parts[i - 1]?.text === "crt");
    return named === undefined ? [] : [{ kind: "certificate", name: named.text, offset, span: named.span, access: "declares" }];
  }
  return parts.flatMap((part) => (part.role === "path" ? certificateIn(part, raw, offset) : []));
}

function certificateIn({ text, span }: Part, raw: string, offset: number): readonly Occurrence[] {
  const parts = /^@([^/]*)\/(.+)$/.exec(text);
  if (parts === null || raw.slice(span.start, span.end) !== text) return [];
  const [, owner = "", name = ""] = parts;
  const access: Access = "uses";
  const middle = span.start + 1 + owner.length;
  const certificate = { kind: "certificate", name, owner, offset, span: { start: middle + 1, end: span.end }, access };
  return owner === ""
    ? [certificate]
    : [{ kind: "crt-store", name: owner, offset, span: { start: span.start + 1, end: middle }, access }, certificate];
}

const rules: Readonly<Record<string, string>> = { use_backend: "backend", "use-server": "server" };

/** `use_backend %[…,map(file,name)]`: what a map gives where it has no entry is a name, if that is all the rule takes it from. */
export function fallbackNames(parts: readonly Part[], { words, prefix, offset }: Statement): readonly Occurrence[] {
  const kind = own(rules, words[0]?.value ?? "");
  if (kind === undefined || prefix !== undefined || !/^%(?:\{[^}]*\})?\[[^\]]*\]$/.test(words[1]?.value ?? "")) return [];
  const last = parts.findLast(({ word }) => word === 1);
  if (last?.role !== "argument" || last.call?.kind !== "converter" || last.call.index !== 1 || !/^map(?:_|$)/.test(last.call.name))
    return [];
  return [{ kind, name: last.text, offset, span: last.span, access: "uses" }];
}

const declaring: Readonly<Record<string, string>> = {
  acl: "acl",
  server: "server",
  peer: "peer",
  nameserver: "nameserver",
  mailer: "mailer",
};

/** A name with signs that HAProxy refuses is still the name of its section, ACL or server: it can be found, and given another one. */
export function refusedNames(
  line: Line,
  parts: readonly Part[],
  section: Section,
  { words, prefix, offset }: Statement,
): readonly Occurrence[] {
  const word = words[1];
  if (word === undefined || word.dynamic || word.value === "" || prefix !== undefined) return [];
  const { value: name } = word;
  const keyword = words[0]?.value ?? "";
  const kind = offset === 0 ? (section.name === name ? section.kind : undefined) : own(declaring, keyword);
  const span = spanIn(line, word, 0, name.length);
  const taken = parts.some((part) => part.role !== "word" && part.span.start < span.end && span.start < part.span.end);
  return kind === undefined || taken ? [] : [{ kind, name, offset, span, access: "declares" }];
}
