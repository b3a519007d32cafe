/**
 * The short form in which advisories are shipped: every start reads all of them, so what can be worked out is left out, and what is
 * told of one to those who read on lies in a file of its own.
 */
import compiledDetails from "./generated/details.json" with { type: "json" };
import type { Advisory, LineState, Worded } from "./knowledge.ts";

/** Branches in the order of the rows; a row that is missing at the end is no row. */
export const rowOrder = [
  "1.8",
  "2.0",
  "2.1",
  "2.2",
  "2.3",
  "2.4",
  "2.5",
  "2.6",
  "2.7",
  "2.8",
  "2.9",
  "3.0",
  "3.1",
  "3.2",
  "3.3",
  "3.4",
  "3.5",
  "3.6",
] as const;

type PackedWords = { readonly en: string; readonly "zh-cn"?: string };

/** In the order of the advisories; each language for itself, as texts of one pack better. */
export interface PackedDetails {
  readonly en: readonly PackedTexts[];
  /** `null` where a translation is missing. */
  readonly "zh-cn": readonly (PackedTexts | null)[];
  readonly references: readonly (Advisory["references"] | null)[];
}

export interface PackedTexts {
  readonly summary: string;
  readonly workaround?: string;
  readonly collect?: readonly string[];
}

const details = compiledDetails as PackedDetails;

export interface PackedAdvisory
  extends Omit<
    Advisory,
    | "title"
    | "summary"
    | "workaround"
    | "releases"
    | "evidence"
    | "issueUrl"
    | "recognition"
    | "collect"
    | "references"
    | "concerns"
    | "exposure"
  > {
  readonly title: PackedWords;
  /** Where the aliases do not give it. */
  readonly issueUrl?: string;
  /** "any", or one code for each branch: see `packRow`. */
  readonly releases: string;
  /** First letters of the three sources. */
  readonly evidence?: string;
  readonly recognition?: Advisory["recognition"];
  readonly concerns?: Advisory["concerns"];
  /** Absent where no configuration tells. */
  readonly exposure?: Advisory["exposure"];
}

/** "-" not affected, "~" probably not, "=" fixed from the start, "?" unknown, "d2.7-dev3" development only, "2.4.1<2.4.9", "2.4.1!". */
export function packRow(line: LineState): string {
  switch (line.state) {
    case "fixed":
      return `${line.from ?? ""}<${line.fixed}`;
    case "never-fixed":
      return `${line.from ?? ""}!`;
    case "development-only":
      return `d${line.fixed}`;
    default:
      return signs[line.state];
  }
}

const signs = { "not-affected": "-", "probably-not-affected": "~", "fixed-from-start": "=", unknown: "?" } as const;
const states = new Map(Object.entries(signs).map(([state, sign]) => [sign as string, state as keyof typeof signs]));

export function unpackRow(code: string): LineState {
  const state = states.get(code);
  if (state !== undefined) return { state };
  if (code.startsWith("d")) return { state: "development-only", fixed: code.slice(1) };
  const [from = "", fixed = ""] = code.split("<");
  if (code.endsWith("!")) return code === "!" ? { state: "never-fixed" } : { state: "never-fixed", from: code.slice(0, -1) };
  return from === "" ? { state: "fixed", fixed } : { state: "fixed", from, fixed };
}

const sources: Readonly<Record<string, string>> = { g: "git", c: "changelog" };
const readings: Readonly<Record<string, string>> = { r: "reviewed", c: "commit", t: "title" };
const none: readonly never[] = [];
const noExposure = { subject: "none", shown: "hover" } as const;

/** `at`: its place among the advisories, by which its details are found. */
export function unpack(packed: PackedAdvisory, at: number): Advisory {
  return new Unpacked(packed, at) as Advisory;
}

/** Every start makes one of each advisory: a class is made ten times as fast as a copy with a getter of its own. */
class Unpacked {
  readonly id: string;
  readonly title: Worded;
  readonly subsystem: string;
  readonly effect: Advisory["effect"];
  readonly severity: Advisory["severity"];
  readonly aliases: readonly string[];
  readonly date: string | undefined;
  readonly fixUrl: string | undefined;
  readonly concerns: readonly string[];
  readonly exposure: Advisory["exposure"];
  readonly recognition: Advisory["recognition"];
  readonly evidence: Advisory["evidence"];
  private readonly givenIssueUrl: string | undefined;
  private readonly rows: string;
  private readonly at: number;
  private unpacked: Advisory["releases"] | undefined;

  constructor(packed: PackedAdvisory, at: number) {
    const { aliases, evidence } = packed;
    this.id = packed.id;
    this.title = worded(packed.title);
    this.subsystem = packed.subsystem;
    this.effect = packed.effect;
    this.severity = packed.severity;
    this.aliases = aliases;
    this.date = packed.date;
    this.fixUrl = packed.fixUrl ?? fixOf(aliases);
    this.givenIssueUrl = packed.issueUrl ?? issueOf(aliases) ?? this.fixUrl;
    this.concerns = packed.concerns ?? none;
    this.exposure = packed.exposure ?? noExposure;
    this.recognition = packed.recognition ?? none;
    this.evidence = evidence === undefined ? undefined : evidenceOf(evidence);
    this.rows = packed.releases;
    this.at = at;
  }

  get summary(): Worded {
    return this.inBoth(({ summary }) => summary) ?? { en: "", "zh-cn": "" };
  }

  get workaround(): Worded | undefined {
    return this.inBoth(({ workaround }) => workaround);
  }

  get collect(): Advisory["collect"] {
    return this.inBoth(({ collect = none }) => collect) ?? { en: none, "zh-cn": none };
  }

  get references(): Advisory["references"] {
    return details.references[this.at] ?? none;
  }

  get issueUrl(): string {
    return this.givenIssueUrl ?? this.references[0]?.url ?? "https://www.haproxy.org/";
  }

  /** English stands in for a translation that is missing. */
  private inBoth<T>(of: (texts: PackedTexts) => T | undefined): Readonly<Record<"en" | "zh-cn", T>> | undefined {
    const { [this.at]: texts } = details.en;
    const en = texts && of(texts);
    return en === undefined ? undefined : { en, "zh-cn": of(details["zh-cn"][this.at] ?? (texts as PackedTexts)) ?? en };
  }

  get releases(): Advisory["releases"] {
    this.unpacked ??= this.rows === "any" ? "any" : rowsOf(this.rows);
    return this.unpacked;
  }
}

function worded(words: PackedWords): Worded {
  return words["zh-cn"] === undefined ? { en: words.en, "zh-cn": words.en } : (words as Worded);
}

function rowsOf(packed: string): Readonly<Record<string, LineState>> {
  const codes = packed.split(" ");
  const rows = codes.map((code, i) => [rowOrder[i] ?? "", unpackRow(code)] as const);
  return Object.fromEntries(rows.filter((_, i) => codes[i] !== ""));
}

function evidenceOf(letters: string): NonNullable<Advisory["evidence"]> {
  const [releases = "", exposure = "", frames = ""] = letters;
  return { releases: sources[releases] ?? "", exposure: readings[exposure] ?? "", frames: readings[frames] ?? "" };
}

/** Upstream's page of the commit among the aliases. */
function fixOf(aliases: readonly string[]): string | undefined {
  const commit = aliases.find((alias) => /^[0-9a-f]{12}$/.test(alias));
  return commit && `https://github.com/haproxy/haproxy/commit/${commit}`;
}

function issueOf(aliases: readonly string[]): string | undefined {
  const issue = aliases.find((alias) => /^#\d+$/.test(alias));
  return issue && `https://github.com/haproxy/haproxy/issues/${issue.slice(1)}`;
}
