/** The structure of a crash log: incidents, their threads, and the frames of these. */

import * as l10n from "@vscode/l10n";
import type { Frame, Incident, ThreadReport } from "../../incident/incident.ts";
import type { LogText } from "../../incident/logText.ts";
import { releaseName } from "../../knowledge/release.ts";
import { perObject } from "../../syntax/perObject.ts";
import type { Span } from "../../syntax/span.ts";
import { kindInWords, spinningInWords } from "../diagnosisSummary.ts";

export interface LogSymbol {
  readonly kind: "incident" | "thread" | "frame";
  readonly name: string;
  readonly detail: string;
  /** Lines from 0, both included. */
  readonly line: number;
  readonly endLine: number;
  /** Where the name stands, in its own line. */
  readonly at: { readonly line: number; readonly span: Span };
  readonly children: readonly LogSymbol[];
}

/** Frames shown of one stack. */
const mostFrames = 200;

/** In the order of the incidents; a parent reaches as far as its children. */
export const logOutline = perObject((log: LogText): readonly LogSymbol[] => log.all.map((incident) => incidentSymbol(log, incident)));

function incidentSymbol(log: LogText, incident: Incident): LogSymbol {
  const { release, thread, exitCode, bugCondition, pool, spinning } = incident;
  const detail = [
    ...(release === undefined ? [] : [releaseName(release.release)]),
    ...(thread === undefined ? [] : [l10n.t("thread {0}", thread)]),
    ...(exitCode === undefined ? [] : [l10n.t("exit code {0}", exitCode)]),
    ...(pool?.caller === undefined ? [] : [pool.caller]),
    ...(spinning === undefined ? [] : [spinningInWords(spinning)]),
    ...(bugCondition === undefined ? [] : [bugCondition.expression]),
  ].join(l10n.t(", "));
  const threads = incident.threads.map((report, i) => threadSymbol(log, report, incident.threads[i + 1], incident));
  const children = threads.length > 0 ? threads : framesOf(incident.frames);
  const name = incident.survived ? l10n.t("{0} (survived)", kindInWords(incident)) : kindInWords(incident);
  return around({ kind: "incident", name, detail, line: incident.line, endLine: incident.endLine, at: incident.headline, children });
}

function threadSymbol(log: LogText, report: ThreadReport, next: ThreadReport | undefined, incident: Incident): LogSymbol {
  const { number, stuck, current, task, stream, lua } = report;
  const name = stuck
    ? l10n.t("Thread {0} (stuck)", number)
    : current
      ? l10n.t("Thread {0} (made the dump)", number)
      : l10n.t("Thread {0}", number);
  const detail = [task?.handler, task?.applet, stream?.frontend, stream?.rule, lua].filter((one) => one !== undefined).join(l10n.t(", "));
  const children = framesOf(report.frames);
  return around({
    kind: "thread",
    name,
    detail,
    line: report.at.line,
    endLine: lastLine(log, report, next, incident),
    at: report.at,
    children,
  });
}

/** Lines of a thread's report are at most so many, without its frames. */
const longestReport = 200;

/** Up to the next thread's report, or as far as lines belong to a report. */
function lastLine(log: LogText, report: ThreadReport, next: ThreadReport | undefined, incident: Incident): number {
  const start = report.at.line;
  const own = [...report.frames.map(({ at }) => at.line), ...report.luaTraceback.map(({ at }) => at.line)];
  const known = Math.max(start, ...own.slice(-1), ...own.slice(0, 1));
  if (next !== undefined && next.at.line > known && next.at.line - start <= longestReport + own.length) return next.at.line - 1;
  let end = known;
  while (end < incident.endLine && end - known < longestReport && isOfReport(log, end + 1)) end++;
  return end;
}

function isOfReport(log: LogText, line: number): boolean {
  const [first] = log.fieldsOf(line);
  return (
    first !== undefined && /^(?:thread|stream|frame)\./.test(first.line) && first.line !== "thread.head" && first.line !== "thread.panic"
  );
}

function framesOf(frames: readonly Frame[]): LogSymbol[] {
  return frames.slice(0, mostFrames).map((frame) => {
    const { at, text, file, sourceLine, library } = frame;
    const detail = file === undefined ? (library ?? "") : `${file}:${sourceLine}`;
    return { kind: "frame", name: frame.function ?? text, detail, line: at.line, endLine: at.line, at, children: [] };
  });
}

/** Widened to its children and its name. */
function around(symbol: LogSymbol): LogSymbol {
  let { line, endLine } = symbol;
  for (const one of [...symbol.children, { line: symbol.at.line, endLine: symbol.at.line }]) {
    line = Math.min(line, one.line);
    endLine = Math.max(endLine, one.endLine);
  }
  return { ...symbol, line, endLine };
}
