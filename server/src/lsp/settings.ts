/** The user's settings, read from whatever a client sends. */
import * as l10n from "@vscode/l10n";
import { severalBugs } from "../features/catalogueFindings.ts";
import { defaultEffectLevel, type EffectLevel, effectLevels } from "../features/exposureSummary.ts";
import { type Level, type Levels, levels } from "../features/levels.ts";
import { findAdvisory, findLint, knowledge } from "../knowledge/knowledge.ts";
import { withSuggestion } from "../lints/nearest.ts";

export interface Settings {
  readonly release: string;
  readonly ignoredAdvisories: readonly string[];
  /** The least effect for which a catalogued bug becomes a finding. */
  readonly minimumEffect: EffectLevel;
  readonly levels: Levels;
  readonly haproxyPath: string;
  readonly askForRelease: boolean;
  /** Runs of lines such as `server` are laid out in columns. */
  readonly alignColumns: boolean;
  /** References are counted above sections. */
  readonly codeLensReferences: boolean;
  /** Units, what a proxy inherits, and decoded values beside the lines of crash logs. */
  readonly inlayHints: { readonly units: boolean; readonly inherited: boolean; readonly logs: boolean };
  /** What is wrong with them, in words. */
  readonly problems: readonly string[];
}

export const defaultSettings: Settings = {
  release: "",
  ignoredAdvisories: [],
  minimumEffect: defaultEffectLevel,
  levels: new Map(),
  haproxyPath: "haproxy",
  askForRelease: false,
  alignColumns: false,
  codeLensReferences: true,
  inlayHints: { units: true, inherited: true, logs: true },
  problems: [],
};

/** Reads the section `haproxySleuth`; what has the wrong type keeps its default. */
export function readSettings(section: unknown): Settings {
  const record = asRecord(section);
  const haproxy = asRecord(record["haproxy"]);
  const hints = asRecord(record["inlayHints"]);
  return {
    release: asText(record["release"]) ?? defaultSettings.release,
    ignoredAdvisories: Array.isArray(record["ignoredAdvisories"]) ? record["ignoredAdvisories"].filter((id) => typeof id === "string") : [],
    minimumEffect: effectLevels.find((level) => level === asRecord(record["exposure"])["minimumEffect"]) ?? defaultEffectLevel,
    ...readLevels(asRecord(record["lints"])),
    haproxyPath: asText(haproxy["path"]) ?? defaultSettings.haproxyPath,
    askForRelease: haproxy["askForRelease"] === true,
    alignColumns: asRecord(record["format"])["alignColumns"] === true,
    codeLensReferences: asRecord(record["codeLens"])["references"] !== false,
    inlayHints: { units: hints["units"] !== false, inherited: hints["inherited"] !== false, logs: hints["logs"] !== false },
  };
}

/** Code > level; an advisory may go by any of its names. */
function readLevels(given: Record<string, unknown>): Pick<Settings, "levels" | "problems"> {
  const read = new Map<string, Level>();
  const problems: string[] = [];
  for (const [name, value] of Object.entries(given)) {
    const code = name === severalBugs ? severalBugs : (findLint(name)?.id ?? findAdvisory(name)?.id);
    const level = levels.find((one) => one === value);
    if (code === undefined) {
      const codes = [...knowledge.lints, ...knowledge.advisories].map(({ id }) => id);
      problems.push(withSuggestion(l10n.t('haproxySleuth.lints: "{0}" is no lint or advisory', name), name, codes));
    } else if (level === undefined)
      problems.push(l10n.t('haproxySleuth.lints: the level of "{0}" must be one of {1}', name, levels.join(", ")));
    else read.set(code, level);
  }
  return { levels: read, problems };
}

export function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** A release typed as a number (3.2) is meant as text. */
function asText(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}
