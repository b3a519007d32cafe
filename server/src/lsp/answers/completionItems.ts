/** From our items of completion to those of LSP, as far as the client can take them. */
import {
  type CompletionItem,
  CompletionItemKind,
  CompletionItemTag,
  type CompletionList,
  InsertTextFormat,
  InsertTextMode,
  type Range,
} from "vscode-languageserver";
import type { Completions, Item, ItemKind } from "../../features/completion/item.ts";
import type { CompletionSupport } from "../connection/completionSupport.ts";

const kinds: Readonly<Record<ItemKind, CompletionItemKind>> = {
  section: CompletionItemKind.Module,
  keyword: CompletionItemKind.Keyword,
  option: CompletionItemKind.Property,
  action: CompletionItemKind.Method,
  parameter: CompletionItemKind.Property,
  value: CompletionItemKind.EnumMember,
  unit: CompletionItemKind.Unit,
  fetch: CompletionItemKind.Function,
  converter: CompletionItemKind.Method,
  reference: CompletionItemKind.Reference,
  acl: CompletionItemKind.Variable,
  variable: CompletionItemKind.Variable,
  environment: CompletionItemKind.Constant,
  alias: CompletionItemKind.Field,
  operator: CompletionItemKind.Operator,
  header: CompletionItemKind.Field,
  address: CompletionItemKind.Value,
  directive: CompletionItemKind.Keyword,
  snippet: CompletionItemKind.Snippet,
  file: CompletionItemKind.File,
  folder: CompletionItemKind.Folder,
};

/** Of the first version of the protocol, for clients that know no others. */
const olderKinds: Readonly<Partial<Record<CompletionItemKind, CompletionItemKind>>> = {
  [CompletionItemKind.EnumMember]: CompletionItemKind.Value,
  [CompletionItemKind.Constant]: CompletionItemKind.Variable,
  [CompletionItemKind.Operator]: CompletionItemKind.Keyword,
  [CompletionItemKind.Folder]: CompletionItemKind.File,
};

function kindFor(kind: ItemKind, { kinds: known }: CompletionSupport): CompletionItemKind | undefined {
  const best = kinds[kind];
  return [best, olderKinds[best], CompletionItemKind.Text].find((one) => one !== undefined && known.has(one));
}

export interface Writing {
  readonly support: CompletionSupport;
  readonly line: number;
  readonly column: number;
  /** For the documentation that is asked for later. */
  readonly branch: string | undefined;
  /** The client is ours and can be told to ask again once an item is in place. */
  readonly asksAgain: boolean;
}

export function toCompletionList({ start, end, items, incomplete: isIncomplete = false }: Completions, writing: Writing): CompletionList {
  const { support, line, column } = writing;
  const range = rangeOf(line, start, end);
  const both = { insert: rangeOf(line, start, column), replace: range };
  const edit = support.insertReplace ? both : range;
  if (support.sharedRange) return { isIncomplete, itemDefaults: { editRange: edit }, items: items.map((item) => sharing(item, writing)) };
  return { isIncomplete, items: items.map((item) => withEdit(item, writing, both)) };
}

function rangeOf(line: number, start: number, end: number): Range {
  return { start: { line, character: start }, end: { line, character: end } };
}

function sharing(item: Item, writing: Writing): CompletionItem {
  const { text, snippet } = insertedBy(item, writing);
  return {
    ...shared(item, writing),
    ...(text !== item.label && { textEditText: text }),
    ...(snippet && { insertTextFormat: InsertTextFormat.Snippet }),
  };
}

function withEdit(item: Item, writing: Writing, both: { insert: Range; replace: Range }): CompletionItem {
  const { text, snippet } = insertedBy(item, writing);
  const textEdit = writing.support.insertReplace ? { newText: text, ...both } : { newText: text, range: both.replace };
  return { ...shared(item, writing), textEdit, ...(snippet && { insertTextFormat: InsertTextFormat.Snippet }) };
}

function insertedBy({ label, text, snippet }: Item, { support }: Writing): { readonly text: string; readonly snippet: boolean } {
  const places = support.snippets && snippet !== undefined;
  return { text: places ? snippet : (text ?? label), snippet: places };
}

function shared(item: Item, { support, branch, asksAgain }: Writing): CompletionItem {
  const { label, text, kind, signature, note, rank, order, deprecated, doc, goesOn, commit } = item;
  const shown = kindFor(kind, support);
  const detail = [signature, note].filter((part) => part !== undefined && part !== "").join("  ");
  return {
    label,
    ...(shown !== undefined && { kind: shown }),
    sortText: `${rank}${String(order ?? 999).padStart(3, "0")}${label}`,
    ...(support.labelDetails &&
      detail !== "" && {
        labelDetails: {
          ...(signature && { detail: signature.startsWith("(") ? signature : ` ${signature}` }),
          ...(note && { description: note }),
        },
      }),
    ...(!support.labelDetails && detail !== "" && { detail }),
    // a client compares what stands in the line with this
    ...((kind === "file" || kind === "folder") && text !== undefined && text !== label && { filterText: text }),
    ...(deprecated && support.deprecation === "tag" && { tags: [CompletionItemTag.Deprecated] }),
    ...(deprecated && support.deprecation === "flag" && { deprecated: true }),
    ...(commit && support.commitCharacters && { commitCharacters: [...commit] }),
    ...(kind === "snippet" && support.indents && { insertTextMode: InsertTextMode.adjustIndentation }),
    ...(doc && { data: `${branch ?? ""}\t${doc}` }),
    ...(goesOn && asksAgain && { command: { title: "", command: "editor.action.triggerSuggest" } }),
  };
}
