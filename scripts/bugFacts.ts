/** The catalogue of bug facts, one JSON object a line, and how its words map to ours. */
import { readFileSync } from "node:fs";
import type { Condition } from "../server/knowledge/conditionSchema.ts";
import { compareBranches } from "../server/src/knowledge/release.ts";

export interface BugTrigger {
  readonly code?: string;
  readonly any_of?: readonly BugTrigger[];
}

export interface BugLine {
  readonly status: string;
  readonly fixed?: string;
  readonly from?: string;
  readonly note?: string;
}

export interface Bug {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly commit: string | null;
  readonly date: string | null;
  readonly subsystem: string;
  readonly severity: string;
  readonly effect: string;
  readonly cve: readonly string[];
  readonly github_issues: readonly number[];
  readonly lines: Readonly<Record<string, BugLine>>;
  /** First release with the fix, of all branches; `lines` starts with 2.4. */
  readonly fixed_in: Readonly<Record<string, string>>;
  readonly development_only: boolean;
  readonly triggers: readonly BugTrigger[];
  readonly signature: { readonly frames: readonly string[]; readonly frames_from: string; readonly messages: readonly string[] };
  readonly workaround: string | null;
  readonly detail: string;
  readonly urls: readonly string[];
}

export interface Row {
  readonly state: string;
  readonly from?: string | undefined;
  readonly fixed?: string | undefined;
}

/** All of them, those included that development versions alone had: people run these too, and send crashes of them. */
export function readBugs(file: string): readonly Bug[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as Bug);
}

export function subsystemOf({ subsystem }: Bug): string {
  return subsystem === "stick" ? "stick-table" : subsystem;
}

export function effectOf({ effect }: Bug): string {
  return effect === "memory-corruption" ? "corruption" : effect;
}

/** Upstream's level, undefined where it gave none. */
export function severityOf({ severity }: Bug): string | undefined {
  return severity === "UNSPECIFIED" ? undefined : severity.toLowerCase();
}

/** CVE, issue, commit, and the facts' own id. */
export function aliasesOf({ cve, github_issues, commit, id }: Bug): readonly string[] {
  return [...cve, ...github_issues.map((issue) => `#${issue}`), ...(commit === null ? [] : [commit.slice(0, 12)]), id];
}

/** A row of ours for each branch up to 3.4, and for an earlier or later one that says something. */
export function rowsOf({ id, lines, fixed_in = {} }: Pick<Bug, "id" | "lines"> & Partial<Bug>): Readonly<Record<string, Row>> {
  const earlier = Object.entries(fixed_in).filter(([branch]) => lines[branch] === undefined && compareBranches(branch, "2.4") < 0);
  const rows = [
    ...earlier.map(([branch, fixed]) => [branch, rowOf(id, branch, { status: "fixed", fixed })] as const),
    ...Object.entries(lines).map(([branch, line]) => [branch, rowOf(id, branch, line)] as const),
  ];
  return Object.fromEntries(rows.filter(([branch, row]) => branch !== "3.5" || row.state === "development-only"));
}

function rowOf(id: string, branch: string, { status, fixed, from, note }: BugLine): Row {
  // a culprit in the branch's first release needs no word
  const since = from === undefined || from === `${branch}.0` ? {} : { from };
  switch (status) {
    case "fixed":
      if (fixed === undefined) throw new Error(`${id}: ${branch} is fixed without a release`);
      // culprit and fix came with the same release
      if (from === fixed) return { state: "not-affected" };
      return fixed.includes("-dev") ? { state: "development-only", fixed } : { state: "fixed", ...since, fixed };
    case "never-in-release": {
      const before = /\bbefore (\d\S+)$/.exec(note ?? "")?.[1];
      return { state: "development-only", fixed: before ?? `${branch}.0` };
    }
    case "below-backport-floor":
      return { state: "probably-not-affected" };
    case "eol-before-fix":
    case "not-fixed-eol":
    case "not-fixed":
      return { state: "never-fixed", ...since };
    case "not-affected":
    case "fixed-from-start":
    case "unknown":
      return { state: status };
    default:
      throw new Error(`${id}: status "${status}" of branch ${branch} is new`);
  }
}

/** Whether rows of ours say what those of the facts say. */
export function sameRows(ours: Readonly<Record<string, Row>>, theirs: Readonly<Record<string, Row>>): boolean {
  const text = (branch: string, row: Row | undefined) =>
    row === undefined ? "" : `${row.state} ${row.from === `${branch}.0` ? "" : (row.from ?? "")} ${row.fixed ?? ""}`;
  return Object.keys(theirs).every((branch) => text(branch, ours[branch]) === text(branch, theirs[branch]));
}

/** BUG_ON expressions in the messages, with their files. */
export function expressionsOf({ signature }: Bug): readonly { expression: string; file?: string }[] {
  const found = signature.messages.flatMap((message) => {
    const match = /bug condition "(.+)" matched(?: at ([\w/.-]+):)?/.exec(message);
    return match === null ? [] : [{ expression: match[1] as string, ...(match[2] === undefined ? {} : { file: match[2] }) }];
  });
  return found.filter(({ expression, file }, i) => found.findIndex((one) => one.expression === expression && one.file === file) === i);
}

/** Conditions by the code of a trigger; `named`: those that triggers.yaml names. */
export function conditionOf(bug: Bug, named: ReadonlyMap<string, string>): Condition {
  const { table, others } = tableOf(
    bug.triggers.map(({ code }) => code ?? ""),
    bug.triggers,
  );
  const conditions = [...(table === undefined ? [] : [table]), ...others.map((trigger) => triggerCondition(bug.id, trigger, named))];
  const [only] = conditions;
  if (only === undefined) throw new Error(`${bug.id}: no trigger`);
  return conditions.length === 1 ? only : { all: conditions };
}

function triggerCondition(id: string, { code, any_of }: BugTrigger, named: ReadonlyMap<string, string>): Condition {
  if (any_of !== undefined) return { any: any_of.map((trigger) => triggerCondition(id, trigger, named)) };
  const name = named.get(code ?? "");
  if (name !== undefined) return name;
  const [, kind, what = ""] = /^(\w+):(.+)$/.exec(code ?? "") ?? [];
  switch (kind) {
    case "conv":
      return { converter: what };
    case "fetch":
      return { fetch: what };
    case "api":
      return { lua: what };
    case "cli":
      return { runtime: what };
    case "store":
      return { table: { store: [what] } };
    case "st":
      return { table: { parameters: [what] } };
    default:
      throw new Error(`${id}: nothing stands for the trigger "${code}" in triggers.yaml`);
  }
}

/** What is asked of a stick-table is asked of one and the same. */
function tableOf(
  codes: readonly string[],
  triggers: readonly BugTrigger[],
): { table: Condition | undefined; others: readonly BugTrigger[] } {
  const parts = codes.map((code, i) => ({ code, trigger: triggers[i] as BugTrigger, part: tablePart(code) }));
  const joined = parts.filter(({ part, code }) => part !== undefined || (code === "PEERS" && codes.includes("ST")));
  if (!codes.includes("ST") || joined.length < 2) return { table: undefined, others: triggers };
  const synced = codes.includes("PEERS") ? { synced: true } : {};
  const table = Object.assign({}, ...joined.map(({ part }) => part ?? {}), synced) as object;
  return { table: { table } as Condition, others: parts.filter((part) => !joined.includes(part)).map(({ trigger }) => trigger) };
}

function tablePart(code: string): object | undefined {
  if (code === "ST") return {};
  if (code === "TRK") return { tracked: true };
  const [, kind, what = ""] = /^(st|store):(.+)$/.exec(code) ?? [];
  if (kind === "store") return { store: [what] };
  if (kind === undefined || what.startsWith("tables>")) return undefined;
  if (what.startsWith("type ")) return { type: [what.slice(5)] };
  return { parameters: [what === "len huge" ? "len" : what] };
}
