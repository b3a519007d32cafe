/** Compiles the pages of the lints in both languages: the Chinese prose of lintPages.zh-cn.yaml around the examples of lints/*.md. */
import { z } from "zod";
import { refuseHard } from "./compileAdvisories.ts";
import { load } from "./source.ts";

/** Code > prose, or its stretches where an example stands between them. */
const proseSchema = z.record(z.string(), z.union([z.string(), z.array(z.string()).min(2)]));
const file = "lintPages.zh-cn.yaml";

interface LintPage {
  readonly id: string;
  /** Markdown, English. */
  readonly page: string;
}

/** Code > language > Markdown. */
export function compileLintPages(lints: readonly LintPage[]): Readonly<Record<string, Readonly<Record<"en" | "zh-cn", string>>>> {
  const prose = load(file, proseSchema);
  const left = new Set(Object.keys(prose));
  const pages = lints.map(({ id, page }) => {
    left.delete(id);
    const chinese = prose[id];
    if (chinese === undefined) throw new Error(`${file}: ${id} is missing`);
    return [id, { en: page, "zh-cn": inChinese(id, page, [chinese].flat()) }] as const;
  });
  if (left.size > 0) throw new Error(`${file}: no lint is called ${[...left].join(", ")}`);
  return Object.fromEntries(pages);
}

function inChinese(id: string, page: string, prose: readonly string[]): string {
  refuseHard(`${file}: ${id}`, "zh-cn", prose);
  // examples are the odd parts
  const parts = page.split(/^(```[\s\S]*?^```)$/m);
  const english = parts.filter((part, i) => i % 2 === 0 && part.trim() !== "");
  if (english.length !== prose.length) throw new Error(`${file}: ${id} has ${english.length} stretches of prose, not ${prose.length}`);
  for (const [i, text] of english.entries()) sameCode(id, text, prose[i] ?? "");
  const waiting = prose.map((text) => text.trim());
  return parts.map((part, i) => (i % 2 === 0 && part.trim() !== "" ? around(part, waiting.shift() ?? "") : part)).join("");
}

/** The text with the blank lines that the other one has before and behind. */
function around(english: string, text: string): string {
  return `${/^\s*/.exec(english)?.[0] ?? ""}${text}${/\s*$/.exec(english)?.[0] ?? ""}`;
}

/** HAProxy's words in one language are those in the other. */
function sameCode(id: string, english: string, chinese: string): void {
  const marks = (text: string) => [...new Set(text.match(/`[^`]+`/g))].sort().join(" ");
  if (marks(english) !== marks(chinese)) throw new Error(`${file}: ${id}: code marks are ${marks(chinese)}, not ${marks(english)}`);
}
