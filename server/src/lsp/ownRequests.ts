/** The requests of protocol.ts. */
import * as l10n from "@vscode/l10n";
import type { Connection } from "vscode-languageserver";
import { exposuresOf, isExposed } from "../diagnosis/exposure.ts";
import { namedCandidate } from "../diagnosis/verdict.ts";
import { knownAs } from "../features/advice.ts";
import { severalBugs } from "../features/catalogueFindings.ts";
import { comparison, exposureReport } from "../features/exposureReport.ts";
import { unmatchedCrash } from "../features/logFindings.ts";
import { diagnosisPage, placedIn } from "../features/pages/diagnosisPage.ts";
import { explanationPage } from "../features/pages/explanation.ts";
import { exposurePage } from "../features/pages/exposurePage.ts";
import { lintPage } from "../features/pages/lintPage.ts";
import { issueReport } from "../features/pages/report.ts";
import { findAdvisory, findLint, knowledge } from "../knowledge/knowledge.ts";
import { language } from "../knowledge/language.ts";
import { loadPages, type Pages } from "../knowledge/pages.ts";
import { compareBranches, type Release } from "../knowledge/release.ts";
import { newestRelease } from "../knowledge/standing.ts";
import { readReleaseInUse } from "../model/releaseInUse.ts";
import { type PlacedStatement, placeOf } from "../model/statement.ts";
import type { ConfigFile } from "../syntax/config.ts";
import { fileName } from "../syntax/fileName.ts";
import { type Result, registerOn } from "./connection/requestsOf.ts";
import { diagnosesOf } from "./documents/logDocuments.ts";
import type { Publisher } from "./documents/publisher.ts";
import { releaseStateOf } from "./documents/releaseState.ts";
import type { Session } from "./documents/session.ts";
import { wireLogRequests } from "./logRequests.ts";
import type { ExposedStatement } from "./protocol.ts";

export function wireOwnRequests(connection: Connection, session: Session, publisher: Publisher): void {
  const on = registerOn(connection);
  on("haproxySleuth/explanation", null, async ({ advisory, uri }) => {
    if (uri !== undefined) await publisher.settled(uri);
    return explanationOf(session, advisory, uri, await loadPages());
  });
  on("haproxySleuth/exposedStatements", [], async ({ advisory, uri, log }) => {
    await publisher.settled(uri);
    return exposedStatements(session, advisory, uri, log);
  });
  on("haproxySleuth/exposureReport", null, async ({ uri, against }) => {
    await publisher.settled(uri);
    return exposureReportOf(session, uri, against);
  });
  on("haproxySleuth/report", null, ({ uri, configUri }) => {
    const open = session.documents.get(uri);
    if (open === undefined) return null;
    const config = configUri === undefined ? session.companion() : session.documents.get(configUri);
    return issueReport({ diagnoses: diagnosesOf(session, open), log: open.text, config: config && wholeText(session.filesOf(config)) });
  });
  on("haproxySleuth/releaseState", { uri: "" }, async ({ uri }) => {
    await publisher.settled(uri);
    const open = session.documents.get(uri);
    return open === undefined ? { uri } : releaseStateOf(session, open);
  });
  on("haproxySleuth/branches", [], () => knowledge.branches.map(({ branch, newest }) => ({ branch, newest })));
  wireLogRequests(connection, on, session, publisher);
  wireNotifications(connection, session, publisher);
}

function wireNotifications(connection: Connection, session: Session, publisher: Publisher): void {
  connection.onNotification("haproxySleuth/openTabs", (uris: readonly string[]) => {
    session.tabs = new Set(uris);
    publisher.logsLater();
  });
  connection.onNotification("haproxySleuth/trusted", () => {
    session.circumstances.trust();
    publisher.everything();
  });
  session.circumstances.onLateSettings(() => publisher.everything());
  connection.onDidChangeConfiguration(({ settings }) => {
    session.circumstances.settingsChanged(settings);
    publisher.everything();
  });
}

/** The text of a configuration; where there are several files, each under its name. */
function wholeText(files: readonly ConfigFile[]): string {
  if (files.length === 1) return files[0]?.text ?? "";
  return files.map(({ uri, text }) => `# ${fileName(uri)}\n${text}`).join("\n");
}

/** The page in the light of a document: a configuration, or a log with the configuration beside it. */
function explanationOf(session: Session, id: string, uri: string | undefined, pages: Pages): Result<"haproxySleuth/explanation"> {
  const lint = findLint(id);
  if (lint !== undefined) return { title: id, markdown: lintPage(lint, language()) };
  if (id === severalBugs) return uri === undefined ? null : exposureReportOf(session, uri, undefined);
  const advisory = findAdvisory(id);
  if (id === unmatchedCrash) return unmatchedPage(session, uri);
  if (advisory === undefined) return null;
  const open = uri === undefined ? session.companion() : session.documents.get(uri);
  const config = open?.kind === "config" ? open : session.companion();
  const crashed =
    open?.kind === "log"
      ? diagnosesOf(session, open).find(({ candidates }) => candidates.some((one) => one.advisory === advisory))?.release
      : undefined;
  const release = crashed ?? open?.release.release ?? config?.release.release;
  const markdown = explanationPage(advisory, { language: language(), release, pages, model: config && session.modelOf(config) });
  return { title: `${knownAs(advisory)} ${advisory.title[language()]}`, markdown };
}

/** What to do about the crashes of a log that nothing of the catalogue explains. */
function unmatchedPage(session: Session, uri: string | undefined): Result<"haproxySleuth/explanation"> {
  const open = uri === undefined ? undefined : session.documents.get(uri);
  if (open === undefined) return null;
  const unmatched = diagnosesOf(session, open).filter((diagnosis) => namedCandidate(diagnosis) === undefined);
  return { title: l10n.t("What to collect next"), markdown: diagnosisPage(placedIn(fileName(open.uri), unmatched)) };
}

function exposureReportOf(session: Session, uri: string, against: string | undefined): Result<"haproxySleuth/exposureReport"> {
  const open = session.documents.get(uri);
  const model = open && session.modelOf(open);
  const release = open?.release.release;
  if (model === undefined) return null;
  const title = l10n.t("What am I exposed to?");
  if (release === undefined) return { title, markdown: `# ${title}\n\n${l10n.t("Choose the release in use first.")}\n` };
  const other = against === undefined ? newestOfLongSupport(release.branch) : readReleaseInUse(against);
  const compared = other === undefined ? [] : [comparison(model, release, other)];
  const options = {
    comparedFirst: against !== undefined,
    link: (at: PlacedStatement) => `${at.uri}#L${at.lineNumber + 1}`,
    nameOf: ({ uri: name, lineNumber }: PlacedStatement) => `${fileName(name)}:${lineNumber + 1}`,
  };
  return { title, markdown: exposurePage(exposureReport(model, release), compared, options) };
}

/** Undefined where the branch in use is that one, or a later one. */
function newestOfLongSupport(branch: string): Release | undefined {
  const known = knowledge.branches.findLast(({ lts }) => lts)?.branch;
  return known === undefined || compareBranches(known, branch) <= 0 ? undefined : newestRelease(known);
}

/** What crashed decides, where a log tells it: the configuration may have moved to another release since. */
function exposedStatements(session: Session, id: string, uri: string, log: string | undefined): readonly ExposedStatement[] {
  const open = session.documents.get(uri);
  const crashed = log === undefined ? undefined : session.documents.get(log);
  const model = open && session.modelOf(open);
  const advisory = findAdvisory(id);
  if (open === undefined || model === undefined || advisory === undefined) return [];
  const release = (crashed?.kind === "log" ? diagnosesOf(session, crashed)[0]?.release : undefined) ?? open.release.release;
  const exposures = exposuresOf(model, release).filter((exposure) => exposure.advisory === advisory);
  const shown = exposures.filter(isExposed);
  const found = new Map<number, ExposedStatement>();
  for (const exposure of shown.length > 0 ? shown : exposures) {
    for (const at of exposure.statements.filter((one) => one.uri === uri)) {
      const { line, span } = placeOf(at);
      const decided = exposure.decisions.filter(({ places }) => places.includes(at)).map(({ says }) => says);
      found.set(line, { line, start: span.start, end: span.end, message: decided.join(l10n.t("; ")) });
    }
  }
  return [...found.values()].sort((a, b) => a.line - b.line);
}
