/** Pages for errors by their status, from an http-errors section that has none for it: `errorfiles NAME 404`, `deny errorfiles NAME`. */

import * as l10n from "@vscode/l10n";
import type { Model } from "../../model/model.ts";
import {
  anyConditional,
  type PlacedStatement,
  placedStatementsOf,
  type Statement,
  statementsOf,
  withKeyword,
  wordOf,
} from "../../model/statement.ts";
import { conditionStart } from "../../syntax/condition.ts";
import type { Section } from "../../syntax/config.ts";
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
  return wanted.flatMap(({ at, index, name, status }): Hit[] => {
    if (pages.get(name)?.has(status) !== false) return [];
    const message = l10n.t('http-errors "{0}" has no errorfile for status {1}', plain(name), status);
    return [wordHit(at, index, { code: "undefined-http-errors", severity: "warning", message })];
  });
}

/** A page of an http-errors section, and the word that asks for it. */
interface Wanted {
  readonly at: PlacedStatement;
  readonly index: number;
  readonly name: string;
  readonly status: string;
}

const asking: ReadonlySet<string> = new Set(["errorfiles", "http-request", "http-response", "http-error"]);

const wantedIn = perObject(({ uri, sections }: Stretch): readonly Wanted[] =>
  sections.flatMap((placed): readonly Wanted[] => {
    if (!proxies.has(placed.section.kind) || !asksForPages(placed.section)) return nothing;
    return placedStatementsOf(uri, placed)
      .filter(({ statement }) => asks(statement))
      .flatMap((at) =>
        at.statement.words.some(({ dynamic }) => dynamic) ? [] : wordOf(at, 0) === "errorfiles" ? pagesOf(at) : pageOf(at),
      );
  }),
);
const nothing: readonly Wanted[] = [];

const asksForPages = perObject((section: Section): boolean => statementsOf(section).some(asks));

function asks({ line, words, conditional }: Statement): boolean {
  return asking.has(words[0]?.value ?? "") && !conditional && line.raw.includes("errorfiles");
}

/** `errorfiles NAME` with the statuses of the pages that it takes. */
function pagesOf(at: PlacedStatement): readonly Wanted[] {
  return at.statement.words.flatMap(({ value: status }, index) =>
    index > 1 && /^\d{3}$/.test(status) ? [{ at, index, name: wordOf(at, 1), status }] : [],
  );
}

/** Statuses of replies that do not name one. */
const usual: Readonly<Record<string, string>> = {
  "http-request deny": "403",
  "http-response deny": "502",
  "http-request tarpit": "500",
  "http-request return": "200",
  "http-response return": "200",
};

/** A rule that replies with the page of its status. */
function pageOf(at: PlacedStatement): readonly Wanted[] {
  const { words } = at.statement;
  const condition = conditionStart(words, 1);
  const reply = condition < 0 ? words : words.slice(0, condition);
  const behind = (...names: readonly string[]) => reply.findIndex(({ value }, i) => i > 0 && names.includes(value)) + 1;
  const [index, given] = [behind("errorfiles"), behind("status", "deny_status")];
  const status = given > 0 ? wordOf(at, given) : usual[`${wordOf(at, 0)} ${wordOf(at, 1)}`];
  return index > 0 && status !== undefined ? [{ at, index, name: wordOf(at, index), status }] : [];
}

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
