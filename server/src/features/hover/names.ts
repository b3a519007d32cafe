/** What a name refers to, as a preview: the lines that declare it, and where they stand. */
import * as l10n from "@vscode/l10n";
import { enumFact, enumValues } from "../../knowledge/grammar.ts";
import { topicLink } from "../../knowledge/manual.ts";
import type { RegistrationKind } from "../../model/lua/registrations.ts";
import type { Model } from "../../model/model.ts";
import { effectiveWith, inForce, modeOf, type Proxy, serverLines } from "../../model/proxies/proxies.ts";
import { type PlacedStatement, placedStatementsOf, statementsOf, withKeyword, wordOf } from "../../model/statement.ts";
import { declarationsOf, nameAt, thingOf } from "../../model/symbols/symbols.ts";
import type { ConfigFile, PlacedSection } from "../../syntax/config.ts";
import { fileName } from "../../syntax/fileName.ts";
import type { Line } from "../../syntax/line.ts";
import { plain } from "../../syntax/plain.ts";
import { luaNameNote } from "../lua/names.ts";
import { fenced, manualInMarkdown } from "./describe.ts";

/** Where the name is used. */
export interface Use {
  readonly model: Model;
  readonly uri: string;
  readonly placed: PlacedSection;
  readonly branch: string | undefined;
  /** The backend in front of a server's name ("app" of app/web1). */
  readonly owner: string | undefined;
}

/** Most lines of a declaration that are shown. */
const mostLines = 8;

/** Markdown; undefined where the name is declared nowhere, or more than this configuration would tell. `kind` as in NameUse. */
export function namePreview(kind: string, name: string, use: Use): string | undefined {
  switch (kind) {
    case "acl":
      return aclPreview(name, use);
    case "server":
      return serverPreview(name, use);
    case "table":
      return tablePreview(name, use);
    case "backend":
    case "frontend":
    case "listen":
      return proxyPreview(kind, name, use.model);
    case "user":
    case "group":
      return linePreview(kind, name, use);
    case "peer":
      return linePreview("peer", name, use) ?? linePreview("server", name, use);
    case "lua-action":
    case "lua-fetch":
    case "lua-converter":
    case "lua-service":
      return luaNameNote(use.model, kind.slice("lua-".length) as RegistrationKind, name);
    default:
      return sectionPreview(kind, name, use.model);
  }
}

/** The proxy that a section of a file is. */
export function proxyOf(model: Model, placed: PlacedSection): Proxy | undefined {
  return model.proxies.find((proxy) => proxy.placed.section === placed.section);
}

/** The lines that declare what a name at a place refers to; undefined where there is none. */
export function declarationPreview(file: ConfigFile, line: number, column: number, { model, branch }: Use): string | undefined {
  const name = nameAt(file, line, column, branch);
  const thing = name && thingOf(model, name.placed.section, name.occurrence);
  const declarations = thing === undefined ? [] : declarationsOf(model, thing, branch);
  return previewOf(
    declarations.flatMap(({ uri, line: number, placed }) =>
      placedStatementsOf(uri, placed).filter(({ lineNumber }) => lineNumber === number),
    ),
  );
}

/** How many lines together declare an ACL. */
export function aclLines(name: string, use: Use): readonly PlacedStatement[] {
  const proxy = proxyOf(use.model, use.placed);
  const acls = proxy === undefined ? withKeyword(placedStatementsOf(use.uri, use.placed), "acl") : effectiveWith(proxy, "acl");
  return acls.filter((at) => wordOf(at, 1) === name);
}

function aclPreview(name: string, use: Use): string | undefined {
  const found = aclLines(name, use);
  if (found.length > 0) {
    const note = found.length > 1 ? l10n.t("Declared {0} times: it holds where any of them does", found.length) : undefined;
    return [shownLines(found), note, placesInWords(found)].filter((part) => part !== undefined).join("\n\n");
  }
  if (!enumValues("predefined_acls", use.branch).has(name)) return undefined;
  const definition = String(enumFact("predefined_acls", name, use.branch));
  return `${fenced(`acl ${name} ${definition}`)}\n\n${l10n.t("ACL that HAProxy itself has")}\n\n${manualInMarkdown(topicLink("predefined-acl", use.branch))}`;
}

function serverPreview(name: string, { model, uri, placed, owner }: Use): string | undefined {
  const lists = owner === undefined ? [placedStatementsOf(uri, placed)] : backendsNamed(owner, model).map(({ own }) => own);
  const found = lists.flatMap((list) => withKeyword(list, "server").filter((at) => wordOf(at, 1) === name));
  return previewOf(found.slice(0, 1));
}

function backendsNamed(name: string, model: Model): readonly Proxy[] {
  return model.proxies.filter((proxy) => proxy.kind !== "frontend" && proxy.name === name);
}

function tablePreview(name: string, { model, placed }: Use): string | undefined {
  const own = placed.section.name ?? "";
  const names = name.includes("/") ? [name] : [name, `${own}/${name}`];
  return previewOf(
    model.tables
      .filter((table) => names.includes(table.name))
      .map(({ at }) => at)
      .slice(0, 1),
  );
}

function linePreview(keyword: string, name: string, { uri, placed }: Use): string | undefined {
  return previewOf(withKeyword(placedStatementsOf(uri, placed), keyword).filter((at) => wordOf(at, 1) === name));
}

function previewOf(found: readonly PlacedStatement[]): string | undefined {
  return found.length === 0 ? undefined : `${shownLines(found)}\n\n${placesInWords(found)}`;
}

function shownLines(found: readonly PlacedStatement[]): string {
  return fenced(
    found
      .slice(0, mostLines)
      .map(({ statement }) => shownLine(statement.line))
      .join("\n"),
  );
}

/** Passwords of users are not repeated, however they are quoted. */
function shownLine({ raw, words }: Line): string {
  const secret = words.find((_, i) => /^(?:insecure-)?password$/.test(words[i - 1]?.value ?? ""));
  return plain((secret === undefined ? raw : `${raw.slice(0, secret.span.start)}…${raw.slice(secret.span.end)}`).trim());
}

function placesInWords(found: readonly PlacedStatement[]): string {
  return found
    .slice(0, 3)
    .map((at) => l10n.t("line {0} of {1}", String(at.lineNumber + 1), shownName(at.uri)))
    .join(l10n.t(", "));
}

function shownName(uri: string): string {
  return `\`${plain(fileName(uri))}\``;
}

function proxyPreview(kind: string, name: string, model: Model): string | undefined {
  const found = model.proxies.find((proxy) => proxy.name === name && (proxy.kind === kind || proxy.kind === "listen"));
  return (
    found &&
    `${fenced(`${found.kind} ${found.name}`)}\n\n${proxyInWords(found)
      .map((fact) => `- ${fact}`)
      .join("\n")}`
  );
}

/** Mode, balance, servers, addresses; the place last. */
function proxyInWords(proxy: Proxy): string[] {
  const facts = [`\`mode ${modeOf(proxy).mode}\``];
  const balance = inForce(proxy, "balance");
  if (balance !== undefined && proxy.kind !== "frontend") facts.push(`\`${plain(shownLine(balance.statement.line))}\``);
  if (proxy.kind !== "frontend")
    facts.push(l10n.t("servers: {0}", listed(serverLines(proxy).map((at) => `${wordOf(at, 1)} ${wordOf(at, 2)}`))));
  const binds = withKeyword(proxy.own, "bind");
  if (proxy.kind !== "backend" && binds.length > 0) facts.push(l10n.t("listens on: {0}", listed(binds.map((at) => wordOf(at, 1)))));
  facts.push(l10n.t("line {0} of {1}", String(proxy.placed.firstLine + 1), shownName(proxy.uri)));
  return facts;
}

/** "3 (`a`, `b`, …)" */
function listed(items: readonly string[]): string {
  const shown = items.slice(0, 4).map((item) => `\`${plain(item)}\``);
  if (items.length === 0) return "0";
  return `${items.length} (${shown.join(l10n.t(", "))}${items.length > shown.length ? " …" : ""})`;
}

function sectionPreview(kind: string, name: string, model: Model): string | undefined {
  for (const file of model.files) {
    const placed = file.sections.findLast(({ section }) => section.kind === kind && section.name === name);
    if (placed === undefined) continue;
    const lines = statementsOf(placed.section).map(({ line }, i) => (i === 0 ? shownLine(line) : `    ${shownLine(line)}`));
    const shown = lines.length > mostLines ? [...lines.slice(0, mostLines), "    …"] : lines;
    return `${fenced(shown.join("\n"))}\n\n${l10n.t("line {0} of {1}", String(placed.firstLine + 1), shownName(file.uri))}`;
  }
  return undefined;
}
