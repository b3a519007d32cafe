/** ACLs that nothing in their section uses: those of other sections cannot see them, not even heirs of a defaults section. */

import * as l10n from "@vscode/l10n";
import { limits } from "../knowledge/preprocessor.ts";
import { spanOfWords } from "../model/statement.ts";
import { readCondition } from "../syntax/condition.ts";
import type { Line, Word } from "../syntax/line.ts";
import { plain } from "../syntax/plain.ts";
import { remembered } from "../syntax/rememberingLine.ts";
import type { SectionHit, SectionLint } from "./hit.ts";
import { nearest } from "./nearest.ts";

const kinds: ReadonlySet<string> = new Set(["defaults", "frontend", "listen", "backend", "fcgi-app"]);

/** Both branches of conditional blocks count as uses, and so does whatever stands behind `if` or `unless`. */
export const unusedAclHits: SectionLint = (section) => (kinds.has(section.kind) ? hitsIn(section.lines) : none);

const none: readonly never[] = [];

function hitsIn(lines: readonly Line[]): readonly SectionHit[] {
  if (!lines.some(({ words }) => isDeclaration(words))) return none;
  const declared: { readonly name: Word; readonly offset: number }[] = [];
  const uses = new Set<string>();
  const named = new Set<string>();
  for (let offset = 0; offset < lines.length; offset++) {
    const line = lines[offset] as Line;
    const said = remembered(line, key, () => saidIn(line));
    if (said.mayUseAny) return none;
    if (said.declares !== undefined) declared.push({ name: said.declares, offset });
    for (const name of said.uses) uses.add(name);
    for (const name of said.named) named.add(name);
  }
  const unused = declared.filter(({ name }) => !name.dynamic && !uses.has(name.value));
  if (unused.length === 0) return none;
  for (const { name } of declared) named.delete(name.value);
  // a misspelt use is told where it stands
  const undeclared = [...named];
  return unused.flatMap(({ name, offset }): readonly SectionHit[] => {
    if (nearest(name.value, undeclared) !== undefined) return none;
    const message = l10n.t('ACL "{0}" is used nowhere in this section', plain(name.value));
    return [{ offset, span: spanOfWords(lines[offset]?.words ?? none), code: "unused-acl", severity: "hint", message }];
  });
}

/** What one line says of ACLs; kept with the line, of which a section may have thousands. */
interface Said {
  /** The name of the ACL that it declares. */
  readonly declares: Word | undefined;
  /** Everything behind `if` or `unless` that may be a name. */
  readonly uses: readonly string[];
  /** Those of them that stand outside of braces: names, if they are written right. */
  readonly named: readonly string[];
  /** An environment variable in a condition may stand for any name, and one with a list for a condition. */
  readonly mayUseAny: boolean;
}

const key = {};
const nothing: Said = { declares: undefined, uses: none, named: none, mayUseAny: false };

function saidIn({ raw, words }: Line): Said {
  // one ACL asks others with the fetch of this name only
  const called = raw.includes("acl(") ? words.flatMap(({ value }) => (value.includes("acl(") ? namesIn(value) : none)) : none;
  if (isDeclaration(words)) return { ...nothing, declares: words[1], uses: called, mayUseAny: raw.includes("[*]") };
  const condition = words.findIndex(({ value }) => value === "if" || value === "unless");
  if (condition < 0)
    return called.length === 0 && !raw.includes("[*]") ? nothing : { ...nothing, uses: called, mayUseAny: raw.includes("[*]") };
  const behind = words.slice(condition + 1);
  const named = readCondition(words, condition + 1).flatMap((item) => (item.kind === "acl" ? item.name : none));
  const mayUseAny = raw.includes("[*]") || behind.some(({ dynamic }) => dynamic);
  return { declares: undefined, uses: [...called, ...behind.flatMap(({ value }) => namesIn(value))], named, mayUseAny };
}

const oneName = /^[\w.:-]+$/;

function namesIn(text: string): readonly string[] {
  return oneName.test(text) ? [text] : text.split(/[^\w.:-]+/);
}

/** Lines with more words are refused. */
function isDeclaration(words: readonly Word[]): boolean {
  return words[0]?.value === "acl" && words.length > 2 && words.length < limits.words;
}
