/** Warnings for which HAProxy names no line (missing timeouts and the like): whether we say something on the section that it names. */
import { readFileSync } from "node:fs";

interface Truth {
  readonly file: string;
  readonly verdict: string;
  readonly messages: readonly { readonly level: string; readonly line: number | null; readonly text: string }[];
}

interface Finding {
  readonly file: string;
  readonly line?: number;
  readonly severity?: string;
  readonly message?: string;
}

export interface Unlined {
  readonly warnings: number;
  readonly found: number;
}

/** Of files that HAProxy accepts with warnings; a finding counts on the header of the section, or when it names the section. */
export function unlinedWarnings(truth: string, found: string): Unlined {
  const findings = new Map<string, Finding[]>();
  for (const finding of records<Finding>(found)) findings.set(finding.file, [...(findings.get(finding.file) ?? []), finding]);
  let warnings = 0;
  let told = 0;
  for (const { file, verdict, messages } of records<Truth>(truth)) {
    if (verdict !== "warning") continue;
    const texts = messages.filter(({ level, line }) => level === "WARNING" && !line).map(({ text }) => text);
    if (texts.length === 0) continue;
    const lines = readFileSync(file, "utf8").split("\n");
    const loud = (findings.get(file) ?? []).filter(({ severity }) => severity === "error" || severity === "warning");
    warnings += texts.length;
    told += texts.filter((text) => isTold(text, lines, loud)).length;
  }
  return { warnings, found: told };
}

function isTold(text: string, lines: readonly string[], loud: readonly Finding[]): boolean {
  const names = [...text.matchAll(/'([^']+)'/g)].map(([, name = ""]) => name);
  if (names.length === 0) return loud.length > 0;
  return loud.some(({ line, message }) => {
    const [kind = "", name = ""] = (lines[(line ?? 0) - 1] ?? "").trim().split(/\s+/);
    const onHeader = /^(?:frontend|backend|listen|defaults|peers)$/.test(kind) && names.includes(name);
    return onHeader || names.some((one) => message?.includes(`"${one}"`) || message?.includes(`\`${one}\``));
  });
}

function records<T>(text: string): readonly T[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as T);
}
