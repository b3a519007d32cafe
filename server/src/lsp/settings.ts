/** The user's settings, read from whatever a client sends. */
import { defaultEffectLevel, type EffectLevel, effectLevels } from "../features/exposureSummary.ts";

export interface Settings {
  readonly release: string;
  readonly ignoredAdvisories: readonly string[];
  /** The least effect for which a catalogued bug becomes a finding. */
  readonly minimumEffect: EffectLevel;
  readonly haproxyPath: string;
  readonly askForRelease: boolean;
}

export const defaultSettings: Settings = {
  release: "",
  ignoredAdvisories: [],
  minimumEffect: defaultEffectLevel,
  haproxyPath: "haproxy",
  askForRelease: false,
};

/** Reads the section `haproxySleuth`; what has the wrong type keeps its default. */
export function readSettings(section: unknown): Settings {
  const record = asRecord(section);
  const haproxy = asRecord(record["haproxy"]);
  return {
    release: asText(record["release"]) ?? defaultSettings.release,
    ignoredAdvisories: Array.isArray(record["ignoredAdvisories"]) ? record["ignoredAdvisories"].filter((id) => typeof id === "string") : [],
    minimumEffect: effectLevels.find((level) => level === asRecord(record["exposure"])["minimumEffect"]) ?? defaultEffectLevel,
    haproxyPath: asText(haproxy["path"]) ?? defaultSettings.haproxyPath,
    askForRelease: haproxy["askForRelease"] === true,
  };
}

export function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** A release typed as a number (3.2) is meant as text. */
function asText(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}
