/** Hovers inside Lua scripts, and on names that they register. */
import { describe, expect, test } from "vitest";
import { luaNameNote } from "../../server/src/features/lua/names.ts";
import { luaHoverAt } from "../support/checkLua.ts";
import { modelFrom } from "../support/configText.ts";

describe("a member of the API", () => {
  test("has its signature, what it does, where and since when", () => {
    const note = luaHoverAt("core.register_task(function() core.msl$0eep(1) end)");
    expect(note).toMatch(/^«msleep»\n```lua\ncore\.msleep\(milliseconds\)\n```\n\n\S/);
    expect(note).toContain("Usable in: tasks, actions, services, CLI commands");
    expect(note).toContain("May wait");
  });

  test("has the bugs of the release around it, and none of another", () => {
    expect(luaHoverAt("core.htt$0pclient()", "2.6.0")).toContain("**Known issues in 2.6.0**");
    expect(luaHoverAt("core.register_act$0ion('a', {}, f)", "3.2.0")).not.toContain("Known issues");
  });

  test("of a later release says so", () => {
    expect(luaHoverAt("core.get_pat$0ref('x')", "3.0.0")).toContain("Since 3.2: not in 3.0.0");
    expect(luaHoverAt("core.get_pat$0ref('x')", "3.4.0")).toMatch(/- Since 3\.2$/m);
  });

  test.each([
    ["core.register_action('a', {}, function(t) t:set_$0var('x', 1) end)", "TXN:set_var("],
    ["core.register_service('a', 'http', function(a) a:start_resp$0onse() end)", "AppletHTTP:start_response()"],
    ["core.register_service('a', 'tcp', function(a) a:try_rec$0eive() end)", "AppletTCP:try_receive()"],
    ["local function f(txn) txn.re$0s:send('x') end", "TXN.res -> Channel"],
    ["local s = core.tcp() s:rec$0eive('*l')", "Socket:receive("],
    ["for _, px in pairs(core.proxies) do px:get_st$0ats() end", "Proxy:get_stats()"],
    ["local function f(applet) applet:start_resp$0onse() end", "AppletHTTP:start_response()"],
    ["local F = {} function F:http_headers(txn, msg) msg:get_st$0line() end core.register_filter('x', F, f)", "HTTPMessage:get_stline()"],
  ])("is told by what the object is: %s", (marked, signature) => {
    expect(luaHoverAt(marked)).toContain(signature);
  });

  test.each([
    "local other = {} other:set_$0var('x')",
    "co$0re.foo()",
    "core.fo$0o()",
    "txn = mine txn:set_$0var('x')",
    "-- core.ms$0leep()",
    "x.y.z:se$0nd()",
  ])("%s: nothing", (marked) => {
    expect(luaHoverAt(marked)).toBe("nothing");
  });
});

describe("a registered name", () => {
  const script = `-- Signs a request.
-- Takes *the* key.
core.register_action("sign", { "http-req" }, function(txn, key) end, 1)
core.register_fetches("tenant", function(txn, realm, ...) end)
`;
  const model = modelFrom("global\n lua-load /etc/a.lua\n", { "/etc/a.lua": script });

  test("shows how it is used, where it stands and what its author says", () => {
    expect(luaNameNote(model, "action", "sign")).toBe(
      "```haproxy\nlua.sign <key>\n```\n\naction, registered in `/etc/a.lua:3` (http-req)\n\n> Signs a request.  \n> Takes \\*the\\* key.",
    );
    expect(luaNameNote(model, "fetch", "tenant")).toContain("lua.tenant(realm,...)\n");
  });

  test("of another kind, or unknown, is nothing", () => {
    expect(luaNameNote(model, "fetch", "sign")).toBeUndefined();
    expect(luaNameNote(model, "action", "nope")).toBeUndefined();
  });
});
