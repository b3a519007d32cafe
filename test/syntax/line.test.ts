// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are variables of HAProxy and Docker
/** Words as parse_line() in HAProxy's src/tools.c makes them. */
import { describe, expect, test } from "vitest";
import { spanIn } from "../../server/src/syntax/columns.ts";
import { readLine, type Word } from "../../server/src/syntax/line.ts";
import { checkLine } from "../support/checkLine.ts";

describe("words", () => {
  test.each([
    ["", ""],
    ["   \t ", ""],
    ["  bind :80", "bind|:80"],
    ["a\tb\vc\fd", "a|b|c|d"],
    ["acl x path_beg -i /é", "acl|x|path_beg|-i|/é"],
    ["a  b ", "a|b"],
  ])("%j", checkLine);

  test("spans cover the word as written", () => {
    const { words } = readLine('  log "a b" c\\ d');
    expect(words.map(({ span }) => [span.start, span.end])).toEqual([
      [2, 5],
      [6, 11],
      [12, 16],
    ]);
  });
});

describe("quotes", () => {
  test.each([
    ['a "b c" d', "a|b c|d"],
    ["a 'b c' d", "a|b c|d"],
    ['a "it\'s" d', "a|it's|d"],
    ["a 'say \"x\"' d", 'a|say "x"|d'],
    ['a"b c"d', "ab cd"],
    ["\"a b\"'c d'", "a bc d"],
    ['a "" b', "a||b"],
    ["a '' b", "a||b"],
    ["'#' \"#\" x", "#|#|x"],
  ])("%j", checkLine);

  test.each([
    ["plain", "none"],
    ['"weak"', "weak"],
    ["'strong'", "strong"],
    ["half'strong'", "mixed"],
    ["\"weak\"'strong'", "mixed"],
  ])("quoting of %s is %s", (raw, quoting) => {
    expect(readLine(raw).words[0]?.quoting).toBe(quoting);
  });

  test.each([
    ['a "b c', "a|b c; unclosed-quote 2-6"],
    ["a 'b # c", "a|b # c; unclosed-quote 2-8"],
    ['a "b\\" c', 'a|b" c; unclosed-quote 2-8'],
    ["a 'b' \"", "a|b|; unclosed-quote 6-7"],
  ])("unclosed: %j", checkLine);
});

describe("escapes", () => {
  test.each([
    ["a\\ b", "a b"],
    ["a\\\\b", "a\\b"],
    ["a\\#b", "a#b"],
    ["\\t\\n\\r|", "\t\n\r|"],
    ["a\\'b\\\"c", "a'b\"c"],
    ['"a\\\'b\\"c"', "a'b\"c"],
    ["\\x41\\x6a\\xFf", "Ajÿ"],
    ['"\\x20"', " "],
    ["\\1\\d+\\.", "\\1\\d+\\."],
    ["end\\", "end\\"],
    ['"\\$HOME"', "$HOME"],
    ["\\$HOME", "\\$HOME"],
    ["'\\x41\\ \\n'", "\\x41\\ \\n"],
  ])("%j", checkLine);

  test.each([
    ["a \\xZZ", "a|\\xZZ; bad-hex-escape 2-6"],
    ["a \\x4", "a|\\x4; bad-hex-escape 2-5"],
    ["a \\x", "a|\\x; bad-hex-escape 2-4"],
  ])("bad: %j", checkLine);
});

describe("comments", () => {
  test.each([
    ["# all", "; comment 0-5"],
    ["bind :80 # why", "bind|:80; comment 9-14"],
    ["server#x y", "server; comment 6-10"],
    ['a "b"#c', "a|b; comment 5-7"],
    ['a "b#c"', "a|b#c"],
    ["a \\# b", "a|#|b"],
  ])("%j", checkLine);
});

describe("environment variables", () => {
  test.each([
    ['bind "$ADDR"', "bind|$ADDR$"],
    ['bind ":${PORT}"', "bind|:${PORT}$"],
    ['bind "${PORT-80 81}x"', "bind|${PORT-80 81}x$"],
    ['bind "${LIST[*]}"', "bind|${LIST[*]}$"],
    ['log "${.LINE}" b', "log|${.LINE}$|b"],
    ["bind $ADDR", "bind|$ADDR"],
    ["bind '$ADDR'", "bind|$ADDR"],
    ["bind ${ADDR} b", "bind|${ADDR}|b"],
    ['a "$_X1-y"', "a|$_X1-y$"],
  ])("%j", checkLine);

  test.each([
    ['a "$"', "a|$; bad-variable-name 3-5"],
    ['a "$1"', "a|$1; bad-variable-name 3-5"],
    ['a "${}"', "a|${}; bad-variable-name 3-6"],
    ['a "${X"', "a|${X$; unclosed-brace 4-5"],
    ['a "${X y}"', "a|${X y}$; unclosed-brace 4-5"],
  ])("bad: %j", checkLine);

  test("only the word that holds the variable is dynamic", () => {
    expect(readLine('a "$X" b').words.map(({ dynamic }) => dynamic)).toEqual([false, true, false]);
  });
});

describe("ends of lines", () => {
  test.each([
    ["bind :80\r", "bind|:80"],
    ["bind\r:80", "bind"],
    ["bind \r:80", "bind|:80"],
    ["\r bind :80", "bind|:80"],
    ["bind :80\0 x", "bind|:80; stray-character 8-9"],
    ['a "b\r"', "a|b; unclosed-quote 2-4"],
    ["a # b\r", "a; comment 2-5"],
    ["\uFEFFglobal", "global; stray-character 0-7"],
    ["a \uFEFFb", "a|\uFEFFb"],
  ])("%j", checkLine);

  test("the raw text is kept whole", () => {
    expect(readLine("a # b\rc").raw).toBe("a # b\rc");
  });
});

describe("columns of a value", () => {
  const part = (raw: string, n: number, start: number, end: number) => {
    const line = readLine(raw);
    const span = spanIn(line, line.words[n] as Word, start, end);
    return raw.slice(span.start, span.end);
  };
  test.each([
    ["acl a path /x", 3, 1, 2, "x"],
    ['acl a path "/a b"', 3, 0, 2, "/a"],
    ['acl a path "/a b"', 3, 0, 4, "/a b"],
    ["acl a path /a\\ b", 3, 2, 3, "\\ "],
    ["acl a path /a\\ b", 3, 3, 4, "b"],
    ["acl a path /a\\x41b", 3, 2, 3, "\\x41"],
    ["acl a path 'x'\"y\"z", 3, 1, 2, "y"],
    ["acl a path 'x'\"y\"z", 3, 2, 3, "z"],
    ["acl a path 'x'\"y\"z", 3, 0, 3, 'x\'"y"z'],
    ['use_backend "%[src,map(/m)]"', 1, 2, 5, "src"],
  ])("%s: word %i, %i to %i", (raw, n, start, end, expected) => expect(part(raw, n, start, end)).toBe(expected));
});
