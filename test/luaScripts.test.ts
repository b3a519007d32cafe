/** Findings inside Lua scripts: what is told, and the near misses that are not. The pages of the lints hold the plain cases. */
import { describe, expect, test } from "vitest";
import { luaFindingsInWords } from "./support/checkLua.ts";

/** An action, a task, a fetch around a body; findings without their lines. */
const action = (body: string) => `core.register_action("a", { "http-req" }, function(txn) ${body} end)`;
const task = (body: string) => `core.register_task(function() ${body} end)`;
const fetch = (body: string) => `core.register_fetches("f", function(txn) ${body} end)`;
const told = (script: string, circumstances = {}) =>
  luaFindingsInWords(script, circumstances).map((words) => words.replace(/^\d+ \w+ /, ""));

describe("calls that block", () => {
  test.each([
    [action("os.execute('x')"), ["lua-blocking-call «execute»"]],
    [action("for l in io.lines('x') do end"), ["lua-blocking-call «lines»"]],
    [`local http = require("socket.http")\n${task("http.request('http://x')")}`, ["lua-blocking-call «request»"]],
    [`local run = os.execute\n${action("run('x')")}`, ["lua-blocking-call «run»"]],
    [`local function f() os.execute('x') end\n${action("f()")}`, ["lua-blocking-call «execute»"]],
    ["os.execute('x')", []],
    ["core.register_init(function() os.execute('x') end)", []],
    ["local function never() os.execute('x') end", []],
    [action("os.time() os.getenv('x')"), []],
    [action("local os = mine os.execute('x')"), []],
    [action("local s = core.tcp() s:connect('192.0.2.1', 80)"), []],
    [`local json = require("json")\n${action("json.encode({})")}`, []],
  ])("%s", (script, expected) => {
    expect(told(script)).toEqual(expected);
  });
});

describe("loops that never pause", () => {
  test.each([
    [task("while true do local x = string.rep('x', 3) end"), ["lua-busy-loop «while»"]],
    [task("repeat core.log(core.info, 'x') until false"), ["lua-busy-loop «repeat»"]],
    [`local function f() return 1 end\n${task("while 1 do f() end")}`, ["lua-busy-loop «while»"]],
    [task("while true do core.sleep(1) end"), []],
    [task("while true do work() end"), []],
    [task("while true do if core.now().sec > 3 then break end end"), []],
    [task("while true do local ok = pcall(step) end"), []],
    [task("local s = core.tcp() while true do s:receive('*l') end"), []],
    [`local q = core.queue()\n${task("while true do local v = q:pop_wait() end")}`, []],
    [`local function f() core.yield() end\n${task("while true do f() end")}`, []],
    [action("while #list > 0 do table.remove(list) end"), []],
    ["while true do end", []],
  ])("%s", (script, expected) => {
    expect(told(script)).toEqual(expected);
  });
});

describe("waiting where it is forbidden", () => {
  test.each([
    [fetch("core.sleep(1)"), ["lua-yield-forbidden «sleep»"]],
    [fetch("local h = core.httpclient() h:get{ url = 'http://x' }"), ["lua-yield-forbidden «get»"]],
    ['core.register_converters("c", function(s) core.msleep(1) return s end)', ["lua-yield-forbidden «msleep»"]],
    [`local function f() core.msleep(1) end\n${fetch("f()")}`, ["lua-yield-forbidden «msleep»"]],
    [fetch("core.yield()"), []],
    [fetch("core.register_task(function() core.sleep(1) end)"), []],
    [action("core.sleep(1)"), []],
    [fetch("applet:receive()"), []],
  ])("%s", (script, expected) => {
    expect(told(script)).toEqual(expected);
  });
});

describe("tables that grow", () => {
  test.each([
    [`local t = {}\n${action("table.insert(t, 1)")}`, ["lua-growing-table «insert»"]],
    [`t = {}\n${action("t[#t + 1] = 1")}`, ["lua-growing-table «t[#t + 1]»"]],
    [`local t = {}\n${action("t[txn.f:src()] = 1")}`, ["lua-growing-table «t[txn.f:src()]»"]],
    [action("local t = {} table.insert(t, 1)"), []],
    [`local t = {}\n${action("table.insert(t, 1) t[1] = nil")}`, []],
    [`local t = {}\n${action("table.insert(t, 1)")}\n${task("core.sleep(1) t = {}")}`, []],
    [`local t = {}\n${action("table.insert(t, 1) prune(t)")}`, []],
    [`local t = setmetatable({}, weak)\nsetmetatable(t, { __mode = 'k' })\n${action("t[txn] = 1")}`, []],
    [`local t = {}\n${action("table.insert(t, 1)")}\nreturn t`, []],
    [`local t = {}\n${action("t.count = 1 t['x'] = 2")}`, []],
    [`local t = {}\ntable.insert(t, 1)\n${action("return t[1]")}`, []],
    ["core.register_init(function() table.insert(t, 1) end)", []],
  ])("%s", (script, expected) => {
    expect(told(script)).toEqual(expected);
  });

  test("by key it is only a hint", () => {
    expect(luaFindingsInWords(`local t = {}\n${action("t[k] = 1")}`)).toEqual(["2 hint lua-growing-table «t[k]»"]);
  });
});

describe("shared state", () => {
  test.each([
    [action("user = 1"), {}, ["lua-shared-state «user»"]],
    [`user = nil\n${action("user = 1")}`, {}, []],
    [action("local user = 1 user = 2"), {}, []],
    [`local n = 0\n${action("n = n + 1")}`, { perThread: true }, ["lua-shared-state «n»"]],
    [`local n = 0\n${action("n = n + 1")}`, { perThread: true, global: "nbthread 1" }, []],
    [`local n = 0\n${action("n = n + 1")}`, {}, []],
    [`local n = 0\n${action("n = 1")}`, { perThread: true }, []],
    [action("function later() end"), {}, []],
  ])("%s %j", (script, circumstances, expected) => {
    expect(told(script, circumstances)).toEqual(expected);
  });
});

describe("members and releases", () => {
  test.each([
    ["core.get_patref('x')", "3.1.0", ["lua-not-in-release «get_patref»"]],
    ["core.get_patref('x')", "3.2.0", []],
    ["if core.get_patref then core.get_patref('x') end", "2.8.0", []],
    ["core.disable_legacy_mailers()", "3.2.0", []],
    ["core.disable_legacy_mailers()", "3.3.0", ["lua-not-in-release «disable_legacy_mailers»"]],
    ["core.get_patref('x')", "unknown", []],
    [action("txn:set_mark(1)"), "3.0.0", ["lua-deprecated «set_mark»"]],
    [action("txn:set_mark(1)"), "2.8.0", []],
    ["local function f(txn) txn:set_mark(1) end", "3.0.0", []],
    [action("txn.f:ssl_fc_sni()"), "3.0.0", []],
    [action("txn.f:bc_nb_streams()"), "2.4.0", ["lua-not-in-release «bc_nb_streams»"]],
    [action("txn.f:my_own()"), "3.0.0", []],
    [action("txn.sc:hmac(x, 'sha256', y)"), "3.0.5", ["lua-unsafe-sample-call «hmac»"]],
    [action("txn.sc:hmac(x, 'sha256', y)"), "3.0.6", []],
    [action("txn.sc:hmac(x, 'sha256', 'a2V5')"), "3.0.5", []],
    ["for name, px in pairs(core.backends) do px:get_mailers() end", "2.6.0", ["lua-not-in-release «get_mailers»"]],
    ["local px = {} px:get_mailers()", "2.6.0", []],
  ])("%s in %s", (script, release, expected) => {
    expect(told(script, { release })).toEqual(expected);
  });
});

describe("what the author accepts", () => {
  const blocking = "os.execute('x')";
  test.each([
    [`core.register_task(function()\n${blocking} -- haproxy-sleuth: allow lua-blocking-call\nend)`, {}],
    [`core.register_task(function()\n-- haproxy-sleuth: allow lua-busy-loop, lua-blocking-call\n${blocking}\nend)`, {}],
    [`-- haproxy-sleuth: allow-file lua-blocking-call\n${task(blocking)}`, {}],
    [task(blocking), { ignored: ["lua-blocking-call"] }],
  ])("%s %j", (script, circumstances) => {
    expect(luaFindingsInWords(script, circumstances)).toEqual([]);
    expect(luaFindingsInWords(script.replace(/--.*\n?/g, "\n"))).toHaveLength(1);
  });
});

test("a script that is loaded twice is told of once", () => {
  const found = luaFindingsInWords(action("os.execute('x')"), { global: "lua-load a.lua" });
  expect(found.filter((words) => words.includes("blocking"))).toHaveLength(1);
  expect(found.filter((words) => words.includes("twice"))).toHaveLength(1);
});
