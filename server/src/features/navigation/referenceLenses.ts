/** How often a section is used: what may stand above its header. */
import * as l10n from "@vscode/l10n";
import { proxyKinds } from "../../model/interpretation/wordIssues.ts";
import type { Model } from "../../model/model.ts";
import { statementsOf } from "../../model/statement.ts";
import { parentSections } from "../../model/symbols/declared.ts";
import { isDeclaration, nameAt, placesOf, thingOf } from "../../model/symbols/symbols.ts";
import { spanIn } from "../../syntax/columns.ts";
import type { ConfigFile, Section } from "../../syntax/config.ts";
import type { Place, Span } from "../../syntax/span.ts";

export interface LensPlace {
  readonly line: number;
  readonly span: Span;
}

/** Headers of the sections that others may refer to; nothing is counted yet. */
export function lensPlacesIn({ sections }: ConfigFile): readonly LensPlace[] {
  return sections
    .filter(({ section }) => mayBeUsed(section))
    .map(({ firstLine, section }) => ({ line: firstLine, span: headerSpan(section) }));
}

const unused = new Set(["preamble", "global", "traces", "program", "log-forward"]);

/** To a frontend nothing refers, but for its stick-table. */
function mayBeUsed(section: Section): boolean {
  if (unused.has(section.kind)) return false;
  if (section.kind !== "frontend" && section.kind !== "listen") return section.kind === "defaults" || section.name !== undefined;
  return section.kind === "listen" || statementsOf(section).some(({ words }) => words[0]?.value === "stick-table");
}

/** The name of a section without its quotes, else the word that opens it. */
export function headerSpan({ lines: [line], name }: Section): Span {
  const word = line?.words[name === undefined ? 0 : 1];
  return line === undefined || word === undefined ? { start: 0, end: 0 } : spanIn(line, word, 0, word.value.length);
}

export interface Usage {
  readonly title: string;
  readonly places: readonly Place[];
}

/** The uses of the section that opens in a line; of a defaults section, those who inherit from it, named or not. */
export function usageAt(model: Model, file: ConfigFile, line: number, branch: string | undefined): Usage | undefined {
  const placed = file.sections.find(({ firstLine }) => firstLine === line);
  if (placed === undefined || !mayBeUsed(placed.section)) return undefined;
  if (placed.section.kind === "defaults") return heirsOf(model, placed.section);
  const name = nameAt(file, line, headerSpan(placed.section).start, branch);
  const thing = name && thingOf(model, placed.section, name.occurrence);
  if (thing === undefined) return undefined;
  const places = placesOf(model, thing, branch).filter((place) => !isDeclaration(place));
  return { title: places.length === 1 ? l10n.t("1 reference") : l10n.t("{0} references", places.length), places };
}

function heirsOf(model: Model, defaults: Section): Usage {
  const parents = parentSections(model);
  const places = model.files.flatMap(({ uri, sections }) =>
    sections
      .filter(({ section }) => proxyKinds.has(section.kind) && parents.get(section)?.section === defaults)
      .map(({ firstLine, section }) => ({ uri, line: firstLine, span: headerSpan(section) })),
  );
  return { title: places.length === 1 ? l10n.t("1 section inherits") : l10n.t("{0} sections inherit", places.length), places };
}
