/** What an item of completion is, in Markdown; worked out when an editor shows it. The only place that writes it. */
import * as l10n from "@vscode/l10n";
import {
  argumentsOf,
  entryOf,
  type GrammarEntry,
  lifetimeOf,
  type SampleKind,
  sampleLifetime,
  samplesNamed,
} from "../../knowledge/grammar.ts";
import { language } from "../../knowledge/language.ts";
import { recipesOf } from "../../knowledge/recipes.ts";
import { proxyKinds } from "../../model/placement.ts";
import { plain } from "../../syntax/plain.ts";
import { shortForm } from "./placeholders.ts";
import { recipeText } from "./recipes.ts";
import { sampleSignature } from "./samples.ts";

/** `key`: class of the grammar and words, parted by a tab. */
export function documentationOf(key: string, branch: string | undefined): string | undefined {
  const [grammarClass = "", words = ""] = key.split("\t");
  if (grammarClass === "fetch" || grammarClass === "converter") return sampleDocumentation(grammarClass, words, branch);
  if (grammarClass === "recipe") return recipeDocumentation(words);
  const entry = entryOf(grammarClass, words);
  if (entry === undefined) return undefined;
  const head = [leads[grammarClass] ?? (isRuleset(grammarClass) ? `${grammarClass} ` : ""), words].join("");
  const notation = entry.args === undefined ? "" : shortForm(argumentsOf(entry, branch), 300);
  return [fenced(`${head}${inside(entry)} ${notation}`), entry.summary, ...facts(entry, lifetimeClass(grammarClass), words)]
    .filter((part) => part !== undefined)
    .join("\n\n");
}

function recipeDocumentation(label: string): string | undefined {
  const recipe = recipesOf(undefined).find((one) => one.label === label);
  return recipe && `${recipe.title[language()]}\n\n${fenced(recipeText(recipe))}`;
}

const leads: Readonly<Record<string, string>> = { option: "option " };

function isRuleset(grammarClass: string): boolean {
  return /^(?:http|tcp|quic)-/.test(grammarClass);
}

function lifetimeClass(grammarClass: string): string {
  if (isRuleset(grammarClass)) return `act:${grammarClass}:frontend`;
  if (grammarClass === "proxy") return "kw:listen";
  if (grammarClass === "option") return "opt:listen";
  return grammarClass === "bind" || grammarClass === "server" ? grammarClass : `kw:${grammarClass}`;
}

function inside({ inWord }: GrammarEntry): string {
  return inWord === undefined ? "" : `(${shortForm(inWord)})`;
}

function facts(entry: GrammarEntry, wordClass: string, words: string): readonly string[] {
  const { first, last } = lifetimeOf(wordClass, words);
  const from = entry.from ?? first;
  const mode = entry.mode === undefined || proxyKinds.has(words) ? undefined : l10n.t("needs mode {0}", entry.mode);
  return [
    entry.default === undefined ? undefined : l10n.t("Default: {0}", `\`${plain(entry.default)}\``),
    from === undefined || from === "2.4" ? undefined : l10n.t("Since {0}", from),
    last === undefined ? undefined : l10n.t("Until {0}", last),
    entry.replacedBy === undefined ? undefined : l10n.t("Use {0} instead", `\`${plain(entry.replacedBy)}\``),
    mode,
  ].filter((fact) => fact !== undefined);
}

function sampleDocumentation(kind: SampleKind, name: string, branch: string | undefined): string | undefined {
  const spec = samplesNamed(kind, name, branch).at(-1) ?? samplesNamed(kind, name, undefined).at(-1);
  if (spec === undefined) return undefined;
  const signature = sampleSignature(name, kind, branch);
  const types = kind === "converter" ? `${spec.in ?? ""} → ${spec.out}` : `→ ${spec.out}`;
  const lifetime = sampleLifetime(kind, name);
  return [
    fenced(`${name}${signature === "" ? "" : `(${signature})`} ${types}`),
    entryOf(kind, name)?.summary,
    lifetime === undefined || lifetime.first === "2.4" ? undefined : l10n.t("Since {0}", lifetime.first),
    lifetime?.last === undefined ? undefined : l10n.t("Until {0}", lifetime.last),
  ]
    .filter((part) => part !== undefined)
    .join("\n\n");
}

function fenced(text: string): string {
  return `\`\`\`haproxy\n${text.trim()}\n\`\`\``;
}
