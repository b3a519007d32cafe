/** The outline of a configuration: its sections in order, with what depends on other sections. */
import type { Model } from "../../model/model.ts";
import { modeOf, parentOf } from "../../model/proxies/proxies.ts";
import type { ConfigFile, PlacedSection } from "../../syntax/config.ts";
import { type OutlineItem, sectionOutline } from "./sectionOutline.ts";

export interface PlacedItem {
  readonly firstLine: number;
  readonly item: OutlineItem;
}

/** Sections in order, each with what is in it. */
export function configOutline(model: Model, file: ConfigFile, branch: string | undefined): readonly PlacedItem[] {
  // a proxy may outlive the place that its section had in an earlier reading
  const proxies = new Map(model.proxies.map((proxy) => [proxy.placed.section, proxy]));
  return file.sections.flatMap((placed) => {
    const item = sectionOutline(placed.section, branch);
    if (item === undefined) return [];
    const proxy = proxies.get(placed.section);
    const mode = proxy === undefined ? ownMode(placed) : modeOf(proxy).mode;
    const parent = parentOf(placed.section)?.value;
    const details = [mode === undefined ? "" : `mode ${mode}`, parent === undefined ? "" : `from ${parent}`];
    return [{ firstLine: placed.firstLine, item: { ...item, detail: details.filter((text) => text !== "").join(", ") } }];
  });
}

function ownMode({ section }: PlacedSection): string | undefined {
  if (section.kind !== "defaults") return undefined;
  return section.lines.find(({ words }) => words[0]?.value === "mode")?.words[1]?.value;
}
