/** Names that HAProxy takes only once: servers of a backend, nameservers, sections of some kinds. */
import * as l10n from "@vscode/l10n";
import { compareBranches } from "../../knowledge/release.ts";
import type { Model } from "../../model/model.ts";
import { type PlacedStatement, placedStatementsOf, placeOf, withKeyword, wordOf } from "../../model/statement.ts";
import { plain } from "../../syntax/plain.ts";
import type { Hit, PlacedLint } from "../hit.ts";
import { lineInWords } from "../place.ts";

/** Where a name was taken first. */
type Place = Pick<Hit, "uri" | "line">;

/** Sections of which a second one with the same name is refused, or ignored with a warning. */
const sections: ReadonlyMap<string, "error" | "warning"> = new Map([
  ...(
    [
      "peers",
      "resolvers",
      "mailers",
      "fcgi-app",
      "cache",
      "http-errors",
      "log-profile",
      "log-forward",
      "ring",
      "program",
      "healthcheck",
    ] as const
  ).map((kind) => [kind, "error"] as const),
  ["userlist", "warning"],
]);
/** From 3.1 on the process that reads the configuration does not read these. */
const lastPrograms = "3.0";
/** Statements whose second word is a name of its own, by the kind of their section. */
const statements: ReadonlyMap<string, readonly (readonly [keyword: string, severity: "error" | "warning"])[]> = new Map([
  ["backend", [["server", "error"]]],
  ["listen", [["server", "error"]]],
  ["resolvers", [["nameserver", "error"]]],
  ["crt-store", [["load", "error"]]],
  ["global", [["h1-case-adjust", "error"]]],
  [
    "userlist",
    [
      ["user", "warning"],
      ["group", "warning"],
    ],
  ],
]);

/** The same in rings and peers sections, whose members must differ from 3.0 on. */
const membersUnique = "3.0";

/** Sections with the name of an earlier one. */
export function duplicateSectionHits({ files }: Model, branch: string | undefined): readonly Hit[] {
  const seen = new Map<string, Place>();
  const hits: Hit[] = [];
  for (const { uri, sections: placed } of files) {
    for (const { firstLine: line, section } of placed) {
      const severity = sections.get(section.kind);
      const word = section.lines[0]?.words[1];
      if (severity === undefined || word === undefined || section.conditional) continue;
      if (section.kind === "program" && (branch === undefined || compareBranches(branch, lastPrograms) > 0)) continue;
      const key = `${section.kind} ${word.value}`;
      const earlier = seen.get(key);
      if (earlier === undefined) seen.set(key, { uri, line });
      else hits.push(hit(uri, line, word.span, severity, section.kind, word.value, earlier));
    }
  }
  return hits;
}

/** Names that a section gives twice. */
export const duplicateNameHits: PlacedLint = (uri, placed, branch) => {
  const { kind } = placed.section;
  const keywords = kind === "peers" || kind === "ring" ? membersFrom(kind, branch) : statements.get(kind);
  return keywords === undefined ? [] : repeatedIn(placedStatementsOf(uri, placed), keywords, uri);
};

/** A frontend and a backend may share a name up to 3.2, but not the table of that name. */
export function duplicateTableHits({ tables }: Model): readonly Hit[] {
  const first = new Map<string, PlacedStatement>();
  return tables.flatMap(({ name, at }) => {
    const earlier = first.get(name);
    if (earlier === undefined) first.set(name, at);
    // within a section the section itself tells
    if (earlier === undefined || earlier.section === at.section || [earlier, at].some(isPerhaps)) return [];
    const { uri, line, span } = placeOf(at);
    return [hit(uri, line, span, "error", "stick-table", name, { uri: earlier.uri, line: earlier.lineNumber })];
  });
}

function isPerhaps({ section, statement }: PlacedStatement): boolean {
  return section.conditional || statement.conditional;
}

/** Of peers HAProxy asks only once it found itself among them. */
function membersFrom(
  kind: "peers" | "ring",
  branch: string | undefined,
): readonly (readonly [keyword: string, severity: "error" | "warning"])[] {
  const recent = branch !== undefined && compareBranches(branch, membersUnique) >= 0;
  if (kind === "ring") return recent ? [["server", "error"]] : [];
  const tables = ["table", "error"] as const;
  return recent ? [tables, ["peer", "warning"], ["server", "warning"]] : [tables];
}

function repeatedIn(
  list: readonly PlacedStatement[],
  keywords: readonly (readonly [keyword: string, severity: "error" | "warning"])[],
  uri: string,
): Hit[] {
  return keywords.flatMap(([keyword, severity]) => {
    const first = new Map<string, PlacedStatement>();
    return withKeyword(list, keyword).flatMap((at) => {
      const index = keyword === "load" ? aliasOf(at) : 1;
      const name = wordOf(at, index);
      if (name === "") return [];
      const earlier = first.get(name);
      const word = at.statement.words[index];
      if (earlier === undefined) first.set(name, at);
      if (earlier === undefined || word === undefined || word.dynamic || at.statement.conditional || earlier.statement.conditional)
        return [];
      return [hit(uri, at.lineNumber, word.span, severity, keyword, name, { uri, line: earlier.lineNumber })];
    });
  });
}

/** Index of the name that a certificate is given; -1 without one. */
function aliasOf({ statement: { words } }: PlacedStatement): number {
  const at = words.findIndex(({ value }) => value === "alias");
  return at < 0 ? -1 : at + 1;
}

function hit(uri: string, line: number, span: Hit["span"], severity: Hit["severity"], what: string, name: string, earlier: Place): Hit {
  const message = l10n.t(
    '{0} "{1}" is already declared in {2}: rename or remove one of them',
    what,
    plain(name),
    lineInWords(earlier, uri),
  );
  return { uri, line, span, code: "duplicate-name", severity, message };
}
