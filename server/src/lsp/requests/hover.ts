/** Hover notes: of configurations and of crash logs. */
import { type Hover, type HoverParams, MarkupKind } from "vscode-languageserver/node";
import { configHover, type Note } from "../../features/hover.ts";
import { logHover } from "../../features/logHover.ts";
import { luaHover } from "../../features/lua/hover.ts";
import { mapsHover } from "../../features/machine/maps.ts";
import type { Advisory } from "../../knowledge/knowledge.ts";
import { readMaps } from "../../machine/maps.ts";
import type { Client } from "../client.ts";
import { toRange } from "../convert.ts";
import { loadersOf } from "../luaDocuments.ts";
import { machineHoverAt } from "../machineDocuments.ts";
import type { OpenDocument, Session } from "../session.ts";
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
  if (open.kind === "lua") return luaHoverAt(session, open, line, column, link);
  if (open.kind === "machine") return toHover(machineHoverAt(session, open, line, column, link), line);
  const model = session.modelOf(open);
  const note =
    model !== undefined && open.config !== undefined
      ? configHover(model, open.config, line, column, { release: open.release.release, link })
      : (logHover(session.diagnosesOf(open), line, column, link) ?? mapsNote(open, line));
  return toHover(note, line);
}

function mapsNote({ text }: OpenDocument, line: number): Note | undefined {
  const maps = readMaps(text);
  return maps && mapsHover(maps, line, (text.split("\n")[line] ?? "").trimEnd().length);
}

/** Only for scripts that a configuration loads: the API's words mean nothing elsewhere. */
function luaHoverAt(
  session: Session,
  open: OpenDocument,
  line: number,
  column: number,
  link: (advisory: Advisory) => string,
): Hover | null {
  const [config] = loadersOf(session.documents, open);
  return config === undefined ? null : toHover(luaHover(open.text, line, column, { release: config.release.release, link }), line);
}

function toHover(note: Note | undefined, line: number): Hover | null {
  return note === undefined ? null : { contents: { kind: MarkupKind.Markdown, value: note.markdown }, range: toRange(line, note.span) };
}
