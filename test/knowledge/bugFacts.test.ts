/** The catalogue against the facts that it was imported from, where they are present: every bug is there, with its ranges. */
import { existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { aliasesOf, readBugs, rowsOf, sameRows, severityOf } from "../../scripts/bugFacts.ts";
import { readAdvisories } from "../../scripts/compileAdvisories.ts";

const file = path.resolve(import.meta.dirname, "../../../shared/facts/bugs.jsonl");
const present = existsSync(file);
if (!present) console.warn(`skipped: ${file} is not here`);
const bugs = present ? readBugs(file) : [];
const byAlias = new Map(readAdvisories().flatMap((one) => one.head.aliases.map((alias) => [alias, one.head] as const)));

describe.runIf(present)("the catalogue", () => {
  test("has every bug that a release was exposed to", () => {
    expect(bugs.length).toBeGreaterThan(600);
    expect(bugs.filter(({ id }) => !byAlias.has(id)).map(({ id }) => id)).toEqual([]);
  });

  test("knows each by its commit, issues and CVE", () => {
    for (const bug of bugs) expect(byAlias.get(bug.id)?.aliases).toEqual(expect.arrayContaining([...aliasesOf(bug)]));
  });

  test("has the ranges and severities of the facts, or says why not", () => {
    for (const bug of bugs) {
      const head = byAlias.get(bug.id);
      if (head === undefined || head.releases === "any") throw new Error(bug.id);
      if (head.corrected.releases === undefined) expect(sameRows(head.releases, rowsOf(bug)), head.id).toBe(true);
      if (head.corrected.severity === undefined) expect(head.severity, head.id).toBe(severityOf(bug));
    }
  });
});

describe("rows of the facts", () => {
  const bug = { id: "HA-0", lines: {} } as unknown as Parameters<typeof rowsOf>[0];
  const row = (branch: string, line: object) => rowsOf({ ...bug, lines: { [branch]: line } } as typeof bug)[branch];

  test.each([
    ["3.0", { status: "fixed", fixed: "3.0.3" }, { state: "fixed", fixed: "3.0.3" }],
    ["3.0", { status: "fixed", fixed: "3.0.3", from: "3.0.0" }, { state: "fixed", fixed: "3.0.3" }],
    ["3.0", { status: "fixed", fixed: "3.0.13", from: "3.0.11" }, { state: "fixed", from: "3.0.11", fixed: "3.0.13" }],
    ["3.0", { status: "fixed", fixed: "3.0.13", from: "3.0.13" }, { state: "not-affected" }],
    ["3.5", { status: "fixed", fixed: "3.5-dev5" }, { state: "development-only", fixed: "3.5-dev5" }],
    [
      "3.1",
      { status: "never-in-release", note: "only 3.1 development versions before 3.1-dev2" },
      { state: "development-only", fixed: "3.1-dev2" },
    ],
    ["2.4", { status: "below-backport-floor" }, { state: "probably-not-affected" }],
    ["2.5", { status: "eol-before-fix" }, { state: "never-fixed" }],
    ["3.1", { status: "not-fixed-eol", from: "3.1.2" }, { state: "never-fixed", from: "3.1.2" }],
    ["3.3", { status: "unknown" }, { state: "unknown" }],
    ["3.5", { status: "fixed-from-start" }, undefined],
  ])("%s %j", (branch, line, expected) => {
    expect(row(branch, line)).toEqual(expected);
  });

  test("a status that is new is refused", () => {
    expect(() => row("3.0", { status: "odd" })).toThrow("odd");
  });
});
