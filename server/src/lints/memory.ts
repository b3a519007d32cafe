/** Lists of lints, each with one memory: an edit asks them again only about the sections and proxies that it touched. */
import { both } from "../model/both.ts";
import { canonicalLists } from "../model/canonical.ts";
import type { Model } from "../model/model.ts";
import { perBranch } from "../model/perBranch.ts";
import type { Proxy } from "../model/proxies/proxies.ts";
import type { PlacedSection, Section } from "../syntax/config.ts";
import { inContext } from "../syntax/inContext.ts";
import { Memory } from "../syntax/memory.ts";
import { perObject } from "../syntax/perObject.ts";
import { gathered, type Stretch } from "../syntax/stretches.ts";
import type { Hit, ModelLint, PlacedLint, ProxyLint, SectionHit, SectionLint } from "./hit.ts";
import { heard, joined } from "./joined.ts";
import { hangsOnOthers, readAlone, readHits } from "./lines/unreadFormats.ts";
import type { Surroundings } from "./surroundings.ts";

interface Placed {
  readonly uri: string;
  readonly firstLine: number;
  readonly branch: string | undefined;
  readonly hits: readonly Hit[];
  /** Of the lints whose messages may name other lines those that had something to say: the others will not have it elsewhere. */
  readonly speaking: readonly PlacedLint[];
}

/** What these lints find in a section; what its lines show stays when it moves. */
export function forSections(ofLines: readonly SectionLint[], ofPlaces: readonly PlacedLint[]): PlacedLint {
  const inLines = perBranch((section, branch): readonly SectionHit[] => joined(ofLines, (lint) => lint(section, branch)));
  const memory = new Memory<Section, Placed>();
  return (uri, placed: PlacedSection, branch) => {
    const { section, firstLine } = placed;
    const known = memory.get(section);
    const isKnown = known !== undefined && known.branch === branch && known.uri === uri;
    if (isKnown && known.firstLine === firstLine) return known.hits;
    const moved = inLines(section, branch).map(({ offset, ...hit }): Hit => ({ ...hit, uri, line: firstLine + offset }));
    const { hits: others, speaking } = heard(isKnown ? known.speaking : ofPlaces, (lint) => lint(uri, placed, branch));
    const hits = both(moved, others);
    memory.set(section, { uri, firstLine, branch, hits, speaking });
    return hits;
  };
}

/** What lints of sections find in a stretch of them. */
export function forStretches(lints: readonly PlacedLint[]): (stretch: Stretch, model: Model, branch: string | undefined) => readonly Hit[] {
  const ofSection = ({ uri }: Stretch, placed: PlacedSection, branch: string | undefined) =>
    joined(lints, (lint) => lint(uri, placed, branch));
  // undefined where the rest of the configuration decides what HAProxy reads of it
  const settled = inContext((stretch: Stretch, branch: string | undefined) =>
    stretch.sections.some((placed) => hangsOnOthers(placed, ofSection(stretch, placed, branch)))
      ? undefined
      : joined(stretch.sections, (placed) => readAlone(placed, ofSection(stretch, placed, branch))),
  );
  return (stretch, model, branch) =>
    settled(stretch, branch) ?? joined(stretch.sections, (placed) => readHits(placed, ofSection(stretch, placed, branch), model, branch));
}

interface Heard {
  readonly uri: string;
  readonly inherited: Proxy["inherited"];
  readonly around: Surroundings;
  readonly speaking: readonly ProxyLint[];
}

/** What these lints find in proxies; asked again when one of them, its defaults or their surroundings change. */
export function forProxies(lints: readonly ProxyLint[]): (proxies: readonly Proxy[], around: Surroundings) => readonly Hit[] {
  const memory = new Memory<Section, Heard>();
  const ofProxy = inContext((proxy: Proxy, around: Surroundings) => {
    const { uri, inherited, placed } = proxy;
    const known = memory.get(placed.section);
    // where it only moved, the same lints have something to say, of other lines
    const isKnown = known !== undefined && known.inherited === inherited && known.around === around && known.uri === uri;
    const { hits, speaking } = heard(isKnown ? known.speaking : lints, (lint) => lint(proxy, around));
    memory.set(placed.section, { uri, inherited, around, speaking });
    return hits;
  });
  return inContext((proxies: readonly Proxy[], around: Surroundings) => joined(proxies, (proxy) => ofProxy(proxy, around)));
}

/** What these lints find by the headers of all sections, and by what stands in defaults sections: an edit elsewhere changes nothing. */
export function forOutline(lints: readonly ModelLint[]): ModelLint {
  const canonical = canonicalLists<unknown>();
  const memory = new WeakMap<readonly unknown[], readonly Hit[]>();
  return (model, branch) => {
    const outline = canonical(outlineOf(model, branch));
    const hits = memory.get(outline) ?? joined(lints, (lint) => lint(model, branch));
    memory.set(outline, hits);
    return hits;
  };
}

function outlineOf({ files }: Model, branch: string | undefined): readonly unknown[] {
  return [branch, ...gathered(files, outlineIn)];
}

const outlineIn = perObject(({ uri, sections }: Stretch): readonly unknown[] =>
  sections.flatMap(({ firstLine, section }) => [
    uri,
    firstLine,
    section.conditional,
    section.kind === "defaults" ? section : section.lines[0],
  ]),
);
