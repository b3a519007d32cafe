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
  const declared: { readonly name: Word; readonly offset: number }[] = [];
  const uses = new Set<string>();
  for (let offset = 0; offset < lines.length; offset++) {
    const { raw, words, signs } = lines[offset] as Line;
    // a variable with a list may stand for a condition
    if ((signs & sign.bracket) !== 0 && raw.includes("[*]")) return none;
    // one ACL asks others with the fetch of this name only
    if ((signs & sign.parenthesis) !== 0) for (const { value } of words) if (value.includes("acl(")) addNames(value, uses);
    if (isDeclaration(words)) declared.push({ name: words[1] as Word, offset });
    else if (!addUses(words, uses)) return none;
  }
  const unused = declared.filter(({ name }) => !name.dynamic && !uses.has(name.value));
  if (unused.length === 0) return none;
  const undeclared = undeclaredIn(lines, new Set(declared.map(({ name }) => name.value)));
  return unused.flatMap(({ name, offset }): readonly SectionHit[] => {
    if (nearest(name.value, undeclared) !== undefined) return none;
    const message = l10n.t('ACL "{0}" is used nowhere in this section', plain(name.value));
    return [{ offset, span: spanOfWords(lines[offset]?.words ?? none), code: "unused-acl", severity: "hint", message }];
  });
}

/** Index of the word behind `if` or `unless`; 0 where there is none. */
function conditionOf(words: readonly Word[]): number {
  for (let i = 0; i < words.length; i++) {
    const { value } = words[i] as Word;
    if (value === "if" || value === "unless") return i + 1;
  }
  return 0;
}

/** Adds everything in a condition that may be a name; false where an environment variable in it may stand for any. */
function addUses(words: readonly Word[], uses: Set<string>): boolean {
  const from = conditionOf(words);
  if (from === 0) return true;
  for (let i = from; i < words.length; i++) {
    const { value, dynamic } = words[i] as Word;
    if (dynamic) return false;
    addNames(value, uses);
  }
  return true;
}

const oneName = /^[\w.:-]+$/;

function addNames(text: string, uses: Set<string>): void {
  if (oneName.test(text)) uses.add(text);
  else for (const name of text.split(/[^\w.:-]+/)) uses.add(name);
}

/** Names in conditions that no line declares: a misspelt use is told where it stands. */
function undeclaredIn(lines: readonly Line[], declared: ReadonlySet<string>): readonly string[] {
  const names = new Set<string>();
  const reader = { acl: (name: string) => !declared.has(name) && names.add(name), anonymous: ignored, problem: ignored };
  for (const { words } of lines) {
    const from = isDeclaration(words) ? 0 : conditionOf(words);
    if (from > 0) eachCondition(words, from, reader);
  }
  return [...names];
}

function ignored(): void {}

/** Lines with more words are refused. */
function isDeclaration(words: readonly Word[]): boolean {
  return words[0]?.value === "acl" && words.length > 2 && words.length < limits.words;
}
