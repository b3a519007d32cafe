/** The options of `check`. */
import * as l10n from "@vscode/l10n";
import { type Finding, severities } from "../features/finding.ts";
import { findingCode, findingCodes } from "../features/findingCodes.ts";
import { haproxyCodes } from "../features/validate/findings.ts";
import { otherRelease } from "../features/validate/verdict.ts";
import type { BuildFeatures } from "../knowledge/buildFeatures.ts";
import type { Release } from "../knowledge/release.ts";
import { type Arguments, notKnown, type Option, readArguments } from "./arguments.ts";
import { featuresOption, formatOption, releaseOption } from "./input.ts";
import { needsFile, noSuchName, UsageError } from "./output.ts";

export const checkFormats = ["text", "json", "sarif", "github", "checkstyle"] as const;
export type CheckFormat = (typeof checkFormats)[number];

export interface CheckOptions {
  /** Files that are a configuration each. */
  readonly names: readonly string[];
  /** Files of -f, which are one configuration together. */
  readonly set: readonly string[];
  readonly release: Release | undefined;
  /** What the build has and lacks. */
  readonly features: BuildFeatures | undefined;
  readonly format: CheckFormat;
  /** Whether --min-severity, --only and --ignore let a finding through. */
  readonly shows: (finding: Finding) => boolean;
  /** Codes of --only and --ignore: advisories are taken out, or told alone, before findings are gathered by cause. */
  readonly only: ReadonlySet<string>;
  readonly ignored: ReadonlySet<string>;
  /** The binary that is asked as well. */
  readonly haproxy: string | undefined;
  /** Write the safe fixes, show them as a diff, or leave the files alone. */
  readonly fix: "write" | "show" | undefined;
}

const definition: Readonly<Record<string, Option>> = {
  file: { type: "string", short: "f", multiple: true },
  release: { type: "string" },
  features: { type: "string" },
  format: { type: "string" },
  lang: { type: "string" },
  "min-severity": { type: "string" },
  only: { type: "string", multiple: true },
  ignore: { type: "string", multiple: true },
  haproxy: { type: "string" },
  fix: { type: "boolean" },
  "dry-run": { type: "boolean" },
};

export function checkOptions(args: readonly string[]): CheckOptions {
  const given = readArguments(args, definition);
  const set = given.texts("file");
  const [only, ignored] = [codesOf(given, "only"), codesOf(given, "ignore")];
  if (given.positionals.length === 0 && set.length === 0)
    throw needsFile("check [--release 3.0.2] [-f FILE…] [--format text|json|sarif|…] FILE…|DIRECTORY…|-");
  return {
    names: given.positionals,
    set,
    release: releaseOption(given.text("release")),
    features: featuresOption(given.text("features")),
    format: formatOption(given.text("format"), checkFormats),
    shows: filterOf(given.text("min-severity") ?? "hint", only, ignored),
    only,
    ignored,
    haproxy: given.text("haproxy"),
    fix: fixOf(given),
  };
}

/** No code in `only` stands for all of them. */
function filterOf(text: string, only: ReadonlySet<string>, ignored: ReadonlySet<string>): (finding: Finding) => boolean {
  const least = severities.find((severity) => severity === text);
  if (least === undefined) throw notKnown("min-severity", text, severities);
  const most = severities.indexOf(least);
  return ({ severity, code }) => severities.indexOf(severity) <= most && !ignored.has(code) && (only.size === 0 || only.has(code));
}

/** Codes of lints and ids of advisories, in lists with commas or one by one. */
function codesOf(given: Arguments, option: string): ReadonlySet<string> {
  const names = given.texts(option).flatMap((list) => list.split(","));
  return new Set(names.map((name) => codeOf(name.trim(), option)));
}

function codeOf(name: string, option: string): string {
  if (name === otherRelease || Object.values(haproxyCodes).includes(name)) return name;
  const code = findingCode(name);
  if (code !== undefined) return code;
  const fault = l10n.t('{0} "{1}" is no lint or advisory', `--${option}`, name);
  throw noSuchName(fault, name, findingCodes(), l10n.t('"haproxy-sleuth lints" lists them'));
}

function fixOf(given: Arguments): CheckOptions["fix"] {
  if (!given.has("dry-run")) return given.has("fix") ? "write" : undefined;
  if (!given.has("fix")) throw new UsageError(l10n.t("--dry-run goes with --fix: it shows what --fix would change"));
  if (given.text("format") !== undefined) throw new UsageError(l10n.t("--dry-run prints a diff and goes without --format"));
  return "show";
}
