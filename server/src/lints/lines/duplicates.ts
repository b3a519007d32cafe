/** Names that HAProxy takes only once: servers of a backend, nameservers, sections of some kinds. */
import { compareBranches } from "../../knowledge/release.ts";
import type { Model } from "../../model/model.ts";
import { type PlacedStatement, placedStatementsOf, placeOf, withKeyword } from "../../model/statement.ts";
import type { Hit, PlacedLint } from "../hit.ts";
import { joined } from "../joined.ts";
import { idIndex, nameTaken, takenTwice } from "../taken.ts";

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
/** A keyword whose statements have names of their own, and how grave it is to give one twice. */
type Unique = readonly [keyword: string, severity: "error" | "warning"];
/** Statements whose second word is a name of its own, by the kind of their section. */
const statements: ReadonlyMap<string, readonly Unique[]> = new Map([
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
      else hits.push({ uri, line, span: word.span, ...nameTaken({ what: section.kind, name: word.value, severity }, earlier, uri) });
    }
  }
  return hits;
}

/** Names that a section gives twice. */
export const duplicateNameHits: PlacedLint = (uri, placed, branch) => {
  const { kind } = placed.section;
  if (kind === "backend" || kind === "listen") return serverNameHits(withKeyword(placedStatementsOf(uri, placed), "server"), branch);
  const keywords = kind === "peers" || kind === "ring" ? membersFrom(kind, branch) : statements.get(kind);
  if (keywords === undefined) return [];
  const list = placedStatementsOf(uri, placed);
  return joined(keywords, ([what, severity]) => takenTwice(withKeyword(list, what), { what, severity, indexOf: nameAt }));
};

/** Where one of two servers has an id, HAProxy warns of their name from 3.1 on, and refuses it from 3.3 on. */
function serverNameHits(servers: readonly PlacedStatement[], branch: string | undefined): readonly Hit[] {
  const told = takenTwice(servers, { what: "server", severity: "error", indexOf: nameAt });
  if (told.length === 0 || (branch !== undefined && compareBranches(branch, "3.3") >= 0)) return told;
  const refused = takenTwice(
    servers.filter((at) => idIndex(at) < 0),
    { what: "server", severity: "error", indexOf: nameAt },
  );
  if (branch !== undefined && compareBranches(branch, "3.1") < 0) return refused;
  const lines = new Set(refused.map(({ line }) => line));
  return told.map((hit) => (lines.has(hit.line) ? hit : { ...hit, severity: "warning" as const }));
}

/** A frontend and a backend may share a name up to 3.2, but not the table of that name. */
export function duplicateTableHits({ tables }: Model): readonly Hit[] {
  const first = new Map<string, PlacedStatement>();
  return tables.flatMap(({ name, at }) => {
    const earlier = first.get(name);
    if (earlier === undefined) first.set(name, at);
    // within a section the section itself tells
    if (earlier === undefined || earlier.section === at.section || [earlier, at].some(isPerhaps)) return [];
    return [{ ...placeOf(at), ...nameTaken({ what: "stick-table", name, severity: "error" }, placeOf(earlier), at.uri) }];
  });
}

function isPerhaps({ section, statement }: PlacedStatement): boolean {
  return section.conditional || statement.conditional;
}

/** Of peers HAProxy asks only once it found itself among them. */
function membersFrom(kind: "peers" | "ring", branch: string | undefined): readonly Unique[] {
  const recent = branch !== undefined && compareBranches(branch, membersUnique) >= 0;
  if (kind === "ring") return recent ? [["server", "error"]] : [];
  const tables = ["table", "error"] as const;
  return recent ? [tables, ["peer", "warning"], ["server", "warning"]] : [tables];
}

/** Index of the name; -1 of a certificate that is given none. */
function nameAt({ statement: { words } }: PlacedStatement): number {
  if (words[0]?.value !== "load") return 1;
  const at = words.findIndex(({ value }) => value === "alias");
  return at < 0 ? -1 : at + 1;
}
