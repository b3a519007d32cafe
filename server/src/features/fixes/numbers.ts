/** Fixes of numbers that HAProxy cannot mean: ports that run into each other, sizes where it counts without units. */
import * as l10n from "@vscode/l10n";
import { valuesOf } from "../../knowledge/offers.ts";
import { parseSize } from "../../syntax/values.ts";
import { type Draft, type FixContext, type FixMakers, isSound, replaced, rewritten } from "./fix.ts";

export const numbers: FixMakers = {
  "malformed-argument": (context) => [...port(context), ...sizeAsNumber(context)],
};

/** ":80443" is two ports without what parts them, ":44433" one with a digit too many. */
function port(context: FixContext): Draft[] {
  const { issue, text, line, branch } = context;
  const [, host = "", digits = "", rest = ""] = /^([^\s,"']*:)(\d{5,10})([^\d].*)?$/.exec(text) ?? [];
  if (issue?.id !== "malformed-argument" || Number(digits) <= 65535) return [];
  const usual = valuesOf("port", branch)?.values.map(({ value }) => value) ?? [];
  const cuts = line.words[0]?.value === "bind" && rest === "" ? usual.filter((first) => digits.startsWith(first)) : [];
  const both = cuts.flatMap((first) => {
    const second = digits.slice(first.length);
    return usual.includes(second) ? [`${host}${first},${host}${second}`] : [];
  });
  const shorter = usual.filter((one) => one.length === digits.length - 1 && [...digits].some((_, i) => without(digits, i) === one));
  return drafts(context, [...both, ...shorter.map((one) => host + one + rest)]);
}

function without(text: string, i: number): string {
  return text.slice(0, i) + text.slice(i + 1);
}

/** "1k" where HAProxy takes digits only. */
function sizeAsNumber(context: FixContext): Draft[] {
  const { issue, text } = context;
  if (issue?.id !== "malformed-argument" || issue.fault !== "not-a-number") return [];
  const size = /^\d+[kmg]$/i.test(text) ? parseSize(text) : undefined;
  return size === undefined ? [] : drafts(context, [String(size)]);
}

/** What HAProxy takes of these texts; the only one is what most people would choose. */
function drafts(context: FixContext, texts: readonly string[]): Draft[] {
  const { line, finding, placed, branch } = context;
  const sound = texts.filter((text) => isSound(rewritten(line.raw, finding.span.start, finding.span.end, text), placed, branch));
  return sound.map((text) => ({
    title: l10n.t('Write "{0}"', text),
    changes: [replaced(context, text)],
    ...(sound.length === 1 && { preferred: true }),
  }));
}
