/** Names kept through edits are those that a fresh reading gives. */
import { expect, test } from "vitest";
import { namesInLines } from "../../server/src/features/completion/namesInLines.ts";
import { readConfig } from "../../server/src/syntax/config.ts";
import type { Line } from "../../server/src/syntax/line.ts";
import { randomly } from "../support/randomly.ts";

const names = ({ words }: Line) => words.slice(1).map(({ value }) => [value, value.length] as const);

test("whatever lines come, go and change", () => {
  const random = randomly(5);
  const any = (count: number) => Math.floor(random() * count);
  const kept = namesInLines(names);
  let lines = ["frontend f"];
  let file = readConfig("file:///a.cfg", lines.join("\n"));
  for (let i = 0; i < 400; i++) {
    const at = 1 + any(lines.length);
    const fresh = `  word ${Array.from({ length: any(3) }, () => "abcde"[any(5)]).join(" ")}`;
    const how = any(4);
    if (how === 0) lines = lines.filter((_, line) => line === 0 || line !== at);
    else lines = [...lines.slice(0, at), fresh, ...lines.slice(how === 1 ? at + 1 : at)];
    file = readConfig("file:///a.cfg", lines.join("\n"), file);
    // now and then several edits come between two questions
    if (any(3) === 0) continue;
    const [placed] = file.sections.filter(({ section }) => section.kind === "frontend");
    const counted = (found: ReadonlyMap<string, readonly unknown[]>) =>
      [...found].map(([name, holders]) => `${name} ${holders.length}`).sort();
    expect(counted(kept(placed!.section))).toEqual(counted(namesInLines(names)(placed!.section)));
  }
});
