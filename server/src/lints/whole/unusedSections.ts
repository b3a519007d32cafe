/** Sections that nothing refers to: HAProxy reads them and they do nothing. Said only where every reference can be seen. */
import * as l10n from "@vscode/l10n";
import { proxyKinds } from "../../model/interpretation/wordIssues.ts";
import type { Model } from "../../model/model.ts";
import { parentOf } from "../../model/proxies/proxies.ts";
import { parentSections } from "../../model/symbols/declared.ts";
import type { PlacedSection, Section } from "../../syntax/config.ts";
import { inContext } from "../../syntax/inContext.ts";
import { plain } from "../../syntax/plain.ts";
import { gathered, type Stretch } from "../../syntax/stretches.ts";
import type { Hit } from "../hit.ts";
import { nearest } from "../nearest.ts";
import { type AllCalls, callsIn, isCallable, isCalled, looseIn, sectionNames } from "./sectionCalls.ts";

/** Beyond that they are names of another kind, such as servers. */
const mostStrange = 50;

/** HAProxy's own clients ask these resolvers where they are there. */
const usedByHaproxy = new Set(["resolvers default"]);

export function unusedSectionHits(whole: Model, branch: string | undefined): readonly Hit[] {
  return isComplete(whole) ? uncalled(whole, branch) : [];
}

/** A file without traffic of its own, or without a global section, is one of several that nobody gave us. */
function isComplete({ files, proxies }: Model): boolean {
  return (
    proxies.some(({ kind }) => kind !== "backend") &&
    files.some(({ sections }) => sections.some(({ section }) => section.kind === "global"))
  );
}

function uncalled(model: Model, branch: string | undefined): readonly Hit[] {
  const calls = callsIn(model, branch);
  const loose = looseIn(model, branch);
  const bare = gathered(model.files, (stretch) => uncalledIn(stretch, calls, loose));
  const idle = bare.filter(({ section }) => !calledByLua(model, section));
  const strange = idle.length === 0 ? nothing : misspelt(model, calls);
  return idle.filter(({ section }) => nearest(section.name ?? "", strange) === undefined).map(({ hit }) => hit);
}

/** The sections of a stretch that no line calls, each with what is to be said of it. */
const uncalledIn = inContext(({ uri, sections }: Stretch, calls: AllCalls, loose: ReadonlySet<string>) =>
  sections.flatMap(({ firstLine, section }): { readonly section: Section; readonly hit: Hit }[] => {
    const { kind, name } = section;
    const word = section.lines[0]?.words[1];
    if (name === undefined || word === undefined || word.dynamic || !isCallable(kind) || section.conditional) return [];
    if (loose.has(name) || isCalled(section, calls) || usedOutside(kind, name) || isOff(section)) return [];
    const message = l10n.t('nothing in this configuration refers to {0} "{1}"', kind, plain(name));
    return [{ section, hit: { uri, line: firstLine, span: word.span, code: "unused-section", severity: "hint", message } }];
  }),
);

/** The user list of the Data Plane API is named in its own configuration. */
function usedOutside(kind: string, name: string): boolean {
  return usedByHaproxy.has(`${kind} ${name}`) || (kind === "userlist" && /dataplane/i.test(name));
}

/** Somebody has switched it off already. */
function isOff({ lines }: Section): boolean {
  return lines.some(({ words }) => words[0]?.value === "disabled");
}

function calledByLua({ lua }: Model, { kind, name = "" }: Section): boolean {
  return kind === "backend" && (lua.texts.includes(undefined) || lua.scripts.some(({ text }) => text.includes(name)));
}

/** Names that are called and not there, as long as they are few: a misspelt call is told where it stands. */
function misspelt({ files }: Model, calls: AllCalls): readonly string[] {
  return strangeTo(sectionNames(files), calls);
}

const strangeTo = inContext((names: ReadonlySet<string | undefined>, { exact }: AllCalls): readonly string[] => {
  const strange = [...exact.values()].flatMap((called) => [...called].filter((name) => name !== "" && !names.has(name)));
  return strange.length <= mostStrange ? strange : nothing;
});

const nothing: readonly string[] = [];

/** Defaults sections stand for those who inherit; the last one of a lone file may do so for files behind it. */
export function uninheritedHits(model: Model): readonly Hit[] {
  if (!isComplete(model)) return [];
  const bare: { readonly uri: string; readonly placed: PlacedSection }[] = [];
  let last: PlacedSection | undefined;
  for (const { uri, sections } of model.files) {
    for (const placed of sections) {
      if (!proxyKinds.has(placed.section.kind)) continue;
      last = placed;
      if (isOpen(placed.section)) return [];
      if (placed.section.kind === "defaults") bare.push({ uri, placed });
    }
  }
  if (bare.length === 0) return [];
  const heirs = new Set([...parentSections(model).values()].map(({ section }) => section));
  return bare.filter(({ placed }) => placed !== last && !heirs.has(placed.section)).map(({ uri, placed }) => defaultsHit(uri, placed));
}

/** Whether the section is there, or from whom it inherits, only HAProxy knows. */
function isOpen(section: Section): boolean {
  return (section.kind === "defaults" && section.conditional) || parentOf(section)?.dynamic === true;
}

function defaultsHit(uri: string, { firstLine, section }: PlacedSection): Hit {
  const [keyword, name] = section.lines[0]?.words ?? [];
  const named = section.name === undefined ? undefined : name;
  const span = (named ?? keyword)?.span ?? { start: 0, end: 0 };
  const message =
    named === undefined
      ? l10n.t("no section inherits from this defaults section: the next one takes its place")
      : l10n.t('no section inherits from defaults "{0}"', plain(named.value));
  return { uri, line: firstLine, span, code: "unused-section", severity: "hint", message };
}
