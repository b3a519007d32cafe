/** Statements that stand in the wrong place: declarations below their use, and what another section is meant to have. */
import * as l10n from "@vscode/l10n";
import { stateOf } from "../../knowledge/grammar.ts";
import { inForce } from "../../model/proxies/proxies.ts";
import { placedStatementsOf, wordOf } from "../../model/statement.ts";
import type { PlacedSection } from "../../syntax/config.ts";
import { readLine } from "../../syntax/line.ts";
import { inLine, insertedLines, removedLines } from "../textChange.ts";
import { commentsAbove, type Draft, endOf, type FixContext, type FixMakers, indentIn, isSound } from "./fix.ts";
import { missingName } from "./spellings.ts";

export const moves: FixMakers = {
  "misplaced-keyword": (context) => [...toItsSection(context), ...toBackend(context), ...asListen(context), ...withoutEffect(context)],
  "unknown-keyword": toItsSection,
  "unknown-value": (context) => (context.issue?.index === 1 ? toItsSection(context) : []),
  "undefined-acl": declarationsUp,
};

/** ACL lines that stand only further down; the order of those with one name stays. */
function declarationsUp(context: FixContext): Draft[] {
  const { file, finding, placed } = context;
  const name = missingName(context);
  const lines = placedStatementsOf(file.uri, placed)
    .filter(({ statement: { words, conditional, line } }) => {
      return words[0]?.value === "acl" && words[1]?.value === name && !conditional && line.problems.length === 0;
    })
    .map(({ lineNumber }) => lineNumber);
  if (name === undefined || lines.length === 0 || lines.some((line) => line <= finding.line)) return [];
  const raws = lines.map((line) => (file.lines[line]?.raw ?? "").replace(/\r$/, ""));
  const changes = [insertedLines(file, commentsAbove(context, finding.line), raws), ...lines.map((line) => removedLines(file, line, line))];
  return [{ title: l10n.t('Move the declaration of ACL "{0}" up', name), changes, safe: true, preferred: true }];
}

/** Kinds of sections that a lost statement may belong to, and the class of their words. */
const homes = ["global", "defaults"] as const;

function toItsSection(context: FixContext): Draft[] {
  const { file, finding, placed, interpretation, branch } = context;
  const statement = interpretation?.statement;
  const keyword = statement?.words[0]?.value ?? "";
  const marked = [statement?.words[0], context.issue?.id === "unknown-value" ? statement?.words[1] : undefined];
  if (statement === undefined || statement.conditional || !marked.some((word) => word?.span.start === finding.span.start)) return [];
  const raw = (file.lines[finding.line]?.raw ?? "").trim();
  return homes.flatMap((kind) => {
    if (kind === placed.section.kind || (kind === "defaults" && placed.section.kind !== "global")) return [];
    const home = homeOf(context, kind);
    if (stateOf(`kw:${kind}`, keyword, branch) !== "known" || !isSound(raw, home ?? opened[kind], branch)) return [];
    const title = l10n.t('Move "{0}" to the {1} section', keyword, kind);
    const first = commentsAbove(context, finding.line);
    const taken = removedLines(file, first, finding.line);
    const lines = file.lines.slice(first, finding.line + 1).map((line) => line.raw.trim());
    if (home === undefined) {
      const whole = [kind, ...lines.map((line) => `    ${line}`), ""];
      return [{ title, changes: [insertedLines(file, startOf(context, kind), whole), taken], preferred: true }];
    }
    const indented = lines.map((line) => indentIn(file, home) + line);
    return [{ title, changes: [insertedLines(file, endOf(home), indented), taken], preferred: true }];
  });
}

/** Headers of sections that are not there yet. */
const opened = { global: sectionOf("global"), defaults: sectionOf("defaults") };

function sectionOf(kind: "global" | "defaults"): PlacedSection {
  return { firstLine: 0, section: { kind, name: undefined, lines: [readLine(kind)], conditional: false } };
}

/** The last section of the kind in the file that HAProxy reads for certain. */
function homeOf({ file }: FixContext, kind: string): PlacedSection | undefined {
  return file.sections.findLast(({ section }) => section.kind === kind && !section.conditional && section.name === undefined);
}

/** Where a section of the kind opens: `global` first of all, `defaults` behind it. */
function startOf({ file }: FixContext, kind: string): number {
  const first = file.sections.find(({ section }) => section.kind !== "preamble" && (kind === "global" || section.kind !== "global"));
  return first?.firstLine ?? file.lines.length;
}

/** A server that stands in a frontend serves the backend that the frontend sends to when no rule says otherwise. */
function toBackend(context: FixContext): Draft[] {
  const { model, file, finding, placed, interpretation, branch } = context;
  const keyword = interpretation?.statement.words[0]?.value ?? "";
  const proxy = model.proxies.find((one) => one.placed === placed);
  if (placed.section.kind !== "frontend" || !/^(?:default-server|server|server-template)$/.test(keyword) || proxy === undefined) return [];
  const rule = inForce(proxy, "default_backend");
  const home = rule && model.proxies.find((one) => one.kind !== "frontend" && one.name === wordOf(rule, 1) && one.uri === file.uri);
  const first = commentsAbove(context, finding.line);
  const lines = file.lines.slice(first, finding.line + 1).map((line) => line.raw.trim());
  if (home === undefined || !isSound(lines.at(-1) ?? "", home.placed, branch)) return [];
  const title = l10n.t('Move "{0}" to the {1} section', keyword, `${home.kind} ${home.name}`);
  const indented = lines.map((line) => indentIn(file, home.placed) + line);
  const changes = [insertedLines(file, endOf(home.placed), indented), removedLines(file, first, finding.line)];
  return [{ title, changes, preferred: true }];
}

/** What listens and has servers is a listen section. */
function asListen(context: FixContext): Draft[] {
  const { file, placed, interpretation, finding } = context;
  const [keyword] = placed.section.lines[0]?.words ?? [];
  const word = interpretation?.statement.words[0]?.value ?? "";
  const isBackend = placed.section.kind === "backend" && word === "bind" && finding.severity === "warning";
  const isFrontend = placed.section.kind === "frontend" && /^(?:server|server-template)$/.test(word) && servesNobodyElse(context);
  if (keyword === undefined || !(isBackend || isFrontend)) return [];
  const changes = [inLine(file.uri, placed.firstLine, keyword.span.start, keyword.span.end, "listen")];
  return [{ title: l10n.t('Change "{0}" to "{1}"', placed.section.kind, "listen"), changes }];
}

/** A frontend that no rule leads out of, and with whose name no backend stands beside it. */
function servesNobodyElse({ model, placed }: FixContext): boolean {
  const proxy = model.proxies.find((one) => one.placed === placed);
  if (proxy === undefined || model.proxies.some((one) => one !== proxy && one.name === proxy.name)) return false;
  return [...proxy.own, ...proxy.inherited].every((at) => !/^(?:default_backend|use_backend)$/.test(wordOf(at, 0)));
}

/** HAProxy reads it and does nothing: somebody wanted something by it. */
function withoutEffect({ file, finding }: FixContext): Draft[] {
  if (finding.severity !== "warning") return [];
  return [{ title: l10n.t("Remove the line, which HAProxy ignores"), changes: [removedLines(file, finding.line, finding.line)] }];
}
