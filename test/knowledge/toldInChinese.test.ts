/** Who reads Chinese is told in Chinese: the words of the language, their defaults, the fields of crash logs, Lua's API, the pages of lints. */
import { afterEach, describe, expect, test } from "vitest";
import { lintPage } from "../../server/src/features/pages/lintPage.ts";
import compiled from "../../server/src/knowledge/generated/grammar.json" with { type: "json" };
import type { GrammarEntry } from "../../server/src/knowledge/grammarEntry.ts";
import { knowledge } from "../../server/src/knowledge/knowledge.ts";
import { speak } from "../../server/src/knowledge/language.ts";
import { hoverAt } from "../support/checkHover.ts";
import { logHoverAt } from "../support/checkLog.ts";
import { luaHoverAt } from "../support/checkLua.ts";

const han = /\p{Script=Han}/u;
const classes = Object.entries((compiled as unknown as { entries: Record<string, Record<string, GrammarEntry>> }).entries);
const entries = classes.flatMap(([name, group]) => Object.values(group).map((entry) => ({ name: `${name}: ${entry.words}`, ...entry })));

afterEach(() => speak("en", {}));

describe("words of the language", () => {
  test("defaults of several words, which nobody could write, have their Chinese", () => {
    const literal = /^(?:HAProxy Statistics|map-based sdbm|timeout connect|algo ALL)$/;
    const told = entries.filter(
      (entry) => /[a-z]'? [a-z]|[ (][a-z]+ [a-z]+/i.test(entry.default ?? "") && !literal.test(entry.default ?? ""),
    );
    expect(told.length).toBeGreaterThan(10);
    expect(told.filter(({ defaultZh }) => !han.test(defaultZh ?? "")).map(({ name }) => name)).toEqual([]);
  });

  test("hovers give summary and default", () => {
    speak("zh-cn", {});
    const hover = hoverAt("backend b\n    full$0conn 100");
    expect(hover).toContain("前端 maxconn 之和的 10%");
    expect(hover).not.toContain("frontends' maxconn");
    // a word that one could write stays
    expect(hoverAt("frontend f\n    bind :443 ver$0ify none")).toContain("none");
  });
});

test("fields of crash logs have Chinese names, but for those that the log prints", () => {
  speak("zh-cn", {});
  expect(logHoverAt("             curr_task=0x7f0192462000 (ta$0sk) calls=4 last=0")).toContain("**类型** `task`");
  expect(logHoverAt("             curr_task=0x7f0192462000 (task) cal$0ls=4 last=0")).toContain("**calls** `4`");
});

test("members of Lua's API are told in Chinese inside of a script", () => {
  const script = "core.register_task(function() core.msle$0ep(100) end)";
  expect(luaHoverAt(script)).toContain("Waits that many milliseconds");
  speak("zh-cn", {});
  expect(luaHoverAt(script)).toContain("等待指定毫秒数；其间线程为其他请求服务。");
  expect(luaHoverAt(script)).not.toContain("Waits");
});

describe("pages of lints", () => {
  test.each(knowledge.lints.map((lint) => [lint.id, lint] as const))("%s", (_, lint) => {
    const [chinese, english] = [lintPage(lint, "zh-cn"), lintPage(lint, "en")];
    const blocks = (page: string) => page.match(/^```[\s\S]*?^```$/gm);
    expect(blocks(chinese)).toEqual(blocks(english));
    const prose = chinese
      .replace(/^```[\s\S]*?^```$/gm, "")
      .split(/\n{2,}/)
      .slice(1);
    expect(prose.filter((paragraph) => paragraph.trim() !== "" && !han.test(paragraph))).toEqual([]);
  });
});
