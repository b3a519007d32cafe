/** Hover notes of configurations. */
import { describe, expect, test } from "vitest";
import { hoverAt, issuesAt } from "../support/checkHover.ts";
import { luaConfig, websocketConfig } from "../support/configText.ts";

/** The snippet with the cursor inside the first hit of a word. */
function on(text: string, word: string): string {
  if (!text.includes(word)) throw new Error(`no ${word}`);
  return text.replace(word, `${word.slice(0, 2)}$0${word.slice(2)}`);
}

const race = "**[#2611](page:stick-table-kill-race)** Stick-table entry freed twice when a long stream ends";
const raceConditions = `● 8 threads  
● entries expire (\`expire 30s\`)  
● \`track-sc\` rules hold entries while a stream lasts: 1  
● \`timeout tunnel\` lets a stream idle for 1h, longer than \`expire\` (30s)  
● nothing that the table stores refreshes an entry when its stream ends`;

describe("what a keyword is", () => {
  test.each([
    ["stick-table type", "stick-table"],
    ["track-sc0", "track-sc0"],
    ["timeout tunnel", "timeout tunnel"],
    ["nbthread", "nbthread"],
  ])("%s", (word, name) => {
    const note = hoverAt(on(websocketConfig, word));
    expect(note.split("\n")[0]).toBe(`«${name}»`);
    expect(note).toContain(`\`\`\`haproxy\n${name.replace("track-sc0", "track-sc<n>")}`);
    expect(note).toMatch(/\[Manual\]\(https:\/\/docs\.haproxy\.org\/3\.0\/configuration\.html#/);
  });

  test.each([
    ["lua-load-per-thread", "lua-load-per-thread"],
    ["tune.lua.maxmem", "tune.lua.maxmem"],
    ["lua.sign", "lua.sign"],
  ])("%s", (word, name) => {
    const text = word === "lua.sign" ? luaConfig.replace("request lua.sign", "request lua.si$0gn") : on(luaConfig, word);
    expect(hoverAt(text).split("\n")[0]).toBe(`«${name}»`);
  });

  test.each([
    ["tcp-request connection track-$0sc1 src table t", "track-sc1"],
    ["tcp-request session track-$0sc1 src table t", "track-sc1"],
    ["tcp-request content track-$0sc1 src table t", "track-sc1"],
    ["tcp-request content lua.$0check", "lua.check"],
    ["http-request use-service lua.he$0llo", "use-service lua.hello"],
  ])("%s", (statement, name) => {
    expect(hoverAt(`frontend f\n ${statement}\n`).split("\n")[0]).toBe(`«${name}»`);
  });

  test("a section's header and the statements of peers", () => {
    expect(hoverAt("pee$0rs p\n peer a 192.0.2.1:1\n")).toContain("«peers»");
    expect(hoverAt("peers p\n tab$0le t type ip size 1\n")).toContain("«table»");
  });

  test.each([
    "$0",
    "# stick-$0table",
    "backend b\n stick-table type ip  $0  size 1\n",
    "backend b\n mode http # stick-$0table\n",
    "global\n no-such-$0word type ip size 1\n",
    "backend b\n\n$0\n",
  ])("nothing at %j", (text) => {
    expect(hoverAt(text)).toBe("nothing");
  });

  test("a cursor past the end of the file finds nothing", () => {
    expect(hoverAt("global\n\n\n\n$0")).toBe("nothing");
  });

  test("an older release is told of what it does not know, and gets its own manual", () => {
    const text = "global\n lua-lo$0ad-per-thread a.lua\n";
    expect(hoverAt(text, "2.8.7")).toContain("https://docs.haproxy.org/2.8/");
    expect(hoverAt(text, "unknown")).toContain("https://docs.haproxy.org/3.4/");
    expect(hoverAt("global\n tune.lua.bool-sam$0ple-conversion normal\n", "2.8.7")).toContain("**Not in 2.8**: since 3.2");
  });
});

describe("known issues", () => {
  test.each(["stick-table type", "track-sc0"])("exposed, at %s", (word) => {
    expect(issuesAt(on(websocketConfig, word))).toBe(
      `**Known issues in 3.0.2**\n\n${race}: **exposed** in 3.0.2; fixed in 3.0.3\n\n${raceConditions}\n\nWhat to do: upgrade to 3.0.3 or later, best to 3.0.26`,
    );
  });

  test("fixed: nothing to do and no conditions", () => {
    const text = on(websocketConfig, "stick-table type");
    expect(issuesAt(text, "3.0.3")).toBe(`**Known issues in 3.0.3**\n\n${race}: **fixed** in 3.0.3 (since 3.0.3)`);
    expect(issuesAt(text, "2.8.7")).toBe(`**Known issues in 2.8.7**\n\n${race}: 2.8.7 is **not affected**`);
  });

  test("release unknown: which are affected, and the conditions", () => {
    expect(issuesAt(on(websocketConfig, "stick-table type"), "unknown")).toBe(
      `**Known issues**\n\n${race}: release unknown; affects 2.9.0 to 2.9.9, 3.0.0 to 3.0.2\n\n${raceConditions}`,
    );
  });

  test("a release older than our tables", () => {
    expect(issuesAt(on(websocketConfig, "track-sc0"), "2.2.0")).toContain("2.2.0 is **not affected**");
  });

  test("not exposed: the condition that rules it out", () => {
    const text = on(websocketConfig.replace("store gpc0", "store conn_cur"), "stick-table type");
    expect(issuesAt(text)).toContain("3.0.2 has the defect, but this configuration is **not exposed**; fixed in 3.0.3");
    expect(issuesAt(text)).toContain("○ the table stores `conn_cur`, which refreshes an entry when its stream ends");
  });

  test("of two tables the one under the cursor is told", () => {
    const text = `${websocketConfig}\nbackend safe\n    stick-table type ip size 1 store gpc0\n`;
    expect(issuesAt(text.replace("    stick-table type ip size 1", "    stick-ta$0ble type ip size 1"))).toContain("**not exposed**");
    expect(issuesAt(on(text, "stick-table type"))).toContain("**exposed** in 3.0.2");
  });

  test("Lua: the limit, the scripts and the host", () => {
    const issues = issuesAt(on(luaConfig, "lua-load"), "2.9.4", { "/etc/haproxy/sign.lua": "\ntxn.c:hmac(a)\n" });
    expect(issues).toContain("A failed Lua allocation aborts the process: **exposed** in 2.9.4; fixed in 2.9.12");
    expect(issues).toContain("● `/etc/haproxy/sign.lua:2` calls `txn.c:hmac()`");
    expect(issues).toContain(
      "jemalloc runs out of memory mappings while memory is free: **possibly exposed** in 2.9.4; no release ends it",
    );
    expect(issues).toContain("◐ only the machine tells: vm.overcommit_memory, vm.max_map_count and the allocator");
  });

  test("tune.lua.maxmem in a fixed release", () => {
    expect(issuesAt(on(luaConfig, "tune.lua.maxmem"), "3.0.6")).toContain("**fixed** in 3.0.6 (since 3.0.6)");
  });

  test("peers, in a configuration without a table", () => {
    expect(issuesAt("pee$0rs p\n peer a 192.0.2.1:1\n")).toContain(`${race}: 3.0.2 has the defect; fixed in 3.0.3`);
  });
});
