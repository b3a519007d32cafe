/** Defaults sections: two of one name, those taken over by name and by place alike, log formats that displace each other. */
import * as l10n from "@vscode/l10n";
import { compareBranches } from "../../knowledge/release.ts";
import { proxyKinds } from "../../model/interpretation/wordIssues.ts";
import type { Model } from "../../model/model.ts";
import { parentOf } from "../../model/proxies/proxies.ts";
import { type PlacedStatement, placedStatementsOf, placeOf, spanOfWords, withKeyword, wordOf } from "../../model/statement.ts";
import type { PlacedSection, Section } from "../../syntax/config.ts";
import { plain } from "../../syntax/plain.ts";
import type { Hit } from "../hit.ts";
import { lineInWords } from "../place.ts";

/** A defaults section as HAProxy has read it so far. */
interface Read {
  readonly name: string;
  readonly place: Pick<Hit, "uri" | "line">;
  /** Where an earlier one has the same name. */
  readonly twin: Pick<Hit, "uri" | "line"> | undefined;
  byName: boolean;
  byPlace: boolean;
}

/** First branches in which HAProxy tells the two ways of taking over apart, and in which it refuses a twin of a section in use. */
const toldApart = "2.5";
const twinRefused = "3.1";

export function defaultsHits(model: Model, branch: string | undefined): readonly Hit[] {
  return [...ambiguousHits(model, branch), ...logFormatHits(model)];
}

/** Sections in which it is not clear which defaults they take over. */
function ambiguousHits({ files }: Model, branch: string | undefined): readonly Hit[] {
  const since = (first: string) => branch === undefined || compareBranches(branch, first) >= 0;
  const named = new Map<string, Read>();
  let last: Read | undefined;
  const hits: Hit[] = [];
  for (const { uri, sections } of files) {
    for (const { section, firstLine: line } of sections) {
      if (!proxyKinds.has(section.kind)) continue;
      const isDefaults = section.kind === "defaults";
      // which of them HAProxy reads is open, and with it all that follows
      if (isDefaults && section.conditional) return hits;
      const parent = parentOf(section)?.value;
      const taken = parent !== undefined ? named.get(parent) : isDefaults ? undefined : last;
      const fault = taken && faultOf(taken, parent !== undefined, uri, since);
      const at = { uri, line, span: headOf(section), code: "ambiguous-defaults" as const };
      if (fault !== undefined && !section.conditional) hits.push({ ...at, ...fault });
      if (!isDefaults) continue;
      const { name = "" } = section;
      const twin = name === "" ? undefined : named.get(name);
      // HAProxy reads no further
      if (twin?.byName && branch !== undefined && since(twinRefused)) return [...hits, { ...at, ...replacedInUse(twin, uri) }];
      last = { name, place: { uri, line }, twin: twin?.place, byName: false, byPlace: false };
      if (name !== "") named.set(name, last);
    }
  }
  return hits;
}

type Fault = Pick<Hit, "severity" | "message">;

/** What HAProxy says of a section that takes over these defaults, which are marked as taken over. */
function faultOf(taken: Read, byName: boolean, uri: string, since: (branch: string) => boolean): Fault | undefined {
  taken.byName ||= byName;
  taken.byPlace ||= !byName;
  if (byName && taken.twin !== undefined) return { severity: "error", message: twice(taken, uri) };
  if (!taken.byName || !taken.byPlace || !since(taken.twin === undefined ? toldApart : twinRefused)) return undefined;
  const message = l10n.t(
    'defaults "{0}" in {1} apply to some sections by "from", to others only because these come next: name them everywhere',
    plain(taken.name),
    lineInWords(taken.place, uri),
  );
  return { severity: "warning", message };
}

function headOf({ lines: [head], name }: Section): Hit["span"] {
  return spanOfWords(head?.words.slice(0, name === undefined ? 1 : 2) ?? []);
}

function twice({ name, twin, place }: Read, uri: string): string {
  return l10n.t(
    'two defaults sections are called "{0}", in {1} and in {2}: which one is meant?',
    plain(name),
    lineInWords(twin ?? place, uri),
    lineInWords(place, uri),
  );
}

function replacedInUse({ name, place }: Read, uri: string): Fault {
  const message = l10n.t(
    'defaults "{0}" are already declared in {1}, and a section names them: rename one of the two',
    plain(name),
    lineInWords(place, uri),
  );
  return { severity: "error", message };
}

/** Statements of a defaults section of which each displaces the one before, inherited ones too. */
function logFormatHits({ files }: Model): readonly Hit[] {
  const named = new Map<string, ReadonlyMap<string, PlacedStatement>>();
  return files.flatMap(({ uri, sections }) =>
    sections.flatMap((placed) => {
      const { section } = placed;
      if (section.kind !== "defaults") return [];
      const inForce = new Map(named.get(parentOf(section)?.value ?? "") ?? []);
      const hits = section.conditional ? [] : displaced(uri, placed, inForce);
      if (section.name !== undefined) named.set(section.name, inForce);
      return hits;
    }),
  );
}

const logOptions = new Set(["httplog", "httpslog", "tcplog"]);

/** Which format a statement sets for certain. */
export function logFormatOf(at: PlacedStatement): "log-format" | "error-log-format" | undefined {
  const { prefix, conditional } = at.statement;
  const keyword = wordOf(at, 0);
  if (prefix !== undefined || conditional) return undefined;
  if (keyword === "option") return logOptions.has(wordOf(at, 1)) ? "log-format" : undefined;
  return keyword === "log-format" || keyword === "error-log-format" ? keyword : undefined;
}

function displaced(uri: string, placed: PlacedSection, inForce: Map<string, PlacedStatement>): Hit[] {
  const statements = placedStatementsOf(uri, placed);
  const formats = ["option", "log-format", "error-log-format"].flatMap((keyword) => withKeyword(statements, keyword));
  return formats
    .sort((a, b) => a.lineNumber - b.lineNumber)
    .flatMap((at) => {
      const kind = logFormatOf(at);
      if (kind === undefined) return [];
      const earlier = inForce.get(kind);
      inForce.set(kind, at);
      if (earlier === undefined) return [];
      const where = lineInWords({ uri: earlier.uri, line: earlier.lineNumber }, uri);
      const message = l10n.t('"{0}" replaces "{1}" of {2}', sayingOf(at), sayingOf(earlier), where);
      return [{ ...placeOf(at), code: "duplicate-statement", severity: "warning" as const, message }];
    });
}

function sayingOf(at: PlacedStatement): string {
  return wordOf(at, 0) === "option" ? `option ${wordOf(at, 1)}` : wordOf(at, 0);
}
