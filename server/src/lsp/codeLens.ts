/** The lines above a configuration and above each crash of a log: what is known, and the way to all of it. */
import type { CodeLens } from "vscode-languageserver/node";
import { exposureInShort } from "../features/exposureSummary.ts";
import { logLenses } from "../features/log/lenses.ts";
import type { Client } from "./client.ts";
import type { OpenDocument, Session } from "./session.ts";

export function lensesOf(session: Session, client: Client, open: OpenDocument): CodeLens[] {
  if (open.kind === "log") return lensesOfLog(session, client, open);
  const model = session.modelOf(open);
  const title = model === undefined || open.settings.minimumEffect === "off" ? undefined : exposureInShort(model, open.release.release);
  if (title === undefined) return [];
  const start = { line: 0, character: 0 };
  // other clients show the words; only ours opens the report
  const command = client.commands ? { title, command: "haproxySleuth.showExposure", arguments: [open.uri] } : { title, command: "" };
  return [{ range: { start, end: start }, command }];
}

function lensesOfLog(session: Session, client: Client, open: OpenDocument): CodeLens[] {
  return logLenses(session.diagnosesOf(open)).map(({ line, title, advisory }) => {
    const start = { line, character: 0 };
    const ours =
      advisory === undefined
        ? { command: "haproxySleuth.showDiagnosis", arguments: [open.uri] }
        : { command: "haproxySleuth.explain", arguments: [advisory, open.uri] };
    return { range: { start, end: start }, command: client.commands ? { title, ...ours } : { title, command: "" } };
  });
}
