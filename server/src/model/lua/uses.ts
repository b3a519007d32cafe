/** Where a configuration uses what Lua scripts register: actions, fetches, converters, services, filters. */
import type { Span } from "../../syntax/span.ts";
import { type Interpretation, sought } from "../interpretation/interpretation.ts";
import type { Part } from "../parts/part.ts";
import { partsOf } from "../parts/parts.ts";
import { perBranch } from "../perBranch.ts";
import type { RegistrationKind } from "./registrations.ts";

export interface UseInConfig {
  readonly kind: RegistrationKind;
  /** Without `lua.`. */
  readonly name: string;
  /** Line of the section, from 0, and the name with `lua.`. */
  readonly offset: number;
  readonly span: Span;
  readonly interpretation: Interpretation;
  /** Of an action: index of the word that names it. */
  readonly index: number | undefined;
}

const kinds: Readonly<Record<string, RegistrationKind>> = {
  "lua-action": "action",
  "lua-fetch": "fetch",
  "lua-converter": "converter",
  "lua-service": "service",
};

export const luaUsesOf = perBranch((section, branch): readonly UseInConfig[] =>
  sought(section, branch).ofLua.flatMap((interpretation) => {
    const { statement } = interpretation;
    const filter = filterIn(interpretation);
    const uses = partsOf(section, statement.offset, branch).flatMap((part) => useIn(part, interpretation));
    return filter === undefined ? uses : [filter, ...uses];
  }),
);

/** The parts of a name are `lua.` and what stands behind it. */
function useIn(part: Part, interpretation: Interpretation): UseInConfig[] {
  const kind = part.role === "reference" ? kinds[part.kind ?? ""] : undefined;
  if (kind === undefined || /[$%]/.test(part.text)) return [];
  const { statement, head } = interpretation;
  const span = { start: part.span.start - "lua.".length, end: part.span.end };
  return [{ kind, name: part.text, offset: statement.offset, span, interpretation, index: kind === "action" ? head - 1 : undefined }];
}

function filterIn(interpretation: Interpretation): UseInConfig | undefined {
  const { words, offset } = interpretation.statement;
  const word = words[0]?.value === "filter" ? words[1] : undefined;
  if (word === undefined || word.dynamic || !word.value.startsWith("lua.")) return undefined;
  return { kind: "filter", name: word.value.slice("lua.".length), offset, span: word.span, interpretation, index: undefined };
}
