/** Findings of a configuration: the known bugs it is exposed to, at the statements that create the exposure. */
import * as l10n from "@vscode/l10n";
import { type Exposure, exposuresFound } from "../diagnosis/exposure.ts";
import { language } from "../knowledge/language.ts";
import { type Release, releaseName } from "../knowledge/release.ts";
import { languageHits } from "../lints/language.ts";
import { endedBranchHits } from "../lints/whole/endedBranch.ts";
import { allowsAny, isAllowed } from "../model/directives.ts";
import type { Model } from "../model/model.ts";
import { type PlacedStatement, placeOf, wordOf } from "../model/statement.ts";
import { affectedInWords, fixInWords, knownAs } from "./advice.ts";
import { catalogueFindings } from "./catalogueFindings.ts";
import { defaultEffectLevel, type EffectLevel } from "./exposureSummary.ts";
import type { Finding, Severity } from "./finding.ts";
import { type Levels, levelled } from "./levels.ts";

export interface FindingOptions {
  readonly release: Release | undefined;
  /** Advisories that the workspace accepts. */
  readonly ignored: readonly string[];
  /** Which effects of catalogued bugs become findings. */
  readonly effects?: EffectLevel;
  /** How grave the user takes each kind of finding. */
  readonly levels?: Levels;
  /** Advisories that are told each alone, whatever else shares their cause; all are gathered where it is empty. */
  readonly only?: ReadonlySet<string>;
}

/** Everything we tell about a configuration, in the order of the files. */
export function configFindings(model: Model, options: FindingOptions): readonly Finding[] {
  const catalogue = catalogueFindings(model, { ...options, effects: options.effects ?? defaultEffectLevel });
  return inOrder(model, levelled([...exposureFindings(model, options), ...catalogue, ...languageFindings(model, options)], options.levels));
}

/** By the order in which HAProxy loads the files. */
function inOrder(model: Model, findings: readonly Finding[]): readonly Finding[] {
  const rank = new Map(model.files.map(({ uri }, i) => [uri, i]));
  const fileOf = ({ uri }: Finding) => rank.get(uri) ?? rank.size;
  const between = (a: Finding, b: Finding) => (a.uri === b.uri ? 0 : fileOf(a) - fileOf(b));
  return [...findings].sort((a, b) => between(a, b) || a.line - b.line || a.span.start - b.span.start);
}

/** What HAProxy itself would refuse or warn of, and advice of our own. */
function languageFindings(model: Model, { release, ignored }: FindingOptions): readonly Finding[] {
  const hits = [...endedBranchHits(model, release), ...languageHits(model, release)];
  const told = ignored.length === 0 ? hits : hits.filter(({ code }) => !ignored.includes(code));
  const files = new Map(model.files.filter(allowsAny).map((file) => [file.uri, file]));
  if (files.size === 0) return told;
  return told.filter(({ code, uri, line }) => {
    const file = files.get(uri);
    return file === undefined || !isAllowed(file, line, code);
  });
}

/** One finding for each statement and advisory whose conditions are written in code. */
export function exposureFindings(model: Model, options: FindingOptions): readonly Finding[] {
  const found = new Map<string, Finding>();
  for (const exposure of exposuresFound(model, options.release)) {
    if (exposure.advisory.exposure.subject === "configuration" || exposure.advisory.exposure.shown === "hover") continue;
    if (options.ignored.includes(exposure.advisory.id) || allowedAt(model, exposure, exposure.statements[0])) continue;
    for (const statement of exposure.statements) {
      const key = `${exposure.advisory.id} ${statement.uri} ${statement.lineNumber}`;
      if (found.has(key) || allowedAt(model, exposure, statement)) continue;
      found.set(key, findingAt(statement, exposure, options.release));
    }
  }
  return inOrder(model, [...found.values()]);
}

function findingAt(statement: PlacedStatement, exposure: Exposure, release: Release | undefined): Finding {
  const { advisory } = exposure;
  const others = exposure.statements.filter((other) => other !== statement);
  const deciding = exposure.decisions.flatMap((decision) => decision.places.map((at) => ({ at, says: decision.says })));
  const related = [
    ...others.map((at) => ({ at, message: roleOf(at) })),
    ...deciding
      .filter(({ at }) => at !== statement && !others.includes(at))
      .map(({ at, says }) => ({ at, message: says.replaceAll("`", "") })),
  ];
  const { line, span } = placeOf(statement);
  return {
    uri: statement.uri,
    line,
    span,
    severity: severityOf(exposure),
    code: advisory.id,
    message: messageOf(exposure, release),
    related: related.map(({ at, message }) => ({ at: placeOf(at), message })),
    url: advisory.issueUrl,
  };
}

/** Certainty decides: exposed in a release known to have the defect is a warning, everything less is information. */
function severityOf({ state, standing }: Exposure): Severity {
  return state === "exposed" && standing !== undefined ? "warning" : "information";
}

function messageOf(exposure: Exposure, release: Release | undefined): string {
  const { advisory, standing, state } = exposure;
  const title = advisory.title[language()];
  const name = knownAs(advisory);
  if (release === undefined || standing === undefined) {
    return l10n.t("If you run HAProxy {0}: {1} ({2})", affectedInWords(advisory), title, name);
  }
  const words = [releaseName(release), title, name, fixInWords(advisory, standing, release)] as const;
  return state === "exposed"
    ? l10n.t("HAProxy {0} is exposed: {1} ({2}), {3}", ...words)
    : l10n.t("HAProxy {0} may be exposed: {1} ({2}), {3}", ...words);
}

function roleOf(at: PlacedStatement): string {
  const keyword = wordOf(at, 0);
  if (keyword === "stick-table" || keyword === "table") return l10n.t("declares the stick-table concerned");
  if (keyword.startsWith("lua-load")) return l10n.t("loads a Lua script");
  return l10n.t("holds an entry of the table while a stream lasts");
}

function allowedAt(model: Model, exposure: Exposure, statement: PlacedStatement | undefined): boolean {
  const file = statement && model.files.find(({ uri }) => uri === statement.uri);
  return file !== undefined && statement !== undefined && isAllowed(file, statement.lineNumber, exposure.advisory.id);
}
