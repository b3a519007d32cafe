/** Filters: those whose order HAProxy must be told, and limits of bandwidth that a rule names. */
import * as l10n from "@vscode/l10n";
import { nearest } from "../../lints/nearest.ts";
import { type PlacedStatement, placedStatementsOf, withKeyword, wordOf } from "../../model/statement.ts";
import { insertedLines } from "../textChange.ts";
import { commentsAbove, type Draft, type FixContext, type FixMakers, indentIn, indentOf, isSound, moved, replaced } from "./fix.ts";

export const filters: FixMakers = { "undeclared-filter": declared, "undefined-member": limit };

function declared(context: FixContext): Draft[] {
  const { file, placed, interpretation } = context;
  const words = interpretation?.statement.words.map(({ value }) => value) ?? [];
  const all = withKeyword(placedStatementsOf(file.uri, placed), "filter");
  const compression = all.find((at) => wordOf(at, 1) === "compression");
  if (words[0] === "filter") return compression === undefined ? [] : [cacheFirst(context, compression)];
  const name = filterOf(words);
  const last = all.at(-1);
  if (name === undefined || last === undefined) return [];
  // what is kept in the cache is compressed on its way out
  const before = name.startsWith("cache ") ? compression : undefined;
  const line = before === undefined ? last.lineNumber + 1 : commentsAbove(context, before.lineNumber);
  const text = `filter ${name}`;
  const changes = [insertedLines(file, line, [indentOf(last.statement) + text])];
  return [{ title: l10n.t('Add "{0}"', text), changes, preferred: true }];
}

/** The filter through which a statement works. */
function filterOf([first, second = "", third]: readonly string[]): string | undefined {
  if (first === "compression") return "compression";
  if (first === "use-fcgi-app") return `fcgi-app ${second}`;
  return /^cache-(?:use|store)$/.test(second) && third !== undefined ? `cache ${third}` : undefined;
}

function cacheFirst(context: FixContext, compression: PlacedStatement): Draft {
  const { finding } = context;
  const changes = moved(context, commentsAbove(context, finding.line), finding.line, commentsAbove(context, compression.lineNumber));
  return { title: l10n.t("Move the cache in front of compression"), changes, preferred: true };
}

/** One of the limits among the section's filters, or a new one. */
function limit(context: FixContext): Draft[] {
  const { file, placed, text, line, branch } = context;
  if (!line.words.some(({ value }) => value === "set-bandwidth-limit") || !/^[\w.:-]+$/.test(text)) return [];
  const filters = withKeyword(placedStatementsOf(file.uri, placed), "filter");
  const meant = nearest(
    text,
    filters.filter((at) => wordOf(at, 1).startsWith("bwlim-")).map((at) => wordOf(at, 2)),
  );
  const filter = `filter bwlim-out ${text} default-limit 1m default-period 1s`;
  const to = filters.at(-1)?.lineNumber ?? placed.firstLine;
  const drafts: Draft[] = [];
  if (meant !== undefined)
    drafts.push({ title: l10n.t('Change "{0}" to "{1}"', text, meant), changes: [replaced(context, meant)], preferred: true });
  if (isSound(filter, placed, branch))
    drafts.push({
      title: l10n.t('Add "{0}" (fit the value)', filter),
      changes: [insertedLines(file, to + 1, [indentIn(file, placed) + filter])],
    });
  return drafts;
}
