/** Hover notes: of configurations and of crash logs. */
import { type Hover, type HoverParams, MarkupKind } from "vscode-languageserver";
import { configHover, type Note } from "../../features/hover/configHover.ts";
import { plainText } from "../../features/hover/plainText.ts";
import { logHover } from "../../features/log/hover.ts";
import { luaHover } from "../../features/lua/hover.ts";
import type { Advisory } from "../../knowledge/knowledge.ts";
import { toRange } from "../answers/convert.ts";
import type { Client } from "../connection/client.ts";
import { diagnosesOf, logOf, releaseAt } from "../documents/logDocuments.ts";
import { loadersOf } from "../documents/luaDocuments.ts";
import { machineHoverAt } from "../documents/machineDocuments.ts";
import { mapsNote } from "../documents/mapsInLog.ts";
import type { OpenDocument } from "../documents/openDocument.ts";
import type { Session } from "../documents/session.ts";
import { type Feature, onDocument } from "./request.ts";

export const hover: Feature = {
  capabilities: () => ({ hoverProvider: true }),
  wire: (context) => {
    const { connection, session, client } = context;
    connection.onHover(
      onDocument<HoverParams, Hover | null>(context, "hover", null, (open, { position }) =>
        hoverAt(session, client, open, position.line, position.character),
      ),
    );
  },
};

function hoverAt(session: Session, client: Client, open: OpenDocument, line: number, column: number): Hover | null {
  const link = (advisory: Advisory) => client.explainLink(advisory.id, open.uri) ?? advisory.issueUrl;
  if (open.kind === "lua") return toHover(client, luaNoteAt(session, open, line, column, link), line);
  if (open.kind === "machine") return toHover(client, machineHoverAt(session, open, line, column, link), line);
  const model = session.modelOf(open);
  const note =
    model !== undefined && open.config !== undefined
      ? configHover(model, open.config, line, column, { release: open.release.release, link })
      : (logHover(logOf(open), diagnosesOf(session, open), line, column, { release: releaseAt(session, open, line), link }) ??
        mapsNote(logOf(open), line));
  return toHover(client, note, line);
}

/** Only for scripts that a configuration loads: the API's words mean nothing elsewhere. */
function luaNoteAt(
  session: Session,
  open: OpenDocument,
  line: number,
  column: number,
  link: (advisory: Advisory) => string,
): Note | undefined {
  const [config] = loadersOf(session.documents, open);
  return config && luaHover(open.text, line, column, { release: config.release.release, link });
}

function toHover(client: Client, note: Note | undefined, line: number): Hover | null {
  if (note === undefined) return null;
  const contents = client.hoversMarkdown
    ? { kind: MarkupKind.Markdown, value: note.markdown }
    : { kind: MarkupKind.PlainText, value: plainText(note.markdown) };
  return { contents, range: toRange(line, note.span) };
}
