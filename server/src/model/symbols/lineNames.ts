/** The names in a line of a section: its parts that are names, and the few that no grammar can tell from other words. */
import { entryOf } from "../../knowledge/grammar.ts";
import type { Section } from "../../syntax/config.ts";
import { interpret } from "../interpretation/interpretation.ts";
import type { Part } from "../parts/part.ts";
import { partsOf, statementAt } from "../parts/parts.ts";
import type { Statement } from "../statement.ts";
import { captureNames } from "./captureSlots.ts";
import { environmentNames } from "./environmentNames.ts";
import type { Access, Occurrence } from "./occurrence.ts";
import { certificateNames, fallbackNames, filterNames, refusedNames, templateNames } from "./specialNames.ts";

const none: readonly Occurrence[] = [];

/** In the order of columns; `offset` counts from the section's first line. */
export function namesInLine(section: Section, offset: number, branch: string | undefined): readonly Occurrence[] {
  const line = section.lines[offset];
  if (line === undefined || line.words.length === 0) return none;
  const statement = statementAt(section, offset);
  const parts = partsOf(section, offset, statement !== undefined && isForeign(section, statement, branch) ? undefined : branch);
  const found = [...namesInParts(parts, line.raw, offset, section), ...environmentNames(line, parts, offset, statement)];
  if (statement !== undefined && section.kind !== "preamble") found.push(...refusedNames(line, parts, section, statement));
  if (statement !== undefined && offset > 0) {
    found.push(...templateNames(line, statement), ...filterNames(line, statement), ...fallbackNames(parts, statement));
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
  let compared: Compared | undefined;
  parts.forEach((part, i) => {
    const { role, kind, text, span } = part;
    if (role === "fetch" || role === "criterion") compared = comparedWith(text, parts[i + 1]);
    else if (role === "operator" || role === "converter" || (text === "-i" && compared?.owner === undefined)) compared = undefined;
    if (role === "section-name" && !nameless.has(section.kind))
      found.push({ kind: section.kind, name: text, offset, span, access: "declares" });
    else if (role === "declaration" && kind !== undefined) found.push({ kind, name: text, offset, span, access: "declares" });
    else if (role === "reference" && kind !== undefined && text !== "") found.push(...references(part, parts[i - 1], raw, offset));
    else if (role === "variable") found.push({ kind: "variable", name: text, offset, span, access: accessOf(part, parts) });
    else if (role === "pattern" && compared !== undefined && (compared.owner !== undefined || part.type === "str"))
      found.push({ ...compared, name: text, offset, span, access: "uses" });
  });
  return found;
}

/** What the values behind a fetch are names of. */
type Compared = Pick<Occurrence, "kind" | "owner">;

/** Groups belong to the list that the fetch names; a name that is compared otherwise than as a text may be a part of one. */
function comparedWith(fetch: string, next: Part | undefined): Compared | undefined {
  const kind = entryOf("fetch", fetch)?.names;
  if (kind !== "group") return kind === undefined ? undefined : { kind };
  return next?.kind === "userlist" ? { kind, owner: next.text } : undefined;
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
