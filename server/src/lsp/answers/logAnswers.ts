/** What crash logs answer to the requests that they share with configurations; the files in requests/ ask for it by kind of document. */
import {
  type DocumentLink,
  type DocumentSymbol,
  type FoldingRange,
  type InlayHint,
  type Range,
  type SymbolInformation,
  SymbolKind,
} from "vscode-languageserver";
import { logFolds } from "../../features/log/folding.ts";
import { logHints } from "../../features/log/hints.ts";
import { logLinks } from "../../features/log/links.ts";
import { type LogSymbol, logOutline } from "../../features/log/outline.ts";
import type { LogText } from "../../incident/logText.ts";
import { logOf, releaseAt } from "../documents/logDocuments.ts";
import type { OpenDocument } from "../documents/openDocument.ts";
import type { Session } from "../documents/session.ts";
import { toRange } from "./convert.ts";

/** A tree for clients that take one, else a flat list. */
export function symbolsOfLog(_session: Session, nested: boolean, open: OpenDocument): DocumentSymbol[] | SymbolInformation[] {
  const log = logOf(open);
  const symbols = logOutline(log).map((one) => toSymbol(one, log));
  return nested ? symbols : symbols.flatMap((one) => flat(one, open.uri, undefined));
}

const kinds = { incident: SymbolKind.Event, thread: SymbolKind.Namespace, frame: SymbolKind.Function } as const;

function toSymbol({ kind, name, detail, line, endLine, at, children }: LogSymbol, log: LogText): DocumentSymbol {
  return {
    name,
    ...(detail !== "" && { detail }),
    kind: kinds[kind],
    range: { start: { line, character: 0 }, end: { line: endLine, character: log.line(endLine).length } },
    selectionRange: toRange(at.line, at.span),
    children: children.map((one) => toSymbol(one, log)),
  };
}

function flat({ name, kind, range, children = [] }: DocumentSymbol, uri: string, container: string | undefined): SymbolInformation[] {
  const own = { name, kind, location: { uri, range }, ...(container !== undefined && { containerName: container }) };
  return [own, ...children.flatMap((one) => flat(one, uri, name))];
}

export function foldsOfLog(_session: Session, most: number | undefined, open: OpenDocument): FoldingRange[] {
  const folds = logFolds(logOf(open)).slice(0, most);
  return folds.map(({ line, endLine }) => ({ startLine: line, endLine }));
}

export function linksOfLog(session: Session, open: OpenDocument): DocumentLink[] {
  const links = logLinks(logOf(open), (line) => releaseAt(session, open, line));
  return links.map(({ line, span, target }) => ({ range: toRange(line, span), target }));
}

export function hintsOfLog(session: Session, open: OpenDocument, { start, end }: Range): InlayHint[] {
  if (!open.settings.inlayHints.logs) return [];
  const hints = logHints(logOf(open), start.line, end.line, (line) => releaseAt(session, open, line));
  return hints.map(({ line, column, label }) => ({ position: { line, character: column }, label, paddingLeft: true }));
}
