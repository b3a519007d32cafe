/** `errorfiles NAME 404` where the http-errors section of that name has no page for the status. */
import * as l10n from "@vscode/l10n";
import type { Model } from "../../model/model.ts";
import { anyConditional, type PlacedStatement, placedStatementsOf, withKeyword, wordOf } from "../../model/statement.ts";
import { perObject } from "../../syntax/perObject.ts";
import { plain } from "../../syntax/plain.ts";
import { gathered, type Stretch } from "../../syntax/stretches.ts";
import { type Hit, wordHit } from "../hit.ts";

/** Of defaults sections HAProxy asks only for those who inherit from them. */
const proxies: ReadonlySet<string> = new Set(["frontend", "backend", "listen"]);

export function errorFileHits({ files }: Model): readonly Hit[] {
  const wanted = gathered(files, wantedIn);
  if (wanted.length === 0) return [];
  const pages = new Map<string, ReadonlySet<string> | undefined>();
  for (const { name, statuses } of gathered(files, pagesIn)) pages.set(name, pages.has(name) ? undefined : statuses);
  return wanted.flatMap((at) => {
    const name = wordOf(at, 1) ?? "";
    const known = pages.get(name);
    return at.statement.words.flatMap((word, index): Hit[] => {
      if (index < 2 || known === undefined || known.has(word.value) || !/^\d{3}$/.test(word.value)) return [];
      const message = l10n.t('http-errors "{0}" has no errorfile for status {1}', plain(name), word.value);
      return [wordHit(at, index, { code: "undefined-http-errors", severity: "warning", message })];
    });
  });
}

/** Statements that take single pages of an http-errors section. */
const wantedIn = perObject(({ uri, sections }: Stretch): readonly PlacedStatement[] =>
  sections
    .filter(({ section }) => proxies.has(section.kind))
    .flatMap((placed) => withKeyword(placedStatementsOf(uri, placed), "errorfiles"))
    .filter(({ statement: { words, conditional } }) => !conditional && words.length > 2 && !words.some(({ dynamic }) => dynamic)),
);

interface Pages {
  readonly name: string;
  /** Undefined where they are not certain. */
  readonly statuses: ReadonlySet<string> | undefined;
}

const pagesIn = perObject(({ uri, sections }: Stretch): readonly Pages[] =>
  sections.flatMap((placed): Pages[] => {
    const { kind, name, conditional } = placed.section;
    if (kind !== "http-errors" || name === undefined) return [];
    const statements = placedStatementsOf(uri, placed);
    const isUncertain = conditional || anyConditional(statements) || statements.some(({ statement }) => statement.words[1]?.dynamic);
    return [{ name, statuses: isUncertain ? undefined : new Set(withKeyword(statements, "errorfile").map((at) => wordOf(at, 1) ?? "")) }];
  }),
);
