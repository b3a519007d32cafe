/** What completion offers: plain items, which the language server turns into those of LSP. */

export type ItemKind =
  | "section"
  | "keyword"
  | "option"
  | "action"
  | "parameter"
  | "value"
  | "unit"
  | "fetch"
  | "converter"
  | "reference"
  | "acl"
  | "variable"
  | "environment"
  | "alias"
  | "operator"
  | "header"
  | "address"
  | "directive"
  | "snippet"
  | "file"
  | "folder";

export interface Item {
  readonly label: string;
  readonly kind: ItemKind;
  /** What is inserted; the label where it is absent. */
  readonly text?: string;
  /** The same with places to fill in, in LSP's notation, for editors that know it. */
  readonly snippet?: string;
  /** What follows the word, in short. */
  readonly signature?: string;
  /** What it is or means. */
  readonly note?: string;
  /** A digit: small ones come first. */
  readonly rank: number;
  /** Within the rank; without one, behind those that have one. */
  readonly order?: number;
  readonly deprecated?: boolean;
  /** Key of its documentation (see documentation.ts). */
  readonly doc?: string;
  /** What follows can be completed too: the editor may ask at once. */
  readonly goesOn?: boolean;
  /** Characters that accept the item and are then typed. */
  readonly commit?: readonly string[];
}

/** Ranks, best first. */
export const ranks = { first: 0, usual: 1, ordinary: 2, there: 4, other: 5, section: 6, directive: 7, deprecated: 8, later: 9 } as const;

/** A file or folder is wanted; the language server looks for it. */
export interface FilesWanted {
  /** What is typed of the path. */
  readonly typed: string;
  /** Folders, as the configuration writes them, that a relative path may start from; the configuration's own comes in any case. */
  readonly bases: readonly string[];
}

export interface Completions {
  /** Columns of what the items replace. */
  readonly start: number;
  /** The part behind the cursor included. */
  readonly end: number;
  readonly items: readonly Item[];
  /** There are more than these: with every character typed it is worth asking again. */
  readonly incomplete?: boolean;
  readonly files?: FilesWanted;
}
