/** What is wrong with settings, in words: types, values, names that nearly are one of ours. Other editors check nothing themselves. */
import * as l10n from "@vscode/l10n";
import { effectLevels } from "../../features/exposureSummary.ts";
import { findingCode, findingCodes } from "../../features/findingCodes.ts";
import { nearest, withSuggestion } from "../../lints/nearest.ts";
import { exampleReleases, releaseInUse } from "../../model/releaseInUse.ts";

type Type = "text" | "release" | "flag" | "number" | "texts" | "list" | "object" | readonly string[];

export const validateModes = ["off", "onCommand", "onSave"] as const;

/** Every setting, as package.json has them. */
export const settingTypes: Readonly<Record<string, Type>> = {
  release: "release",
  features: "text",
  configurations: "list",
  ignoredAdvisories: "texts",
  "exposure.minimumEffect": effectLevels,
  lints: "object",
  "codeLens.references": "flag",
  "codeLens.servers": "flag",
  "inlayHints.units": "flag",
  "inlayHints.inherited": "flag",
  "inlayHints.servers": "flag",
  "inlayHints.logs": "flag",
  "format.alignColumns": "flag",
  "crashLogs.detect": ["set", "offer", "off"],
  "haproxy.path": "text",
  "haproxy.askForRelease": "flag",
  "haproxy.validate": validateModes,
  "haproxy.command": "texts",
  "haproxy.pathMapping": "object",
  "haproxy.timeout": "number",
  "trace.server": ["off", "messages", "verbose"],
};

const names = Object.keys(settingTypes);
const groups = new Set(names.flatMap((name) => (name.includes(".") ? [name.split(".")[0] as string] : [])));

/** `section` is what stands under `haproxySleuth`, in groups. */
export function settingProblems(section: Readonly<Record<string, unknown>>): readonly string[] {
  return leaves(section).flatMap(([name, value]) => {
    if (value === undefined || value === null) return [];
    const type = settingTypes[name];
    if (type === undefined) return unknownName(name);
    return [...wrongType(name, value, type), ...wrongValue(name, value)];
  });
}

function leaves(section: Readonly<Record<string, unknown>>): (readonly [name: string, value: unknown])[] {
  return Object.entries(section).flatMap(([name, value]) => {
    const isGroup = groups.has(name) && typeof value === "object" && value !== null && !Array.isArray(value);
    return isGroup ? Object.entries(value).map(([inner, one]) => [`${name}.${inner}`, one] as const) : [[name, value] as const];
  });
}

/** Clients may send settings of others too: only what nearly is ours is told. */
function unknownName(name: string): string[] {
  if (groups.has(name)) return [wrong(name, l10n.t("an object"))];
  const close = nearest(name, names);
  return close === undefined ? [] : [l10n.t('haproxySleuth.{0} is no setting; did you mean "{1}"?', name, `haproxySleuth.${close}`)];
}

function wrongType(name: string, value: unknown, type: Type): string[] {
  return fits(value, type) ? [] : [wrong(name, inWords(type))];
}

function wrong(name: string, expected: string): string {
  return l10n.t("haproxySleuth.{0} must be {1}", name, expected);
}

function fits(value: unknown, type: Type): boolean {
  switch (type) {
    case "text":
      return typeof value === "string";
    // 3.2 without quotes is meant as text
    case "release":
      return typeof value === "string" || typeof value === "number";
    case "flag":
      return typeof value === "boolean";
    case "number":
      return typeof value === "number" && value > 0;
    case "list":
      return Array.isArray(value);
    case "texts":
      return Array.isArray(value) && value.every((one) => typeof one === "string");
    case "object":
      return typeof value === "object" && !Array.isArray(value);
    default:
      return type.some((one) => one === value);
  }
}

function inWords(type: Type): string {
  switch (type) {
    case "text":
    case "release":
      return l10n.t("a text");
    case "flag":
      return l10n.t("true or false");
    case "number":
      return l10n.t("a number above 0");
    case "list":
      return l10n.t("a list");
    case "texts":
      return l10n.t("a list of texts");
    case "object":
      return l10n.t("an object");
    default:
      return l10n.t("one of {0}", type.map((one) => `"${one}"`).join(l10n.t(", ")));
  }
}

function wrongValue(name: string, value: unknown): string[] {
  if (name === "release" && fits(value, "release")) {
    const text = String(value);
    const { problem } = releaseInUse([{ source: "setting", text }]);
    return problem === undefined
      ? []
      : [l10n.t('haproxySleuth.release: "{0}" is no release that we know, such as {1}', text, exampleReleases())];
  }
  if (name !== "ignoredAdvisories" || !Array.isArray(value)) return [];
  const unknown = value.filter((id): id is string => typeof id === "string" && findingCode(id) === undefined);
  return unknown.map((id) => withSuggestion(l10n.t('haproxySleuth.ignoredAdvisories: "{0}" is no known bug', id), id, findingCodes()));
}
