/** What is told of words beside the grammar is complete: every value has its meaning, every word its place in the manual. */
import { afterEach, describe, expect, test } from "vitest";
import { describeWord } from "../../server/src/features/hover/describe.ts";
import { plainText } from "../../server/src/features/hover/plainText.ts";
import { entriesOf, enumValues } from "../../server/src/knowledge/grammar.ts";
import { speak } from "../../server/src/knowledge/language.ts";
import { manualLink, topicLink } from "../../server/src/knowledge/manual.ts";
import { meaningOf } from "../../server/src/knowledge/meanings.ts";
import { predicateNames } from "../../server/src/knowledge/preprocessor.ts";
import { entryBytes, keyBytes, storedData } from "../../server/src/knowledge/tables.ts";
import { grammarClasses } from "../support/grammarClasses.ts";

afterEach(() => speak("en", {}));

describe("meanings", () => {
  test.each(["log_aliases", "match_methods", "stick_data", "stick_types", "log_levels", "log_formats", "smp_types"])("of %s", (kind) => {
    const values = [...enumValues(kind, "2.5"), ...enumValues(kind, "3.4")];
    expect(values.length).toBeGreaterThan(4);
    expect(values.filter((value) => meaningOf(kind, value) === undefined)).toEqual([]);
  });

  test("of predicates and of the statuses that HAProxy sends itself", () => {
    expect(predicateNames.filter((name) => meaningOf("predicates", name) === undefined)).toEqual([]);
    expect([...enumValues("http_err_codes", "3.4")].filter((code) => meaningOf("status", code) === undefined)).toEqual([]);
  });

  test("in Chinese", () => {
    speak("zh-cn", {});
    expect(meaningOf("status", "404")).toBe("未找到");
    expect(describeWord("server", "check", "3.2")?.summary).toBe("开启健康检查。");
    // the same action of another ruleset
    expect(describeWord("http-response", "set-var", "3.2")?.summary).toBe(describeWord("http-request", "set-var", "3.2")?.summary);
    expect(describeWord("fetch", "bc_err", "3.2")?.summary).toBe("服务器连接的错误号，0 为无。");
  });

  test("none for what is no value", () => {
    expect(meaningOf("status", "constructor")).toBeUndefined();
    expect(meaningOf("nothing", "x")).toBeUndefined();
  });
});

describe("the manual", () => {
  test("nearly every word leads to an anchor", () => {
    const all = grammarClasses.flatMap((grammarClass) => entriesOf(grammarClass).map(({ words }) => ({ grammarClass, words })));
    const bare = all.filter(({ grammarClass, words }) => !describeWord(grammarClass, words, "3.4")?.manual.includes("#"));
    expect(all.length).toBeGreaterThan(1900);
    expect(bare.length).toBeLessThan(all.length * 0.06);
  });

  test.each([
    [["track-sc0"], ["4.4", "4.2"], "3.2", "3.2/configuration.html#4.4-track-sc0"],
    [["peer"], ["3", "11", "12"], "3.0", "3.0/configuration.html#3.5-peer"],
    [["peer"], ["3", "11", "12"], "3.2", "3.2/configuration.html#11.2-peer"],
    [["hash"], ["7.3.1"], "3.2", "3.2/configuration.html"],
    [["nbproc"], ["3"], "3.2", "2.4/configuration.html#3.1-nbproc"],
    [["ssl"], ["5.2"], "9.9", "3.4/configuration.html#5.2-ssl"],
  ])("%j under %j in %s", (words, sections, branch, expected) => {
    expect(manualLink(words, sections, branch)).toBe(`https://docs.haproxy.org/${expected}`);
  });

  test("sections that were numbered anew", () => {
    expect(topicLink("log-format", "2.4")).toBe("https://docs.haproxy.org/2.4/configuration.html#8.2.4");
    expect(topicLink("log-format", "3.0")).toBe("https://docs.haproxy.org/3.0/configuration.html#8.2.6");
    expect(topicLink("addresses", undefined)).toBe("https://docs.haproxy.org/3.4/configuration.html#2.9");
  });
});

describe("room of stick-tables", () => {
  test.each([
    ["2.4", 136],
    ["2.6", 136],
    ["2.7", 144],
    ["3.1", 144],
    ["3.2", 168],
    [undefined, 168],
  ])("an entry of %s takes %i bytes", (branch, bytes) => {
    expect(entryBytes(branch)).toBe(bytes);
  });

  test("keys and data", () => {
    expect([
      keyBytes("ip", undefined),
      keyBytes("ipv6", 9),
      keyBytes("string", 63),
      keyBytes("binary", 20),
      keyBytes("string", undefined),
    ]).toEqual([4, 16, 64, 20, 32]);
    expect(keyBytes("table", undefined)).toBeUndefined();
    expect([...enumValues("stick_data", "3.4")].filter((name) => storedData(name) === undefined)).toEqual([]);
  });
});

test("plain text keeps words and addresses, and drops the marks", () => {
  const markdown = "**`a*b`** is `x**y` [Manual](https://x.y/z#1) [page](command:z)\n\n---\n\n```haproxy\nacl a **b**\n```\n- c";
  expect(plainText(markdown)).toBe("a*b is x**y Manual: https://x.y/z#1 page\n\n    acl a **b**\n- c");
});
