/** The layout of a configuration: blanks change, words and comments never. */
import { describe, expect, test } from "vitest";
import { formatDocument, formatRange } from "../../server/src/features/format/format.ts";
import { layoutOf, usualLayout } from "../../server/src/features/format/options.ts";
import { changedText } from "../../server/src/features/textChange.ts";
import { readConfig } from "../../server/src/syntax/config.ts";
import { checkFormat, formatted, typed } from "../support/checkFormat.ts";
import { configUri } from "../support/configText.ts";

describe("lines", () => {
  test("headers stand at the margin, statements one level in, words one blank apart", () => {
    checkFormat(
      "  global\ndaemon   \n\t nbthread\t\t4\nfrontend  f\n      bind :80   name  x",
      "global\n    daemon\n    nbthread 4\n\nfrontend f\n    bind :80 name x\n",
    );
  });

  test("quotes, escapes and what they hold stay", () => {
    checkFormat('global\n  setenv   A   "a   b"   \nlog-tag  a\\  b\\ \n', 'global\n    setenv A "a   b"\n    log-tag a\\  b\\ \n');
    checkFormat("frontend f\n acl  a   'x  y'#z\n", "frontend f\n    acl a 'x  y'#z\n");
  });

  test.each([
    ["a quote that does not close", 'frontend f\n  log-format   "a  b   \n'],
    ["a backslash at the end", "global\n   daemon   \\\n"],
    ["a NUL", "global\n   dae\0mon   x\n"],
    ["a carriage return inside", "global\n   daemon \r  x\n"],
    ["a byte order mark", "\uFEFFglobal   \n    daemon\n"],
  ])("%s leaves the line as it is", (_, text) => {
    expect(formatted(text)).toBe(text);
  });

  test("the language behind .if is not touched", () => {
    checkFormat(".if  defined(X)   &&  feature(A)  \n.endif\n", ".if  defined(X)   &&  feature(A)\n.endif\n");
  });

  test("CRLF stays CRLF, also for lines that are added", () => {
    checkFormat("global\r\n daemon  \r\nfrontend f\r\n bind :1", "global\r\n    daemon\r\n\r\nfrontend f\r\n    bind :1\r\n");
  });
});

describe("comments", () => {
  test("stand like the statement below", () => {
    checkFormat("global\n# why\n daemon # x\n", "global\n    # why\n    daemon # x\n");
  });

  test("above a header belong to it, unless they stand further in", () => {
    checkFormat(
      "global\n  daemon\n  # old   one\n# the  site\n  # of ours\nfrontend f\n",
      "global\n    daemon\n    # old   one\n# the  site\n    # of ours\n\nfrontend f\n",
    );
    checkFormat(" global\n  daemon\n # mine\n frontend f\n", "global\n    daemon\n\n# mine\nfrontend f\n");
  });

  test("to us stay right above their header", () => {
    checkFormat(
      "backend a\n    # haproxy-sleuth: allow missing-timeout\nbackend b\n",
      "backend a\n\n# haproxy-sleuth: allow missing-timeout\nbackend b\n",
    );
  });

  test("behind statements stay below each other", () => {
    checkFormat(
      "backend a\n  server a   1.1.1.1:80   # one\n  server bb  1.1.1.1:80   # two\n  option x    # three\n",
      "backend a\n    server a 1.1.1.1:80  # one\n    server bb 1.1.1.1:80 # two\n    option x # three\n",
    );
  });

  test("at the end keep their side", () => {
    checkFormat("global\n  daemon\n  # in\n# out\n", "global\n    daemon\n    # in\n# out\n");
  });

  test("fmt: off and on", () => {
    checkFormat(
      "global\n daemon\n # fmt: off\n  a    b\n\n\n\nbackend   x\n # fmt: on\n option   x\n",
      "global\n    daemon\n # fmt: off\n  a    b\n\n\n\nbackend   x\n # fmt: on\n    option x\n",
    );
  });
});

describe("blank lines", () => {
  test("one inside a section, two between, none at the ends", () => {
    checkFormat(
      "\n\nglobal\n\n\n daemon\n  \n\n nbthread 4\n\n\n\n\nfrontend f\n\n\n",
      "global\n\n    daemon\n\n    nbthread 4\n\n\nfrontend f\n",
    );
  });

  test("of nothing but blanks", () => {
    checkFormat("", "");
    checkFormat("  \n\t\n ", "");
  });

  test("an editor may keep them", () => {
    const options = { trimTrailingWhitespace: false, insertFinalNewline: false, trimFinalNewlines: false };
    expect(formatted("global  \n daemon   \n  \n", options)).toBe("global  \n    daemon   \n  \n");
    expect(formatted("global", options)).toBe("global");
    expect(formatted("global\n\n\n", { trimFinalNewlines: false })).toBe("global\n\n\n");
  });
});

describe("blocks of .if", () => {
  test("around sections stand at the margin", () => {
    checkFormat(
      "  .if defined(X)\n  frontend f\nbind :1\n   .else\nfrontend g\n  .endif\nbackend b\n",
      ".if defined(X)\nfrontend f\n    bind :1\n.else\nfrontend g\n.endif\n\nbackend b\n",
    );
  });

  test("inside a section take a level, or stay at the margin where they are", () => {
    checkFormat(
      "global\n  .if defined(X)\n  .if defined(Y)\n nbthread 4\n  .endif\n .endif\ndaemon\n",
      "global\n    .if defined(X)\n        .if defined(Y)\n            nbthread 4\n        .endif\n    .endif\n    daemon\n",
    );
    checkFormat("global\n.if defined(X)\n nbthread 4\n.endif\ndaemon\n", "global\n.if defined(X)\n    nbthread 4\n.endif\n    daemon\n");
  });

  test("before the first section", () => {
    checkFormat('  .if defined(X)\n.alert "x"\n .endif\nglobal\n', '.if defined(X)\n    .alert "x"\n.endif\n\nglobal\n');
  });
});

describe("columns", () => {
  const before = "backend b\n server a 192.0.2.1:80 check\n server long 192.0.2.10:8080 check weight 1\n acl x path /\n acl yy hdr(a) b\n";
  test("where the user wants them", () => {
    checkFormat(
      before,
      "backend b\n    server a    192.0.2.1:80    check\n    server long 192.0.2.10:8080 check weight 1\n    acl x  path   /\n    acl yy hdr(a) b\n",
      { alignColumns: true },
    );
  });

  test("hold nothing behind a last word", () => {
    checkFormat("backend b\n server a :1\n server b :22 x\n", "backend b\n    server a :1\n    server b :22 x\n", { alignColumns: true });
  });
});

describe("changes", () => {
  const file = readConfig(configUri, "global\n    daemon\n    nbthread  4\n\nfrontend f\n  bind :80\n");
  test("are no larger than what changes", () => {
    expect(formatDocument(file, usualLayout).map(({ from, to, text }) => [from.line, from.column, to.column, text])).toEqual([
      [2, 12, 14, " "],
      [5, 0, 2, "    "],
    ]);
  });

  test("of a range touch its lines only", () => {
    expect(changedText(file, formatRange(file, 4, 5, usualLayout))).toBe(
      "global\n    daemon\n    nbthread  4\n\nfrontend f\n    bind :80\n",
    );
    expect(formatRange(file, 0, 1, usualLayout)).toEqual([]);
  });

  test("follow the editor's options", () => {
    expect(formatted("global\n  daemon\n", layoutOf({ tabSize: 8, insertSpaces: false }, false))).toBe("global\n\tdaemon\n");
    expect(layoutOf({ tabSize: -3 }, false)).toEqual(usualLayout);
    expect(layoutOf({ tabSize: 2, insertSpaces: true, trimFinalNewlines: false }, true)).toMatchObject({
      indent: "  ",
      alignColumns: true,
      trimFinalNewlines: false,
      insertFinalNewline: true,
    });
  });
});

describe("on type", () => {
  test("a new line stands where its section wants it", () => {
    expect(typed("global\n$0")).toBe("global\n    ");
    expect(typed("global\n    daemon\n$0\nfrontend f\n")).toBe("global\n    daemon\n    \nfrontend f\n");
    expect(typed("global\n  .if x\n$0\n")).toBe("global\n    .if x\n        \n");
    expect(typed("global\n    daemon\n$0nbthread 4\n")).toBe("global\n    daemon\n    nbthread 4\n");
  });

  test("a header goes to the margin as soon as it is one", () => {
    expect(typed("global\n    daemon\n\n    backend b\n    $0")).toBe("global\n    daemon\n\nbackend b\n    ");
    expect(typed("global\n    backend $0", " ")).toBe("global\nbackend ");
    expect(typed("global\n    daemon $0", " ")).toBe("global\n    daemon ");
    expect(typed("global\n    backend b $0", " ")).toBe("global\n    backend b ");
  });

  test("nothing where somebody said so", () => {
    expect(typed("# fmt: off\nglobal\n$0")).toBe("# fmt: off\nglobal\n");
  });
});
