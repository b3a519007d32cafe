/** Words that HAProxy has given up, and what took their place. */
import * as l10n from "@vscode/l10n";
import { aclFetch } from "../../knowledge/grammar.ts";
import { statementsOf } from "../../model/statement.ts";
import type { Section } from "../../syntax/config.ts";
import { readLine } from "../../syntax/line.ts";
import { inLine, insertedLines } from "../textChange.ts";
import { inGlobal } from "./additions.ts";
import { type Draft, type FixContext, type FixMakers, indentIn, isSound, replaced, rewritten } from "./fix.ts";
import { httpRewrite } from "./httpRewrites.ts";
import { quoted, quotedFormat } from "./quoting.ts";

/** Words whose successor does the very same. */
const same: ReadonlyMap<string, string> = new Map([
  ["accept-invalid-http-request", "accept-unsafe-violations-in-http-request"],
  ["accept-invalid-http-response", "accept-unsafe-violations-in-http-response"],
  ["clitimeout", "timeout client"],
  ["contimeout", "timeout connect"],
  ["forceclose", "httpclose"],
  ["srvtimeout", "timeout server"],
  ["tune.ssl.capture-cipherlist-size", "tune.ssl.capture-buffer-size"],
]);

/** Successors that do nearly the same: somebody should look at them. */
const alike: ReadonlyMap<string, string> = new Map([
  ["redisp", "option redispatch"],
  ["redispatch", "option redispatch"],
]);

export const successors: FixMakers = {
  "removed-keyword": successor,
  "deprecated-keyword": successor,
  "not-in-release": successor,
  // "no" before an option that has gone: the one that took its place takes it
  "prefix-not-taken": (context) => (same.has(context.text) ? successor(context) : []),
  "unknown-keyword": (context) => rewrite(context),
  "hidden-headers": hiddenHeaders,
  "method-overwritten": overwrittenMethod,
  "unexpected-argument": addressOfOld,
};

function successor(context: FixContext): readonly Draft[] {
  const { text, file, finding, placed, issue } = context;
  if (issue?.id === "deprecated-word" && issue.exposed === "allows") return inGlobal(context, ["expose-deprecated-directives"]);
  const known = same.get(text);
  if (known !== undefined) return saidTwice(placed.section, text, known) ? [] : [replacement(context, known, true)];
  const near = alike.get(text);
  if (near !== undefined) return [replacement(context, near, false)];
  if (text === "block") return block(context);
  if (text === "nbproc") return singleProcess(context);
  const rewrites = rewrite(context);
  if (rewrites.length > 0) return rewrites;
  const by = issue !== undefined && "replacedBy" in issue ? issue.replacedBy : undefined;
  if (by === undefined || !/^[a-z][\w.-]+$/.test(by) || text.split(".")[0] !== by.split(".")[0]) return [];
  const { start, end } = finding.span;
  const fits = isSound(rewritten(file.lines[finding.line]?.raw ?? "", start, end, by), placed, context.branch);
  return fits && !saidTwice(placed.section, text, by) ? [replacement(context, by, false)] : [];
}

function replacement(context: FixContext, by: string, safe: boolean): Draft {
  const title = safe
    ? l10n.t('Replace "{0}" with "{1}", which does the same', context.text, by)
    : l10n.t('Replace "{0}" with "{1}" (check what it does)', context.text, by);
  return { title, changes: [replaced(context, by)], safe, preferred: true };
}

/** True when the section says the same thing elsewhere too: HAProxy would warn that one overwrites the other. */
function saidTwice(section: Section, word: string, successor: string): boolean {
  return countOf(section, word) + countOf(section, successor) > 1;
}

function countOf(section: Section, said: string): number {
  const wanted = said.split(" ");
  return statementsOf(section).filter(({ words }) => {
    const from = words[0]?.value === "option" ? 1 : 0;
    return wanted.every((word, i) => words[from + i]?.value === word);
  }).length;
}

/** Such rules went before all of http-request: where none of those stands above, nothing changes. */
function block(context: FixContext): readonly Draft[] {
  const { placed, finding } = context;
  const above = statementsOf(placed.section).some(
    ({ words, offset }) => words[0]?.value === "http-request" && offset < finding.line - placed.firstLine,
  );
  return [replacement(context, "http-request deny", !above)];
}

/** One process is what HAProxy has without being told; several are threads today. */
function singleProcess(context: FixContext): readonly Draft[] {
  const { interpretation, finding, file, line } = context;
  const count = interpretation?.statement.words[1]?.value ?? "";
  if (!/^[1-9]\d?$/.test(count) || interpretation?.statement.prefix !== undefined) return [];
  if (count !== "1") return [replacement(context, "nbthread", false)];
  if (line.comment !== undefined) return [];
  const changes = [{ uri: file.uri, from: { line: finding.line, column: 0 }, to: { line: finding.line + 1, column: 0 }, text: "" }];
  return finding.line + 1 < file.lines.length ? [{ title: l10n.t('Remove "{0}"', "nbproc 1"), changes, safe: true, preferred: true }] : [];
}

function rewrite(context: FixContext): readonly Draft[] {
  const { interpretation, finding, file, placed } = context;
  const words = interpretation?.statement.words ?? [];
  const text =
    interpretation === undefined || interpretation.statement.prefix !== undefined ? undefined : httpRewrite(context.line.raw, words);
  const last = words.at(-1);
  if (text === undefined || words[0] === undefined || last === undefined || !isSound(text, placed, context.branch)) return [];
  const changes = [inLine(file.uri, finding.line, words[0].span.start, last.span.end, text)];
  return [{ title: l10n.t('Write it as "{0}" (check what it does)', text), changes, preferred: true }];
}

/** Headers behind the version of a health check get a rule of their own. */
function hiddenHeaders(context: FixContext): readonly Draft[] {
  const { interpretation, finding, file, placed, line } = context;
  const words = interpretation?.statement.words ?? [];
  const [option, , method, uri, version] = words;
  if (option === undefined || method === undefined || uri === undefined || words.length !== 5 || version === undefined) return [];
  const [name = "", ...headers] = version.value.replace(/(?:\r?\n)+$/, "").split(/\r?\n/);
  const rules = headers.map(headerRule);
  const others = statementsOf(placed.section).filter(({ words: [first, second] }) => first?.value === "http-check" && second !== undefined);
  const inTheWay = others.some(({ words: [, second], offset }) => second?.value !== "expect" || offset < finding.line - placed.firstLine);
  if (!/^HTTP\/\d\.\d$/.test(name) || rules.some((rule) => rule === undefined) || inTheWay || version.dynamic) return [];
  const raw = ({ span }: typeof option) => line.raw.slice(span.start, span.end);
  const indent = line.raw.slice(0, option.span.start);
  const end = file.lines[finding.line]?.raw.endsWith("\r") ? "\r\n" : "\n";
  const text = `option httpchk${end}${indent}http-check send meth ${raw(method)} uri ${raw(uri)} ver ${name} ${rules.join(" ")}`;
  const changes = [inLine(file.uri, finding.line, option.span.start, version.span.end, text)];
  // a proxy with check rules of its own does not take over those of its defaults
  const safe = placed.section.kind !== "defaults";
  return [{ title: l10n.t('Move the headers to a rule "http-check send"'), changes, safe, preferred: true }];
}

function headerRule(header: string): string | undefined {
  const [, name = "", value = ""] = /^([\w-]+):[ \t]*(.*?)[ \t]*$/.exec(header) ?? [];
  const word = value === "" ? undefined : quotedFormat(value);
  return name === "" || word === undefined ? undefined : `hdr ${name} ${word}`;
}

/** `path_beg -m str`: the method that counts is the one behind `-m`, so the criterion can be the fetch itself. */
function overwrittenMethod(context: FixContext): readonly Draft[] {
  const [, name = "", rest = ""] = /^(\w+)(.*)$/.exec(context.text) ?? [];
  const fetch = aclFetch(name);
  if (fetch === undefined || quoted(context.text) !== context.text) return [];
  const title = l10n.t('Replace "{0}" with "{1}", which does the same', name, fetch);
  return [{ title, changes: [replaced(context, fetch + rest)], safe: true, preferred: true }];
}

/** `listen web 0.0.0.0:80`: the address has a line of its own today. */
function addressOfOld({ interpretation, finding, file, placed, line, branch }: FixContext): readonly Draft[] {
  const [keyword, name, address, more] = interpretation?.statement.words ?? [];
  if (finding.line !== placed.firstLine || (keyword?.value !== "listen" && keyword?.value !== "frontend")) return [];
  if (name === undefined || address === undefined || more !== undefined || finding.span.start !== address.span.start) return [];
  const bind = `bind ${line.raw.slice(address.span.start, address.span.end)}`;
  if (!isSound(bind, { firstLine: 0, section: frontend }, branch)) return [];
  const changes = [
    inLine(file.uri, finding.line, name.span.end, address.span.end, ""),
    insertedLines(file, finding.line + 1, [indentIn(file, placed) + bind]),
  ];
  return [{ title: l10n.t("Move the address to a bind line"), changes, safe: true, preferred: true }];
}

/** Lines are read as they are in a section whose own header is sound. */
const frontend: Section = { kind: "frontend", name: "f", lines: [readLine("frontend f")], conditional: false };
