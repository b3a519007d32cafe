/** Statements that HAProxy has given up, and that are said in other words today or need not be said. */
import * as l10n from "@vscode/l10n";
import { placedStatementsOf, statementsOf, withKeyword } from "../../model/statement.ts";
import { parseTime } from "../../syntax/values.ts";
import { inLine, lineEndOf, removedLines } from "../textChange.ts";
import { type Draft, type FixContext, type FixMakers, indentOf, isSound } from "./fix.ts";

export const retired: FixMakers = {
  "removed-keyword": (context) => [...said(context), ...dropped(context), ...sessions(context)],
  "deprecated-keyword": (context) => [...said(context), ...dropped(context)],
  "raw-fetch-in-http": decryptedName,
};

/** The statement of today from the words of the old one, its `option` left out; undefined where it cannot be told. */
const today: Readonly<Record<string, (argument: string, context: FixContext) => string | undefined>> = {
  "monitor-net": (network) => (network === "" ? undefined : `http-request return status 200 if { src ${network} }`),
  dispatch: (address, context) => (address === "" || hasServers(context) ? undefined : `server dispatch ${address}`),
  transparent: (_, context) => (hasServers(context) ? undefined : "server transparent 0.0.0.0"),
};

function hasServers({ placed }: FixContext): boolean {
  return statementsOf(placed.section).some(({ words }) => /^server(?:-template)?$/.test(words[0]?.value ?? ""));
}

function said(context: FixContext): Draft[] {
  const { interpretation, finding, file, line, placed, branch } = context;
  const { words = [], prefix } = interpretation?.statement ?? {};
  const from = words[0]?.value === "option" ? 1 : 0;
  const keyword = words[from]?.value ?? "";
  const argument = words[from + 1];
  const [first, last] = [words[0], words.at(-1)];
  if (prefix !== undefined || first === undefined || last === undefined || words.length > from + 2 || !Object.hasOwn(today, keyword))
    return [];
  const text = today[keyword]?.(argument === undefined ? "" : line.raw.slice(argument.span.start, argument.span.end), context);
  if (text === undefined || !isSound(text, placed, branch)) return [];
  const changes = [inLine(file.uri, finding.line, first.span.start, last.span.end, text)];
  return [{ title: l10n.t('Write it as "{0}" (check what it does)', text), changes, preferred: true }];
}

/** What does nothing any more, or what HAProxy does without being told. */
const needless: ReadonlySet<string> = new Set(["bind-process", "http-tunnel"]);

function dropped({ interpretation, finding, file, line }: FixContext): Draft[] {
  const words = interpretation?.statement.words.map(({ value }) => value) ?? [];
  const keyword = words[words[0] === "option" ? 1 : 0] ?? "";
  if (!needless.has(keyword) || line.comment !== undefined) return [];
  const title = l10n.t('Remove "{0}"', words.join(" "));
  return [{ title, changes: [removedLines(file, finding.line, finding.line)], preferred: true }];
}

/** `appsession COOKIE len LENGTH timeout TIME`: the server's cookie is remembered in a stick-table. */
function sessions(context: FixContext): Draft[] {
  const { text, interpretation, placed, file, line, branch } = context;
  if (text !== "appsession" || interpretation?.statement.prefix !== undefined) return [];
  const [, cookie = "", ...rest] = interpretation?.statement.words.map(({ value }) => value) ?? [];
  const given = /^len (\d+) timeout (\w+)( request-learn)?$/.exec(rest.join(" "));
  const [, length, time = "", learns] = given ?? [];
  const tables = withKeyword(placedStatementsOf(file.uri, placed), "stick-table");
  if (!/^[\w.-]+$/.test(cookie) || length === undefined || parseTime(time) === undefined || tables.length > 0) return [];
  const lines = [
    `stick-table type string len ${length} size 100k expire ${time}`,
    learns === undefined ? `stick match req.cook(${cookie})` : `stick on req.cook(${cookie})`,
    `stick store-response res.cook(${cookie})`,
  ];
  const [first, last] = [line.words[0], line.words.at(-1)];
  if (first === undefined || last === undefined || lines.some((one) => !isSound(one, placed, branch))) return [];
  const indent = indentOf(context);
  const changes = [inLine(file.uri, context.finding.line, first.span.start, last.span.end, lines.join(lineEndOf(file) + indent))];
  const title = l10n.t('Remember the cookie "{0}" in a stick-table (check what it does)', cookie);
  return [{ title, changes, preferred: true }];
}

/** Where HAProxy itself decrypts, the name that the client asks for is no longer among the bytes. */
function decryptedName({ model, interpretation, finding, file, placed, branch }: FixContext): Draft[] {
  const words = interpretation?.statement.words.filter(({ value }) => /^req[._]ssl_sni(?=,|$)/.test(value)) ?? [];
  const decrypts = model.proxies.some(({ own }) =>
    own.some(({ statement }) => statement.words.some(({ value }, i) => i > 1 && value === "ssl" && statement.words[0]?.value === "bind")),
  );
  const [word, more] = words;
  if (word === undefined || more !== undefined || !decrypts) return [];
  const name = /^[\w.]+/.exec(word.value)?.[0] ?? "";
  const by = "ssl_fc_sni";
  const raw = file.lines[finding.line]?.raw ?? "";
  const { start } = word.span;
  if (!raw.startsWith(name, start) || !isSound(raw.slice(0, start) + by + raw.slice(start + name.length), placed, branch)) return [];
  const title = l10n.t('Change "{0}" to "{1}"', name, by);
  return [{ title, changes: [inLine(file.uri, finding.line, start, start + name.length, by)], preferred: true }];
}
