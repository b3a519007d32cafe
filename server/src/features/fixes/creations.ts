/** Sections and names that something refers to and nobody declares. */
import * as l10n from "@vscode/l10n";
import { compareBranches } from "../../knowledge/release.ts";
import { withKeyword } from "../../model/statement.ts";
import { insertedLines, type TextChange } from "../textChange.ts";
import { beginningOf, type Draft, endOf, type FixContext, type FixMaker, type FixMakers, indentIn, indentOf } from "./fix.ts";
import { missingName } from "./spellings.ts";

/** Lines of a new section without its header, by the kind of what is missing; what they hold is for its author to fill. */
const bodies: Readonly<Record<string, (name: string) => readonly string[]>> = {
  backend: () => ["server s1 127.0.0.1:8080 check"],
  userlist: () => [],
  resolvers: () => ["parse-resolv-conf"],
  mailers: () => ["mailer relay 192.0.2.25:25"],
  cache: () => ["total-max-size 64", "max-age 60"],
  peers: () => [],
  "http-errors": () => [],
  "fcgi-app": () => ["docroot /var/www"],
  ring: () => ["format rfc3164", "maxlen 1200", "size 32768"],
  "log-profile": () => [],
  defaults: () => ["mode http", "timeout connect 5s", "timeout client 30s", "timeout server 30s"],
};

export const creations: FixMakers = {
  ...Object.fromEntries(
    Object.keys(bodies).map((kind): [string, FixMaker] => [`undefined-${kind}`, (context) => newSection(context, kind)]),
  ),
  "undefined-acl": newAcl,
  "undefined-table": newTable,
  "undefined-server": newServer,
};

const plainName = /^[\w.:-]+$/;

function newSection(context: FixContext, kind: string): Draft[] {
  const name = missingName(context);
  if (name === undefined || !plainName.test(name)) return [];
  const title = l10n.t('Create {0} "{1}"', kind, name);
  return [{ title, changes: [sectionOf(context, kind, name, bodies[kind]?.(name) ?? [])] }];
}

/** Defaults must stand above those who inherit them, a ring above what logs to it; all else goes behind the section that asks for it. */
function sectionOf(context: FixContext, kind: string, name: string, body: readonly string[]): TextChange {
  const { file, placed } = context;
  const above = kind === "defaults" || kind === "userlist" || kind === "ring" || kind === "cache" || kind === "http-errors";
  const lines = [`${kind} ${name}`, ...body.map((line) => indentIn(file, placed) + line)];
  if (above) return insertedLines(file, beginningOf(context), [...lines, ""]);
  return insertedLines(file, endOf(placed), ["", ...lines]);
}

/** An ACL that nothing meets: HAProxy takes the file, and the author writes the criterion. */
function newAcl(context: FixContext): Draft[] {
  const { file, finding, placed } = context;
  const name = missingName(context);
  const declared = placed.section.lines.some(({ words }) => words[0]?.value === "acl" && words[1]?.value === name);
  if (name === undefined || !plainName.test(name) || declared) return [];
  const title = l10n.t('Declare ACL "{0}" (never met until its criterion is written)', name);
  return [{ title, changes: [insertedLines(file, finding.line, [`${indentOf(context)}acl ${name} always_false`])] }];
}

/** A server behind the last one of the backend that is meant. */
function newServer(context: FixContext): Draft[] {
  const { model, placed } = context;
  const [first = "", second] = missingName(context)?.split("/") ?? [];
  const [backend, name] = second === undefined ? [placed.section.name, first] : [first, second];
  const home = model.proxies.find((proxy) => proxy.name === backend && proxy.kind !== "frontend");
  const file = model.files.find(({ uri }) => uri === home?.uri);
  if (home === undefined || file === undefined || !plainName.test(name)) return [];
  const last = withKeyword(home.own, "server").at(-1)?.lineNumber;
  const line = `${indentIn(file, home.placed)}server ${name} 127.0.0.1:8080 check`;
  const changes = [insertedLines(file, last === undefined ? endOf(home.placed) : last + 1, [line])];
  return [{ title: l10n.t('Create {0} "{1}"', "server", name), changes }];
}

/** A stick-table in the backend of that name, which is made where it is not there; in a peers section for "peers/table". */
function newTable(context: FixContext): Draft[] {
  const { model, branch } = context;
  const name = missingName(context);
  if (name === undefined || !plainName.test(name)) return [];
  const stored = context.interpretation?.counters.flatMap(({ needs }) => needs.slice(0, 1).map(({ type }) => type)) ?? [];
  const type = branch !== undefined && compareBranches(branch, "3.0") >= 0 ? "ipv6" : "ip";
  const table = `stick-table type ${type} size 100k expire 30m${stored.length === 0 ? "" : ` store ${[...new Set(stored)].join(",")}`}`;
  const title = l10n.t('Create stick-table "{0}"', name);
  const home = model.proxies.find((proxy) => proxy.name === name);
  if (home === undefined) return [{ title, changes: [sectionOf(context, "backend", name, [table])] }];
  const file = model.files.find(({ uri }) => uri === home.uri);
  if (file === undefined) return [];
  return [{ title, changes: [insertedLines(file, home.placed.firstLine + 1, [indentIn(file, home.placed) + table])] }];
}
