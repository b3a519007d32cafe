/** Hover notes: of configurations and of crash logs. */
import { type Hover, type HoverParams, MarkupKind } from "vscode-languageserver/node";
import { configHover } from "../../features/hover/configHover.ts";
import { plainText } from "../../features/hover/plainText.ts";
import { logHover } from "../../features/log/hover.ts";
import type { Advisory } from "../../knowledge/knowledge.ts";
import type { Client } from "../client.ts";
import { toRange } from "../convert.ts";
import type { OpenDocument } from "../openDocument.ts";
import type { Session } from "../session.ts";
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
  const model = session.modelOf(open);
  const note =
    model !== undefined && open.config !== undefined
      ? configHover(model, open.config, line, column, { release: open.release.release, link })
      : logHover(session.logOf(open), session.diagnosesOf(open), line, column, { release: session.releaseAt(open, line), link });
  if (note === undefined) return null;
  const contents = client.hoversMarkdown
    ? { kind: MarkupKind.Markdown, value: note.markdown }
    : { kind: MarkupKind.PlainText, value: plainText(note.markdown) };
  return { contents, range: toRange(line, note.span) };
}
