/** The catalogue against the facts that it was imported from, where they are present: every bug is there, with its ranges. */
import { existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { aliasesOf, readBugs, rowsOf, sameRows, severityOf } from "../../scripts/bugFacts.ts";
import { readAdvisories, type Written } from "../../scripts/compileAdvisories.ts";

const file = path.resolve(import.meta.dirname, "../../../shared/facts/bugs.jsonl");
const present = existsSync(file);
if (!present) console.warn(`skipped: ${file} is not here`);
const bugs = present ? readBugs(file) : [];
const written = readAdvisories();
const pageBy = new Map(written.flatMap((one) => one.head.aliases.map((alias) => [alias, one] as const)));
const byAlias = new Map(written.flatMap((one) => one.head.aliases.map((alias) => [alias, one.head] as const)));

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

describe.runIf(present)("pages of the catalogue", () => {
  /** What the facts ask a full page for: a part of HAProxy, a level, a CVE. */
  const full = bugs.filter(
    ({ development_only, subsystem, severity, cve }) =>
      !development_only && (["stick", "peers", "lua"].includes(subsystem) || ["MAJOR", "CRITICAL"].includes(severity) || cve.length > 0),
  );
  const page = (id: string): Written => {
    const found = pageBy.get(id);
    if (found === undefined) throw new Error(id);
    return found;
  };

  test("the facts ask for some hundreds", () => {
    expect(full.length).toBeGreaterThan(200);
  });

  test("stick-tables, peers, Lua, CVEs, major and critical ones: full in both languages, with a configuration that runs as a test", () => {
    for (const { id } of full) {
      const { head, page: en, zh } = page(id);
      expect(en, head.id).toMatch(/^## What happens$[\s\S]*^## Specimen$[\s\S]*^```haproxy$/m);
      expect(zh?.page, head.id).toMatch(/^## 发生了什么$[\s\S]*^## 样例$[\s\S]*^```haproxy$/m);
    }
  });

  test("each shows a crash log that runs as a test in both languages, or says why no log names the defect", () => {
    for (const { id } of full) {
      const { head, page: en, zh } = page(id);
      for (const [text, reason] of [
        [en, head.noCrashLog],
        [zh?.page ?? "", zh?.head.noCrashLog],
      ] as const)
        expect(/^```log$/m.test(text), head.id).toBe(reason === undefined);
    }
  });

  test("most of those that crash or corrupt show one", () => {
    const ending = full.map(({ id }) => page(id)).filter(({ head }) => ["crash", "corruption"].includes(head.effect));
    const shown = ending.filter(({ head }) => head.noCrashLog === undefined);
    expect(shown.length).toBeGreaterThan(ending.length * 0.8);
  });

  test("every other one has its paragraph in both languages", () => {
    const short = bugs.filter((bug) => !bug.development_only && !full.includes(bug)).map(({ id }) => page(id));
    expect(short.length).toBeGreaterThan(300);
    for (const { head, page: en, zh } of short) {
      expect(en.length, head.id).toBeGreaterThan(100);
      expect(zh?.page.length ?? 0, head.id).toBeGreaterThan(40);
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
