/** Arguments that do not fit: one of the words that would, one word too many, and what was opened and never closed. */
import * as l10n from "@vscode/l10n";
import { enumFact } from "../../knowledge/grammar.ts";
import { nearest } from "../../lints/nearest.ts";
import { readLine } from "../../syntax/line.ts";
import { parseTime } from "../../syntax/values.ts";
import { inLine, type TextChange } from "../textChange.ts";
import { type Draft, type FixContext, type FixMakers, isSound, rewritten } from "./fix.ts";

export const argumentFixes: FixMakers = {
  "unexpected-argument": (context) => [...meant(context), ...joined(context), ...surplus(context)],
  "unclosed-quote": closingQuote,
  "unbalanced-condition": closingBrace,
  "malformed-expression": (context) => [...closingParenthesis(context), ...comma(context)],
  "malformed-log-format": closingBracket,
  "stray-parenthesis": endOfFlags,
  "bad-hex-escape": backslash,
  "unclosed-brace": variableBrace,
  "odd-header-name": withoutColon,
  "bad-sample-arguments": (context) => [...withoutParentheses(context), ...withPeriod(context)],
};

/** A change of one stretch of the line, where HAProxy then takes the line. */
function tried(
  { line, finding, file, placed, branch }: FixContext,
  start: number,
  end: number,
  text: string,
): readonly TextChange[] | undefined {
  const raw = rewritten(line.raw, start, end, text);
  return isSound(raw, placed, branch) ? [inLine(file.uri, finding.line, start, end, text)] : undefined;
}

/** The nearest of the words that the grammar expects here. */
function meant(context: FixContext): Draft[] {
  const { issue, finding, text } = context;
  if (issue?.id !== "unexpected-argument" || text !== issue.name) return [];
  const words = issue.expected.flatMap((node) => (node.kind === "word" ? [node.text] : []));
  const by = nearest(text, words);
  const changes = by === undefined ? undefined : tried(context, finding.span.start, finding.span.end, by);
  return changes === undefined ? [] : [{ title: l10n.t('Change "{0}" to "{1}"', text, by ?? ""), changes, preferred: true }];
}

/** "15 s" is one word. */
function joined(context: FixContext): Draft[] {
  const { issue, interpretation, finding, text } = context;
  const before = interpretation?.statement.words[(issue?.index ?? 0) - 1];
  if (issue?.id !== "unexpected-argument" || before === undefined || parseTime(before.value + text) === undefined) return [];
  if (!/^\d+$/.test(before.value) || !/^(?:us|ms|s|m|h|d)$/.test(text)) return [];
  const changes = tried(context, before.span.end, finding.span.start, "");
  return changes === undefined ? [] : [{ title: l10n.t('Write "{0}"', before.value + text), changes, preferred: true }];
}

/** The last word, or from this one on all of them. */
function surplus(context: FixContext): Draft[] {
  const { issue, interpretation, line, placed, finding } = context;
  // what stands too much behind the name of a listener is an address of old
  if (finding.line === placed.firstLine && (placed.section.kind === "frontend" || placed.section.kind === "listen")) return [];
  const words = interpretation?.statement.words ?? [];
  const [before, last] = [words[(issue?.index ?? 0) - 1], words.at(-1)];
  if (issue?.id !== "unexpected-argument" || issue.index < 1 || before === undefined || last === undefined) return [];
  const changes = tried(context, before.span.end, last.span.end, "");
  const title = l10n.t('Remove "{0}"', line.raw.slice(words[issue.index]?.span.start, last.span.end));
  return changes === undefined ? [] : [{ title, changes }];
}

/** Closed at the end of the line, or of the word where the rest of the line makes sense by itself. */
function closingQuote(context: FixContext): Draft[] {
  const { line, finding, file } = context;
  const quote = line.raw[finding.span.start] ?? "";
  const end = line.raw.replace(/[ \t\r]+$/, "").length;
  const next = line.raw.slice(finding.span.start).search(/[ \t]/);
  const places = [...new Set([...(next < 0 ? [] : [finding.span.start + next]), end])];
  const at = places.find((place) => sound(context, rewritten(line.raw, place, place, quote)));
  if (at === undefined) return [];
  return [{ title: l10n.t("Close the quote"), changes: [inLine(file.uri, finding.line, at, at, quote)], preferred: true }];
}

function sound({ placed, branch }: FixContext, raw: string): boolean {
  return readLine(raw).problems.length === 0 && isSound(raw, placed, branch);
}

function closingBrace(context: FixContext): Draft[] {
  const { issue, interpretation } = context;
  const last = interpretation?.statement.words.at(-1);
  if (issue?.id !== "unbalanced-condition" || issue.problem !== "unclosed-brace" || last === undefined) return [];
  const changes = tried(context, last.span.end, last.span.end, " }");
  return changes === undefined ? [] : [{ title: l10n.t("Close the brace"), changes, preferred: true }];
}

/** `always_true(x)` takes nothing. */
function withoutParentheses(context: FixContext): Draft[] {
  const { issue, finding, text } = context;
  if (issue?.id !== "bad-sample-arguments" || !issue.problem.startsWith("none-taken")) return [];
  const at = text.indexOf(`${issue.name}(`);
  const close = text.indexOf(")", at);
  if (at < 0 || close < 0) return [];
  const start = finding.span.start + at + issue.name.length;
  const changes = tried(context, start, finding.span.start + close + 1, "");
  const title = l10n.t('Remove "{0}"', text.slice(at + issue.name.length, close + 1));
  return changes === undefined ? [] : [{ title, changes, preferred: true }];
}

/** `store http_req_rate` counts in a period. */
function withPeriod(context: FixContext): Draft[] {
  const { issue, finding, text } = context;
  if (issue?.id !== "bad-sample-arguments" || enumFact("stick_data", issue.name) !== "period") return [];
  const at = text.search(new RegExp(`(?<![\\w])${issue.name}(?![\\w(])`));
  if (at < 0) return [];
  const place = finding.span.start + at + issue.name.length;
  const changes = tried(context, place, place, "(10s)");
  return changes === undefined ? [] : [{ title: l10n.t('Add "{0}" (fit the value)', "(10s)"), changes, preferred: true }];
}

/** `str(a` as one word, or `req.hdr(host` in front of the rest of the line. */
function closingParenthesis(context: FixContext): Draft[] {
  const { issue, finding } = context;
  if (issue?.id !== "malformed-expression" || issue.problem !== "unclosed-parenthesis") return [];
  const bracket = context.text.lastIndexOf("]");
  const places = [finding.span.end, ...(bracket < 0 ? [] : [finding.span.start + bracket])];
  for (const at of places) {
    const changes = tried(context, at, at, ")");
    if (changes !== undefined) return [{ title: l10n.t("Close the parenthesis"), changes, preferred: true }];
  }
  return [];
}

/** `req.hdr(host)lower`: converters stand behind a comma. */
function comma(context: FixContext): Draft[] {
  const { issue, finding, text } = context;
  const name = issue?.id === "malformed-expression" ? issue.name : "";
  const escaped = name.replaceAll(".", "\\.");
  const found = new RegExp(`(?<![\\w.])${escaped}(?:\\([^()]*\\))?(?=[A-Za-z_])`).exec(text);
  if (name === "" || found === null || text.includes(`${name}(`) !== found[0].endsWith(")")) return [];
  const at = finding.span.start + found.index + found[0].length;
  const changes = tried(context, at, at, ",");
  return changes === undefined ? [] : [{ title: l10n.t('Add "{0}"', ","), changes, preferred: true }];
}

/** `%[src` as one word. */
function closingBracket(context: FixContext): Draft[] {
  const { issue, finding } = context;
  if (issue?.id !== "malformed-log-format" || !issue.problem.startsWith("unclosed")) return [];
  const quoted = /["']$/.test(context.text) ? 1 : 0;
  for (const at of [finding.span.end - quoted, finding.span.end]) {
    const changes = tried(context, at, at, "]");
    if (changes !== undefined) return [{ title: l10n.t("Close the bracket"), changes, preferred: true }];
  }
  return [];
}

/** A pattern that starts with a parenthesis is certainly one behind the end of the flags. */
function endOfFlags(context: FixContext): Draft[] {
  const { finding } = context;
  const changes = tried(context, finding.span.start, finding.span.start, "-- ");
  return changes === undefined ? [] : [{ title: l10n.t('Add "{0}"', "--"), changes }];
}

/** A backslash in front of an x that starts no byte stands for itself when written twice. */
function backslash({ line, finding, file }: FixContext): Draft[] {
  const { start } = finding.span;
  if (line.raw[start] !== "\\") return [];
  return [{ title: l10n.t('Write "{0}"', "\\\\"), changes: [inLine(file.uri, finding.line, start, start, "\\")] }];
}

/** `"${NODE"`: the brace closes in front of the quote, or behind the name; `"${NODE:-a}"` loses its colon. */
function variableBrace(context: FixContext): Draft[] {
  const { line, finding, file } = context;
  const open = line.raw.lastIndexOf("${", finding.span.start);
  const name = /^\$\{[A-Za-z_]\w*/.exec(line.raw.slice(open))?.[0] ?? "";
  const quote = line.raw.indexOf('"', open);
  const behind = line.raw.slice(open + name.length, quote < 0 ? undefined : quote);
  // it is closed, and holds what HAProxy does not know
  if (behind.includes("}")) return behind.startsWith(":-") ? withoutShellColon(context, open + name.length) : [];
  const places = [...(quote < 0 ? [] : [quote]), open + name.length];
  const at = open < 0 || name === "" ? undefined : places.find((place) => sound(context, rewritten(line.raw, place, place, "}")));
  return at === undefined
    ? []
    : [{ title: l10n.t("Close the brace"), changes: [inLine(file.uri, finding.line, at, at, "}")], preferred: true }];
}

function withoutShellColon(context: FixContext, at: number): Draft[] {
  const changes = tried(context, at, at + 1, "");
  return changes === undefined ? [] : [{ title: l10n.t('Remove "{0}"', ":"), changes, preferred: true }];
}

/** The colon behind a header's name is HAProxy's to write. */
function withoutColon(context: FixContext): Draft[] {
  const { text, finding } = context;
  if (!/^[\w-]+:$/.test(text)) return [];
  const changes = tried(context, finding.span.end - 1, finding.span.end, "");
  return changes === undefined ? [] : [{ title: l10n.t('Write "{0}"', text.slice(0, -1)), changes, preferred: true }];
}
