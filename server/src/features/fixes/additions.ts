/** Statements and parameters that are missing. */
import * as l10n from "@vscode/l10n";
import { enumFact } from "../../knowledge/grammar.ts";
import { ringTimeoutsMissing } from "../../lints/whole/sectionNeeds.ts";
import { unstoredIn } from "../../lints/whole/storedData.ts";
import { effectiveWith, modeOf, type Proxy } from "../../model/proxies/proxies.ts";
import type { StickTable } from "../../model/proxies/stickTables.ts";
import { timeoutsMissing } from "../../model/proxies/timeouts.ts";
import { globalStatements, type PlacedStatement, placedStatementsOf, startsWith, wordOf } from "../../model/statement.ts";
import { spanIn } from "../../syntax/columns.ts";
import type { ConfigFile } from "../../syntax/config.ts";
import { inLine, insertedLines, type TextChange } from "../textChange.ts";
import { type Draft, type FixContext, type FixMakers, indentIn } from "./fix.ts";

export const additions: FixMakers = {
  "missing-timeout": missingTimeouts,
  "frontend-without-bind": (context) => inSection(context, ["bind :80"]),
  "needs-http-mode": httpMode,
  "log-format-without-log": logAddress,
  "experimental-keyword": (context) => inGlobal(context, ["expose-experimental-directives"]),
  "quic-library": (context) => inGlobal(context, ["limited-quic"]),
  "external-check-forbidden": (context) => inGlobal(context, ["insecure-fork-wanted"]),
  "lua-conversion-unset": (context) =>
    ["normal", "pre-3.1-bug"].flatMap((how) => inGlobal(context, [`tune.lua.bool-sample-conversion ${how}`])),
  "table-without-expire": expiry,
  "counter-not-stored": storedData,
};

/** What a proxy or a ring can start from; its author is expected to fit them to the traffic. */
const proposed: Readonly<Record<string, string>> = { client: "30s", connect: "5s", server: "30s" };

export function proxyOf({ model, file, placed }: FixContext): Proxy | undefined {
  return model.proxies.find((proxy) => proxy.uri === file.uri && proxy.placed.firstLine === placed.firstLine);
}

function missingTimeouts(context: FixContext): Draft[] {
  const { file, placed } = context;
  const linesFor = (missing: readonly string[]) => missing.map((name) => `timeout ${name} ${proposed[name] ?? "30s"}`);
  if (placed.section.kind === "ring") return inSection(context, linesFor(ringTimeoutsMissing(placedStatementsOf(file.uri, placed))));
  const proxy = proxyOf(context);
  const missing = proxy === undefined ? [] : timeoutsMissing(proxy);
  if (proxy === undefined || missing.length === 0) return [];
  const lines = linesFor(missing);
  const own = inSection(context, lines);
  const first = proxy.inherited[0];
  const defaults = context.model.files.find(({ uri }) => uri === first?.uri);
  if (first === undefined || defaults === undefined) return own;
  const title = l10n.t("Add {0} to the defaults it inherits (fit the values)", inQuotes(lines));
  const header = first.lineNumber - first.statement.offset;
  return [{ title, changes: [below(defaults, header, lines)], preferred: true }, ...own];
}

function inQuotes(lines: readonly string[]): string {
  return lines.map((line) => `"${line}"`).join(l10n.t(", "));
}

/** Right below the header of the section where the finding stands. */
export function inSection(
  { file, placed }: FixContext,
  lines: readonly string[],
  title = l10n.t("Add {0} here (fit the values)", inQuotes(lines)),
): Draft[] {
  return [{ title, changes: [below(file, placed.firstLine, lines)] }];
}

/** Lines right below a header, indented like those of its section. */
function below(file: ConfigFile, header: number, lines: readonly string[]): TextChange {
  const placed = file.sections.find(({ firstLine }) => firstLine === header);
  const indent = placed === undefined ? "    " : indentIn(file, placed);
  return insertedLines(
    file,
    header + 1,
    lines.map((line) => indent + line),
  );
}

/** Into the first global section, or a new one at the top of the file. */
export function inGlobal({ model, file }: FixContext, lines: readonly string[]): Draft[] {
  const title = l10n.t("Add {0} to the global section", inQuotes(lines));
  for (const other of model.files) {
    const global = other.sections.find(({ section }) => section.kind === "global" && !section.conditional);
    if (global !== undefined) return [{ title, changes: [below(other, global.firstLine, lines)], preferred: true }];
  }
  const first = file.sections.find(({ section }) => section.kind !== "preamble");
  const whole = ["global", ...lines.map((line) => `    ${line}`), ""];
  return [{ title, changes: [insertedLines(file, first?.firstLine ?? 0, whole)], preferred: true }];
}

/** Where nothing sets the mode it is set; a `mode tcp` of its own is somebody's will. */
function httpMode(context: FixContext): Draft[] {
  const proxy = proxyOf(context);
  if (proxy === undefined) return [];
  const { mode, at } = modeOf(proxy);
  const line = at === undefined ? undefined : context.file.lines[at];
  const word = line?.words[1];
  if (mode !== "tcp" || sendsToTcp(context, proxy)) return [];
  if (at === undefined) return inSection(context, ["mode http"], l10n.t("Add {0} here", inQuotes(["mode http"])));
  if (word?.value !== "tcp") return [];
  const title = l10n.t('Change "{0}" to "{1}"', "mode tcp", "mode http");
  return [{ title, changes: [inLine(context.file.uri, at, word.span.start, word.span.end, "http")] }];
}

/** A frontend in HTTP mode cannot send to a backend in TCP mode. */
function sendsToTcp({ model }: FixContext, proxy: Proxy): boolean {
  if (proxy.kind === "backend") return false;
  const names = new Set([...effectiveWith(proxy, "use_backend"), ...effectiveWith(proxy, "default_backend")].map((at) => wordOf(at, 1)));
  return model.proxies.some(
    (other) => other !== proxy && other.kind !== "frontend" && names.has(other.name) && modeOf(other).mode === "tcp",
  );
}

/** The addresses of the global section, where there are any. */
function logAddress(context: FixContext): Draft[] {
  const known = globalStatements(context.model.files).some((at) => startsWith(at, "log"));
  if (known) return inSection(context, ["log global"], l10n.t("Add {0} here", inQuotes(["log global"])));
  return inSection(context, ["log stdout format raw local0"]);
}

/** Behind the last word of the table. */
function expiry({ model, file, finding }: FixContext): Draft[] {
  const table = model.tables.find(({ at }) => at.uri === file.uri && at.lineNumber === finding.line);
  const last = table?.at.statement.words.at(-1);
  if (last === undefined) return [];
  const title = l10n.t('Add "{0}" (fit the value)', "expire 30m");
  return [{ title, changes: [inLine(file.uri, finding.line, last.span.end, last.span.end, " expire 30m")], preferred: true }];
}

/** What the data needs behind it, as the registry of types says. */
const dataArguments: Readonly<Record<string, string>> = { period: "(10s)", size: "(1)", "size,period": "(1,10s)" };

function storedData({ model, branch, finding }: FixContext): Draft[] {
  const unstored = unstoredIn(model, branch).find(
    ({ proxy, line, span }) => proxy.uri === finding.uri && line === finding.line && span.start === finding.span.start,
  );
  const need = unstored?.use.needs[0];
  if (unstored === undefined || need === undefined) return [];
  const data = `${need.type}${dataOf(need.type, need.element)}`;
  const changes = unstored.tables.flatMap((table) => stored(table, data));
  if (changes.length < unstored.tables.length) return [];
  const names = [...new Set(unstored.tables.map(({ name }) => name))].join(l10n.t(", "));
  return [{ title: l10n.t('Store "{0}" in stick-table "{1}"', data, names), changes, preferred: true }];
}

function dataOf(type: string, element: number | undefined): string {
  const text = dataArguments[String(enumFact("stick_data", type) ?? "")] ?? "";
  return element === undefined ? text : text.replace(/^\(1/, `(${element + 1}`);
}

/** At the end of the list of stored data, or with a list of its own. */
function stored({ at, store, elements }: StickTable, data: string): readonly TextChange[] {
  const type = data.replace(/\(.*/, "");
  // an array that is too short would have to grow, with everything that knows its size
  if (store.includes(type) || elements.has(type)) return [];
  const { words, line } = at.statement;
  const index = words.findIndex(({ value }) => value === "store");
  const list = words[index + 1];
  if (index >= 0 && list !== undefined) {
    const end = spanIn(line, list, 0, list.value.length).end;
    return [inLine(at.uri, at.lineNumber, end, end, `,${data}`)];
  }
  return appended(at, ` store ${data}`);
}

function appended(at: PlacedStatement, text: string): readonly TextChange[] {
  const last = at.statement.words.at(-1);
  return last === undefined ? [] : [inLine(at.uri, at.lineNumber, last.span.end, last.span.end, text)];
}
