/** Names of configurations by a few of their letters, over whole workspaces. */
import { perBranch } from "../../model/perBranch.ts";
import type { ConfigFile } from "../../syntax/config.ts";
import { type OutlineItem, sectionOutline } from "./sectionOutline.ts";

export interface FoundSymbol {
  readonly uri: string;
  readonly firstLine: number;
  readonly item: OutlineItem;
  /** The section that it stands in; for a section, its keyword. */
  readonly container: string;
}

/** What is looked through: a file, read for a branch. */
export interface SearchedFile {
  readonly file: ConfigFile;
  readonly branch: string | undefined;
}

/** More would help nobody. */
const mostFound = 500;

/** Best matches first; without a query all sections. */
export function findSymbols(files: readonly SearchedFile[], query: string): readonly FoundSymbol[] {
  const wanted = lettersOf(query);
  // what stands around a name counts only for those who ask for it: "backend api", "api/web1"
  const around = /\S[\s/]+\S/.test(query);
  const found: { readonly symbol: FoundSymbol; readonly rank: number }[] = [];
  for (const { file, branch } of files) {
    for (const { firstLine, section } of file.sections) {
      for (const { item, container, name, full } of namesOf(section, branch)) {
        if (wanted === "" && item.from > 0) continue;
        const rank = rankOf(name, around ? full : "", wanted);
        if (rank !== undefined) found.push({ symbol: { uri: file.uri, firstLine, item, container }, rank });
      }
    }
  }
  // the sort is stable: equal matches stay in the order of the files
  return found
    .sort((a, b) => a.rank - b.rank)
    .slice(0, mostFound)
    .map(({ symbol }) => symbol);
}

interface Name {
  readonly item: OutlineItem;
  readonly container: string;
  /** In lower case, without blanks and slashes. */
  readonly name: string;
  /** With the section or keyword before it. */
  readonly full: string;
}

const none: readonly Name[] = [];

/** The names of a section; worked out once for each section and branch. */
const namesOf = perBranch((section, branch): readonly Name[] => {
  const root = sectionOutline(section, branch);
  if (root === undefined) return none;
  const title = `${root.keyword} ${root.name}`.trim();
  const names = [nameOf(root, root.keyword, root.name === "" ? root.keyword : root.name)];
  const gather = (items: readonly OutlineItem[]) => {
    for (const item of items) {
      if (item.declared) names.push(nameOf(item, title, item.name));
      gather(item.children);
    }
  };
  gather(root.children);
  return names;
});

function nameOf(item: OutlineItem, container: string, name: string): Name {
  return { item, container, name: lettersOf(name), full: lettersOf(`${container}${item.from === 0 ? "" : item.keyword}${name}`) };
}

function lettersOf(text: string): string {
  return text.replace(/[\s/]+/g, "").toLowerCase();
}

/** Lower is better; undefined where the letters do not occur in this order. */
function rankOf(name: string, full: string, wanted: string): number | undefined {
  if (wanted === "") return 0;
  if (name === wanted) return 0;
  const at = name.indexOf(wanted);
  if (at === 0) return 1;
  if (at > 0) return /[a-z0-9]/.test(name[at - 1] as string) ? 3 : 2;
  if (isSubsequence(wanted, name)) return 4;
  if (full.includes(wanted)) return 5;
  return isSubsequence(wanted, full) ? 6 : undefined;
}

function isSubsequence(wanted: string, text: string): boolean {
  let at = 0;
  for (const letter of wanted) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
