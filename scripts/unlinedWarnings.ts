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
  /** Those that another machine would not give; they are counted neither way. */
  readonly ofMachine: number;
}

/** Warnings that hang on the machine: its name among peers, its processors, sockets and files. */
const ofMachine = [
  /^Removing incomplete section 'peers .* \(no peer named /,
  /threads (?:running on|to) a total of \d+ CPUs/,
  /can't connect(?: socket)? (?:for|to) nameserver/,
  /No such file or directory/,
  / at \/\S+:\d+\.?$/,
];

/** Of files that HAProxy accepts with warnings; a finding counts on the header of the section, or when it names the section. */
export function unlinedWarnings(truth: string, found: string): Unlined {
  const findings = new Map<string, Finding[]>();
  for (const finding of records<Finding>(found)) findings.set(finding.file, [...(findings.get(finding.file) ?? []), finding]);
  let warnings = 0;
  let told = 0;
  let left = 0;
  for (const { file, verdict, messages } of records<Truth>(truth)) {
    if (verdict !== "warning") continue;
    const unlined = messages.filter(({ level, line }) => level === "WARNING" && !line).map(({ text }) => text);
    const source = readFileSync(file, "utf8");
    const texts = unlined.filter((text) => !hangsOnMachine(text, source));
    left += unlined.length - texts.length;
    if (texts.length === 0) continue;
    const lines = source.split("\n");
    const loud = (findings.get(file) ?? []).filter(({ severity }) => severity === "error" || severity === "warning");
    warnings += texts.length;
    told += texts.filter((text) => isTold(text, lines, loud)).length;
  }
  return { warnings, found: told, ofMachine: left };
}

/** The name of the local peer is the configuration's own where it has "localpeer". */
function hangsOnMachine(text: string, source: string): boolean {
  if (text.includes("no peer named") && /^\s*localpeer\s/m.test(source)) return false;
  return ofMachine.some((words) => words.test(text));
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
