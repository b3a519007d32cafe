/** What HAProxy asks of sections that are no proxies, once they are read: members of userlists, the size of a cache. */
import * as l10n from "@vscode/l10n";
import type { Model } from "../model/model.ts";
import { anyConditional, type PlacedStatement, placedStatementsOf, spanOfWords, withKeyword, wordOf } from "../model/statement.ts";
import type { PlacedSection } from "../syntax/config.ts";
import { plain } from "../syntax/plain.ts";
import type { Hit } from "./references.ts";

export function sectionNeedHits(model: Model): readonly Hit[] {
  return model.files.flatMap(({ uri, sections }) =>
    sections.flatMap((placed) => {
      const { kind, conditional } = placed.section;
      if ((kind !== "userlist" && kind !== "cache") || conditional) return [];
      const statements = placedStatementsOf(uri, placed);
      if (anyConditional(statements)) return [];
      return kind === "cache" ? cacheSize(uri, placed, statements) : members(statements);
    }),
  );
}

function cacheSize(uri: string, { firstLine, section }: PlacedSection, statements: readonly PlacedStatement[]): Hit[] {
  if (withKeyword(statements, "total-max-size").length > 0) return [];
  const span = spanOfWords(section.lines[0]?.words ?? []);
  const message = l10n.t('cache "{0}" needs a size: "total-max-size" is missing', plain(section.name ?? ""));
  return [{ uri, line: firstLine, span, code: "missing-argument", severity: "error", message }];
}

/** Groups list users and users list groups; each must be declared in the same userlist, before or behind. */
function members(statements: readonly PlacedStatement[]): Hit[] {
  const users = withKeyword(statements, "user");
  const groups = withKeyword(statements, "group");
  return [...groups.flatMap((at) => unknownIn(at, "users", users)), ...users.flatMap((at) => unknownIn(at, "groups", groups))];
}

function unknownIn(at: PlacedStatement, list: "users" | "groups", declared: readonly PlacedStatement[]): Hit[] {
  const { words } = at.statement;
  const word = words[words.findIndex(({ value }, i) => i > 1 && value === list) + 1];
  if (word === undefined || word === words[0] || word.dynamic) return [];
  const known = new Set(declared.map((one) => wordOf(one, 1)));
  const missing = word.value.split(",").find((name) => name !== "" && !known.has(name));
  if (missing === undefined || declared.some(({ statement }) => statement.words[1]?.dynamic)) return [];
  const message =
    list === "users" ? l10n.t('no user "{0}" in this userlist', plain(missing)) : l10n.t('no group "{0}" in this userlist', plain(missing));
  return [{ uri: at.uri, line: at.lineNumber, span: word.span, code: "undefined-member", severity: "error", message }];
}
