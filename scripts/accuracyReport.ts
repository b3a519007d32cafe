/** docs/accuracy.md from the measured figures: one table for each measure, a row for each release, then the exceptions. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import type { Unlined } from "./unlinedWarnings.ts";

/** What the scorer writes of the corpus, as far as it is used here. */
export interface Score {
  readonly accepted: {
    readonly files: number;
    readonly filesWithError: number;
    readonly filesWithLoud: number;
    readonly errors: number;
    readonly warnings: number;
  };
  readonly invalid: { readonly files: number; readonly blamed: number; readonly onLineError: number; readonly onLineLoud: number };
  readonly warned: {
    readonly files: number;
    readonly blamed: number;
    readonly onLine: number;
    readonly errors: number;
    readonly filesWithError: number;
  };
}

export interface MutantScore {
  readonly mutants: number;
  readonly loud: number;
  readonly error: number;
  readonly silentMutants: number;
  readonly newOnSilent: number;
}

/** `false`: a finding where HAProxy is silent; `missed`: a line it blames and we do not; `mutant`: a fault not found. */
export interface Exception {
  readonly kind: "false" | "missed" | "mutant";
  readonly place: string;
  readonly what: string;
}

export interface Measured {
  readonly name: string;
  readonly score: Score;
  readonly mutants: MutantScore;
  readonly unlined: Unlined;
  readonly exceptions: readonly Exception[];
}

/** Written beside this file by hand; the first entry that fits gives the reason. */
interface Reason {
  readonly place: string;
  readonly what?: string;
  readonly reason: string;
  /** What decides there is no part of the text: other files, how HAProxy was built, the machine. */
  readonly unseen?: boolean;
}

const reasons = parse(readFileSync(path.join(import.meta.dirname, "accuracyReasons.yaml"), "utf8")) as readonly Reason[];

export function report(measured: readonly Measured[]): string {
  return [
    "# Accuracy",
    "",
    "What `npm run accuracy` measured: our findings against the verdicts of real binaries (`haproxy -c`), release by release. Do not edit by hand.",
    "A *false* finding is an error or warning where HAProxy accepts the file in silence; files refused for the machine's sake (a missing certificate, a name that does not resolve) are left out. Ours know what none of the binaries was built with: device detection and ECH.",
    "A line that *the text decides* is refused for nothing that lies outside of the configuration: other files, how HAProxy was built, the machine. Each that is not has its reason below.",
    "",
    ...falseTables(measured),
    ...foundTables(measured),
    ...exceptionTables(measured),
    "",
  ].join("\n");
}

function falseTables(measured: readonly Measured[]): readonly string[] {
  const errors = measured.map(({ name, score: { accepted, warned } }) => [
    name,
    String(accepted.files),
    `${accepted.filesWithError} (${percent(accepted.filesWithError, accepted.files)})`,
    String(accepted.errors),
    `${warned.filesWithError} of ${warned.files}`,
  ]);
  const loud = measured.map(({ name, score: { accepted } }) => [
    name,
    String(accepted.files),
    `${accepted.filesWithLoud} (${percent(accepted.filesWithLoud, accepted.files)})`,
    String(accepted.errors + accepted.warnings),
  ]);
  return [
    ...table(
      "False errors",
      ["release", "accepted files", "with a false error", "false errors", "files with warnings only: with a false error"],
      errors,
    ),
    ...table("False errors or warnings", ["release", "accepted files", "with a false finding", "false findings"], loud),
  ];
}

function foundTables(measured: readonly Measured[]): readonly string[] {
  const blamed = measured.map(({ name, score: { invalid }, exceptions }) => [
    name,
    String(invalid.files),
    String(invalid.blamed),
    share(invalid.onLineLoud, invalid.blamed),
    share(invalid.onLineError, invalid.blamed),
    share(invalid.onLineLoud, invalid.blamed - exceptions.filter(isUnseen).length),
  ]);
  const warned = measured.map(({ name, score: { warned: lines }, unlined }) => [
    name,
    share(lines.onLine, lines.blamed),
    share(unlined.found, unlined.warnings),
    String(unlined.ofMachine),
  ]);
  return [
    ...table(
      "Lines that HAProxy blames, in files it refuses",
      ["release", "files", "lines blamed", "error or warning there", "error there", "error or warning, of those that the text decides"],
      blamed,
    ),
    ...table(
      "Warnings, in files it accepts",
      ["release", "lines it warns of: found", "warnings without a line: found on the section", "of the machine, not counted"],
      warned,
    ),
    ...mutantTable(measured),
  ];
}

function mutantTable(measured: readonly Measured[]): readonly string[] {
  const mutants = measured.map(({ name, mutants: score, score: { invalid } }) => [
    name,
    String(score.mutants),
    share(score.loud, score.mutants),
    share(score.error, score.mutants),
    share(invalid.onLineLoud + score.loud, invalid.blamed + score.mutants),
    `${score.newOnSilent} of ${score.silentMutants}`,
  ]);
  return table(
    "Single-fault mutants",
    [
      "release",
      "mutants it complains of",
      "found on the line",
      "as an error",
      "found, blamed lines of files included",
      "finding where it passes over",
    ],
    mutants,
  );
}

function exceptionTables(measured: readonly Measured[]): readonly string[] {
  const titles: Readonly<Record<Exception["kind"], string>> = {
    false: "Exceptions: false findings",
    missed: "Exceptions: blamed lines not found",
    mutant: "Exceptions: mutants not found",
  };
  const named = (releases: readonly string[]) =>
    releases.length === measured.length ? "all" : releases.map((name) => name.replace("-debian", "")).join(" ");
  return (Object.keys(titles) as Exception["kind"][]).flatMap((kind) => {
    if (kind === "missed")
      return table(titles[kind], ["HAProxy says", "lines", "releases", "for example", "reason"], bySentence(measured, named));
    const rows = grouped(measured, kind).map(({ exception, releases }) => [
      shortPlace(exception),
      exception.what.replaceAll("|", "\\|"),
      named(releases),
      reasonOf(exception)?.reason ?? "",
    ]);
    return table(titles[kind], ["place", kind === "false" ? "we say" : "HAProxy says", "releases", "reason"], rows);
  });
}

/** Blamed lines are many and their sentences few: a row for each sentence, the most frequent first. */
function bySentence(measured: readonly Measured[], named: (releases: readonly string[]) => string): readonly (readonly string[])[] {
  const sentences = new Map<string, { places: Set<string>; releases: Set<string>; first: Exception }>();
  for (const { exception, releases } of grouped(measured, "missed")) {
    const row = sentences.get(exception.what) ?? { places: new Set(), releases: new Set(), first: exception };
    row.places.add(shortPlace(exception));
    for (const name of releases) row.releases.add(name);
    sentences.set(exception.what, row);
  }
  return [...sentences]
    .sort(([, a], [, b]) => b.places.size - a.places.size)
    .map(([what, { places, releases, first }]) => [
      what.replaceAll("|", "\\|"),
      String(places.size),
      named(measured.map(({ name }) => name).filter((name) => releases.has(name))),
      [...places].slice(0, 2).join(", "),
      reasonOf(first)?.reason ?? "",
    ]);
}

function shortPlace({ place }: Exception): string {
  return place.replace(/^(?:corpus|mutants)\//, "");
}

/** The same exception in several releases is one row. */
function grouped(
  measured: readonly Measured[],
  kind: Exception["kind"],
): readonly { readonly exception: Exception; readonly releases: readonly string[] }[] {
  const rows = new Map<string, { exception: Exception; releases: string[] }>();
  for (const { name, exceptions } of measured) {
    for (const exception of exceptions.filter((one) => one.kind === kind)) {
      const key = `${exception.place} ${kind === "false" ? exception.what : ""}`;
      const row = rows.get(key) ?? { exception, releases: [] };
      if (!row.releases.includes(name)) row.releases.push(name);
      rows.set(key, row);
    }
  }
  return [...rows.values()].sort((a, b) => a.exception.place.localeCompare(b.exception.place));
}

function reasonOf({ place, what }: Exception): Reason | undefined {
  return reasons.find((one) => place.includes(one.place) && what.includes(one.what ?? ""));
}

/** A line that was missed for what no text shows: nothing that could be found in it. */
function isUnseen(exception: Exception): boolean {
  return exception.kind === "missed" && reasonOf(exception)?.unseen === true;
}

function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  if (rows.length === 0) return [`## ${title}`, "", "None.", ""];
  return [`## ${title}`, "", row(head), row(head.map(() => "---")), ...rows.map(row), ""];
}

function share(part: number, whole: number): string {
  return whole === 0 ? "–" : `${part} of ${whole} (${percent(part, whole)})`;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? "–" : `${((100 * part) / whole).toFixed(1)} %`;
}
