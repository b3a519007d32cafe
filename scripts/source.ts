/** Reads what authors write under server/knowledge: YAML files, and pages with a typed head. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import type { z } from "zod";

export const source = path.resolve(import.meta.dirname, "../server/knowledge");

export interface HeadedPage<T> {
  readonly head: T;
  /** Markdown below the head, trimmed. */
  readonly page: string;
}

/** A page, `file` relative to server/knowledge, that starts with a YAML head between two lines of ---. */
export function splitPage<T>(file: string, schema: z.ZodType<T>): HeadedPage<T> {
  const parts = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(textOf(file));
  if (!parts) throw new Error(`${file}: must start with a YAML head between two lines of ---`);
  return { head: check(file, parse(parts[1] as string), schema), page: (parts[2] as string).trim() };
}

/** A YAML file as its schema has it. */
export function load<T>(file: string, schema: z.ZodType<T>): T {
  return check(file, parse(textOf(file)), schema);
}

export function exists(file: string): boolean {
  return existsSync(path.join(source, file));
}

export function textOf(file: string): string {
  return readFileSync(path.join(source, file), "utf8");
}

/** Files of a folder and its folders with an ending, sorted, relative to server/knowledge. */
export function filesUnder(folder: string, ending: string): string[] {
  return readdirSync(path.join(source, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(ending))
    .map((file) => `${folder}/${file.split(path.sep).join("/")}`)
    .sort();
}

export function refuseDuplicates(what: string, names: readonly string[]): void {
  const twice = names.filter((name, i) => names.indexOf(name) !== i);
  if (twice.length > 0) throw new Error(`${what} named twice: ${twice.join(", ")}`);
}

function check<T>(file: string, value: unknown, schema: z.ZodType<T>): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join(".") || "(top)"}: ${issue.message}`);
  throw new Error(`${file}: ${problems.join("; ")}`);
}
