/** Paths: what is typed of them, and the folders that they may start from. */
import type { Completions, Item } from "./item.ts";
import { columnOf, partOf, type Slot, spanOf } from "./place.ts";
import type { Surroundings } from "./surroundings.ts";

/** A file; what stands in front of the last slash stays. */
export function fileAt(slot: Slot, bases: readonly string[], items: readonly Item[]): Completions {
  const slash = slot.typed.lastIndexOf("/") + 1;
  const part = partOf(slot, slash, /[^/\s"',)]/);
  const start = slash === 0 ? spanOf(slot).start : columnOf(slot.place, part.at);
  return { start, end: spanOf(part).end, items: slash === 0 ? items : [], files: { typed: slot.typed, bases } };
}

/** Folders that the global section puts in front of certificates and of what belongs to authorities. */
export function basesOf(
  { statement, before }: { readonly statement: string; readonly before: string },
  { model }: Surroundings,
): readonly string[] {
  const wanted = /^(?:ca-file|ca-verify-file|crl-file)$/.test(before)
    ? "ca-base"
    : /^(?:crt|crt-list|default-crt)$/.test(before)
      ? "crt-base"
      : "";
  const found: string[] = [];
  for (const { sections } of model.files)
    for (const { section } of sections) {
      if (section.kind !== "global" && section.kind !== "crt-store") continue;
      for (const { words } of section.lines) {
        const [first, second, third] = words;
        if (first?.value === wanted && second !== undefined && statement !== wanted) found.push(second.value);
        if (first?.value === "default-path" && second?.value === "origin" && third !== undefined) found.push(third.value);
      }
    }
  return found;
}
