/** Names that HAProxy takes only once: servers of a backend, nameservers, sections of some kinds. */
import * as l10n from "@vscode/l10n";
import { compareBranches } from "../knowledge/release.ts";
import type { Model } from "../model/model.ts";
import { type PlacedStatement, placedStatementsOf, withKeyword, wordOf } from "../model/statement.ts";
import type { ConfigFile, PlacedSection } from "../syntax/config.ts";
import { plain } from "../syntax/plain.ts";
import type { Hit } from "./hit.ts";
import { lineInWords } from "./place.ts";

/** Where a name was taken first. */
type Place = Pick<Hit, "uri" | "line">;

/** Sections of which a second one with the same name is refused, or ignored with a warning. */
const sections: ReadonlyMap<string, "error" | "warning"> = new Map([
  ["peers", "error"],
  ["resolvers", "error"],
  ["userlist", "warning"],
]);
/** Statements whose second word is a name of its own, by the kind of their section. */
const statements: ReadonlyMap<string, readonly (readonly [keyword: string, severity: "error" | "warning"])[]> = new Map([
  ["backend", [["server", "error"]]],
  ["listen", [["server", "error"]]],
  ["resolvers", [["nameserver", "error"]]],
  [
    "userlist",
    [
      ["user", "warning"],
      ["group", "warning"],
    ],
  ],
]);

/** The same in peers sections, whose members must differ from 3.0 on. */
const membersUnique = "3.0";

export function duplicateNameHits(model: Model, branch: string | undefined): readonly Hit[] {
  const seen = new Map<string, Place>();
  return model.files.flatMap((file) =>
    file.sections.flatMap((placed) => [
      ...sectionHit(file, placed, seen),
      ...statementHits(file, placed),
      ...peerHits(file, placed, branch),
    ]),
  );
}

function sectionHit(file: ConfigFile, { firstLine, section }: PlacedSection, seen: Map<string, Place>): Hit[] {
  const severity = sections.get(section.kind);
  const word = section.lines[0]?.words[1];
  if (severity === undefined || word === undefined || section.conditional) return [];
  const key = `${section.kind} ${word.value}`;
  const earlier = seen.get(key);
  if (earlier === undefined) seen.set(key, { uri: file.uri, line: firstLine });
  return earlier === undefined ? [] : [hit(file.uri, firstLine, word.span, severity, section.kind, word.value, earlier)];
}

function peerHits(file: ConfigFile, placed: PlacedSection, branch: string | undefined): readonly Hit[] {
  if (placed.section.kind !== "peers") return [];
  const recent = branch !== undefined && compareBranches(branch, membersUnique) >= 0;
  const keywords = recent ? (["table", "peer", "server"] as const) : (["table"] as const);
  return repeatedIn(
    placedStatementsOf(file.uri, placed),
    keywords.map((keyword) => [keyword, "error"] as const),
    file.uri,
  );
}

const memo = new WeakMap<readonly PlacedStatement[], readonly Hit[]>();

function statementHits(file: ConfigFile, placed: PlacedSection): readonly Hit[] {
  const keywords = statements.get(placed.section.kind);
  if (keywords === undefined) return [];
  const list = placedStatementsOf(file.uri, placed);
  const hits = memo.get(list) ?? repeatedIn(list, keywords, file.uri);
  memo.set(list, hits);
  return hits;
}

function repeatedIn(
  list: readonly PlacedStatement[],
  keywords: readonly (readonly [keyword: string, severity: "error" | "warning"])[],
  uri: string,
): Hit[] {
  return keywords.flatMap(([keyword, severity]) => {
    const first = new Map<string, PlacedStatement>();
    return withKeyword(list, keyword).flatMap((at) => {
      const name = wordOf(at, 1);
      const earlier = first.get(name);
      const word = at.statement.words[1];
      if (earlier === undefined) first.set(name, at);
      if (earlier === undefined || word === undefined || word.dynamic || at.statement.conditional || earlier.statement.conditional)
        return [];
      return [hit(uri, at.lineNumber, word.span, severity, keyword, name, { uri, line: earlier.lineNumber })];
    });
  });
}

function hit(uri: string, line: number, span: Hit["span"], severity: Hit["severity"], what: string, name: string, earlier: Place): Hit {
  const message = l10n.t('{0} "{1}" is there already, in {2}', what, plain(name), lineInWords(earlier, uri));
  return { uri, line, span, code: "duplicate-name", severity, message };
}
