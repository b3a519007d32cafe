/** Names of environment variables: `"${NAME}"` in any word, `defined(NAME)` behind `.if`, the fetch `env`, and the statements that set them. */
import { own } from "../../knowledge/own.ts";
import { columnIn, spanIn } from "../../syntax/columns.ts";
import type { Line } from "../../syntax/line.ts";
import type { Part } from "../parts/part.ts";
import type { Statement } from "../statement.ts";
import type { Access, Occurrence } from "./occurrence.ts";

export function environmentNames(
  line: Line,
  parts: readonly Part[],
  offset: number,
  statement: Statement | undefined,
): readonly Occurrence[] {
  const found: Occurrence[] = [];
  const add = (name: string, start: number, access: Access) => {
    found.push({ kind: "environment", name, offset, span: { start, end: start + name.length }, access });
  };
  for (const word of line.words)
    for (const { name, start } of word.variables ?? [])
      if (!name.startsWith(".")) add(name, columnIn(line, word, start) + (word.value[start + 1] === "{" ? 2 : 1), "uses");
  parts.forEach(({ role, text, call, span }, i) => {
    const asked = role === "argument" && (call?.name === "env" ? call.index === 0 : parts[i - 1]?.text === "defined");
    if (asked && /^\w+$/.test(text)) add(text, span.start, "uses");
  });
  found.push(...namesSet(line, offset, statement));
  return found;
}

const statements: Readonly<Record<string, Access>> = { setenv: "declares", presetenv: "declares", unsetenv: "removes", resetenv: "uses" };

function namesSet(line: Line, offset: number, statement: Statement | undefined): readonly Occurrence[] {
  const first = statement?.words[0]?.value ?? "";
  const access = own(statements, first);
  if (statement === undefined || access === undefined) return [];
  const names = statement.words.slice(1, access === "declares" ? 2 : undefined);
  return names.flatMap((word): readonly Occurrence[] => {
    const { value: name } = word;
    if (word.dynamic || name === "") return [];
    return [{ kind: "environment", name, offset, span: spanIn(line, word, 0, name.length), access }];
  });
}
