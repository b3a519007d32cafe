/** The compiled knowledge: names by which people ask, both languages, and that it is not stale. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { compileKnowledge } from "../../scripts/build-knowledge.ts";
import { findAdvisory, knowledge } from "../../server/src/knowledge/knowledge.ts";

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

  test.each(knowledge.advisories.map((advisory) => [advisory.id, advisory] as const))("advisory %s", (_, advisory) => {
    for (const worded of [advisory.title, advisory.summary, advisory.page, ...advisory.recognition.map(({ says }) => says)]) {
      expect(worded.en).not.toMatch(chinese);
      expect(worded["zh-cn"]).toMatch(chinese);
    }
    expect(advisory.collect["zh-cn"].length).toBe(advisory.collect.en.length);
  });

  test.each(knowledge.advisories.map((advisory) => [advisory.id, advisory] as const))("pages of %s have the same parts", (_, { page }) => {
    expect(fences(page["zh-cn"])).toEqual(fences(page.en));
    expect(headingCount(page["zh-cn"])).toBe(headingCount(page.en));
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
  const committed = readFileSync(path.join(root, "server/src/knowledge/generated/knowledge.json"), "utf8");
  expect(compileKnowledge() === committed, "stale: npm run knowledge").toBe(true);
});

test("every advisory has its translation beside it", () => {
  const folder = path.join(root, "server/knowledge/advisories");
  const pages = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => /(?<!\.zh-cn)\.md$/.test(file));
  expect(pages.length).toBe(knowledge.advisories.length);
  for (const page of pages) expect(existsSync(path.join(folder, page.replace(/\.md$/, ".zh-cn.md"))), page).toBe(true);
});

function fences(page: string): string[] {
  return [...page.matchAll(/^```(\w+)$/gm)].map((match) => match[1] as string);
}

function headingCount(page: string): number {
  return [...page.replace(/^```[\s\S]*?^```/gm, "").matchAll(/^##+ /gm)].length;
}
