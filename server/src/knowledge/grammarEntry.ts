/** One entry of the grammar, as scripts/compileLanguage.ts leaves it. */
import grammar from "./generated/grammar.json" with { type: "json" };
import texts from "./generated/grammarChinese.json" with { type: "json" };
import type { Language } from "./knowledge.ts";
import { language } from "./language.ts";
import { once } from "./once.ts";
import { summaryKey, summaryKeys } from "./summaryKeys.ts";

/** Apart from the grammar, because only some readers need it. */
const chinese = once((): ReadonlyMap<string, string> => {
  const entries = (grammar as unknown as { entries: Readonly<Record<string, Readonly<Record<string, GrammarEntry>>>> }).entries;
  const told = summaryKeys(entries).map((key, i) => [key, texts[i] ?? ""] as const);
  return new Map(told.filter(([, text]) => text !== ""));
});

/** What stands behind a word, and what it does. */
export interface GrammarEntry {
  readonly words: string;
  /** In the notation of notation.ts. */
  readonly args?: string;
  /** Other arguments from a branch on. */
  readonly since?: Readonly<Record<string, string>>;
  /** Arguments in parentheses behind the word itself, as in `set-var(txn.x)`. */
  readonly inWord?: string;
  /** The arguments as one mostly writes them, for completion; without it, what must be there. */
  readonly usually?: string;
  readonly summary?: string;
  /** A line that uses it. */
  readonly example?: string;
  /** Fixed words among its arguments, and what they mean. */
  readonly values?: Readonly<Record<string, Readonly<Record<Language, string>>>>;
  readonly default?: string;
  /** The default in Chinese, where it is told in words. */
  readonly defaultZh?: string;
  readonly mode?: "http" | "tcp";
  readonly replacedBy?: string;
  /** First branch, for words that the binaries were not asked. */
  readonly from?: string;
  /** Branches that know the word, as in lifetimes.json. */
  readonly lifetime?: string;
  /** First branch in which HAProxy warns of it. */
  readonly deprecated?: string;
  /** `expose-deprecated-directives` in the global section silences HAProxy on it. */
  readonly excusable?: true;
  /** Without that, HAProxy does not start from the branch on in which the word is deprecated. */
  readonly refused?: true;
  readonly notIn?: readonly string[];
  /** Statements and sections in which the parameter's argument may be missing. */
  readonly bareIn?: readonly string[];
  /** Kinds of sections in which HAProxy ignores the words with a warning; in defaults it refuses them. */
  readonly misplacedIn?: readonly string[];
  /** HAProxy only warns of arguments that do not fit; of those that are missing it may not. */
  readonly faults?: "warned" | "misfits-warned";
  /** HAProxy refuses a `no` or `default` in front of the option. */
  readonly prefix?: "none";
  /** A rule that ends its ruleset wherever it applies; HAProxy itself warns of a rule right behind it, or does not. */
  readonly final?: "warned" | "silent";
  /** Last branch in which it does. */
  readonly finalUntil?: string;
  /** What it sets: of several statements that set it, HAProxy keeps the first and complains of the others. */
  readonly once?: string;
  /** It refuses the others. */
  readonly twice?: "refused";
  /** Branches in which the global section must allow it, such as "2.9-" or "2.8-3.2". */
  readonly experimental?: string;
  /** 6: a sample fetch that reads raw bytes, of which a proxy in HTTP mode has none. */
  readonly layer?: 6;
  /** Kind of things whose names a sample fetch gives: patterns that it is compared with as texts are such names. */
  readonly names?: string;
  /** What ends the statement are parameters of this class. */
  readonly parameters?: "bind";
  /** Feature of the build without which HAProxy does not know the word. */
  readonly build?: string;
}

/** The default in the user's language. */
export function defaultOf({ default: given, defaultZh }: GrammarEntry): string | undefined {
  return language() === "zh-cn" ? (defaultZh ?? given) : given;
}

/** The summary in the user's language, where it was translated. */
export function summaryOf(entry: GrammarEntry): string | undefined {
  return language() === "zh-cn" ? (chineseSummary(entry) ?? entry.summary) : entry.summary;
}

export function chineseSummary(entry: GrammarEntry): string | undefined {
  return chinese().get(summaryKey(entry));
}
