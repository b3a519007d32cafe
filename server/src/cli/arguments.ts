/** Reads options of a command, with a clear message for what is none. */
import { parseArgs } from "node:util";
import bundle from "../../../l10n/bundle.l10n.zh-cn.json" with { type: "json" };
import type { Language } from "../knowledge/knowledge.ts";
import { speak } from "../knowledge/language.ts";
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
    throw new UsageError(`${error instanceof Error ? error.message : String(error)} (haproxy-sleuth --help)`);
  }
}

/** Sets the language of everything said from now on. */
export function setLanguage(text: string | undefined): Language {
  const language = text?.toLowerCase() ?? "en";
  if (language !== "en" && language !== "zh-cn") throw new UsageError(`--lang "${text}" is not known; give en or zh-cn`);
  speak(language, bundle);
  return language;
}
