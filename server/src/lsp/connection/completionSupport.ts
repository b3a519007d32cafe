/** What the client can do with items of completion and with signatures, read once from `initialize`. */
import { type ClientCapabilities, CompletionItemKind, CompletionItemTag, InsertTextMode, MarkupKind } from "vscode-languageserver";

export interface CompletionSupport {
  readonly snippets: boolean;
  readonly insertReplace: boolean;
  readonly labelDetails: boolean;
  /** Strikes out by a tag, or by the older flag. */
  readonly deprecation: "tag" | "flag" | undefined;
  readonly commitCharacters: boolean;
  readonly markdown: boolean;
  /** Kinds of items that it has a sign for. */
  readonly kinds: ReadonlySet<number>;
  /** Takes the range to edit once for all items. */
  readonly sharedRange: boolean;
  /** Gives further lines of what is put in the indentation of the first. */
  readonly indents: boolean;
}

export interface SignatureSupport {
  readonly markdown: boolean;
  readonly labelOffsets: boolean;
  /** Each signature says which of its parameters is active. */
  readonly activeParameter: boolean;
}

/** From Text to Reference: what every client knows that does not list its kinds. */
const firstKinds: readonly number[] = Array.from({ length: CompletionItemKind.Reference }, (_, i) => i + 1);

export function completionSupportOf({ textDocument }: ClientCapabilities): CompletionSupport {
  const item = textDocument?.completion?.completionItem;
  const tags = item?.tagSupport?.valueSet ?? [];
  return {
    snippets: item?.snippetSupport === true,
    insertReplace: item?.insertReplaceSupport === true,
    labelDetails: item?.labelDetailsSupport === true,
    deprecation: tags.includes(CompletionItemTag.Deprecated) ? "tag" : item?.deprecatedSupport === true ? "flag" : undefined,
    commitCharacters: item?.commitCharactersSupport === true,
    markdown: item?.documentationFormat?.[0] === MarkupKind.Markdown,
    kinds: new Set(textDocument?.completion?.completionItemKind?.valueSet ?? firstKinds),
    sharedRange: textDocument?.completion?.completionList?.itemDefaults?.includes("editRange") === true,
    indents: item?.insertTextModeSupport?.valueSet.includes(InsertTextMode.adjustIndentation) === true,
  };
}

export function signatureSupportOf({ textDocument }: ClientCapabilities): SignatureSupport {
  const information = textDocument?.signatureHelp?.signatureInformation;
  return {
    markdown: information?.documentationFormat?.[0] === MarkupKind.Markdown,
    labelOffsets: information?.parameterInformation?.labelOffsetSupport === true,
    activeParameter: information?.activeParameterSupport === true,
  };
}

/** Markdown of ours as plain text. */
export function asPlainText(markdown: string): string {
  return markdown
    .replace(/^```\w*\n([\s\S]*?)\n```$/gm, "$1")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/\*\*|`/g, "")
    .trim();
}
