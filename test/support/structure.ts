/** Shows outlines, folds and selections as text. */
import { foldsOf } from "../../server/src/features/structure/folding.ts";
import { configOutline } from "../../server/src/features/structure/outline.ts";
import type { OutlineItem } from "../../server/src/features/structure/sectionOutline.ts";
import { stretchesAround } from "../../server/src/features/structure/selection.ts";
import { modelOf } from "../../server/src/model/model.ts";
import { readConfig } from "../../server/src/syntax/config.ts";
import { configUri, withCursor } from "./configText.ts";

/** One entry a line: "first-last kind: keyword name [detail]", children further in. */
export function outlineShown(text: string): string {
  const file = readConfig(configUri, text);
  const shown: string[] = [];
  const show = (item: OutlineItem, firstLine: number, depth: number) => {
    const { keyword, name, detail, kind, from, to } = item;
    const title = [keyword, name].filter((part) => part !== "").join(" ");
    shown.push(`${"  ".repeat(depth)}${firstLine + from}-${firstLine + to} ${kind}: ${title}${detail === "" ? "" : ` [${detail}]`}`);
    for (const child of item.children) show(child, firstLine, depth + 1);
  };
  for (const { firstLine, item } of configOutline(modelOf([file]), file, "3.2")) show(item, firstLine, 0);
  return shown.join("\n");
}

/** "kind first-last", by commas. */
export function foldsShown(text: string, limit?: number): string {
  return foldsOf(readConfig(configUri, text), limit)
    .map(({ kind, from, to }) => `${kind} ${from}-${to}`)
    .join(", ");
}

/** The texts selected one after another from the mark `$0` on. */
export function selectionsShown(marked: string): string[] {
  const { text, line, column } = withCursor(marked);
  const lines = text.split("\n");
  return stretchesAround(readConfig(configUri, text), line, column, "3.2").map(({ from, start, to, end }) =>
    from === to
      ? lines[from]!.slice(start, end)
      : [lines[from]!.slice(start), ...lines.slice(from + 1, to), lines[to]!.slice(0, end)].join("\n"),
  );
}
