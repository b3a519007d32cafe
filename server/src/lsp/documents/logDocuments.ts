/** Open crash logs: their text, what it says, and which release wrote it. Each is worked out once for each version. */
import { type Diagnosis, diagnose } from "../../diagnosis/diagnose.ts";
import { LogText } from "../../incident/logText.ts";
import { language } from "../../knowledge/language.ts";
import { type Release, releaseName } from "../../knowledge/release.ts";
import type { OpenDocument } from "./openDocument.ts";
import type { Session } from "./session.ts";

/** The text of a log and what it says. */
export function logOf(open: OpenDocument): LogText {
  open.log ??= new LogText(open.text);
  return open.log;
}

/** Diagnoses of a log, in the light of the one configuration that is open; made anew only where one of the two changed. */
export function diagnosesOf(session: Session, open: OpenDocument): readonly Diagnosis[] {
  if (open.kind !== "log") return [];
  const log = logOf(open);
  const config = session.companion();
  const fallbackRelease = open.release.release ?? config?.release.release;
  const model = config && session.modelOf(config);
  const release = fallbackRelease === undefined ? "" : releaseName(fallbackRelease);
  const known = open.diagnosed;
  if (known !== undefined && known.log === log && known.model === model && known.release === release) return known.diagnoses;
  const diagnoses = log.incidents.map((incident) => diagnose(incident, { fallbackRelease, model, language: language() }));
  open.diagnosed = { log, model, release, diagnoses };
  return diagnoses;
}

/** The release that wrote a line of a log: that of the incident around it, of the first one, or the one in use. */
export function releaseAt(session: Session, open: OpenDocument, line: number): Release | undefined {
  const { all } = logOf(open);
  const around = all.find((incident) => incident.line <= line && line <= incident.endLine && incident.release !== undefined);
  const named = around ?? all.find(({ release }) => release !== undefined);
  return named?.release?.release ?? open.release.release ?? session.companion()?.release.release;
}
