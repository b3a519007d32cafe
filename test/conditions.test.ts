// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are variables of HAProxy
/** Findings that hang on conditions and on the limits of lines, in releases that no binary here speaks for as well. */
import { describe, expect, test } from "vitest";
import { readFeatures, withFeatures } from "../server/src/knowledge/buildFeatures.ts";
import type { Release } from "../server/src/knowledge/release.ts";
import type { Hit } from "../server/src/lints/hit.ts";
import { languageHits } from "../server/src/lints/language.ts";
import { readReleaseInUse } from "../server/src/model/releaseInUse.ts";
import { modelFrom } from "./support/configText.ts";

/** "3 error unknown-keyword": line from 1. */
function found(text: string, release: string): string[] {
  return languageHits(modelFrom(text), readReleaseInUse(release)).map(inWords);
}

function inWords({ line, severity, code }: Hit): string {
  return `${line + 1} ${severity} ${code}`;
}

describe("what is wrong in a block", () => {
  const within = (condition: string) => `global\n.if ${condition}\nnosuch 1\n.endif\n`;

  test.each([
    ["feature(THREAD)", ["3 error unknown-keyword"]],
    ['streq("$SITE",a)', ["3 information unknown-keyword"]],
    ["version_before(2.0)", []],
  ])("behind %s", (condition, expected) => expect(found(within(condition), "3.0")).toEqual(expected));

  const warned = ["3 warning unknown-keyword"];
  const remarked = ["3 information unknown-keyword"];
  test.each([
    ["feature(LUA)", "", warned],
    ["!feature(LUA)", "", remarked],
    ["feature(LUA)", "+LUA", ["3 error unknown-keyword"]],
    ["feature(LUA)", "-LUA", []],
    ["feature(QUIC)", "", remarked],
    ["feature(LUA) && defined(SITE)", "", remarked],
    ["ssllib_name_startswith(OpenSSL)", "", warned],
    ["!ssllib_name_startswith(LibreSSL)", "", warned],
    ["ssllib_name_startswith(LibreSSL)", "", remarked],
    ["!ssllib_name_startswith(LibreSSL)", "+OPENSSL_AWSLC", remarked],
  ])("behind %s, of a build with %j", (condition, build, expected) => {
    const release = withFeatures(readReleaseInUse("3.0") as Release, readFeatures(build));
    expect(languageHits(modelFrom(within(condition)), release).map(inWords)).toEqual(expected);
  });

  test("a broken line is refused even where it is skipped", () => {
    expect(found("global\n.if 0\nnosuch 'x\n.endif\n", "3.0")).toEqual(["3 error unclosed-quote"]);
  });
});

describe("2.4 reads conditions in its own way", () => {
  test.each([
    [".if !feature(LUA)", ["2 error malformed-condition"], []],
    [".if feature(LUA) && 1", [], []],
    [".if ssllib_name_startswith(Open)", ["2 error malformed-condition"], []],
    [".if feature(LUA) nonsense", [], ["2 error malformed-condition"]],
  ])("%s", (line, early, later) => {
    expect(found(`global\n${line}\n.endif\n`, "2.4")).toEqual(early);
    expect(found(`global\n${line}\n.endif\n`, "2.5")).toEqual(later);
  });

  test("words behind .else and .endif are refused from 2.5 on", () => {
    const text = "global\n.if 1\n.else really\n.endif of it\n";
    expect(found(text, "2.4")).toEqual([]);
    expect(found(text, "2.5")).toEqual(["3 error unexpected-argument", "4 error unexpected-argument"]);
  });

  test("it knows no default values of variables", () => {
    expect(found('global\nsetenv A "${B-c}"\n', "2.4")).toEqual(["2 error not-in-release"]);
    expect(found('global\nsetenv A "${B-c}"\n', "2.5")).toEqual([]);
  });
});

describe("messages", () => {
  test.each([
    [".warning 'a b'", ["2 warning message-directive"]],
    [".alert", ["2 error message-directive"]],
    [".notice 'a b'", []],
    [".diag a", []],
    [".notice a b", ["2 error unexpected-argument"]],
    [".warn a", ["2 error unknown-keyword"]],
  ])("%s", (line, expected) => expect(found(`global\n${line}\n`, "3.0")).toEqual(expected));

  test("one that may not be reached is information", () => {
    expect(found("global\n.if feature(LUA)\n.alert x\n.endif\n", "3.0")).toEqual(["3 information message-directive"]);
  });
});

describe("levels", () => {
  const nested = (depth: number) => `global\n${".if 1\n".repeat(depth)}${".endif\n".repeat(depth)}`;

  test("99 are enough for anyone", () => {
    expect(found(nested(99), "3.0")).toEqual([]);
    expect(found(nested(100), "3.0")).toEqual(["101 error unbalanced-block"]);
  });

  test("each file closes its own", () => {
    expect(found("global\n.if 1\n.if 0\n.endif\nmaxconn 1\n", "3.0")).toEqual(["2 error unbalanced-block", "5 error unbalanced-block"]);
  });
});

describe("words of a line", () => {
  const line = (words: number, end: string) => `global\nunsetenv${" w".repeat(words - 1)}${end}\n`;

  test.each([
    [64, "", "3.1", []],
    [64, "\t# c", "3.1", ["2 error too-many-words"]],
    [64, "\t# c", "3.2", []],
    [65, "", "3.2", ["2 error too-many-words"]],
    [64, ' "${LIST[*]}"', "3.2", []],
    [64, ' x"${LIST[*]}"', "3.2", ["2 error too-many-words"]],
  ])("%i words, %j, %s", (words, end, release, expected) => expect(found(line(words, end), release)).toEqual(expected));

  test("a line may be of any length", () => expect(found(`global\nsetenv A ${"x".repeat(100_000)}\n`, "2.4")).toEqual([]));

  test.each([
    ["3.1", []],
    ["3.2", ["2 warning empty-argument"]],
    ["3.3", ["2 error empty-argument"]],
  ])("an empty one ends its statement in %s", (release, expected) => expect(found('global\nunsetenv A "" B\n', release)).toEqual(expected));

  test("an empty one in front hides the line", () => expect(found('global\n"" nosuch\n', "3.4")).toEqual([]));
});

test.each([
  ["[scope] # c", []],
  ["[]", ["2 error unknown-keyword"]],
  ["[scope] x", ["2 error unknown-keyword"]],
])("the scope %s", (line, expected) => expect(found(`global\n${line}\n`, "3.0")).toEqual(expected));

describe("QUIC to servers behind a condition on the environment", () => {
  const config = (condition: string) =>
    `global\n.if ${condition}\nexpose-experimental-directives\n.endif\nbackend b\nmode http\ntimeout connect 1s\ntimeout server 1s\nserver s quic4@192.0.2.1:443 ssl verify required ca-file /ca.pem\n`;

  test.each([
    ['streq("$KIND",quic)', ["9 error experimental-keyword"]],
    ['!streq("$KIND",quic)', []],
    ["feature(QUIC)", []],
    ["1", []],
    ["0", ["9 error experimental-keyword"]],
  ])("%s", (condition, expected) => expect(found(config(condition), "3.3")).toEqual(expected));
});

describe("experimental directives that nothing needs", () => {
  const config = (line: string) =>
    `global\nexpose-experimental-directives\nbackend b\nmode http\ntimeout connect 1s\ntimeout server 1s\n${line}\n`;
  const warned = ["2 warning ineffective-keyword"];

  test.each([
    ["server s 192.0.2.1:80", "3.2", []],
    ["server s 192.0.2.1:80", "3.3", warned],
    ["server s 192.0.2.1:80", "3.4", warned],
    ["server s quic4@192.0.2.1:443 ssl verify required ca-file /ca.pem", "3.4", []],
    ['server s "${ADDRESS}"', "3.4", []],
    [".if feature(QUIC)\nserver s quic4@192.0.2.1:443 ssl verify required ca-file /ca.pem\n.endif", "3.4", []],
  ])("%s in %s", (line, release, expected) => expect(found(config(line), release)).toEqual(expected));
});
