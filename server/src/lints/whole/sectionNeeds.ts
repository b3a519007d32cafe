/** What HAProxy asks of sections that are no proxies, once they are read: members of userlists, statements that must be there. */

import * as l10n from "@vscode/l10n";
import { compareBranches } from "../../knowledge/release.ts";
import type { Model } from "../../model/model.ts";
import { effectiveWith } from "../../model/proxies/proxies.ts";
import {
  anyConditional,
  globalStatements,
  type PlacedStatement,
  placedStatementsOf,
  placeOf,
  startsWith,
  withKeyword,
  wordBehind,
  wordOf,
} from "../../model/statement.ts";
import type { PlacedSection } from "../../syntax/config.ts";
import { perObject } from "../../syntax/perObject.ts";
import { plain } from "../../syntax/plain.ts";
import { gathered, type Stretch } from "../../syntax/stretches.ts";
import { parseSize } from "../../syntax/values.ts";
import { type Hit, headHit } from "../hit.ts";
import { lineInWords } from "../place.ts";

/** Statements of which a section needs one, by its kind; without, HAProxy refuses it or, with a warning, leaves it out of account. */
const needed: Readonly<Record<string, { readonly oneOf: readonly string[]; readonly severity: "error" | "warning" }>> = {
  cache: { oneOf: ["total-max-size"], severity: "error" },
  "fcgi-app": { oneOf: ["docroot"], severity: "error" },
  program: { oneOf: ["command"], severity: "error" },
  resolvers: { oneOf: ["nameserver", "parse-resolv-conf"], severity: "warning" },
};
const looked = new Set([...Object.keys(needed), "userlist", "peers", "ring", "mailers", "acme"]);

export function sectionNeedHits(model: Model, branch: string | undefined): readonly Hit[] {
  return model.files.flatMap((file) =>
    gathered([file], needy).flatMap((placed) => {
      const { uri } = file;
      const { kind } = placed.section;
      const statements = placedStatementsOf(uri, placed);
      if (anyConditional(statements)) return [];
      switch (kind) {
        case "userlist":
          return members(statements);
        case "peers":
          return [...peerListeners(statements), ...peersWithoutAddress(statements, branch), ...localPeer(model, uri, placed, statements)];
        case "ring":
          return [...ringTimeouts(uri, placed, statements, branch), ...ringSizes(statements, branch)];
        case "cache":
          return [...missingStatement(uri, placed, statements), ...largestObject(statements)];
        case "acme":
          return branch !== undefined && compareBranches(branch, "3.2") < 0 ? [] : acmeMap(model, statements);
        case "mailers":
          return mailersHits(model, uri, placed);
        default:
          return missingStatement(uri, placed, statements);
      }
    }),
  );
}

const needy = perObject(({ sections }: Stretch) => sections.filter(({ section }) => looked.has(section.kind) && !section.conditional));

function missingStatement(uri: string, placed: PlacedSection, statements: readonly PlacedStatement[]): Hit[] {
  const { kind, name } = placed.section;
  const need = needed[kind];
  if (need === undefined || need.oneOf.some((keyword) => withKeyword(statements, keyword).length > 0)) return [];
  const message = l10n.t('{0} "{1}" has no "{2}", which it needs', kind, plain(name ?? ""), need.oneOf[0] ?? "");
  return [headHit({ uri, placed }, { code: "incomplete-section", severity: need.severity, message })];
}

const megabyte = 2 ** 20;

/** An object may take half of its cache; the last statement of each kind counts. */
function largestObject(statements: readonly PlacedStatement[]): Hit[] {
  const [total, object] = ["total-max-size", "max-object-size"].map((keyword) => withKeyword(statements, keyword).at(-1));
  if (total === undefined || object === undefined || !/^\d+$/.test(wordOf(total, 1)) || !/^\d+$/.test(wordOf(object, 1))) return [];
  const most = (Number(wordOf(total, 1)) * megabyte) / 2;
  if (Number(wordOf(object, 1)) <= most || most === 0) return [];
  const message = l10n.t("one object may take at most half of the cache, which is {0} bytes here", most);
  return [{ ...placeOf(object), code: "malformed-argument", severity: "error", message }];
}

/** Where the tokens of challenges are kept: a map is there only if something else of the configuration names it. */
function acmeMap({ files }: Model, statements: readonly PlacedStatement[]): Hit[] {
  const map = withKeyword(statements, "map").at(-1);
  const name = map?.statement.words[1];
  if (map === undefined || name === undefined || name.dynamic) return [];
  const isNamed = files.some(({ sections }) =>
    sections.some(({ section }) => section.kind !== "acme" && section.lines.some(({ raw }) => raw.includes(name.value))),
  );
  if (isNamed) return [];
  const message = l10n.t('no rule uses the map "{0}": without one that looks into it HAProxy does not start', plain(name.value));
  return [{ uri: map.uri, line: map.lineNumber, span: name.span, code: "incomplete-section", severity: "error", message }];
}

/** HAProxy drops mailers that no proxy names. */
function mailersHits(model: Model, uri: string, placed: PlacedSection): Hit[] {
  const { name } = placed.section;
  if (name === undefined) return [];
  const users = model.proxies.flatMap((proxy) => effectiveWith(proxy, "email-alert"));
  const declared = new Set(model.files.flatMap(({ sections }) => sections.map(({ section }) => `${section.kind} ${section.name}`)));
  // a name that is nowhere may be meant for this one
  const named = users.some(({ statement: { words } }) => {
    const one = words[1]?.value === "mailers" ? words[2] : undefined;
    return one !== undefined && (one.dynamic || one.value === name || !declared.has(`mailers ${one.value}`));
  });
  if (named) return [];
  const message = l10n.t('no proxy sends mail through mailers "{0}": HAProxy drops the section', plain(name));
  return [headHit({ uri, placed }, { code: "incomplete-section", severity: "warning", message })];
}

/** The address of the local peer stands on a `bind` line, and only one, or on `peer` lines. */
function peerListeners(statements: readonly PlacedStatement[]): Hit[] {
  const listeners = statements.filter((at) => startsWith(at, "bind") || startsWith(at, "peer"));
  const first = listeners[0];
  if (first === undefined) return [];
  return listeners
    .filter((at) => at !== first && (wordOf(at, 0) === "bind" || wordOf(first, 0) === "bind"))
    .map((at) => {
      const where = lineInWords(placeOf(first), at.uri);
      const message = l10n.t('"{0}" cannot be combined with the "{1}" in {2}: keep one of them', wordOf(at, 0), wordOf(first, 0), where);
      return { ...placeOf(at), code: "incomplete-section", severity: "error", message };
    });
}

/** A `peer` line without an address is left out of account; HAProxy says so from 3.0 on. */
function peersWithoutAddress(statements: readonly PlacedStatement[], branch: string | undefined): Hit[] {
  if (branch === undefined || compareBranches(branch, "3.0") < 0 || withKeyword(statements, "bind").length > 0) return [];
  return withKeyword(statements, "peer")
    .filter(({ statement }) => statement.words.length <= 2 && statement.prefix === undefined)
    .map((at) => {
      const message = l10n.t('peer "{0}" has no address: HAProxy ignores it', plain(wordOf(at, 1)));
      return { ...placeOf(at), code: "incomplete-section", severity: "warning", message };
    });
}

/** HAProxy drops a peers section in which it does not find itself; the name is known only where the global section gives it. */
function localPeer(model: Model, uri: string, placed: PlacedSection, statements: readonly PlacedStatement[]): Hit[] {
  const names = globalStatements(model.files).filter((at) => startsWith(at, "localpeer"));
  const name = names[0]?.statement.words[1];
  if (names.length !== 1 || name === undefined || name.dynamic || names[0]?.statement.conditional) return [];
  const peers = [...withKeyword(statements, "peer"), ...withKeyword(statements, "server")];
  if (peers.some((at) => at.statement.words[1]?.dynamic || wordOf(at, 1) === name.value)) return [];
  const message = l10n.t(
    'peers "{0}" lacks the local peer "{1}": HAProxy drops the section',
    plain(placed.section.name ?? ""),
    plain(name.value),
  );
  return [headHit({ uri, placed }, { code: "incomplete-section", severity: "warning", message })];
}

/** Until 3.2 HAProxy wants timeouts for the servers of a ring. */
function ringTimeouts(uri: string, placed: PlacedSection, statements: readonly PlacedStatement[], branch: string | undefined): Hit[] {
  if (branch === undefined || compareBranches(branch, "3.3") >= 0 || withKeyword(statements, "server").length === 0) return [];
  const missing = ringTimeoutsMissing(statements);
  if (missing.length === 0) return [];
  const names = missing.map((name) => `timeout ${name}`).join(l10n.t(", "));
  const message = l10n.t('{0} "{1}" has no {2}: connections may stay for ever', "ring", plain(placed.section.name ?? ""), names);
  return [headHit({ uri, placed }, { code: "missing-timeout", severity: "warning", message })];
}

export function ringTimeoutsMissing(statements: readonly PlacedStatement[]): readonly string[] {
  return ["connect", "server"].filter((name) => !withKeyword(statements, "timeout").some((at) => wordOf(at, 1) === name));
}

/** Bytes of a ring that nobody sized; smaller ones it does not become. */
const usualRing = 16_384;

/** Before 3.2 the size is a bare number, and up to 2.9 HAProxy warns of one below the usual. Messages are cut to what fits into the ring. */
function ringSizes(statements: readonly PlacedStatement[], branch: string | undefined): Hit[] {
  const [size, maxlen] = ["size", "maxlen"].map((name) => withKeyword(statements, name).at(-1));
  if (branch === undefined || size?.statement.words[1]?.dynamic || statements.some(({ statement }) => statement.conditional)) return [];
  const text = size === undefined ? String(usualRing) : wordOf(size, 1);
  const bytes = (compareBranches(branch, "3.2") >= 0 ? parseSize(text) : Number.parseInt(text, 10)) ?? 0;
  if (bytes <= 0 || Number.isNaN(bytes)) return [];
  const ignored = bytes < leastRing(branch);
  const hits = size !== undefined && ignored ? [smallRing(size, text, bytes, branch)] : [];
  const room = roomIn(ignored ? usualRing : bytes, branch);
  const longest = maxlen !== undefined && /^\d+$/.test(wordOf(maxlen, 1)) ? Number(wordOf(maxlen, 1)) : 0;
  if (maxlen === undefined || longest <= room || room < 0) return hits;
  const message = l10n.t("messages of {0} bytes do not fit into a ring, which has room for {1}: HAProxy cuts them", longest, room);
  return [...hits, { ...placeOf(maxlen), code: "ineffective-keyword", severity: "warning", message }];
}

/** Bytes that a ring starts with from 3.0 on. */
const ringHead = 192;

/** HAProxy makes no ring smaller than this; from 3.0 on it is just what the ring needs for itself. */
function leastRing(branch: string): number {
  return compareBranches(branch, "3.0") >= 0 ? ringHead + 2 : usualRing;
}

/** From 3.0 on a message shares the ring with two counters, its length as a varint, and what the ring starts with. */
function roomIn(bytes: number, branch: string): number {
  if (compareBranches(branch, "3.0") < 0) return bytes;
  const room = bytes - ringHead - 2;
  return room - [0, 240, 2288, 264_432].filter((from) => room >= from).length;
}

function smallRing(at: PlacedStatement, text: string, bytes: number, branch: string): Hit {
  const message = l10n.t(
    'HAProxy ignores the size "{0}", of which it reads {1} bytes: the ring keeps its {2}',
    plain(text),
    bytes,
    usualRing,
  );
  const severity = compareBranches(branch, "3.0") < 0 ? "warning" : "information";
  return { ...placeOf(at), code: "ineffective-keyword", severity, message };
}

/** Groups list users and users list groups; each must be declared in the same userlist, before or behind. */
function members(statements: readonly PlacedStatement[]): Hit[] {
  const users = withKeyword(statements, "user");
  const groups = withKeyword(statements, "group");
  return [...groups.flatMap((at) => unknownIn(at, "users", users)), ...users.flatMap((at) => unknownIn(at, "groups", groups))];
}

function unknownIn(at: PlacedStatement, list: "users" | "groups", declared: readonly PlacedStatement[]): Hit[] {
  const word = wordBehind(at.statement.words, list, 2);
  if (word === undefined || word.dynamic) return [];
  const known = new Set(declared.map((one) => wordOf(one, 1)));
  const missing = word.value.split(",").find((name) => name !== "" && !known.has(name));
  if (missing === undefined || declared.some(({ statement }) => statement.words[1]?.dynamic)) return [];
  const message =
    list === "users" ? l10n.t('no user "{0}" in this userlist', plain(missing)) : l10n.t('no group "{0}" in this userlist', plain(missing));
  return [{ uri: at.uri, line: at.lineNumber, span: word.span, code: "undefined-member", severity: "error", message }];
}
