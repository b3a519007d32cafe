/** Lines above a configuration, its sections, and each crash of a log: what is known, and how often a section is used. */
import type { CodeLens, Location } from "vscode-languageserver";
import { exposureInShort } from "../../features/exposureSummary.ts";
import { logLenses } from "../../features/log/lenses.ts";
import { lensPlacesIn, usageAt } from "../../features/navigation/referenceLenses.ts";
import { serverLensPlacesIn, serversAt } from "../../features/navigation/serverLenses.ts";
import type { Client } from "../connection/client.ts";
import { asRecord } from "../connection/settings.ts";
import { diagnosesOf } from "../documents/logDocuments.ts";
import type { OpenDocument } from "../documents/openDocument.ts";
import type { Session } from "../documents/session.ts";
import { toRange } from "./convert.ts";

export function lensesOf(session: Session, client: Client, open: OpenDocument): CodeLens[] {
  if (open.kind === "log") return lensesOfLog(session, client, open);
  return [...exposureLens(session, client, open), ...sectionLenses(open)];
}

function exposureLens(session: Session, client: Client, open: OpenDocument): CodeLens[] {
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

function lensesOfLog(session: Session, client: Client, open: OpenDocument): CodeLens[] {
  return logLenses(diagnosesOf(session, open)).map(({ line, title, advisory }) => {
    const start = { line, character: 0 };
    const ours =
      advisory === undefined
        ? { command: "haproxySleuth.showDiagnosis", arguments: [open.uri] }
        : { command: "haproxySleuth.explain", arguments: [advisory, open.uri] };
    return { range: { start, end: start }, command: client.commands ? { title, ...ours } : { title, command: "" } };
  });
}

/** Without a title: that is worked out when the lens is seen. */
function sectionLenses({ uri, config, settings }: OpenDocument): CodeLens[] {
  if (config === undefined) return [];
  const references = settings.codeLens.references ? lensPlacesIn(config) : [];
  const servers = settings.codeLens.servers ? serverLensPlacesIn(config) : [];
  return [
    ...references.map(({ line, span }) => ({ range: toRange(line, span), data: { uri } })),
    ...servers.map(({ line, span }) => ({ range: toRange(line, span), data: { uri, servers: true } })),
  ];
}

/** One that has its words already stays as it is, for clients that resolve them all. */
export function resolvedLens(session: Session, client: Client, lens: CodeLens): CodeLens {
  if (lens.command !== undefined) return lens;
  const { uri, servers } = asRecord(lens.data);
  const open = session.documents.get(String(uri));
  const model = open && session.modelOf(open);
  const find = servers === true ? serversAt : usageAt;
  const usage = open?.config && model && find(model, open.config, lens.range.start.line, open.release.release?.branch);
  if (open === undefined || usage === undefined) return { ...lens, command: { title: "", command: "" } };
  const { title } = usage;
  const places = usage.places.map(({ uri, line, span }): Location => ({ uri, range: toRange(line, span) }));
  // only our own client can show them: the editor's command wants objects of the editor
  const shows = client.commands && places.length > 0;
  const command = shows
    ? { title, command: "haproxySleuth.showReferences", arguments: [open.uri, lens.range.start, places] }
    : { title, command: "" };
  return { ...lens, command };
}
