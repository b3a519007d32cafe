/** Incidents with what is behind them, as JSON that scripts rely on. */
import type { Candidate, Diagnosis } from "../../diagnosis/diagnose.ts";
import { namedCandidate, verdictOf } from "../../diagnosis/verdict.ts";
import { nextSteps } from "../../features/collect.ts";
import { newerFixes } from "../../features/newerFixes.ts";
import type { Frame, Incident, LogPlace, LuaFrame, ThreadReport } from "../../incident/incident.ts";
import { language } from "../../knowledge/language.ts";
import { releaseName } from "../../knowledge/release.ts";
import { fixedReleases } from "../../knowledge/standing.ts";

export interface Found {
  readonly file: string;
  readonly diagnosis: Diagnosis;
}

export function jsonIncident({ file, diagnosis }: Found) {
  const { incident, release, era, candidates } = diagnosis;
  const newer = newerFixes(release);
  return {
    file,
    line: incident.line + 1,
    endLine: incident.endLine + 1,
    kind: incident.kind,
    verdict: verdictOf(diagnosis),
    signature: incident.signature,
    count: incident.count,
    occurrences: incident.occurrences.map(({ line }) => line + 1),
    survived: incident.survived,
    time: incident.time?.text ?? null,
    release: release === undefined ? null : releaseName(release),
    releaseFrom: incident.release?.at === undefined ? null : { text: incident.release.text.trim(), ...jsonPlace(incident.release.at) },
    era: era === undefined ? null : { first: era.first ?? null, last: era.last ?? null, from: era.places.map(jsonPlace) },
    thread: incident.thread ?? null,
    pid: incident.pid ?? null,
    process: jsonProcess(incident),
    signal: incident.signal ?? null,
    exitCode: incident.exitCode ?? null,
    fault: incident.fault ?? null,
    ownAbort: incident.ownAbort,
    bugCondition: incident.bugCondition ?? null,
    frames: incident.frames.map(jsonFrame),
    luaTraceback: incident.luaTraceback.map(jsonLua),
    threads: incident.threads.map(jsonThread),
    spinning: incident.spinning ?? null,
    pool: incident.pool ?? null,
    build: Object.fromEntries(incident.build.map(({ name, text }) => [name, text])),
    candidates: candidates.map(jsonCandidate),
    newest: newer === undefined ? null : { release: releaseName(newer.newest), crashFixes: newer.crashes },
    collect: namedCandidate(diagnosis) === undefined ? nextSteps(diagnosis) : [],
  };
}

/** Line and columns from 1; the end column is behind the last character. */
function jsonPlace({ line, span }: LogPlace) {
  return { line: line + 1, column: span.start + 1, endColumn: span.end + 1 };
}

function jsonProcess({ process: { master, host, executable } }: Incident) {
  return { master: master ?? null, host: host ?? null, executable: executable ?? null };
}

function jsonFrame({ function: name, text, address, offset, library, inlined, file, sourceLine, at }: Frame) {
  return {
    function: name ?? null,
    text,
    address: address ?? null,
    offset: offset ?? null,
    library: library ?? null,
    inlined: inlined === true,
    file: file ?? null,
    line: sourceLine ?? null,
    at: jsonPlace(at),
  };
}

function jsonLua({ text, file, sourceLine }: LuaFrame) {
  return { text, file: file ?? null, line: sourceLine ?? null };
}

function jsonThread({ number, current, stuck, fields, task, stream, lua, luaTraceback, locks, held, context, frames, at }: ThreadReport) {
  return {
    number,
    current,
    stuck,
    fields,
    task: task ?? null,
    stream: stream ?? null,
    lua: lua ?? null,
    luaTraceback: luaTraceback.map(jsonLua),
    locks,
    held,
    context: context ?? null,
    frames: frames.map(({ text }) => text),
    at: jsonPlace(at),
  };
}

function jsonCandidate({ advisory, confidence, evidence }: Candidate) {
  return {
    advisory: advisory.id,
    aliases: advisory.aliases,
    title: advisory.title[language()],
    effect: advisory.effect,
    confidence,
    fixedIn: fixedReleases(advisory),
    workaround: advisory.workaround?.[language()] ?? null,
    evidence: evidence.map(({ says }) => says),
    url: advisory.issueUrl,
  };
}
