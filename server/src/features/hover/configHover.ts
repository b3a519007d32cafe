/** Hover notes of a configuration: what each word is, what it refers to, and the known issues that concern it. */
import * as l10n from "@vscode/l10n";
import { enterpriseWord } from "../../knowledge/enterprise.ts";
import type { Advisory } from "../../knowledge/knowledge.ts";
import { language } from "../../knowledge/language.ts";
import { manualLink } from "../../knowledge/manual.ts";
import { meaningOf } from "../../knowledge/meanings.ts";
import type { Release } from "../../knowledge/release.ts";
import type { Model } from "../../model/model.ts";
import type { Part } from "../../model/parts/part.ts";
import { type PlaceInConfig, partAt } from "../../model/parts/parts.ts";
import { spanOfWords } from "../../model/statement.ts";
import type { ConfigFile } from "../../syntax/config.ts";
import { plain } from "../../syntax/plain.ts";
import { type Span, touches } from "../../syntax/span.ts";
import { type Asked, described, statementName } from "./asked.ts";
import { type Description, detailsOf, fenced, leadOf, manualInMarkdown } from "./describe.ts";
import { overridden, proxyInForce, serverDefaults } from "./effective.ts";
import { issuesInMarkdown, type KeywordHit, keywordAt } from "./keywordNotes.ts";
import { namePreview, proxyOf } from "./names.ts";
import { noteOn } from "./notes.ts";
import { statementBugs } from "./statementBugs.ts";
import { memoryEstimate } from "./tableMemory.ts";

export interface Note {
  /** Markdown. */
  readonly markdown: string;
  readonly span: Span;
}

export interface HoverOptions {
  readonly release: Release | undefined;
  /** Address of an advisory's page. */
  readonly link: (advisory: Advisory) => string;
}

/** Note for a place in a file, undefined where we have nothing to say. `column` counts UTF-16 units. */
export function configHover(model: Model, file: ConfigFile, line: number, column: number, options: HoverOptions): Note | undefined {
  const branch = options.release?.branch;
  const place = partAt(file, line, column, branch);
  const part = place && (partOpenedAt(place, column) ?? place.part ?? partBeside(place, column));
  if (place === undefined || part === undefined) return undefined;
  const asked: Asked = { model, uri: file.uri, lineNumber: line, branch, place, part };
  const note = noteAt(asked, column, options);
  // also on the bracket or the quote beside what the note is on
  return note && { ...note, span: { start: Math.min(note.span.start, column), end: Math.max(note.span.end, column) } };
}

function noteAt(asked: Asked, column: number, options: HoverOptions): Note | undefined {
  const { part, place } = asked;
  const { statement, placed } = place;
  const hit = statement && keywordAt(placed.section, statement, column);
  if (statement !== undefined && (hit !== undefined || isHead(place, part))) return headNote(asked, hit, options);
  const markdown = noteOn(asked);
  return markdown === undefined ? undefined : { markdown, span: part.span };
}

/** Between the parts of a word, as on the brackets of `%[src]`: the next part of it, or else the one before. */
function partBeside({ line, parts }: PlaceInConfig, column: number): Part | undefined {
  const word = line.words.findIndex(({ span }) => touches(span, column));
  const ofWord = parts.filter((part) => part.word === word && part.role !== "comment");
  return ofWord.find(({ span }) => span.start >= column) ?? ofWord.at(-1);
}

/** What a percent sign in a log-format opens; the text in front of it ends there. */
function partOpenedAt({ line, part, parts }: PlaceInConfig, column: number): Part | undefined {
  if (line.raw[column] !== "%" || part?.role !== "string" || part.span.end > column) return undefined;
  const next = parts.find(({ span }) => span.start > column);
  return next !== undefined && next.word === part.word && next.span.start <= column + 2 && next.role !== "string" ? next : undefined;
}

const headRoles: ReadonlySet<string> = new Set(["section", "section-name", "keyword", "option", "ruleset", "hook", "action", "prefix"]);

function isHead({ placed, statement }: PlaceInConfig, { role }: Part): boolean {
  return headRoles.has(role) && !(role === "section-name" && statement?.offset !== 0 && placed.section.kind !== "preamble");
}

/** The words that name a statement: what it is, what it stands in place of, known issues, details. */
function headNote(asked: Asked, hit: KeywordHit | undefined, { release, link }: HoverOptions): Note | undefined {
  const { part, place, model, uri, lineNumber } = asked;
  const special = hit === undefined ? specialNote(asked) : undefined;
  if (special !== undefined) return { markdown: special, span: part.span };
  const description = described(statementName(asked), asked.branch);
  const span = hit?.span ?? headSpan(asked);
  const bugs = bugsAsked(asked, hit) ? statementBugs(model, uri, lineNumber, release, link) : undefined;
  const lead = hit === undefined ? description && leadOf(description) : keywordLead(hit);
  if (lead === undefined) {
    const known = bugs ?? ofEnterprise(asked);
    return known === undefined ? undefined : { markdown: known, span };
  }
  const named = part.role === "reference" && part.kind?.startsWith("lua-") === true ? noteOn(asked) : undefined;
  const parts = [...(named === undefined ? [] : [named, "---"]), lead, ...inForce(asked)];
  if (hit !== undefined) parts.push(...issuesInMarkdown(hit.keyword, model, release, { uri, line: lineNumber }, link));
  if (bugs !== undefined) parts.push(bugs, "---");
  parts.push(...details(description, hit, asked.branch));
  return place.statement === undefined ? undefined : { markdown: parts.join("\n\n"), span };
}

/** A word that HAProxy itself does not know. */
function ofEnterprise({ place, part }: Asked): string | undefined {
  const says = place.statement?.words[0]?.value === part.text ? enterpriseWord(place.placed.section.kind, part.text) : undefined;
  return says && `${fenced(part.text)}\n\n${says[language()]}\n\n- ${l10n.t("Only in HAProxy Enterprise")}`;
}

/** Bugs of the statement show at its first word, and wherever a keyword has notes in depth. */
function bugsAsked({ part, place }: Asked, hit: KeywordHit | undefined): boolean {
  return hit !== undefined || part.span.start <= (place.statement?.words[0]?.span.start ?? 0);
}

/** Rulesets, hooks and `no` are told by themselves. */
function specialNote(asked: Asked): string | undefined {
  const { part, branch } = asked;
  const kind = part.role === "ruleset" ? "rulesets" : part.role === "hook" ? "hooks" : part.role === "prefix" ? "prefixes" : undefined;
  const meaning = kind && meaningOf(kind, part.text);
  if (meaning === undefined) return undefined;
  const description = described(statementName(asked), branch);
  const statement = description === undefined ? [] : [leadOf(description)];
  const manual = part.role === "ruleset" ? [manualInMarkdown(manualLink([part.text, `${part.text} content`], ["4.2"], branch))] : [];
  return [`**\`${plain(part.text)}\`** ${meaning}`, ...statement, ...manual].join("\n\n");
}

function headSpan({ place, part }: Asked): Span {
  const { interpretation, statement } = place;
  if (part.role !== "keyword" && part.role !== "option") return part.span;
  const words = statement?.words.slice(0, Math.max(1, interpretation?.head ?? 1)) ?? [];
  const span = spanOfWords(words);
  return span.start <= part.span.start && part.span.end <= span.end ? span : part.span;
}

function keywordLead({ keyword }: KeywordHit): string {
  return `${fenced(keyword.syntax)}\n\n${keyword.summary[language()]}`;
}

/** At a proxy's header what holds in it; at a table its memory; at a statement what it overrides. */
function inForce({ part, place, model, lineNumber, uri, branch }: Asked): readonly string[] {
  const { statement, placed } = place;
  if (part.role === "section" || part.role === "section-name") {
    const proxy = proxyOf(model, placed);
    return proxy === undefined ? [] : [proxyInForce(proxy)];
  }
  const table = model.tables.find(({ at }) => at.lineNumber === lineNumber && at.uri === uri);
  const estimate = table && memoryEstimate(table, branch);
  if (statement === undefined) return [];
  const tracked = model.tracks.find(({ at }) => at.statement === statement)?.table;
  const notes = [
    estimate,
    tracked && namePreview("table", tracked.name, { model, uri, placed, branch, owner: undefined }),
    serverDefaults(statement, lineNumber, uri, model),
    overridden(statement, lineNumber, uri, model),
  ];
  return notes.filter((text) => text !== undefined);
}

function details(description: Description | undefined, hit: KeywordHit | undefined, branch: string | undefined): readonly string[] {
  const deep = hit?.keyword.details === undefined ? [] : [hit.keyword.details[language()].trimEnd()];
  if (description !== undefined) {
    const all = detailsOf(description);
    return [...all.slice(0, -1), ...deep, ...all.slice(-1)];
  }
  return hit === undefined ? [] : [...deep, manualInMarkdown(manualLink([hit.keyword.manual], [], branch))];
}
