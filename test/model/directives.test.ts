/** Comments that speak to us, and Lua as a configuration and its scripts show it. */
import { describe, expect, test } from "vitest";
import { isAllowed, statedRelease } from "../../server/src/model/directives.ts";
import { memoryLimitOf } from "../../server/src/model/lua/lua.ts";
import { readConfig } from "../../server/src/syntax/config.ts";
import { modelFrom } from "../support/configText.ts";

describe("a release stated in a comment", () => {
  test.each([
    ["# haproxy: 3.0.2", "3.0.2"],
    ["## HAProxy version: v2.8.7", "v2.8.7"],
    ["#haproxy-release = 3.1-dev1", "3.1-dev1"],
    ["global # haproxy: 2.9", "2.9"],
    ["global\n daemon\n# haproxy: 3.0.2-alpine \n# haproxy: 2.4.0", "3.0.2-alpine"],
    ["# haproxy: 3.0.2\r", "3.0.2"],
  ])("%j states %s", (text, release) => {
    expect(statedRelease(readConfig("file:///a.cfg", text))?.text).toBe(release);
  });

  test.each(["# haproxy 3.0.2", "# haproxy: new", "# we run haproxy: 3.0.2 here", "haproxy: 3.0.2", '"# haproxy: 3.0.2"'])(
    "%j states none",
    (text) => {
      expect(statedRelease(readConfig("file:///a.cfg", text))).toBeUndefined();
    },
  );

  test("its place is the release's own", () => {
    const found = statedRelease(readConfig("file:///a.cfg", "global\n  # haproxy: 3.0.2"));
    expect(found?.at).toEqual({ uri: "file:///a.cfg", line: 1, span: { start: 13, end: 18 } });
  });
});

describe("allow comments", () => {
  function allowed(text: string, line: number): boolean {
    return isAllowed(readConfig("file:///a.cfg", text), line, "some-bug");
  }

  test.each([
    ["stick-table x # haproxy-sleuth: allow some-bug", 0, true],
    ["# haproxy-sleuth: allow some-bug\nstick-table x", 1, true],
    ["  # haproxy-sleuth: allow other, some-bug\n  # why\n  stick-table x", 2, true],
    ["# haproxy-sleuth: allow some-bug\n\nstick-table x", 2, false],
    ["mode http # haproxy-sleuth: allow some-bug\nstick-table x", 1, false],
    ["# haproxy-sleuth: allow some-bug-2\nstick-table x", 1, false],
    ["# haproxy-sleuth: allow\nstick-table x", 1, false],
    ['log "# haproxy-sleuth: allow some-bug"', 0, false],
    ["stick-table x\n\n# haproxy-sleuth: allow-file other,some-bug\n", 0, true],
    ["mode http # haproxy-sleuth: allow-file some-bug\nstick-table x", 1, true],
    ["# haproxy-sleuth: allow-file some-bug-2\nstick-table x", 1, false],
    ["# haproxy-sleuth: allow-files some-bug\nstick-table x", 1, false],
    ["stick-table x\n# haproxy-sleuth: allow some-bug", 0, false],
  ])("%j", (text, line, expected) => {
    expect(allowed(text, line)).toBe(expected);
  });
});

describe("calls in Lua scripts", () => {
  /** "2 c:hmac" for each call. */
  function calls(text: string): string {
    const { lua } = modelFrom("global\n lua-load s.lua\n", { "s.lua": text });
    return (lua.sampleCalls ?? []).map(({ line, via, name }) => `${line} ${via}:${name}`).join(", ");
  }

  test.each([
    ["txn.c:hmac(a, b)", "1 c:hmac"],
    ["local x = txn.f:src()\nlocal y = txn.sc:hex(x)", "1 f:src, 2 sc:hex"],
    ["txn . sf : req_hdr ('x')", "1 sf:req_hdr"],
    ["applet.c:hmac(txn.f:path())", "1 c:hmac, 1 f:path"],
    ["-- txn.c:hmac()\nprint()", ""],
    ["--[[ txn.c:hmac()\ntxn.c:hmac() ]] txn.c:hex()", "2 c:hex"],
    ["--[==[ ]] txn.c:hmac() ]==] txn.c:hex()", "1 c:hex"],
    ["local s = \"txn.c:hmac()\" .. 'txn.c:hmac()'", ""],
    ['local s = "\\" txn.c:hmac()"', ""],
    ["local s = [[\ntxn.c:hmac()\n]] txn.c:hex()", "3 c:hex"],
    ["local s = [=[ ]] txn.c:hmac() ]=]", ""],
    ["--[[ never closed txn.c:hmac()", ""],
    ["txn.c.hmac()", ""],
    ["txn.c:hmac", ""],
    ["txn.res:send()", ""],
  ])("%j: %s", (text, shown) => {
    expect(calls(text)).toBe(shown);
  });
});

describe("what a configuration says of Lua", () => {
  test("scripts and the limit count in the global section only", () => {
    const { lua } = modelFrom("global\n lua-load a.lua\n lua-load-per-thread b.lua\n tune.lua.maxmem 8\nfrontend f\n lua-load c.lua\n");
    expect(lua.loads.map(({ lineNumber }) => lineNumber)).toEqual([1, 2]);
    expect(memoryLimitOf(lua)).toBe(8);
  });

  test.each([
    ["", undefined],
    ["tune.lua.maxmem 0", 0],
    ["tune.lua.maxmem 8\n tune.lua.maxmem 16", 16],
    ['tune.lua.maxmem "$MEM"', undefined],
    ["tune.lua.maxmem", undefined],
  ])("limit of %j is %s", (statement, limit) => {
    expect(memoryLimitOf(modelFrom(`global\n ${statement}\n`).lua)).toBe(limit);
  });

  test("calls are known only when every script was read", () => {
    const text = "global\n lua-load a.lua\n lua-load b.lua\n";
    expect(modelFrom(text, { "a.lua": "txn.c:hmac()" }).lua.sampleCalls).toBeUndefined();
    expect(modelFrom(text, { "a.lua": "txn.c:hmac()", "b.lua": "" }).lua.sampleCalls).toEqual([
      { script: "a.lua", line: 1, via: "c", name: "hmac" },
    ]);
  });
});
