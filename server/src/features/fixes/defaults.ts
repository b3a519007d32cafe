/** Defaults sections: who takes them over, and log formats that replace each other in them. */
import * as l10n from "@vscode/l10n";
import { logFormatOf } from "../../lints/whole/defaults.ts";
import { proxyKinds } from "../../model/interpretation/wordIssues.ts";
import { parentOf } from "../../model/proxies/proxies.ts";
import { placedStatementsOf } from "../../model/statement.ts";
import type { PlacedSection } from "../../syntax/config.ts";
import { inLine, removedLines } from "../textChange.ts";
import type { Draft, FixContext, FixMakers } from "./fix.ts";

export const defaults: FixMakers = { "ambiguous-defaults": namedEverywhere, "duplicate-statement": replacedFormats };

/** `from` at each section that takes them over because it comes next: HAProxy reads the same as before. */
function namedEverywhere({ model, placed }: FixContext): Draft[] {
  const all = model.files.flatMap(({ uri, sections }) => sections.map((one) => ({ uri, one })));
  const heirs: { readonly uri: string; readonly one: PlacedSection; readonly from: string }[] = [];
  let last = "";
  for (const { uri, one } of all) {
    const { kind, name = "" } = one.section;
    if (kind === "defaults") last = name;
    else if (proxyKinds.has(kind) && parentOf(one.section) === undefined) heirs.push({ uri, one, from: last });
  }
  const from = parentOf(placed.section)?.value ?? heirs.find(({ one }) => one.section === placed.section)?.from ?? "";
  const named = all.filter(({ one: { section } }) => section.kind === "defaults" && section.name === from);
  if (from === "" || named.length !== 1) return [];
  const changes = heirs.flatMap(({ uri, one, ...heir }) => {
    const at = one.section.lines[0]?.words[1]?.span.end;
    return heir.from === from && at !== undefined ? [inLine(uri, one.firstLine, at, at, ` from ${from}`)] : [];
  });
  return [{ title: l10n.t('Write "from {0}" at every section that takes these defaults over', from), changes, preferred: true }];
}

/** The last format counts: those above it in the section do nothing. */
function replacedFormats({ file, placed, finding }: FixContext): Draft[] {
  if (placed.section.kind !== "defaults") return [];
  const statements = placedStatementsOf(file.uri, placed);
  const own = statements.find(({ lineNumber }) => lineNumber === finding.line);
  const format = own && logFormatOf(own);
  if (format === undefined) return [];
  const earlier = statements.filter((at) => at.lineNumber < finding.line && logFormatOf(at) === format);
  const changes = earlier.map(({ lineNumber }) => removedLines(file, lineNumber, lineNumber));
  return [{ title: l10n.t("Remove the log format above, which this one replaces"), changes, safe: true, preferred: true }];
}
