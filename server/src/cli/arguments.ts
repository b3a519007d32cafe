/** Reads options of a command, with a clear message for what is none. */

import { parseArgs } from "node:util";
import * as l10n from "@vscode/l10n";
import { speak } from "../knowledge/language.ts";
import { withSuggestion } from "../lints/nearest.ts";
import { UsageError } from "./output.ts";

export interface Option {
  readonly type: "string" | "boolean";
  readonly multiple?: boolean;
  readonly short?: string;
}

export interface Arguments {
  readonly positionals: readonly string[];
  /** The last value of an option that is given once. */
  readonly text: (name: string) => string | undefined;
  /** All values of an option that may be repeated. */
  readonly texts: (name: string) => readonly string[];
  readonly has: (name: string) => boolean;
}

export function readArguments(args: readonly string[], options: Readonly<Record<string, Option>>): Arguments {
  const { values, positionals } = parsed(args, options);
  return {
    positionals,
    text: (name) => (typeof values[name] === "string" ? values[name] : undefined),
    texts: (name) => (Array.isArray(values[name]) ? values[name].map(String) : []),
    has: (name) => values[name] === true,
  };
}

function parsed(args: readonly string[], options: Readonly<Record<string, Option>>) {
  try {
    return parseArgs({ args: [...args], options: { ...options }, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(`${faultOf(error, options)} (haproxy-sleuth --help)`);
  }
}

/** What Node says of an option that it does not know, without its advice on file names, and with the option that was meant. */
function faultOf(error: unknown, options: Readonly<Record<string, Option>>): string {
  const message = error instanceof Error ? error.message : String(error);
  const [, name] = /^Unknown option '(-+[^']*)'/.exec(message) ?? [];
  const [, valued] = /^Option '(?:-\w, )?(--\S+) <value>' argument missing/.exec(message) ?? [];
  const [, bare] = /^Option '(?:-\w, )?(--\S+)' does not take an argument/.exec(message) ?? [];
  if (bare !== undefined) return l10n.t("{0} takes no value", bare);
  if (valued !== undefined) return l10n.t("{0} needs a value", valued);
  if (name === undefined) return message;
  return withSuggestion(l10n.t('"{0}" is no option of this command', name), name.replace(/^-+/, ""), Object.keys(options), "--");
}

/** An option was given something that it does not take. */
export function notKnown(option: string, text: string | undefined, choices: readonly string[]): UsageError {
  return new UsageError(l10n.t('{0} "{1}" is not known; give {2}', `--${option}`, text ?? "", eitherOf(choices)));
}

/** "a, b or c". */
export function eitherOf(choices: readonly string[]): string {
  const [last = "", ...others] = choices.toReversed();
  return others.length === 0 ? last : l10n.t("{0} or {1}", others.toReversed().join(l10n.t(", ")), last);
}

/** Sets the language of everything said from now on. */
export async function setLanguage(text: string | undefined): Promise<void> {
  const language = text?.toLowerCase() ?? "en";
  if (language !== "en" && language !== "zh-cn") throw notKnown("lang", text, ["en", "zh-cn"]);
  speak(language, language === "en" ? {} : await inChinese());
}

/** What the editor says too, and what only the command line says. */
async function inChinese(): Promise<Record<string, string>> {
  const [shared, own] = await Promise.all([
    import("../../../l10n/bundle.l10n.zh-cn.json", { with: { type: "json" } }),
    import("../../../l10n/commandLine.zh-cn.json", { with: { type: "json" } }),
  ]);
  return { ...shared.default, ...own.default };
}
