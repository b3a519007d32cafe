/** Reads options of a command, with a clear message for what is none. */
import { parseArgs } from "node:util";
import type { Language } from "../knowledge/knowledge.ts";
import { speak } from "../knowledge/language.ts";
import { nearest } from "../lints/nearest.ts";
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
  if (name === undefined) return message.replace(/^Option '(?:-\w, )?(--\S+) <value>' argument missing/, "$1 needs a value");
  const near = nearest(name.replace(/^-+/, ""), Object.keys(options));
  return near === undefined
    ? `"${name}" is no option of this command`
    : `"${name}" is no option of this command; did you mean "--${near}"?`;
}

/** Sets the language of everything said from now on. */
export async function setLanguage(text: string | undefined): Promise<Language> {
  const language = text?.toLowerCase() ?? "en";
  if (language !== "en" && language !== "zh-cn") throw new UsageError(`--lang "${text}" is not known; give en or zh-cn`);
  speak(language, language === "en" ? {} : (await import("../../../l10n/bundle.l10n.zh-cn.json", { with: { type: "json" } })).default);
  return language;
}
