/** ACLs that nothing in their section uses: those of other sections cannot see them, not even heirs of a defaults section. */

import * as l10n from "@vscode/l10n";
import { limits } from "../knowledge/preprocessor.ts";
import type { Section } from "../syntax/config.ts";
import type { Line, Word } from "../syntax/line.ts";
import { Memory } from "../syntax/memory.ts";
import { plain } from "../syntax/plain.ts";
import type { SectionHit } from "./hit.ts";
import { nearest } from "./nearest.ts";

const kinds: ReadonlySet<string> = new Set(["defaults", "frontend", "listen", "backend", "fcgi-app"]);
const memo = new Memory<Section, readonly SectionHit[]>();

/** Both branches of conditional blocks count as uses, and so does whatever stands behind `if` or `unless`. */
export function unusedAclHits(section: Section): readonly SectionHit[] {
  let hits = memo.get(section);
  if (hits === undefined) {
    hits = kinds.has(section.kind) ? hitsIn(section.lines) : [];
    memo.set(section, hits);
  }
  return hits;
}

function hitsIn(lines: readonly Line[]): readonly SectionHit[] {
  const declared = lines.flatMap(({ words }, offset) => (isDeclaration(words) ? [{ words, offset }] : []));
  const uses = declared.length === 0 ? undefined : usesIn(lines);
  if (uses === undefined) return [];
  const names = new Set(declared.map(({ words }) => words[1]?.value));
  const unknown = [...uses.inConditions].filter((name) => !names.has(name));
  return declared.flatMap(({ words, offset }): SectionHit[] => {
    const [keyword, name] = words;
    const last = words.at(-1);
    if (keyword === undefined || name === undefined || last === undefined || name.dynamic || uses.all.has(name.value)) return [];
    // a misspelt use is told where it stands
    if (nearest(name.value, unknown) !== undefined) return [];
    const message = l10n.t('ACL "{0}" is used nowhere in this section', plain(name.value));
    return [{ offset, span: { start: keyword.span.start, end: last.span.end }, code: "unused-acl", severity: "hint", message }];
  });
}

interface Uses {
  readonly all: ReadonlySet<string>;
  /** Words behind `if` and `unless`. */
  readonly inConditions: ReadonlySet<string>;
}

/** Undefined where an environment variable in a condition may stand for any name, and one with a list for a condition. */
function usesIn(lines: readonly Line[]): Uses | undefined {
  const asked = new Set<string>();
  const inConditions = new Set<string>();
  for (const { raw, words } of lines) {
    if (raw.includes("[*]")) return undefined;
    const condition = isDeclaration(words) ? -1 : words.findIndex(({ value }) => value === "if" || value === "unless");
    for (let i = condition + 1; condition >= 0 && i < words.length; i++) {
      const { value, dynamic } = words[i] as Word;
      if (dynamic) return undefined;
      addNames(value, inConditions);
    }
    // the fetch of this name asks for ACLs anywhere
    if (raw.includes("acl(")) for (const { value } of words) if (value.includes("acl(")) addNames(value, asked);
  }
  return { all: asked.size === 0 ? inConditions : new Set([...asked, ...inConditions]), inConditions };
}

const oneName = /^[\w.:-]+$/;

function addNames(text: string, names: Set<string>): void {
  if (oneName.test(text)) names.add(text);
  else for (const name of text.split(/[^\w.:-]+/)) names.add(name);
}

/** Lines with more words are refused. */
function isDeclaration(words: readonly Word[]): boolean {
  return words[0]?.value === "acl" && words.length > 2 && words.length < limits.words;
}
