/** The way of traffic as a call hierarchy: frontends, backends, servers. */
import {
  type CallHierarchyIncomingCall,
  type CallHierarchyItem,
  type CallHierarchyOutgoingCall,
  type CallHierarchyPrepareParams,
  type CancellationToken,
  SymbolKind,
} from "vscode-languageserver";
import { type Passage, passagesFrom, passagesTo, type Station, stationsAt } from "../../features/navigation/callHierarchy.ts";
import type { Model } from "../../model/model.ts";
import { toRange } from "../answers/convert.ts";
import { asRecord } from "../connection/settings.ts";
import type { Session } from "../documents/session.ts";
import { type Context, type Feature, onDocument } from "./request.ts";

export const callHierarchy: Feature = {
  capabilities: () => ({ callHierarchyProvider: true }),
  wire: (context) => {
    const { connection, session } = context;
    connection.languages.callHierarchy.onPrepare(
      onDocument<CallHierarchyPrepareParams, CallHierarchyItem[] | null>(context, "prepareCallHierarchy", null, (open, { position }) => {
        const model = session.modelOf(open);
        if (model === undefined || open.config === undefined) return null;
        const stations = stationsAt(model, open.config, position.line, position.character, open.release.release?.branch);
        return stations.length === 0 ? null : stations.map((station) => itemOf(session, station, open.uri));
      }),
    );
    connection.languages.callHierarchy.onIncomingCalls(
      handler(context, "incomingCalls", passagesTo, (from, fromRanges): CallHierarchyIncomingCall => ({ from, fromRanges })),
    );
    connection.languages.callHierarchy.onOutgoingCalls(
      handler(context, "outgoingCalls", passagesFrom, (to, fromRanges): CallHierarchyOutgoingCall => ({ to, fromRanges })),
    );
  },
};

/** As in the outline; a rule that names its backend at run time is a function. */
const kinds: Readonly<Record<Station["kind"], SymbolKind>> = {
  frontend: SymbolKind.Class,
  listen: SymbolKind.Class,
  backend: SymbolKind.Class,
  server: SymbolKind.Field,
  dynamic: SymbolKind.Function,
};

/** `document`: the open configuration that the hierarchy was asked for; a station may stand in another file of it. */
function itemOf(
  session: Session,
  { kind, name, detail, uri, line, span, firstLine, lastLine }: Station,
  document: string,
): CallHierarchyItem {
  const last = session.documents.get(uri)?.config?.lines[lastLine]?.raw.length ?? span.end;
  const range = { start: { line: firstLine, character: 0 }, end: { line: lastLine, character: last } };
  return { name, detail, kind: kinds[kind], uri, range, selectionRange: toRange(line, span), data: { document, kind } };
}

function handler<Call>(
  context: Context,
  name: string,
  find: (model: Model, station: Station) => readonly Passage[],
  callOf: (item: CallHierarchyItem, ranges: CallHierarchyOutgoingCall["fromRanges"]) => Call,
): (params: { item: CallHierarchyItem }, token: CancellationToken) => Promise<Call[] | null> {
  const { session } = context;
  const ask = onDocument<{ textDocument: { uri: string }; item: CallHierarchyItem }, Call[] | null>(
    context,
    name,
    null,
    (open, { item }) => {
      const model = session.modelOf(open);
      const station = stationOf(item);
      if (model === undefined || station === undefined) return null;
      return find(model, station).map((passage) =>
        callOf(
          itemOf(session, passage.station, open.uri),
          passage.at.map((span, i) => toRange(passage.lines[i] ?? 0, span)),
        ),
      );
    },
  );
  return ({ item }, token) => ask({ textDocument: { uri: String(asRecord(item.data)["document"] ?? item.uri) }, item }, token);
}

/** The item comes back from the client as it was given. */
function stationOf({ name, uri, range, selectionRange, data, detail = "" }: CallHierarchyItem): Station | undefined {
  const kind = (Object.keys(kinds) as Station["kind"][]).find((one) => one === asRecord(data)["kind"]);
  if (kind === undefined) return undefined;
  const span = { start: selectionRange.start.character, end: selectionRange.end.character };
  return { kind, name, detail, uri, line: selectionRange.start.line, span, firstLine: range.start.line, lastLine: range.end.line };
}
