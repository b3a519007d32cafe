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

/** In the order of the advisories; each language for itself, as texts of one pack better. */
export interface PackedDetails {
  readonly en: readonly PackedTexts[];
  /** `null` where a translation is missing. */
  readonly "zh-cn": readonly (PackedTexts | null)[];
  /** In Chinese. */
  readonly titles: readonly string[];
  readonly references: readonly (Advisory["references"] | null)[];
  /** What only those ask who read logs. */
  readonly recognition: readonly (Advisory["recognition"] | null)[];
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
  /** In English. */
  readonly title: string;
  /** Where the aliases do not give it. */
  readonly issueUrl?: string;
  /** "any", or one code for each branch: see `packRow`. */
  readonly releases: string;
  /** First letters of the three sources. */
  readonly evidence?: string;
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
  readonly fixUrl: string | undefined;
  readonly concerns: readonly string[];
  readonly exposure: Advisory["exposure"];
  readonly evidence: Advisory["evidence"];
  private readonly givenIssueUrl: string | undefined;
  private readonly rows: string;
  private readonly at: number;
  private unpacked: Advisory["releases"] | undefined;

  constructor(packed: PackedAdvisory, at: number) {
    const { evidence } = packed;
    const aliases = unpackNames(packed.aliases);
    this.id = packed.id;
    this.title = new Title(packed.title, at);
    this.subsystem = packed.subsystem;
    this.effect = packed.effect;
    this.severity = packed.severity;
    this.aliases = aliases;
    this.fixUrl = packed.fixUrl ?? fixOf(aliases);
    this.givenIssueUrl = packed.issueUrl ?? issueOf(aliases) ?? this.fixUrl;
    this.concerns = packed.concerns ?? none;
    this.exposure = packed.exposure ?? noExposure;
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

  get recognition(): Advisory["recognition"] {
    return details.recognition[this.at] ?? none;
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

const commit = /^[0-9a-f]{12}$/;
/** Digits of a commit in an id. */
const idDigits = 9;

/** A commit and the id that follows from it are shipped as one: "HA-" with all digits. */
export function packNames(aliases: readonly string[]): string[] {
  const idOf = (alias: string | undefined) => (alias !== undefined && commit.test(alias) ? `HA-${alias.slice(0, idDigits)}` : undefined);
  return aliases.flatMap((alias, i) => {
    if (idOf(aliases[i - 1]) === alias) return [];
    const id = idOf(alias);
    return id !== undefined && id === aliases[i + 1] ? `HA-${alias}` : alias;
  });
}

function unpackNames(packed: readonly string[]): readonly string[] {
  return packed.flatMap((alias) => {
    const digits = alias.startsWith("HA-") ? alias.slice(3) : "";
    return commit.test(digits) ? [digits, `HA-${digits.slice(0, idDigits)}`] : alias;
  });
}

/** The Chinese one is read where somebody reads Chinese. */
class Title implements Worded {
  readonly en: string;
  private readonly at: number;

  constructor(en: string, at: number) {
    this.en = en;
    this.at = at;
  }

  get "zh-cn"(): string {
    return details.titles[this.at] ?? this.en;
  }
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
  const fix = aliases.find((alias) => commit.test(alias));
  return fix && `https://github.com/haproxy/haproxy/commit/${fix}`;
}

function issueOf(aliases: readonly string[]): string | undefined {
  const issue = aliases.find((alias) => /^#\d+$/.test(alias));
  return issue && `https://github.com/haproxy/haproxy/issues/${issue.slice(1)}`;
}
