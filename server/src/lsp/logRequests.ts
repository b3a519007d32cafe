/** The requests of protocol.ts on crash logs: of open documents, and of files that no editor holds. */
import * as l10n from "@vscode/l10n";
import {
  type CancellationToken,
  type Connection,
  WorkDoneProgress,
  type WorkDoneProgressBegin,
  type WorkDoneProgressEnd,
  type WorkDoneProgressReport,
} from "vscode-languageserver";
import { diagnose } from "../diagnosis/diagnose.ts";
import { diagnosisPage, placedIn } from "../features/pages/diagnosisPage.ts";
import { endingInWords, ticketText } from "../features/pages/diagnosisText.ts";
import { incidentsOfFile } from "../host/logFile.ts";
import { UnpackError } from "../host/unpack.ts";
import { readEndings } from "../incident/endings.ts";
import { language } from "../knowledge/language.ts";
import { fileName } from "../syntax/fileName.ts";
import { plain } from "../syntax/plain.ts";
import type { Params, Register, Result } from "./connection/requestsOf.ts";
import { diagnosesOf } from "./documents/logDocuments.ts";
import { type OpenDocument, pathOf } from "./documents/openDocument.ts";
import type { Publisher } from "./documents/publisher.ts";
import type { Session } from "./documents/session.ts";
import type { Explanation } from "./protocol.ts";

export function wireLogRequests(connection: Connection, on: Register, session: Session, publisher: Publisher): void {
  on("haproxySleuth/diagnosis", null, async ({ uri }) => {
    await publisher.settled(uri);
    const open = session.documents.get(uri);
    return open === undefined || open.kind !== "log" ? null : diagnosisOf(session, open);
  });
  on("haproxySleuth/ticket", null, async ({ uri }) => {
    await publisher.settled(uri);
    const open = session.documents.get(uri);
    const diagnoses = open === undefined ? [] : diagnosesOf(session, open);
    return diagnoses.length === 0 ? null : ticketText(placedIn(fileName(uri), diagnoses));
  });
  on("haproxySleuth/analyseFile", null, (params, token) => analyseFile(connection, session, params, token));
}

function diagnosisOf(session: Session, open: OpenDocument): Explanation {
  const diagnoses = diagnosesOf(session, open);
  const title = l10n.t("Diagnosis of {0}", fileName(open.uri));
  if (diagnoses.length > 0) return { title, markdown: diagnosisPage(placedIn(fileName(open.uri), diagnoses)) };
  const endings = readEndings(open.text).map(
    (ending) => `- ${l10n.t("line {0}", ending.line + 1)}${l10n.t(": ")}${plain(endingInWords(ending).says)}`,
  );
  return { title, markdown: [`# ${l10n.t("No crash found")}`, ...endings].join("\n\n") };
}

async function analyseFile(
  connection: Connection,
  session: Session,
  { uri, workDoneToken }: Params<"haproxySleuth/analyseFile">,
  token: CancellationToken,
): Promise<Result<"haproxySleuth/analyseFile">> {
  const path = pathOf(uri);
  if (path === undefined) return { problem: l10n.t("{0} is no file of this machine", uri) };
  const progress = progressOf(connection, workDoneToken, fileName(uri));
  try {
    const incidents = await incidentsOfFile(path, { progress: progress.report, cancelled: () => token.isCancellationRequested });
    if (incidents === undefined) return null;
    const config = session.companion();
    const circumstances = { fallbackRelease: config?.release.release, model: config && session.modelOf(config), language: language() };
    const found = placedIn(
      fileName(uri),
      incidents.map((incident) => diagnose(incident, circumstances)),
    );
    const title = l10n.t("Diagnosis of {0}", fileName(uri));
    return { title, markdown: diagnosisPage(found), ticket: ticketText(found), crashes: found.length };
  } catch (error) {
    return { problem: problemInWords(fileName(uri), error) };
  } finally {
    progress.done();
  }
}

/** Tells the client of progress where it gave a token for it, each percent once. */
function progressOf(connection: Connection, token: string | number | undefined, name: string) {
  let told = -1;
  const send = (value: WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd) => {
    if (token !== undefined) void connection.sendProgress(WorkDoneProgress.type, token, value);
  };
  send({ kind: "begin", title: l10n.t("Reading {0}", name), percentage: 0, cancellable: true });
  return {
    report: (read: number, size: number) => {
      const percentage = size > 0 ? Math.min(99, Math.floor((100 * read) / size)) : 0;
      if (percentage > told) send({ kind: "report", percentage });
      told = Math.max(told, percentage);
    },
    done: () => send({ kind: "end" }),
  };
}

const reasons = (): Readonly<Record<string, string>> => ({
  ENOENT: l10n.t("no such file"),
  EACCES: l10n.t("permission denied"),
  EPERM: l10n.t("permission denied"),
  EISDIR: l10n.t("it is a folder"),
});

function problemInWords(name: string, error: unknown): string {
  if (error instanceof UnpackError)
    return error.reason === "no-program"
      ? l10n.t("{0} cannot be unpacked: the program {1} is not installed", name, error.program)
      : l10n.t("{0} cannot be unpacked: it is damaged", name);
  const code = (error as NodeJS.ErrnoException).code ?? "";
  return l10n.t("{0} cannot be read: {1}", name, reasons()[code] ?? (code === "" ? String(error) : code));
}
