/** Reads and shows incidents and their diagnoses as people would tell them. */
import { type Diagnosis, diagnose } from "../../server/src/diagnosis/diagnose.ts";
import type { Incident } from "../../server/src/incident/incident.ts";
import { readIncidents } from "../../server/src/incident/read.ts";
import { releaseName } from "../../server/src/knowledge/release.ts";

export function diagnosesOf(log: string): readonly Diagnosis[] {
  return readIncidents(log).map((incident) => diagnose(incident, { language: "en" }));
}

/** "stick-table-kill-race 0.97" for each candidate of each incident, without places: the same behind every envelope. */
export function verdictsOf(log: string): string[] {
  return diagnosesOf(log).map(({ incident, candidates }) =>
    [incident.kind, ...candidates.map(({ advisory, confidence }) => `${advisory.id} ${confidence}`)].join(", "),
  );
}

/** The whole reading of a log, for golden files. */
export function incidentsInWords(log: string): string {
  const diagnoses = diagnosesOf(log);
  const count = diagnoses.length === 1 ? "1 incident" : `${diagnoses.length} incidents`;
  return `${[`# ${count}`, ...diagnoses.map(diagnosisInWords)].join("\n\n")}\n`;
}

function diagnosisInWords(diagnosis: Diagnosis): string {
  const { incident, release, candidates } = diagnosis;
  const facts = [
    `- lines: ${incident.line + 1} to ${incident.endLine + 1}`,
    `- release: ${release === undefined ? "not stated" : releaseName(release)}`,
    `- thread: ${incident.thread ?? "not stated"}`,
    `- pid: ${incident.pid ?? "not stated"}`,
    `- signal: ${incident.signal ?? "not stated"}`,
    `- exit code: ${incident.exitCode ?? "not stated"}`,
    `- pool: ${poolInWords(incident)}`,
    `- Lua out of memory: ${incident.luaOutOfMemory.length} times`,
    `- machine: ${incident.machine.join(", ") || "not stated"}`,
  ];
  const stack = incident.frames.map(({ function: name, text, file, sourceLine }) => {
    return `- ${name ?? `(${text})`}${file === undefined ? "" : `, ${file}:${sourceLine}`}`;
  });
  return [
    `## ${incident.kind}`,
    facts.join("\n"),
    "### Frames",
    stack.join("\n") || "none",
    "### Candidates",
    ...candidatesInWords(candidates),
  ].join("\n\n");
}

function poolInWords({ pool }: Incident): string {
  if (pool === undefined) return "none";
  return `${pool.problem}; caller ${pool.caller ?? "-"}, freed by ${pool.freedBy ?? "-"}, named ${pool.pool ?? "-"}, size ${pool.size ?? "-"}`;
}

function candidatesInWords(candidates: Diagnosis["candidates"]): string[] {
  if (candidates.length === 0) return ["none"];
  return candidates.map(({ advisory, confidence, evidence }) => {
    const reasons = evidence.map((one) => {
      const lines = one.places.map(({ line }) => line + 1);
      return `  - ${one.for ? "for" : "against"}: ${one.says}${lines.length === 0 ? "" : ` (lines ${lines.join(", ")})`}`;
    });
    return [`- ${advisory.id}: ${confidence}`, ...reasons].join("\n");
  });
}
