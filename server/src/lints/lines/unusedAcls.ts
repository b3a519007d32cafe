/** ACLs that nothing in their section uses: those of other sections cannot see them, not even heirs of a defaults section. */

import * as l10n from "@vscode/l10n";
import { limits } from "../../knowledge/preprocessor.ts";
import { spanOfWords } from "../../model/statement.ts";
import { eachCondition } from "../../syntax/condition.ts";
import type { Line, Word } from "../../syntax/line.ts";
import { plain } from "../../syntax/plain.ts";
import { sign } from "../../syntax/signs.ts";
import type { SectionHit, SectionLint } from "../hit.ts";
import { nearest } from "../nearest.ts";

const kinds: ReadonlySet<string> = new Set(["defaults", "frontend", "listen", "backend", "fcgi-app"]);

/** Both branches of conditional blocks count as uses, and so does whatever stands behind `if` or `unless`. */
export const unusedAclHits: SectionLint = (section) => (kinds.has(section.kind) ? hitsIn(section.lines) : none);

const none: readonly never[] = [];

function hitsIn(lines: readonly Line[]): readonly SectionHit[] {
  if (!lines.some(({ words }) => isDeclaration(words))) return none;
  const unused = declaredIn(lines);
  for (let offset = 0; offset < lines.length; offset++) {
    const { raw, words, signs } = lines[offset] as Line;
    // a variable with a list may stand for a condition
    if ((signs & sign.bracket) !== 0 && raw.includes("[*]")) return none;
    // one ACL asks others with the fetch of this name only
    if ((signs & sign.parenthesis) !== 0) for (const { value } of words) if (value.includes("acl(")) takeNames(value, unused);
    if (!isDeclaration(words) && !takeUses(words, unused)) return none;
    if (unused.size === 0) return none;
  }
  const undeclared = undeclaredIn(lines);
  return [...unused.values()].flat().flatMap((offset): readonly SectionHit[] => {
    const words = lines[offset]?.words ?? none;
    const name = words[1];
    if (name === undefined || name.dynamic || nearest(name.value, undeclared) !== undefined) return none;
    const message = l10n.t('ACL "{0}" is used nowhere in this section', plain(name.value));
    return [{ offset, span: spanOfWords(words), code: "unused-acl", severity: "hint", message }];
  });
}

/** Name of each ACL > where it is declared. */
function declaredIn(lines: readonly Line[]): Map<string, number[]> {
  const declared = new Map<string, number[]>();
  for (let offset = 0; offset < lines.length; offset++) {
    const { words } = lines[offset] as Line;
    if (!isDeclaration(words)) continue;
    const name = (words[1] as Word).value;
    const same = declared.get(name);
    if (same === undefined) declared.set(name, [offset]);
    else same.push(offset);
  }
  return declared;
}

/** Index of the word behind `if` or `unless`; 0 where there is none. */
function conditionOf(words: readonly Word[]): number {
  for (let i = 0; i < words.length; i++) {
    const { value } = words[i] as Word;
    // nearly all words differ in length already, which is told at once
    const { length } = value;
    if ((length === 2 && value === "if") || (length === 6 && value === "unless")) return i + 1;
  }
  return 0;
}

/** Takes everything in a condition that may be a name out of the unused; false where an environment variable in it may stand for any. */
function takeUses(words: readonly Word[], unused: Map<string, unknown>): boolean {
  const from = conditionOf(words);
  if (from === 0) return true;
  for (let i = from; i < words.length; i++) {
    const { value, dynamic } = words[i] as Word;
    if (dynamic) return false;
    takeNames(value, unused);
  }
  return true;
}

const oneName = /^[\w.:-]+$/;

function takeNames(text: string, unused: Map<string, unknown>): void {
  // a brace, and what is one name, as most words are, or its opposite
  if (unused.delete(text) || text.length < 2 || oneName.test(text)) return;
  if (text.startsWith("!") && unused.delete(text.slice(1))) return;
  for (const name of text.split(/[^\w.:-]+/)) unused.delete(name);
}

/** Names in conditions that no line declares: a misspelt use is told where it stands. */
function undeclaredIn(lines: readonly Line[]): readonly string[] {
  const declared = declaredIn(lines);
  const names = new Set<string>();
  const reader = { acl: (name: string) => !declared.has(name) && names.add(name), anonymous: ignored, problem: ignored };
  for (const { words } of lines) {
    const from = isDeclaration(words) ? 0 : conditionOf(words);
    if (from > 0 && !isOneOf(words, from, declared)) eachCondition(words, from, reader);
  }
  return [...names];
}

/** Whether a condition is one ACL that is declared, as most are. */
function isOneOf(words: readonly Word[], from: number, declared: ReadonlyMap<string, unknown>): boolean {
  return words.length === from + 1 && declared.has((words[from] as Word).value);
}

function ignored(): void {}

/** Lines with more words are refused. */
function isDeclaration(words: readonly Word[]): boolean {
  return words[0]?.value === "acl" && words.length > 2 && words.length < limits.words;
}
