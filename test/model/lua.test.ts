/** What Lua scripts register and how a configuration uses it. */
import { describe, expect, test } from "vitest";
import { moduleKey } from "../../server/src/model/lua/lua.ts";
import { scriptOf } from "../../server/src/model/lua/script.ts";
import { luaUsesOf } from "../../server/src/model/lua/uses.ts";
import { modelFrom, type Scripts } from "../support/configText.ts";

/** "action tag [http-req] 1 (txn, key)" for each registration. */
function registered(text: string): string[] {
  return scriptOf(text).registrations.map(({ kind, name, hooks, nbArgs, fn }) =>
    [kind, name, hooks && `[${hooks.join(" ")}]`, nbArgs, fn && `(${fn.params.join(", ")}${fn.variadic ? ", ..." : ""})`]
      .filter((part) => part !== undefined)
      .join(" "),
  );
}

describe("registrations", () => {
  test.each([
    ['core.register_action("tag", { "http-req", "tcp-req" }, function(txn, key) end, 1)', ["action tag [http-req tcp-req] 1 (txn, key)"]],
    ["core.register_action('tag', { 'http-req' }, f)", ["action tag [http-req] 0"]],
    ["local function f(txn, ...) end core.register_fetches('x', f)", ["fetch x (txn, ...)"]],
    ["function f(s) end core.register_converters('x', f)", ["converter x (s)"]],
    ["local M = {} function M.f(applet) end core.register_service('x', 'http', M.f)", ["service x [http] (applet)"]],
    ["core.register_cli({ 'show', 'x' }, 'usage', function(applet) end)", ["cli show x (applet)"]],
    ["core.register_init(function() end) core.register_task(f)", ["init ()", "task"]],
    ["local F = {} core.register_filter('x', F, function(f, args) return f end)", ["filter x"]],
    ["local reg = core.register_fetches reg('x', f)", ["fetch x"]],
    ["for _, n in ipairs(names) do core.register_fetches(n, f) end", ["fetch"]],
    ["core.register_action(name, hooks, f, count)", ["action"]],
    ["-- core.register_fetches('x', f)", []],
    ["other.register_fetches('x', f)", []],
  ])("%j", (text, expected) => {
    expect(registered(text)).toEqual(expected);
  });

  test("bear the comment above them, or above their function", () => {
    const docs = scriptOf(
      "-- one\ncore.register_fetches('a', g)\n-- two\nlocal function f() end\n\ncore.register_fetches('b', f)",
    ).registrations;
    expect(docs.map(({ doc }) => doc)).toEqual(["one", "two"]);
  });
});

describe("contexts", () => {
  const contexts = (text: string, name: string) => {
    const { contexts: all } = scriptOf(text);
    const fn = [...all.keys()].find((one) => one.name === name);
    return fn === undefined ? [] : [...(all.get(fn)?.keys() ?? [])].sort();
  };

  test.each([
    ["calls", "local function deep() end local function f() deep() end core.register_fetches('x', f)", "deep", ["fetch"]],
    ["hands on", "local function deep() end core.register_action('x', {'http-req'}, function() pcall(deep) end)", "deep", ["action"]],
    ["is called from two", "local function f() end core.register_fetches('x', f) core.register_task(f)", "f", ["fetch", "task"]],
    ["starts as a task", "local function f() end core.register_fetches('x', function() core.register_task(f) end)", "f", ["task"]],
    ["is never called", "local function f() end core.register_fetches('x', g)", "f", []],
  ])("a function that somebody %s", (_, text, name, expected) => {
    expect(contexts(text, name)).toEqual(expected);
  });
});

describe("whether everything is known", () => {
  const complete = (scripts: Scripts) => modelFrom("global\n lua-load a.lua\n", scripts).lua.complete;
  test.each([
    ["read", { "a.lua": "core.register_fetches('x', f)" }, true],
    ["not read", {}, false],
    ["broken", { "a.lua": "x = = 1" }, false],
    ["a name worked out", { "a.lua": "core.register_fetches(n, f)" }, false],
    ["another that is not read", { "a.lua": "require('m')" }, false],
    ["another that is read", { "a.lua": "require('m')", [moduleKey("m")]: "" }, true],
    ["text that is run", { "a.lua": "load(text)()" }, false],
  ] as const)("%s: %j is %s", (_, scripts, expected) => {
    expect(complete(scripts)).toBe(expected);
  });

  test("modules count as their loader does, once", () => {
    const scripts = { "a.lua": "require('m') require('m')", [moduleKey("m")]: "core.register_fetches('x', f) require('m')" };
    expect(modelFrom("global\n lua-load a.lua\n", scripts).lua.registered.map(({ name }) => name)).toEqual(["x"]);
  });
});

test("uses stand in rules, expressions, conditions, log-formats and filters", () => {
  const text = `frontend f
 filter lua.trace a
 http-request lua.tag one if { lua.is_ok(1),lua.shout -m str x }
 http-request use-service lua.page
 http-request set-header a %[src,lua.shout]
 http-request set-header b lua.no
`;
  const [section] = modelFrom(text).files[0]!.sections;
  expect(luaUsesOf(section!.section, "3.2").map(({ kind, name, offset, span }) => `${offset}:${span.start} ${kind} ${name}`)).toEqual([
    "1:8 filter trace",
    "2:14 action tag",
    "2:31 fetch is_ok",
    "2:44 converter shout",
    "3:26 service page",
    "4:33 converter shout",
  ]);
});
