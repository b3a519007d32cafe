/** Comments that stand right above a line: what their author says of what follows. */
import type { LuaNode } from "./tree.ts";

/** Text of whole comments by the line below their end, from 0; lines above each other belong together, what stands behind code is left out. */
export function docsOf(comments: readonly LuaNode[], script: string): ReadonlyMap<number, string> {
  const lines = script.split("\n");
  const docs = new Map<number, string>();
  let text: string[] = [];
  let below = -1;
  for (const comment of comments) {
    const { start, end } = comment.loc;
    if (lines[start.line - 1]?.slice(0, start.column).trim() !== "") continue;
    if (start.line - 1 !== below) text = [];
    text.push(wordsOf(String(comment["value"] ?? "")));
    below = end.line;
    docs.set(below, text.join("\n").trim());
  }
  return docs;
}

function wordsOf(comment: string): string {
  return comment
    .split("\n")
    .map((line) => line.replace(/^\s*-*\s?/, "").trimEnd())
    .filter((line) => !/^[-=*#]+$/.test(line))
    .join("\n");
}
