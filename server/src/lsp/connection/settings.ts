/** The user's settings, read from whatever a client sends. */
import * as l10n from "@vscode/l10n";
import { defaultEffectLevel, type EffectLevel, effectLevels } from "../../features/exposureSummary.ts";
import { findingCode, findingCodes } from "../../features/findingCodes.ts";
import { levels as knownLevels, type Level, type Levels } from "../../features/levels.ts";
import type { StatedSet } from "../../host/configurationSets.ts";
import type { HaproxyCommand } from "../../host/validation.ts";
import { withSuggestion } from "../../lints/nearest.ts";
import { settingProblems, validateModes } from "./settingsCheck.ts";

export interface Settings {
  readonly release: string;
  /** What `haproxy -vv` says of the build. */
  readonly features: string;
  readonly ignoredAdvisories: readonly string[];
  /** The least effect for which a catalogued bug becomes a finding. */
  readonly minimumEffect: EffectLevel;
  readonly levels: Levels;
  readonly haproxyPath: string;
  readonly askForRelease: boolean;
  /** When the user's own haproxy checks configurations. */
  readonly validate: (typeof validateModes)[number];
  readonly haproxyCommand: HaproxyCommand;
  /** Runs of lines such as `server` are laid out in columns. */
  readonly alignColumns: boolean;
  /** Configurations of several files. */
  readonly configurations: readonly StatedSet[];
  /** What is counted above sections. */
  readonly codeLens: { readonly references: boolean; readonly servers: boolean };
  /** Units, what a proxy inherits, and decoded values beside the lines of crash logs. */
  readonly inlayHints: { readonly units: boolean; readonly inherited: boolean; readonly servers: boolean; readonly logs: boolean };
  /** What is wrong with them, in words. */
  readonly problems: readonly string[];
}

const defaultSeconds = 10;
const mostSeconds = 600;

export const defaultSettings: Settings = {
  release: "",
  features: "",
  ignoredAdvisories: [],
  minimumEffect: defaultEffectLevel,
  levels: new Map(),
  haproxyPath: "haproxy",
  askForRelease: false,
  validate: "off",
  haproxyCommand: { words: ["haproxy"], mapping: [], seconds: defaultSeconds },
  alignColumns: false,
  configurations: [],
  codeLens: { references: true, servers: true },
  inlayHints: { units: true, inherited: true, servers: false, logs: true },
  problems: [],
};

/**
 * Reads the section `haproxySleuth`; what has the wrong type keeps its default. `machine` is the same section as the user has it,
 * whatever a workspace says: which program is run, and when, comes from there alone.
 */
export function readSettings(section: unknown, machine: unknown): Settings {
  const record = asRecord(section);
  const haproxy = asRecord(asRecord(machine)["haproxy"]);
  const { levels, problems } = readLevels(asRecord(record["lints"]));
  const { configurations, wrong } = readConfigurations(record["configurations"]);
  const hints = asRecord(record["inlayHints"]);
  const lenses = asRecord(record["codeLens"]);
  return {
    release: asText(record["release"]) ?? defaultSettings.release,
    features: asText(record["features"]) ?? defaultSettings.features,
    ignoredAdvisories: readIgnored(record["ignoredAdvisories"]),
    minimumEffect: effectLevels.find((level) => level === asRecord(record["exposure"])["minimumEffect"]) ?? defaultEffectLevel,
    levels,
    haproxyPath: asText(haproxy["path"]) ?? defaultSettings.haproxyPath,
    askForRelease: haproxy["askForRelease"] === true,
    validate: validateModes.find((mode) => mode === haproxy["validate"]) ?? defaultSettings.validate,
    haproxyCommand: readCommand(haproxy),
    alignColumns: asRecord(record["format"])["alignColumns"] === true,
    codeLens: { references: lenses["references"] !== false, servers: lenses["servers"] !== false },
    inlayHints: {
      units: hints["units"] !== false,
      inherited: hints["inherited"] !== false,
      servers: hints["servers"] === true,
      logs: hints["logs"] !== false,
    },
    configurations,
    problems: [...settingProblems(record), ...problems, ...wrong],
  };
}

/** A bug may go by any of its names. */
function readIgnored(given: unknown): readonly string[] {
  return (Array.isArray(given) ? given : []).flatMap((id) => (typeof id === "string" ? [findingCode(id) ?? id] : []));
}

/** `command` stands for the binary where it is given; a mapping whose sides are not both texts is left out. */
function readCommand(haproxy: Record<string, unknown>): HaproxyCommand {
  const { command, timeout } = haproxy;
  const isCommand = Array.isArray(command) && command.length > 0 && command.every((word) => typeof word === "string");
  const mapping = Object.entries(asRecord(haproxy["pathMapping"]));
  return {
    words: isCommand ? command : [asText(haproxy["path"]) ?? defaultSettings.haproxyPath],
    mapping: mapping.filter((pair): pair is [string, string] => typeof pair[1] === "string" && pair[0] !== ""),
    seconds: typeof timeout === "number" && timeout > 0 ? Math.min(timeout, mostSeconds) : defaultSeconds,
  };
}

/** Code > level; an advisory may go by any of its names. */
function readLevels(given: Record<string, unknown>): Pick<Settings, "levels" | "problems"> {
  const read = new Map<string, Level>();
  const problems: string[] = [];
  for (const [name, value] of Object.entries(given)) {
    const code = findingCode(name);
    const level = knownLevels.find((one) => one === value);
    if (code === undefined)
      problems.push(withSuggestion(l10n.t('haproxySleuth.lints: "{0}" is no lint or advisory', name), name, findingCodes()));
    else if (level === undefined)
      problems.push(l10n.t('haproxySleuth.lints: the level of "{0}" must be one of {1}', name, knownLevels.join(l10n.t(", "))));
    else read.set(code, level);
  }
  return { levels: read, problems };
}

/** A list of `{ name, files }`; the name may be left out. */
function readConfigurations(given: unknown): { configurations: readonly StatedSet[]; wrong: readonly string[] } {
  const configurations: StatedSet[] = [];
  const wrong: string[] = [];
  for (const [i, one] of (Array.isArray(given) ? given : []).entries()) {
    const { name, files } = asRecord(one);
    const paths = Array.isArray(files) ? files.filter((file) => typeof file === "string" && file !== "") : [];
    if (paths.length > 0) configurations.push({ name: asText(name) ?? String(i + 1), files: paths });
    else wrong.push(l10n.t('haproxySleuth.configurations: entry {0} must have "files", a list of paths', i + 1));
  }
  return { configurations, wrong };
}

/** Our section in the forms in which clients push settings: bare, under its name, either of them under "settings", and names with dots. */
export function sectionIn(pushed: unknown): Record<string, unknown> {
  const given = asRecord(pushed);
  const inner = given["haproxySleuth"] ?? given["settings"];
  if (typeof inner === "object" && inner !== null) return sectionIn(inner);
  const section: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    const steps = name.replace(/^haproxySleuth\./, "").split(".");
    const last = steps.pop() ?? name;
    const at = steps.reduce((outer, step) => {
      outer[step] = { ...asRecord(outer[step]) };
      return asRecord(outer[step]);
    }, section);
    at[last] = typeof value === "object" && !Array.isArray(value) ? { ...asRecord(at[last]), ...asRecord(value) } : value;
  }
  return section;
}

export function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** A release typed as a number (3.2) is meant as text. */
function asText(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}
