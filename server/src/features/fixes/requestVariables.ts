/** What only the request has, kept in a variable for the response. */
import * as l10n from "@vscode/l10n";
import { type PlacedStatement, placedStatementsOf, withKeyword, wordOf } from "../../model/statement.ts";
import { inLine, insertedLines } from "../textChange.ts";
import { commentsAbove, type Draft, type FixContext, type FixMakers, indentOf, interpretedAs, isSound, rewritten } from "./fix.ts";

export const requestVariables: FixMakers = { "unavailable-sample": kept };

/** `http-response set-header X %[path]`: the path is gone by then, a variable of the transaction is not. */
function kept(context: FixContext): Draft[] {
  const { issue, line, placed, branch, file, finding } = context;
  if (issue?.id !== "unavailable-sample" || !/^http-(?:after-)?response$/.test(line.words[0]?.value ?? "")) return [];
  const call = callOf(context, issue.name);
  if (call === undefined) return [];
  const name = call.text
    .replace(/^req\./, "")
    .replace(/\W+/g, "_")
    .replace(/_$/, "");
  const rule = `http-request set-var(txn.${name}) ${call.text}`;
  const use = `var(txn.${name})${call.method}`;
  const issues = interpretedAs(rewritten(line.raw, call.start, call.end, use), placed, branch)?.issues.length ?? 0;
  if (!isSound(rule, placed, branch) || issues >= (context.interpretation?.issues.length ?? 0)) return [];
  const statements = placedStatementsOf(file.uri, placed);
  const isThere = statements.some((at) => wordOf(at, 0) === "http-request" && wordOf(at, 1) === `set-var(txn.${name})`);
  const to = placeForRule(context, statements);
  const title = l10n.t('Keep "{0}" in a variable while the request is there', call.text);
  const added = isThere ? [] : [insertedLines(file, to, [indentOf(context) + rule])];
  const changes = [...added, inLine(file.uri, finding.line, call.start, call.end, use)];
  return [{ title, changes, preferred: true }];
}

/** What HAProxy processes behind the rules of requests. */
const behindRequests = /^(?:redirect|use_backend|use-server|default_backend|http-response|http-after-response)$/;

function placeForRule(context: FixContext, statements: readonly PlacedStatement[]): number {
  const last = withKeyword(statements, "http-request").findLast(({ statement }) => !statement.conditional);
  if (last !== undefined) return last.lineNumber + 1;
  const later = statements.find((at) => behindRequests.test(wordOf(at, 0)));
  return commentsAbove(context, Math.min(later?.lineNumber ?? context.finding.line, context.finding.line));
}

interface Call {
  readonly start: number;
  readonly end: number;
  /** The fetch with its arguments. */
  readonly text: string;
  /** The match method that a variable must be told, as it has no type of its own. */
  readonly method: string;
}

/** A fetch inside the finding; `path_beg` of a condition is the fetch with a match method. */
function callOf({ text, line, finding, interpretation, issue }: FixContext, fetch: string): Call | undefined {
  const escaped = fetch.replaceAll(".", "\\.");
  const found = new RegExp(`(?<![\\w.])${escaped}(_(?:beg|dir|dom|end|len|reg|sub|str))?(\\([^()"'\\\\]*\\))?(?![\\w.(])`).exec(text);
  if (found === null) return undefined;
  const [whole, suffix, args = ""] = found;
  const start = finding.span.start + found.index;
  const words = interpretation?.statement.words ?? [];
  const index = issue?.index ?? 0;
  const inCondition = /^!*\{$/.test(words[index - 1]?.value ?? "");
  if (suffix !== undefined && !inCondition) return undefined;
  const given = words.slice(index + 1).findIndex(({ value }) => value === "}" || value === "-m");
  const hasMethod = inCondition && words[index + 1 + given]?.value === "-m";
  if (suffix !== undefined && hasMethod) return undefined;
  // behind converters the type is theirs
  const needsMethod = inCondition && !hasMethod && !line.raw.slice(start + whole.length).startsWith(",");
  const method = needsMethod ? ` -m ${suffix?.slice(1) ?? "str"}` : "";
  return { start, end: start + whole.length, text: fetch + args, method };
}
