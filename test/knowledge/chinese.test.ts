/** Whoever reads the grammar in Chinese reads all of it in Chinese: every summary is there, and is one sentence in Chinese. */
import { afterEach, describe, expect, test } from "vitest";
import { entriesOf } from "../../server/src/knowledge/grammar.ts";
import { chineseSummary, summaryOf } from "../../server/src/knowledge/grammarEntry.ts";
import { speak } from "../../server/src/knowledge/language.ts";
import { grammarClasses } from "../support/grammarClasses.ts";

afterEach(() => speak("en", {}));

const summaries = grammarClasses.flatMap((name) =>
  entriesOf(name).map((entry) => ({ ...entry, summaryZh: chineseSummary(entry), at: `${name} ${entry.words}` })),
);
const translated = summaries.flatMap(({ at, summary = "", summaryZh }) => (summaryZh === undefined ? [] : [{ at, summary, summaryZh }]));
/** Without what stands in code marks: that is configuration, not prose. */
const prose = (text: string) => text.replace(/`[^`]*`/g, "`");
const at = (found: readonly { at: string }[]) => found.map((one) => one.at);

describe("summaries in Chinese", () => {
  test.each(grammarClasses)("none is missing in %s", (name) => {
    const missing = entriesOf(name).filter((entry) => entry.summary !== undefined && chineseSummary(entry) === undefined);
    expect(missing.map(({ words }) => words)).toEqual([]);
  });

  test("each is one sentence", () => {
    expect(translated.length).toBeGreaterThan(1000);
    expect(at(translated.filter(({ summaryZh }) => !/^[^。！？\n]*\p{Script=Han}[^。！？\n]*。$/u.test(summaryZh)))).toEqual([]);
  });

  test("punctuation next to Chinese is Chinese", () => {
    expect(at(translated.filter(({ summaryZh }) => /\p{Script=Han}[,;:!?()]|[,;:!?()]\p{Script=Han}/u.test(prose(summaryZh))))).toEqual([]);
  });

  test("Latin words and Chinese are parted by a blank", () => {
    expect(at(translated.filter(({ summaryZh }) => /\p{Script=Han}[A-Za-z`]|[A-Za-z`]\p{Script=Han}/u.test(prose(summaryZh))))).toEqual([]);
  });

  test("code marks that both languages have say the same", () => {
    const marks = (text: string) => [...text.matchAll(/`[^`]*`/g)].map(([mark]) => mark).sort();
    const differing = translated.filter(
      ({ summary, summaryZh }) => summaryZh.includes("`") && marks(summary).join() !== marks(summaryZh).join(),
    );
    expect(at(differing)).toEqual([]);
  });

  test("branches are the same", () => {
    const branches = (text: string) => [...new Set(text.match(/\b[1-3]\.\d\b(?!\.\d)/g))].sort().join();
    expect(at(translated.filter(({ summary, summaryZh }) => branches(summary) !== branches(summaryZh)))).toEqual([]);
  });
});

describe("the summary of an entry", () => {
  const entry = { words: "check", summary: "Turns health checks on." };
  const known = entriesOf("server").find(({ words }) => words === "check") ?? entry;

  test("is Chinese where it was translated and English where not", () => {
    speak("zh-cn", {});
    expect(summaryOf(known)).toBe("开启健康检查。");
    expect(summaryOf({ ...entry, words: "of-nobody" })).toBe(entry.summary);
    expect(summaryOf({ ...entry, words: "toString" })).toBe(entry.summary);
  });

  test("is told by class where the same words mean several things", () => {
    speak("zh-cn", {});
    const modes = ["proxy", "bind"].map((name) => entriesOf(name).find(({ words }) => words === "mode"));
    const [ofProxy, ofSocket] = modes.map((mode) => (mode === undefined ? undefined : summaryOf(mode)));
    expect(ofProxy).toBe("代理所用的协议。");
    expect(ofSocket).toMatch(/\p{Script=Han}/u);
    expect(ofSocket).not.toBe(ofProxy);
  });

  test("is English in English", () => {
    expect(summaryOf(known)).toBe(known.summary);
  });
});
