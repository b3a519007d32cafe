/** Findings for the catalogue: one for each statement and cause, and one at `global` that sums up, so that no file is flooded. */
import * as l10n from "@vscode/l10n";
import { type Exposure, exposuresFound } from "../diagnosis/exposure.ts";
import { language } from "../knowledge/language.ts";
import { type Release, releaseName } from "../knowledge/release.ts";
import { isAllowed } from "../model/directives.ts";
import type { Model } from "../model/model.ts";
import { type PlacedStatement, placeOf, statementsOf } from "../model/statement.ts";
import { fixInWords, knownAs } from "./advice.ts";
import { canCrash, type EffectLevel, exposedInShort, isShown, upgradeFor, upgradeInShort } from "./exposureSummary.ts";
import type { Finding } from "./finding.ts";

/** Code of findings that stand for several advisories. */
export const severalBugs = "known-bugs";
/** Names of advisories in one message, and further statements of one finding. */
const mostNames = 5;
const mostRelated = 10;

interface Group {
  readonly at: PlacedStatement;
  readonly others: readonly PlacedStatement[];
  readonly says: string;
  readonly exposures: Exposure[];
}

export interface CatalogueOptions {
  readonly release: Release | undefined;
  readonly ignored: readonly string[];
  readonly effects: EffectLevel;
  readonly only?: ReadonlySet<string> | undefined;
}

/** Only what is certain: conditions that are met and not coarse, in a release that is known to have the bug. */
export function catalogueFindings(model: Model, { release, ignored, effects, only }: CatalogueOptions): readonly Finding[] {
  if (release === undefined || effects === "off") return [];
  const groups = new Map<object, Group>();
  for (const exposure of exposuresFound(model, release)) {
    const { advisory, state } = exposure;
    if (advisory.exposure.subject !== "configuration" || state !== "exposed" || advisory.exposure.shown === "hover") continue;
    const asked = only?.has(advisory.id) === true;
    if (!(asked || isShown(advisory, effects)) || ignored.includes(advisory.id)) continue;
    const { cause } = exposure;
    const at = cause?.places[0];
    if (cause === undefined || at === undefined || allowedAt(model, at, advisory.id)) continue;
    const key = asked ? advisory : cause.key;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { at, others: cause.places.slice(1), says: cause.says, exposures: [exposure] });
    else group.exposures.push(exposure);
  }
  const shown = [...groups.values()].filter(({ at, exposures }) => exposures.length === 1 || !allowedAt(model, at, severalBugs));
  const found = shown.map((group) => findingOf(group, release));
  const summary = found.length === 0 || ignored.includes(severalBugs) ? undefined : summaryAt(model, release);
  return summary === undefined ? found : [summary, ...found];
}

function allowedAt(model: Model, at: PlacedStatement, id: string): boolean {
  const file = model.files.find(({ uri }) => uri === at.uri);
  return file !== undefined && isAllowed(file, at.lineNumber, id);
}

function findingOf({ at, others, says, exposures }: Group, release: Release): Finding {
  const [only] = exposures;
  const { line, span } = placeOf(at);
  const isOne = exposures.length === 1 && only !== undefined;
  return {
    uri: at.uri,
    line,
    span,
    severity: exposures.some((exposure) => isGrave(exposure)) ? "warning" : "information",
    code: isOne ? only.advisory.id : severalBugs,
    message: isOne ? oneInWords(only, release) : severalInWords(exposures, says, release),
    related: others.slice(0, mostRelated).map((other) => ({ at: placeOf(other), message: l10n.t("exposes it too") })),
    url: isOne ? only.advisory.issueUrl : undefined,
  };
}

/** Certain, deadly, and the branch has a release without it: something to do tonight. */
function isGrave({ advisory, standing }: Exposure): boolean {
  if (!canCrash(advisory) || advisory.severity === "minor" || advisory.evidence?.exposure !== "reviewed") return false;
  return standing?.state === "affected" && standing.fixedIn !== undefined;
}

function oneInWords({ advisory, standing }: Exposure, release: Release): string {
  const fix = standing === undefined ? "" : fixInWords(advisory, standing, release);
  return l10n.t("HAProxy {0} is exposed: {1} ({2}), {3}", releaseName(release), advisory.title[language()], knownAs(advisory), fix);
}

function severalInWords(exposures: readonly Exposure[], says: string, release: Release): string {
  // a bug without a number is known by its commit, which tells nobody anything
  const names = exposures
    .map(({ advisory }) => knownAs(advisory))
    .filter((name) => /^(?:#|CVE-)/.test(name))
    .slice(0, mostNames);
  const found = exposures.map((exposure) => ({ advisory: exposure.advisory, state: "exposed" as const, exposures: [exposure] }));
  const words = [releaseName(release), exposures.length, says.replaceAll("`", "")] as const;
  const upgrade = upgradeInShort(upgradeFor(found, release));
  const text = l10n.t("HAProxy {0} is exposed to {1} known bugs here: {2}", ...words);
  const told = names.length === 0 ? text : l10n.t("{0} ({1})", text, names.join(l10n.t(", ")));
  return upgrade === undefined ? told : l10n.t("{0}; {1}", told, upgrade);
}

/** At the header of the first global section. */
function summaryAt(model: Model, release: Release): Finding | undefined {
  const message = exposedInShort(model, release);
  const file = model.files.find(({ sections }) => sections.some(({ section }) => section.kind === "global"));
  const placed = file?.sections.find(({ section }) => section.kind === "global");
  const header = placed && statementsOf(placed.section)[0];
  if (message === undefined || file === undefined || placed === undefined || header === undefined) return undefined;
  if (allowedAt(model, { uri: file.uri, lineNumber: placed.firstLine, section: placed.section, statement: header }, severalBugs))
    return undefined;
  const { span } = header.words[0] ?? { span: { start: 0, end: 0 } };
  return { uri: file.uri, line: placed.firstLine, span, severity: "information", code: severalBugs, message };
}
