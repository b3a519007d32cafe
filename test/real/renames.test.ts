/** After a renaming, real HAProxy says the same of a configuration as before. */
import { describe, expect, test } from "vitest";
import { renamingAt } from "../../server/src/features/navigation/rename.ts";
import { modelOf } from "../../server/src/model/model.ts";
import { namesInLine } from "../../server/src/model/symbols/lineNames.ts";
import { readConfig } from "../../server/src/syntax/config.ts";
import { replaced } from "../support/checkNames.ts";
import { configUri } from "../support/configText.ts";
import { namedConfig } from "../support/namedConfig.ts";
import { presentBranches, verdictsOf } from "../support/realHaproxy.ts";

const seeds = [1, 2];

describe.skipIf(presentBranches().length === 0)("renaming", () => {
  test.each(presentBranches())("keeps the verdict of %s", { timeout: 300_000 }, async (branch) => {
    for (const seed of seeds) {
      const text = namedConfig(seed, branch === "2.6" || branch === "3.0");
      const changed = renamings(text, branch);
      expect(changed.length).toBeGreaterThan(20);
      const [before, ...after] = await verdictsOf(branch, [text, ...changed]);
      const shown = ({ messages }: NonNullable<typeof before>) => messages.map(({ level, line }) => `${level} ${line}`);
      for (const [i, verdict] of after.entries())
        expect([changed[i], verdict.state, shown(verdict)]).toEqual([changed[i], before!.state, shown(before!)]);
    }
  });
});

/** The text once for each thing that can have another name. */
function renamings(text: string, branch: string): string[] {
  const file = readConfig(configUri, text);
  const model = modelOf([file]);
  const done = new Set<string>();
  const texts: string[] = [];
  for (const { firstLine, section } of file.sections)
    section.lines.forEach((_, offset) => {
      const line = firstLine + offset;
      for (const { span, name } of namesInLine(section, offset, branch)) {
        if (done.has(`${line}:${span.start}`)) continue;
        const newName = `${/^(?:txn|proc)\./.exec(name)?.[0] ?? ""}fresh_name`;
        const found = renamingAt(model, file, line, span.start, newName, branch);
        if (found === undefined || "refused" in found) continue;
        for (const place of found.places) done.add(`${place.line}:${place.span.start}`);
        texts.push(replaced(text, found.places, newName));
      }
    });
  return texts;
}
