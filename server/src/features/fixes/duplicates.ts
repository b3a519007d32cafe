/** Names that are taken: a free one for what comes second. */
import * as l10n from "@vscode/l10n";
import { proxyKinds } from "../../model/interpretation/wordIssues.ts";
import type { Model } from "../../model/model.ts";
import { statementsOf } from "../../model/statement.ts";
import { nameAt, placesOf, thingOf } from "../../model/symbols/symbols.ts";
import { inLine, type TextChange } from "../textChange.ts";
import type { Draft, FixContext, FixMakers } from "./fix.ts";

export const duplicates: FixMakers = { "duplicate-section": renamedSection, "duplicate-name": renamed };

/** Of a frontend and a backend of one name each use means one of them; of two backends nobody can tell. */
function renamedSection(context: FixContext): Draft[] {
  const { model, file, finding, placed, branch, text } = context;
  const name = nextFree(text, namesOfProxies(model));
  if (name === undefined) return [];
  const found = nameAt(file, finding.line, finding.span.start, branch);
  const thing = found && thingOf(model, placed.section, found.occurrence);
  const sameKind = model.proxies.filter((proxy) => proxy.name === text && (proxy.kind === placed.section.kind || proxy.kind === "listen"));
  const places = thing !== undefined && sameKind.length === 1 ? placesOf(model, thing, branch) : [];
  const changes = places.map(({ uri, line, span }) => inLine(uri, line, span.start, span.end, name));
  return [rename(context, name, changes.length > 0 ? changes : undefined)];
}

/** A member of a section, or a section of which HAProxy takes one with a name only. */
function renamed(context: FixContext): Draft[] {
  const { model, finding, placed, text } = context;
  const taken =
    finding.line === placed.firstLine
      ? model.files.flatMap(({ sections }) => sections.map(({ section }) => section.name ?? ""))
      : statementsOf(placed.section).map(({ words }) => words[1]?.value ?? "");
  const name = nextFree(text, new Set(taken));
  return name === undefined ? [] : [rename(context, name)];
}

function rename({ file, finding, text }: FixContext, name: string, changes?: readonly TextChange[]): Draft {
  const { start, end } = finding.span;
  return { title: l10n.t('Rename "{0}" to "{1}"', text, name), changes: changes ?? [inLine(file.uri, finding.line, start, end, name)] };
}

function namesOfProxies({ files }: Model): ReadonlySet<string> {
  return new Set(
    files.flatMap(({ sections }) => sections.flatMap(({ section: { kind, name = "" } }) => (proxyKinds.has(kind) ? [name] : []))),
  );
}

/** "web2" of "web1", "web-2" of "web"; undefined for what needs quotes. */
function nextFree(name: string, taken: ReadonlySet<string>): string | undefined {
  if (!/^[\w.:-]+$/.test(name)) return undefined;
  const [, stem = "", number] = /^(.*?)(0|[1-9]\d{0,8})?$/.exec(name) ?? [];
  for (let next = number === undefined ? 2 : Number(number) + 1; ; next++) {
    const free = number === undefined ? `${name}-${next}` : `${stem}${next}`;
    if (!taken.has(free)) return free;
  }
}
