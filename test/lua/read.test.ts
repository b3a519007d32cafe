/** The reader of Lua: names resolved, comments kept, what Lua 5.4 added, and what is left of a script that does not parse. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readLua } from "../../server/src/lua/read.ts";
import { expanded, pathOf } from "../../server/src/lua/reading.ts";

/** "core.msleep in M.f" for each call. */
function calls(text: string): string[] {
  return readLua(text).calls.map(
    ({ chain, within }) => `${pathOf(expanded(chain))}${within === undefined ? "" : ` in ${within.name ?? "?"}`}`,
  );
}

describe("names", () => {
  test.each([
    ["local c = core\nc.msleep(1)", ["core.msleep"]],
    ["local sleep = core.msleep\nsleep(1)", ["core.msleep"]],
    ["local s = core.tcp()\ns:connect('x')", ["core.tcp", "core.tcp().connect"]],
    ["core.tcp():connect('x')", ["core.tcp", "core.tcp().connect"]],
    ["local c = core\nc = other\nc.msleep(1)", ["c.msleep"]],
    ["local M = {}\nfunction M.f() core.yield() end", ["core.yield in M.f"]],
    ["local function f(core) core.yield() end", ["core.yield in f"]],
    ["local t = { f = function() g() end }", ["g in t.f"]],
    ["require('socket').tcp()", ["require", "require().tcp"]],
    ["core['msleep'](1)", ["core.msleep"]],
    ["print 'x'", ["print"]],
    ["f{ 1 }", ["f"]],
  ])("%j calls %j", (text, expected) => {
    expect(calls(text)).toEqual(expected);
  });

  test("a parameter or a local hides the global of its name", () => {
    const { calls: found } = readLua("core.a()\nlocal function f(core) core.b() end\ndo local core = {} core.c() end core.d()");
    expect(found.map(({ chain }) => chain.root?.kind)).toEqual(["global", "parameter", "local", "global"]);
  });
});

describe("Lua of every kind", () => {
  test.each([
    "#!/usr/bin/lua5.4\nlocal x <const> = 1\nlocal f <close>, g = io.open('x'), 2",
    "local x = 7 // 2 & 3 ~ 1 << 4 >> ~1",
    "for i = 1, 3 do if i == 2 then goto continue end ::continue:: end",
    "local s = '\\u{7f}\\z   a' .. [==[ ]] ]==] .. \"\\x41\"",
    "return function(...) local a, b = ... return select('#', ...) end",
    "local ok = not (a and b) or #c ~= -1 ^ 2",
  ])("%j parses", (text) => {
    expect(readLua(text).problem).toBeUndefined();
  });

  test("what does not parse leaves the pieces that do", () => {
    const { problem, calls: found } = readLua('core.register_fetches("a", f)\nlocal x = = 1\ncore.register_fetches("b", f)\n');
    expect(problem).toMatchObject({ line: 1, column: 10 });
    expect(found.map(({ at }) => at.line)).toEqual([0, 2]);
  });

  test("never throws and is the same twice", () => {
    const words = fc.constantFrom(
      "local ",
      "function ",
      "end ",
      "core.x",
      "(",
      ")",
      "{",
      "}",
      "--[[",
      "]]",
      '"',
      "\n",
      "if ",
      "then ",
      "=",
      "1",
      "<const>",
      ":",
      "..",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(words).map((some) => some.join("")),
        ),
        (text) => {
          const { problem, calls: found } = readLua(text);
          expect(found.length === 0 || problem === undefined || problem.line >= 0).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("deep nesting ends somewhere", () => {
    expect(() => readLua(`${"f(".repeat(3000)}1${")".repeat(3000)}`)).not.toThrow();
    expect(() => readLua(`${"if a then ".repeat(1000)}${"end ".repeat(1000)}`)).not.toThrow();
  });
});

test("the comment right above belongs to what follows", () => {
  const { docs } = readLua("-- far\n\n-- one\n--- two\nf()\ng() -- behind\nh()\n--[[\nlong\n]]\ni()");
  expect([docs.get(4), docs.get(6), docs.get(10)]).toEqual(["one\ntwo", undefined, "long"]);
});

test("loops know whether something leaves them", () => {
  const { loops } = readLua(
    "while true do f() end while true do break end while true do while true do break end end repeat until false while x do end function f() while true do return end end",
  );
  expect(loops.map(({ endless, leaves }) => `${endless} ${leaves}`)).toEqual([
    "true false",
    "true true",
    "true false",
    "true true",
    "true false",
    "false false",
    "true true",
  ]);
});
