/** The language of the person reading; set once when the process starts, as @vscode/l10n's own bundle is. */
import * as l10n from "@vscode/l10n";
import type { Language } from "./knowledge.ts";

let spoken: Language = "en";

/** The language in which pages and titles are given. */
export function language(): Language {
  return spoken;
}

/** Takes a locale such as "zh-cn" or "zh-CN"; whatever is not Chinese reads English. `bundle` holds the messages. */
export function speak(locale: string, bundle: Record<string, string>): void {
  spoken = /^zh(?:$|[-_](?:cn|sg|hans))/i.test(locale) ? "zh-cn" : "en";
  l10n.config({ contents: spoken === "zh-cn" ? bundle : {} });
}
