/** The line above a configuration: how many known bugs it is exposed to, and the way to the report. */
import type { CodeLens } from "vscode-languageserver/node";
import { exposureInShort } from "../features/exposureSummary.ts";
import type { Client } from "./client.ts";
import type { OpenDocument, Session } from "./session.ts";

export function lensesOf(session: Session, client: Client, open: OpenDocument): CodeLens[] {
  const model = session.modelOf(open);
  // a configuration of several files is summed up once
  if (model?.files[0]?.uri !== open.uri) return [];
  const title = open.settings.minimumEffect === "off" ? undefined : exposureInShort(model, open.release.release);
  if (title === undefined) return [];
  const start = { line: 0, character: 0 };
  // other clients show the words; only ours opens the report
  const command = client.commands ? { title, command: "haproxySleuth.showExposure", arguments: [open.uri] } : { title, command: "" };
  return [{ range: { start, end: start }, command }];
}
