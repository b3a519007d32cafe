/** The parameters of a server line by name, with the words that each takes. */
import type { Word } from "../syntax/line.ts";
import { contextOf } from "./interpretation.ts";
import { readParameters } from "./parameters.ts";
import { type PlacedStatement, wordOf } from "./statement.ts";

export interface ServerParameters {
  /** In the order of the line; a later one of the same name displaces an earlier one. */
  readonly named: ReadonlyMap<string, readonly Word[]>;
  /** False where a word hides behind a variable, or cannot be read: there may be others. */
  readonly complete: boolean;
}

/** Index of the first parameter: behind the name and the address, the count of a template, or the keyword alone. */
const firstOf: Readonly<Record<string, number>> = { server: 3, "server-template": 4, "default-server": 1 };

export function parametersOfServer({ statement: { words } }: PlacedStatement, branch: string | undefined): ServerParameters {
  const named = new Map<string, readonly Word[]>();
  const from = firstOf[words[0]?.value ?? ""] ?? words.length;
  let end = Math.min(from, words.length);
  for (const { name, index, match } of readParameters("server", words, from, branch, contextOf(branch))) {
    if (match === undefined || "mismatch" in match) break;
    end = match.end;
    named.delete(name);
    named.set(name, words.slice(index + 1, end));
  }
  return { named, complete: end === words.length && !words.some(({ dynamic }) => dynamic) };
}

/** Whether the line is one of these that say what servers do. */
export function isServerLine(at: PlacedStatement): boolean {
  return firstOf[wordOf(at, 0)] !== undefined && at.statement.prefix === undefined;
}
