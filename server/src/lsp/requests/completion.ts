/** Completion, and the documentation of an item when it is looked at. */
import path from "node:path";
import { type CompletionItem, type CompletionList, type CompletionParams, CompletionTriggerKind, MarkupKind } from "vscode-languageserver";
import { completionsAt } from "../../features/completion/completion.ts";
import { documentationOf } from "../../features/completion/documentation.ts";
import { type Completions, type Item, ranks } from "../../features/completion/item.ts";
import { entriesFor } from "../../host/pathEntries.ts";
import { toCompletionList } from "../answers/completionItems.ts";
import { asPlainText } from "../connection/completionSupport.ts";
import type { OpenDocument } from "../documents/openDocument.ts";
import { type Context, type Feature, onDocument } from "./request.ts";

const triggers = [" ", ".", "(", ",", "%", "[", "{", "$", "/", ":", "@", "!"];

export const completion: Feature = {
  capabilities: () => ({
    completionProvider: { triggerCharacters: [...triggers], resolveProvider: true, completionItem: { labelDetailsSupport: true } },
  }),
  wire: (context) => {
    const { connection, client } = context;
    connection.onCompletion(
      onDocument<CompletionParams, CompletionList | null>(context, "completion", null, (open, params) => listAt(context, open, params)),
    );
    connection.onCompletionResolve((item) => resolved(item, client.completion.markdown));
  },
};

async function listAt(
  { session, client }: Context,
  open: OpenDocument,
  { position, context }: CompletionParams,
): Promise<CompletionList | null> {
  const { config } = open;
  const model = session.modelOf(open);
  if (model === undefined || config === undefined || isIndentation(open, position, context)) return null;
  const { release } = open.release;
  const found = completionsAt(model, config, position.line, position.character, { release, snippets: client.completion.snippets });
  const list = found === undefined ? undefined : await withFiles(found, open);
  if (list === undefined || list.items.length === 0) return null;
  const { line, character: column } = position;
  return toCompletionList(list, { support: client.completion, line, column, branch: release?.branch, asksAgain: client.commands });
}

/** Somebody who types blanks at the start of a line is not asking. */
function isIndentation(
  { config }: OpenDocument,
  { line, character }: CompletionParams["position"],
  context: CompletionParams["context"],
): boolean {
  if (context?.triggerKind !== CompletionTriggerKind.TriggerCharacter || context.triggerCharacter !== " ") return false;
  return /^\s*$/.test(config?.lines[line]?.raw.slice(0, character) ?? "");
}

/** The list with the files that fit where a path is typed. */
async function withFiles(found: Completions, { path: file }: OpenDocument): Promise<Completions> {
  if (found.files === undefined) return found;
  const { typed, bases } = found.files;
  const entries = await entriesFor(typed, bases, file === undefined ? undefined : path.dirname(file));
  const items = entries.map(({ name, folder }): Item => {
    const text = name.replace(/[\s\\#"']/g, "\\$&");
    if (folder) return { label: `${name}/`, kind: "folder", text: `${text}/`, rank: ranks.usual, goesOn: true };
    return { label: name, kind: "file", text, rank: ranks.ordinary };
  });
  return { ...found, items: [...items, ...found.items] };
}

function resolved(item: CompletionItem, markdown: boolean): CompletionItem {
  const [branch = "", ...key] = typeof item.data === "string" ? item.data.split("\t") : [];
  const text = key.length === 2 ? documentationOf(key.join("\t"), branch === "" ? undefined : branch) : undefined;
  if (text === undefined) return item;
  return {
    ...item,
    documentation: markdown ? { kind: MarkupKind.Markdown, value: text } : asPlainText(text),
  };
}
