/** YAML within one line: texts, keys, lists and maps in brackets. */
import type { Node } from "./yaml.ts";

/** A list in `[]` or a map in `{}`, to a depth; what is deeper or broken becomes text. */
export function readFlow(text: string, depth: number): Node {
  if (depth === 0) return text;
  const items = itemsIn(text.slice(1, -1));
  if (text.startsWith("[")) return items.map((item) => nodeOf(item, depth));
  const entries = items.map((item): [string, Node] => {
    const key = keyOf(item);
    return key === undefined ? [bare(item), ""] : [key.name, nodeOf(key.rest, depth)];
  });
  return new Map(entries);
}

function nodeOf(text: string, depth: number): Node {
  // a pair in a list is a map of its own
  const key = /^["'[{]/.test(text) ? undefined : keyOf(text);
  if (key !== undefined) return new Map([[key.name, nodeOf(key.rest, depth - 1)]]);
  return /^(?:\[.*\]|\{.*\})$/.test(text) ? readFlow(text, depth - 1) : bare(text);
}

/** What commas part that stand in no quotes and no brackets of their own. */
function itemsIn(text: string): readonly string[] {
  const items: string[] = [];
  let item = "";
  let open = 0;
  for (const [part] of text.matchAll(/(?<![^\s,[{:])(?:"(?:\\.|[^"\\])*"|'(?:[^']|'')*')|[\s\S]/g)) {
    if (part === "," && open === 0) {
      items.push(item.trim());
      item = "";
      continue;
    }
    if (part === "[" || part === "{") open++;
    if (part === "]" || part === "}") open--;
    item += part;
  }
  return [...items, item.trim()].filter((one) => one !== "");
}

/** Behind a key in quotes no blank is needed, as in JSON. */
export function keyOf(text: string): { readonly name: string; readonly rest: string } | undefined {
  const [, quoted, close, plain, rest] = /^(?:["']([^"']*)["']\s*:\s*(.*)$|([^\s"'[{][^\s"']*?)\s*:(?:\s+(.*)|$))/.exec(text) ?? [];
  const name = quoted ?? plain;
  return name === undefined ? undefined : { name, rest: close ?? rest ?? "" };
}

export function bare(text: string): string {
  if (/^".*"$/.test(text)) return text.slice(1, -1).replace(/\\(["\\])/g, "$1");
  return /^'.*'$/.test(text) ? text.slice(1, -1).replaceAll("''", "'") : text;
}
