/** The language of the person reading; set once when the process starts, as @vscode/l10n's own bundle is. */
import * as l10n from "@vscode/l10n";
import type { Language } from "./knowledge.ts";

let spoken: Language = "en";

/** The language in which pages and titles are given. */
export function language(): Language {
  return spoken;
}

/** Of a locale such as "zh-cn", "zh-CN" or "zh_CN.UTF-8": whatever is not Chinese reads English. */
export function languageOf(locale: string): Language {
  return /^zh(?:$|[-_](?:cn|sg|hans))/i.test(locale) ? "zh-cn" : "en";
}

/** Takes a locale; `bundle` holds the messages. */
export function speak(locale: string, bundle: Record<string, string>): void {
  spoken = languageOf(locale);
  l10n.config({ contents: spoken === "zh-cn" ? bundle : {} });
}
