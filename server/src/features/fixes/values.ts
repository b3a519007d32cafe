/** Fixes of single values: times, sizes, numbers, the end of the file. */
import * as l10n from "@vscode/l10n";
import { nearest } from "../../lints/nearest.ts";
import { isVariable } from "../../model/interpretation/wordTypes.ts";
import { parseSize, parseTime } from "../../syntax/values.ts";
import { inLine, lineEndOf } from "../textChange.ts";
import { type Draft, type FixContext, type FixMakers, isSound, replaced, rewritten } from "./fix.ts";

/** What people write for a unit, and what HAProxy makes of its first letters. */
const units: readonly (readonly [RegExp, string])[] = [
  [/^(?:us|usec|usecs|microseconds?)$/i, "us"],
  [/^(?:ms|msec|msecs|millis|milliseconds?)$/i, "ms"],
  [/^(?:s|sec|secs|seconds?)$/i, "s"],
  [/^(?:m|min|mins|minutes?)$/i, "m"],
  [/^(?:h|hr|hrs|hours?)$/i, "h"],
  [/^(?:d|days?)$/i, "d"],
];

export const values: FixMakers = {
  "missing-final-newline": finalNewline,
  "small-time": smallTime,
  "junk-after-time": junkAfterTime,
  "junk-number": junkNumber,
  "malformed-argument": (context) => [
    ...sizeUnit(context),
    ...timeUnit(context),
    ...variable(context),
    ...scope(context),
    ...port(context),
    ...range(context),
  ],
  "prefix-not-taken": withoutPrefix,
  "bad-variable-name": dollarSign,
  "stray-character": byteOrderMark,
  "malformed-log-format": percentSign,
};

function finalNewline({ file, finding, line }: FixContext): Draft[] {
  const { length } = line.raw;
  const title = l10n.t("End the last line");
  const end = line.raw.endsWith("\r") ? "\n" : lineEndOf(file);
  return [{ title, changes: [inLine(file.uri, finding.line, length, length, end)], safe: true, preferred: true }];
}

function smallTime(context: FixContext): Draft[] {
  if (!/^\d+$/.test(context.text)) return [];
  return [
    { ...written(context, `${context.text}ms`), safe: true, preferred: true },
    written(context, `${context.text}s`, l10n.t('Write "{0}" if seconds are meant', `${context.text}s`)),
  ];
}

function written(context: FixContext, text: string, title = l10n.t('Write "{0}"', text)): Draft {
  return { title, changes: [replaced(context, text)] };
}

/** "30sec" is 30s to HAProxy too; of "1h30m" it reads the hour only. */
function junkAfterTime(context: FixContext): Draft[] {
  const [, number = "", name = ""] = /^(\d+)([a-z]+)$/i.exec(context.text) ?? [];
  const unit = units.find(([pattern]) => pattern.test(name))?.[1];
  if (unit !== undefined) {
    const text = `${number}${unit}`;
    return [{ ...written(context, text), safe: parseTime(text) === parseTime(context.text), preferred: true }];
  }
  const parts = [...context.text.matchAll(/(\d+)(us|ms|s|m|h|d)/g)];
  if (parts.length < 2 || parts.map(([part]) => part).join("") !== context.text) return [];
  const total = parts.reduce((sum, [part]) => sum + (parseTime(part) ?? 0), 0);
  const [, , smallest = "ms"] = parts.at(-1) ?? [];
  const count = total / (parseTime(`1${smallest}`) ?? 1);
  return Number.isInteger(count) ? [{ ...written(context, `${count}${smallest}`), preferred: true }] : [];
}

/** HAProxy takes the digits in front and nothing else. */
function junkNumber(context: FixContext): Draft[] {
  const digits = /^\d+/.exec(context.text)?.[0];
  return digits === undefined ? [] : [{ ...written(context, digits), safe: true }];
}

/** "64KB", "1 GiB" without its blank. */
function sizeUnit(context: FixContext): Draft[] {
  const [, number = "", unit = ""] = /^(\d+)([kmg])i?b$/i.exec(context.text) ?? [];
  if (number === "" || context.issue?.id !== "malformed-argument" || context.issue.fault !== "not-a-size") return [];
  return parseSize(number + unit) === undefined ? [] : [{ ...written(context, number + unit.toLowerCase()), preferred: true }];
}

/** "5 s" in one word, with a comma, or a fraction that is whole in a smaller unit. */
function timeUnit(context: FixContext): Draft[] {
  if (context.issue?.id !== "malformed-argument" || context.issue.fault !== "not-a-time") return [];
  const [, whole = "", part = "", unit = ""] = /^(\d+)[.,](\d+)(ms|s|m|h|d)$/.exec(context.text) ?? [];
  if (whole === "") return [];
  const milliseconds = Math.round(Number(`${whole}.${part}`) * (parseTime(`1${unit}`) ?? 0));
  return [{ ...written(context, `${milliseconds}ms`), preferred: true }];
}

/** Only in double quotes HAProxy puts the value of a variable in place of its name. */
function variable(context: FixContext): Draft[] {
  const { text } = context;
  if (!/\$(?:[A-Za-z_]\w*|\{[A-Za-z_]\w*(?:-[^}"]*)?\})/.test(text) || /["'\\]/.test(text)) return [];
  const title = l10n.t("Put the variable in double quotes, so that HAProxy reads it");
  return [{ title, changes: [replaced(context, `"${text}"`)], preferred: true }];
}

/** Scopes of variables, the most usual one first. */
const scopes = ["txn", "req", "res", "sess", "proc", "check"];

/** A variable whose scope is missing, or misspelt. */
function scope(context: FixContext): Draft[] {
  const { issue, finding, placed, text, file } = context;
  if (issue?.id !== "malformed-argument" || issue.fault !== "not-a-variable" || !/^[\w.]+$/.test(issue.name)) return [];
  const open = text.indexOf("(");
  const at = text.indexOf(issue.name, open + 1);
  const [, first = "", rest = ""] = /^([^.]*)\.(.+)$/.exec(issue.name) ?? [];
  const meant = placed.section.kind === "global" ? undefined : nearest(first, scopes);
  const name = meant === undefined ? `${placed.section.kind === "global" ? "proc" : "txn"}.${issue.name}` : `${meant}.${rest}`;
  if (at < 0 || !isVariable(name)) return [];
  const start = finding.span.start + at;
  const title = l10n.t('Change "{0}" to "{1}"', issue.name, name);
  return [{ title, changes: [inLine(file.uri, finding.line, start, start + issue.name.length, name)], preferred: true }];
}

/** Ports on which such things are usually asked. */
const usualPorts: Readonly<Record<string, string>> = { nameserver: ":53", mailer: ":25", peer: ":10000" };

function port(context: FixContext): Draft[] {
  const { issue, line, finding, file } = context;
  const text = usualPorts[line.words[0]?.value ?? ""];
  if (issue?.id !== "malformed-argument" || issue.fault !== "port-missing" || text === undefined) return [];
  const changes = [inLine(file.uri, finding.line, finding.span.end, finding.span.end, text)];
  return [{ title: l10n.t('Add "{0}"', text), changes, preferred: true }];
}

/** The nearest number that HAProxy takes there. */
function range(context: FixContext): Draft[] {
  const { issue, text } = context;
  if (issue?.id !== "malformed-argument" || issue.fault !== "out-of-range" || !/^-?\d{1,15}$/.test(text)) return [];
  const limits = issue.expected.flatMap((node) =>
    node.kind === "type" ? (/^(-?\d+)\.\.(-?\d+)?$/.exec(node.parameter ?? "")?.slice(1) ?? []) : [],
  );
  const numbers = limits.filter((limit) => limit !== undefined).map(Number);
  const number = Number(text);
  const by = numbers.toSorted((a, b) => Math.abs(a - number) - Math.abs(b - number))[0];
  if (by === undefined || by === number) return [];
  return [{ title: l10n.t('Change "{0}" to "{1}"', text, String(by)), changes: [replaced(context, String(by))] }];
}

/** `no timeout client` */
function withoutPrefix({ issue, line, file, finding, placed, branch }: FixContext): Draft[] {
  const [first, second] = line.words;
  if (issue?.id !== "prefix-not-taken" || first?.value !== issue.prefix || second === undefined) return [];
  if (!isSound(rewritten(line.raw, first.span.start, second.span.start, ""), placed, branch)) return [];
  const changes = [inLine(file.uri, finding.line, first.span.start, second.span.start, "")];
  return [{ title: l10n.t('Remove "{0}"', issue.prefix), changes }];
}

function dollarSign({ file, finding, line }: FixContext): Draft[] {
  const { start } = finding.span;
  if (line.raw[start] !== "$") return [];
  return [{ title: l10n.t('Write "{0}"', "\\$"), changes: [inLine(file.uri, finding.line, start, start, "\\")], preferred: true }];
}

function byteOrderMark({ file, finding, line }: FixContext): Draft[] {
  if (finding.line !== 0 || line.raw.charCodeAt(0) !== 0xfeff) return [];
  const title = l10n.t("Remove the byte order mark");
  return [{ title, changes: [inLine(file.uri, 0, 0, 1, "")], safe: true, preferred: true }];
}

/** A percent sign that nothing follows stands for itself when written twice. */
function percentSign(context: FixContext): Draft[] {
  if (context.issue?.id !== "malformed-log-format" || context.issue.problem.startsWith("unclosed")) return [];
  const at = [...context.text.matchAll(/%(?=$|[\s"'%.,;:)/&=-])/g)].map(({ index }) => index);
  if (at.length !== 1 || context.text.includes("%%")) return [];
  const start = context.finding.span.start + (at[0] ?? 0);
  const changes = [inLine(context.file.uri, context.finding.line, start, start, "%")];
  return [{ title: l10n.t('Write "{0}" for a percent sign', "%%"), changes, preferred: true }];
}
