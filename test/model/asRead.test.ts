// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are variables of HAProxy
/** What HAProxy reads of a configuration with conditions: lines kept, lines left open, lines skipped. */
import { describe, expect, test } from "vitest";
import type { Release } from "../../server/src/knowledge/release.ts";
import { asRead } from "../../server/src/model/macros/asRead.ts";
import { modelOf } from "../../server/src/model/model.ts";
import { readReleaseInUse } from "../../server/src/model/releaseInUse.ts";
import { statementsIn } from "../../server/src/model/statement.ts";
import { readConfig } from "../../server/src/syntax/config.ts";
import { modelFrom, modelFromFiles } from "../support/configText.ts";

const release = (name: string) => readReleaseInUse(name) as Release;

/** "read", "open" or "skipped" of the line `maxconn 1` below a condition. */
function fate(condition: string, name = "3.0", before = ""): string {
  const text = `global\n${before}.if ${condition}\nmaxconn 1\n.endif\n`;
  return fateIn(text, name);
}

function fateIn(text: string, name: string): string {
  const found = [...statementsIn(asRead(modelFrom(text), release(name)).model.files)].find(
    ({ statement }) => statement.words[0]?.value === "maxconn",
  );
  return found === undefined ? "skipped" : found.statement.conditional ? "open" : "read";
}

describe("conditions", () => {
  test.each([
    ["1", "read"],
    ["0", "skipped"],
    ["version_atleast(3.0)", "read"],
    ["version_atleast(3.1-dev3)", "skipped"],
    ["version_before(3.0)", "skipped"],
    ["version_atleast(no.version)", "read"],
    ["feature(THREAD)", "read"],
    ["feature(LUA)", "open"],
    ["feature(KTLS)", "skipped"],
    ["feature(OF_A_PATCHED_BUILD)", "open"],
    ["!feature(LUA) && 0", "skipped"],
    ["feature(LUA) || 1", "read"],
    ["feature(LUA) || 0", "open"],
    ["openssl_version_atleast(3.0)", "open"],
    ["defined(FOO)", "open"],
    ["defined(HAPROXY_BRANCH)", "read"],
    ['streq("$HAPROXY_BRANCH",3.0)', "read"],
    ['streq("$FOO",bar)', "open"],
    ["strstr(abc,b)", "read"],
    ["strneq(a,a)", "skipped"],
    ["nonsense(1)", "open"],
  ])("%s: %s", (condition, expected) => expect(fate(condition)).toBe(expected));

  test.each([
    ["version_atleast(3.0.3)", "3.0.2", "skipped"],
    ["version_atleast(3.0.3)", "3.0.3", "read"],
    ["version_atleast(3.5-dev4)", "3.5-dev5", "read"],
    ["version_atleast(3.5)", "3.5-dev5", "skipped"],
    ["defined(HAPROXY_BRANCH)", "2.4", "skipped"],
  ])("%s in %s: %s", (condition, name, expected) => expect(fate(condition, name)).toBe(expected));

  test("without a release versions are not known", () => {
    const model = modelFrom("global\n.if version_atleast(3.0)\nmaxconn 1\n.endif\n");
    expect([...statementsIn(asRead(model, undefined).model.files)].map(({ statement }) => statement.conditional)).toEqual([true]);
  });
});

describe("variables that the global section sets", () => {
  test.each([
    ["setenv A x\n", 'streq("$A",x)', "read"],
    ["setenv A x\nsetenv B y\n", 'streq("$A$B",xy)', "read"],
    ['setenv A x\nsetenv B "$A"\n', 'streq("$B",x)', "read"],
    ["unsetenv A\n", "defined(A)", "skipped"],
    ["unsetenv A\n", 'streq("${A-d}",d)', "read"],
    ["unsetenv A\npresetenv A x\n", 'streq("$A",x)', "read"],
    ["presetenv A x\n", "defined(A)", "read"],
    ["presetenv A x\n", 'streq("$A",x)', "open"],
    ["setenv A x\npresetenv A y\n", 'streq("$A",x)', "read"],
    ["setenv A x\nresetenv B\n", "defined(A)", "skipped"],
    ["setenv A x\nresetenv A\n", 'streq("$A",x)', "read"],
    ["resetenv B\n", "defined(B)", "open"],
    [".if defined(X)\nsetenv A x\n.endif\n", 'streq("$A",x)', "open"],
    [".if 0\nsetenv A x\n.endif\n", "defined(A)", "open"],
    ['setenv A "$X"\n', "defined(A)", "read"],
  ])("%j, then %s: %s", (before, condition, expected) => expect(fate(condition, "3.0", before)).toBe(expected));

  test("not those that stand elsewhere", () => {
    expect(fateIn("backend b\nsetenv A x\nglobal\n.if defined(A)\nmaxconn 1\n.endif\n", "3.0")).toBe("open");
  });

  test("a later file knows them", () => {
    const model = modelFromFiles(["global\nsetenv A x\n", "global\n.if defined(A)\nmaxconn 1\n.else\nmaxconn 2\n.endif\n"]);
    const read = [...statementsIn(asRead(model, release("3.0")).model.files)].map(({ statement }) => statement.words[1]?.value);
    expect(read).toEqual(["A", "1"]);
  });
});

describe("branches", () => {
  const numbers = (text: string, name = "3.0") =>
    [...statementsIn(asRead(modelFrom(`global\n${text}`), release(name)).model.files)]
      .map(({ statement }) => `${statement.words[1]?.value}${statement.conditional ? "?" : ""}`)
      .join(" ");

  test.each([
    [".if 1\nmaxconn 1\n.else\nmaxconn 2\n.endif\n", "1"],
    [".if 0\nmaxconn 1\n.elif 1\nmaxconn 2\n.elif 1\nmaxconn 3\n.else\nmaxconn 4\n.endif\n", "2"],
    [".if defined(A)\nmaxconn 1\n.elif 1\nmaxconn 2\n.else\nmaxconn 3\n.endif\nmaxconn 4\n", "1? 2? 4"],
    [".if 0\n.if nonsense\nmaxconn 1\n.endif\nmaxconn 2\n.endif\nmaxconn 3\n", "3"],
    [".if 1\n.if defined(A)\nmaxconn 1\n.endif\nmaxconn 2\n.endif\n", "1? 2"],
    [".if defined(A)\n.if 1\nmaxconn 1\n.endif\n.if 0\nmaxconn 2\n.endif\n.endif\nmaxconn 3\n", "1? 3"],
  ])("%j: %s", (text, expected) => expect(numbers(text)).toBe(expected));

  test("a section behind a false condition is not there", () => {
    const model = modelFrom("global\n.if 0\nbackend b\nserver s 192.0.2.1:80\n.endif\nmaxconn 1\n");
    const read = asRead(model, release("3.0")).model;
    expect(read.proxies).toEqual([]);
    expect([...statementsIn(read.files)].map(({ section, lineNumber }) => [section.kind, lineNumber])).toEqual([["global", 5]]);
  });
});

describe("identity", () => {
  test("without macros it is the very model", () => {
    const model = modelFrom("global\nmaxconn 1\n");
    expect(asRead(model, release("3.0")).model).toBe(model);
  });

  test("sections that an edit leaves alone stay the same", () => {
    const text = "global\n.if 1\nmaxconn 1\n.endif\nbackend a\nbackend b\n";
    const before = readConfig("file:///x", text);
    const after = readConfig("file:///x", text.replace("backend b", "backend c"), before);
    const sections = [before, after].map((file) => asRead(modelOf([file]), release("3.0")).model.files[0]?.sections ?? []);
    expect(sections[1]?.map(({ section }, i) => section === sections[0]?.[i]?.section)).toEqual([true, true, false]);
  });
});
