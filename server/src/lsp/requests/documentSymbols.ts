/** Outlines: of one document, and names by a few letters over all that are open. */
import {
  type DocumentSymbol,
  type DocumentSymbolParams,
  type Range,
  type SymbolInformation,
  SymbolKind,
  type WorkspaceSymbolParams,
} from "vscode-languageserver";
import { findSymbols, type SearchedFile } from "../../features/structure/findSymbols.ts";
import { configOutline, type PlacedItem } from "../../features/structure/outline.ts";
import type { OutlineItem, OutlineKind } from "../../features/structure/sectionOutline.ts";
import { toRange } from "../answers/convert.ts";
import { symbolsOfLog } from "../answers/logAnswers.ts";
import { guarded } from "../connection/guard.ts";
import type { OpenDocument } from "../documents/openDocument.ts";
import type { Session } from "../documents/session.ts";
import { type Feature, onDocument } from "./request.ts";

export const documentSymbols: Feature = {
  capabilities: () => ({ documentSymbolProvider: true, workspaceSymbolProvider: true }),
  wire: (context) => {
    const { connection, session, client, publisher } = context;
    const nested = client.announced.textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true;
    connection.onDocumentSymbol(
      onDocument<DocumentSymbolParams, DocumentSymbol[] | SymbolInformation[]>(context, "documentSymbol", [], (open) => {
        if (open.kind === "log") return symbolsOfLog(session, nested, open);
        const items = outlineOf(session, open);
        return nested ? items.map(({ firstLine, item }) => toDocumentSymbol(item, firstLine)) : flattened(items, open.uri);
      }),
    );
    connection.onWorkspaceSymbol(
      guarded<WorkspaceSymbolParams, SymbolInformation[]>(connection, "workspaceSymbol", [], async ({ query }) => {
        await Promise.all([...session.documents.keys()].map((uri) => publisher.settled(uri)));
        return findSymbols(searchedFiles(session), query).map(({ uri, firstLine, item, container }) =>
          toSymbolInformation(item, item.name === "" ? item.keyword : item.name, firstLine, uri, container),
        );
      }),
    );
  },
};

function outlineOf(session: Session, open: OpenDocument): readonly PlacedItem[] {
  const model = session.modelOf(open);
  return model === undefined || open.config === undefined ? [] : configOutline(model, open.config, open.release.release?.branch);
}

/** The files of all models, each once: as the document of its own where that is open. */
function searchedFiles(session: Session): readonly SearchedFile[] {
  const files = new Map<string, SearchedFile>();
  const configs = [...session.documents.values()].filter(({ kind }) => kind === "config");
  for (const open of configs) {
    const branch = open.release.release?.branch;
    for (const file of session.modelOf(open)?.files ?? [])
      if (!files.has(file.uri) || file === open.config) files.set(file.uri, { file, branch });
  }
  return [...files.values()];
}

/** Kinds that every editor knows: the protocol's first eighteen. */
const kinds: Readonly<Record<OutlineKind, SymbolKind>> = {
  proxy: SymbolKind.Class,
  defaults: SymbolKind.Interface,
  global: SymbolKind.Module,
  section: SymbolKind.Namespace,
  bind: SymbolKind.Property,
  server: SymbolKind.Field,
  acl: SymbolKind.Boolean,
  table: SymbolKind.Array,
  account: SymbolKind.Variable,
  block: SymbolKind.Package,
  rules: SymbolKind.Package,
  rule: SymbolKind.Function,
  other: SymbolKind.Constant,
};

function titleOf({ keyword, name }: OutlineItem): string {
  return `${keyword} ${name}`.trim();
}

interface Converted {
  readonly firstLine: number;
  readonly symbols: DocumentSymbol[];
}
const converted = new WeakMap<readonly OutlineItem[], Converted>();

/** Entries of a section that has stayed where it is are turned into symbols once. */
function toDocumentSymbols(items: readonly OutlineItem[], firstLine: number): DocumentSymbol[] {
  const known = converted.get(items);
  if (known?.firstLine === firstLine) return known.symbols;
  const symbols = items.map((item) => toDocumentSymbol(item, firstLine));
  converted.set(items, { firstLine, symbols });
  return symbols;
}

function toDocumentSymbol(item: OutlineItem, firstLine: number): DocumentSymbol {
  const children = toDocumentSymbols(item.children, firstLine);
  return {
    name: titleOf(item),
    ...(item.detail !== "" && { detail: item.detail }),
    kind: kinds[item.kind],
    range: rangeOf(item, firstLine),
    selectionRange: toRange(firstLine + item.from, item.selection),
    ...(children.length > 0 && { children }),
  };
}

function rangeOf({ from, start, to, end }: OutlineItem, firstLine: number): Range {
  return { start: { line: firstLine + from, character: start }, end: { line: firstLine + to, character: end } };
}

/** For editors that show no tree: each entry with the name of what it stands in. */
function flattened(items: readonly PlacedItem[], uri: string): SymbolInformation[] {
  const found: SymbolInformation[] = [];
  const visit = (item: OutlineItem, firstLine: number, container: string) => {
    found.push(toSymbolInformation(item, titleOf(item), firstLine, uri, container));
    for (const child of item.children) visit(child, firstLine, titleOf(item));
  };
  for (const { firstLine, item } of items) visit(item, firstLine, "");
  return found;
}

function toSymbolInformation(item: OutlineItem, name: string, firstLine: number, uri: string, containerName: string): SymbolInformation {
  const location = { uri, range: rangeOf(item, firstLine) };
  return { name, kind: kinds[item.kind], location, ...(containerName !== "" && { containerName }) };
}
