/** The compiled knowledge: names by which people ask, both languages, and that it is not stale. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { compileKnowledge } from "../../scripts/build-knowledge.ts";
import { missingOf, readAdvisories } from "../../scripts/compileAdvisories.ts";
import { findAdvisory, knowledge } from "../../server/src/knowledge/knowledge.ts";

const written = readAdvisories();
const root = path.resolve(import.meta.dirname, "../..");

describe("names of an advisory", () => {
  test.each([
    ["stick-table-kill-race", "stick-table-kill-race"],
    ["Stick-Table-Kill-Race", "stick-table-kill-race"],
    [" #2611 ", "stick-table-kill-race"],
    ["2611", "stick-table-kill-race"],
    ["#2617", "stick-table-kill-race"],
    ["2626", "stick-table-kill-race"],
    ["9357873", "stick-table-kill-race"],
    ["9357873641c5", "stick-table-kill-race"],
    ["9357873641C5", "stick-table-kill-race"],
    ["9357873641c5aaaaaaaa", "stick-table-kill-race"],
    ["HA-935787364", "stick-table-kill-race"],
    ["d0e010518", "lua-ctx-renew-abort"],
    ["f88f162868df", "lua-null-error-pointer"],
    ["jemalloc#1328", "jemalloc-map-count"],
    ["#2745", "lua-ctx-renew-abort"],
  ])("%j finds %s", (name, id) => {
    expect(findAdvisory(name)?.id).toBe(id);
  });

  test.each(["", "#", "26", "#9999", "935787", "stick-table", "deadbee", "1328"])("%j finds nothing", (name) => {
    expect(findAdvisory(name)).toBeUndefined();
  });
});

describe("both languages", () => {
  const chinese = /[\u4e00-\u9fff]/;

  test("words of advisories that are translated", () => {
    for (const { head, zh } of written) {
      if (zh === undefined) continue;
      const clues = head.recognition.flatMap(({ id, says }) => [[says, zh.head.clues[id]]]);
      const pairs = [[head.title, zh.head.title], [head.summary, zh.head.summary], [head.workaround, zh.head.workaround], ...clues];
      for (const [en, translated] of pairs) {
        if (en === undefined) continue;
        expect(en, head.id).not.toMatch(chinese);
        expect(translated, head.id).toMatch(chinese);
      }
    }
  });

  test("pages have the same parts and the same code", () => {
    for (const { head, page, zh } of written) {
      if (zh === undefined) continue;
      expect(zh.page, head.id).toMatch(chinese);
      expect(page, head.id).not.toMatch(chinese);
      expect(fences(zh.page), head.id).toEqual(fences(page));
      expect(headingCount(zh.page), head.id).toBe(headingCount(page));
    }
  });

  test("keywords", () => {
    for (const { name, summary, details } of knowledge.keywords) {
      for (const worded of [summary, ...(details === undefined ? [] : [details])]) {
        expect(worded.en, name).not.toMatch(chinese);
        expect(worded["zh-cn"], name).toMatch(chinese);
      }
    }
  });
});

test("what an advisory concerns is a keyword that has a hover", () => {
  const names = new Set(knowledge.keywords.map(({ name }) => name));
  for (const { id, concerns } of knowledge.advisories) {
    for (const name of concerns) expect(names.has(name), `${id}: ${name}`).toBe(true);
  }
});

test("crash patterns compile and are named once", () => {
  const ids = knowledge.crashPatterns.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { re } of knowledge.crashPatterns) expect(() => new RegExp(re)).not.toThrow();
});

test("the committed knowledge is what the sources compile to", () => {
  const { knowledge: facts, pages, lintPages } = compileKnowledge();
  const committed = (name: string) => readFileSync(path.join(root, "server/src/knowledge/generated", name), "utf8");
  expect(committed("knowledge.json") === facts, "stale: npm run knowledge").toBe(true);
  expect(committed("pages.json") === pages, "stale: npm run knowledge").toBe(true);
  expect(committed("lintPages.json") === lintPages, "stale: npm run knowledge").toBe(true);
});

test("every advisory has its page in both languages", () => {
  const missing = written.filter((one) => missingOf(one) !== undefined).map(({ head }) => head.id);
  expect(missing).toEqual([]);
});

function fences(page: string): string[] {
  return [...page.matchAll(/^```(\w+)$/gm)].map((match) => match[1] as string);
}

function headingCount(page: string): number {
  return [...page.replace(/^```[\s\S]*?^```/gm, "").matchAll(/^##+ /gm)].length;
}
