/** The names in a line of a section: its parts that are names, and the few that no grammar can tell from other words. */
import type { Section } from "../../syntax/config.ts";
import { interpret } from "../interpretation/interpretation.ts";
import type { Part } from "../parts/part.ts";
import { partsOf, statementAt } from "../parts/parts.ts";
import type { Statement } from "../statement.ts";
import { captureNames } from "./captureSlots.ts";
import { environmentNames } from "./environmentNames.ts";
import type { Access, Occurrence } from "./occurrence.ts";
import { certificateNames, filterNames, templateNames } from "./specialNames.ts";

const none: readonly Occurrence[] = [];

/** In the order of columns; `offset` counts from the section's first line. */
export function namesInLine(section: Section, offset: number, branch: string | undefined): readonly Occurrence[] {
  const line = section.lines[offset];
  if (line === undefined || line.words.length === 0) return none;
  const statement = statementAt(section, offset);
  const parts = partsOf(section, offset, statement !== undefined && isForeign(section, statement, branch) ? undefined : branch);
  const found = [...namesInParts(parts, line.raw, offset, section), ...environmentNames(line, parts, offset, statement)];
  if (statement !== undefined && offset > 0) {
    found.push(...templateNames(line, statement), ...filterNames(line, statement));
    found.push(...certificateNames(parts, line.raw, section, statement));
    if (line.raw.includes("capture")) found.push(...captureNames(parts, section, offset));
  }
  return found.sort((a, b) => a.span.start - b.span.start);
}

/** A line with words that the release in use does not know is read as the releases do that know them: names stand there all the same. */
function isForeign(section: Section, statement: Statement, branch: string | undefined): boolean {
  return branch !== undefined && interpret(statement, section, branch).issues.some(({ id }) => id === "word-of-other-release");
}

/** Sections whose second word is no name of theirs. */
const nameless: ReadonlySet<string> = new Set(["global", "traces"]);

function namesInParts(parts: readonly Part[], raw: string, offset: number, section: Section): Occurrence[] {
  const found: Occurrence[] = [];
  let lists: string | undefined;
  parts.forEach((part, i) => {
    const { role, kind, text, span } = part;
    const next = parts[i + 1];
    // the values compared with are groups of the list that the fetch names
    if (role === "fetch" || role === "criterion") lists = text === "http_auth_group" && next?.kind === "userlist" ? next.text : undefined;
    else if (role === "operator") lists = undefined;
    if (role === "section-name" && !nameless.has(section.kind))
      found.push({ kind: section.kind, name: text, offset, span, access: "declares" });
    else if (role === "declaration" && kind !== undefined) found.push({ kind, name: text, offset, span, access: "declares" });
    else if (role === "reference" && kind !== undefined && text !== "") found.push(...references(part, parts[i - 1], raw, offset));
    else if (role === "variable") found.push({ kind: "variable", name: text, offset, span, access: accessOf(part, parts) });
    else if (role === "pattern" && lists !== undefined)
      found.push({ kind: "group", name: text, owner: lists, offset, span, access: "uses" });
  });
  return found;
}

/** `be/srv` comes as two parts, `peers/table` as one. */
function references(part: Part, before: Part | undefined, raw: string, offset: number): readonly Occurrence[] {
  const { kind = "", text: name, span } = part;
  if (kind === "server" && before?.word === part.word && before.kind === "backend" && raw.slice(before.span.end, span.start) === "/")
    return [{ kind, name, owner: before.text, offset, span, access: "uses" }];
  const slash = kind === "table" ? name.indexOf("/") : -1;
  if (slash <= 0 || span.end - span.start !== name.length) return [{ kind, name, offset, span, access: "uses" }];
  const middle = span.start + slash;
  const owner = name.slice(0, slash);
  return [
    { kind: "peers", name: owner, offset, span: { start: span.start, end: middle }, access: "uses" },
    { kind, name: name.slice(slash + 1), owner, offset, span: { start: middle + 1, end: span.end }, access: "uses" },
  ];
}

const setting = /^(?:set-var|set-var-fmt|do-resolve)$/;

function accessOf({ call }: Part, parts: readonly Part[]): Access {
  const word = call?.name ?? parts[0]?.text ?? "";
  return setting.test(word) ? "declares" : word === "unset-var" ? "removes" : "uses";
}
