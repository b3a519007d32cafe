/** The short form of advisories says the same as the long one. */
import { expect, test } from "vitest";
import { readAdvisories } from "../../scripts/compileAdvisories.ts";
import { knowledge, type LineState } from "../../server/src/knowledge/knowledge.ts";
import { packRow, unpackRow } from "../../server/src/knowledge/packed.ts";

test.each<[LineState, string]>([
  [{ state: "not-affected" }, "-"],
  [{ state: "probably-not-affected" }, "~"],
  [{ state: "fixed-from-start" }, "="],
  [{ state: "unknown" }, "?"],
  [{ state: "fixed", fixed: "2.9.8" }, "<2.9.8"],
  [{ state: "fixed", from: "2.9.4", fixed: "2.9.8" }, "2.9.4<2.9.8"],
  [{ state: "never-fixed" }, "!"],
  [{ state: "never-fixed", from: "3.1.2" }, "3.1.2!"],
  [{ state: "development-only", fixed: "3.1-dev2" }, "d3.1-dev2"],
])("%j is %s", (line, code) => {
  expect(packRow(line)).toBe(code);
  expect(unpackRow(code)).toEqual(line);
});

test("every advisory comes back as it was written", () => {
  const byId = new Map(knowledge.advisories.map((advisory) => [advisory.id, advisory]));
  for (const { head } of readAdvisories()) {
    const advisory = byId.get(head.id);
    expect(advisory?.releases, head.id).toEqual(head.releases);
    expect(advisory?.aliases, head.id).toEqual(head.aliases);
    expect(advisory?.evidence, head.id).toEqual(head.evidence);
    expect(advisory?.title.en, head.id).toBe(head.title);
    expect(advisory?.references, head.id).toEqual(head.references);
    expect(advisory?.issueUrl, head.id).toMatch(/^https:\/\//);
  }
});
