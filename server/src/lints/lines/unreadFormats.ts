/** Formats and expressions that no proxy uses HAProxy does not read: of a defaults section, of an application nobody asks, of servers to come. */

import type { Model } from "../../model/model.ts";
import { heirsIn, isResolved } from "../../model/proxies/heirs.ts";
import { effectiveWith } from "../../model/proxies/proxies.ts";
import { type Statement, statementsOf, wordOf } from "../../model/statement.ts";
import { conditionStart } from "../../syntax/condition.ts";
import type { PlacedSection, Section } from "../../syntax/config.ts";
import type { LintCode } from "../codes.ts";
import type { Hit } from "../hit.ts";

const ofFormats: ReadonlySet<LintCode> = new Set([
  "unknown-fetch",
  "unknown-converter",
  "bad-sample-arguments",
  "sample-type-mismatch",
  "unavailable-sample",
  "malformed-expression",
  "unknown-log-alias",
  "malformed-log-format",
] as const);
const keywords = /^(?:(?:error-)?log-format(?:-sd)?|unique-id-format|set-param|default-server|default_backend|balance|option forwarded)$/;

/** Whether the rest of the configuration decides what HAProxy reads of a section in which this was found. */
export function hangsOnOthers({ section: { kind } }: PlacedSection, hits: readonly Hit[]): boolean {
  return (kind === "defaults" || kind === "fcgi-app") && hits.some(({ code }) => ofFormats.has(code));
}

/** Findings of a section without those in formats that nobody reads; nearly always the same list. */
export function readHits(placed: PlacedSection, hits: readonly Hit[], model: Model, branch: string | undefined): readonly Hit[] {
  const { section } = placed;
  const { kind, name = "" } = section;
  if (!hangsOnOthers(placed, hits)) return readAlone(placed, hits);
  const heirs = heirsIn(model.proxies);
  const used = () => model.proxies.some((proxy) => effectiveWith(proxy, "use-fcgi-app").some((at) => wordOf(at, 1) === name));
  return withoutUnread(placed, hits, (statement) =>
    kind === "defaults" ? isResolved(statement, undefined, section, heirs, branch) : (servesBehind(section, statement) ?? used()),
  );
}

/** The same for a section that hangs on no other. */
export function readAlone(placed: PlacedSection, hits: readonly Hit[]): readonly Hit[] {
  if (!hits.some(({ code }) => ofFormats.has(code))) return hits;
  return withoutUnread(placed, hits, (statement) => servesBehind(placed.section, statement) ?? true);
}

function withoutUnread(
  { section, firstLine }: PlacedSection,
  hits: readonly Hit[],
  isRead: (statement: Statement) => boolean,
): readonly Hit[] {
  return hits.filter(({ line, code, span }) => {
    const statement = ofFormats.has(code) ? statementsOf(section).find(({ offset }) => offset === line - firstLine) : undefined;
    return statement === undefined || !keywords.test(keywordOf(statement)) || inCondition(statement, span) || isRead(statement);
  });
}

function keywordOf({ words }: Statement): string {
  const first = words[0]?.value ?? "";
  return first === "option" ? `${first} ${words[1]?.value ?? ""}` : first;
}

/** Settings of servers are read with each server behind them; undefined for other statements. */
function servesBehind(section: Section, { words, offset }: Statement): boolean | undefined {
  if (words[0]?.value !== "default-server") return undefined;
  return statementsOf(section).some((other) => other.offset > offset && /^(?:server|server-template|peer)$/.test(keywordOf(other)));
}

/** Conditions are read with the line. */
function inCondition({ words }: Statement, span: Hit["span"]): boolean {
  const start = words[conditionStart(words, 3)]?.span.start;
  return start !== undefined && span.start >= start;
}
