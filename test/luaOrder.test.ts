/** Scripts that are loaded behind the first use of what they register: refused, but for what HAProxy reads when all is read. */
import { describe, expect, test } from "vitest";
import { releaseOf } from "../server/src/knowledge/release.ts";
import { languageHits } from "../server/src/lints/language.ts";
import { modelOf } from "../server/src/model/model.ts";
import { readConfig } from "../server/src/syntax/config.ts";

const script = `core.register_action("act", { "http-req" }, function(txn) end)
core.register_fetches("ff", function(txn) return "x" end)
core.register_converters("cc", function(text) return text end)
core.register_service("svc", "http", function(applet) end)
core.register_filter("flt", {}, function(filter, args) return filter end)`;
const listen = (line: string) => `listen fe\n    mode http\n    bind :80\n    ${line}\n`;
const load = "global\n    lua-load site.lua\n";

const told = (...texts: readonly string[]) =>
  languageHits(
    modelOf(
      texts.map((text, i) => readConfig(`file:///${i}.cfg`, text)),
      new Map([["site.lua", script]]),
    ),
    releaseOf("3.2.0"),
  )
    .filter(({ code }) => code === "undefined-lua")
    .map(({ uri, line, severity }) => `${uri.slice(-5)}:${line + 1} ${severity}`);

describe("behind the use", () => {
  test.each([
    "http-request lua.act",
    "http-request set-header X %[lua.ff]",
    "http-request set-var(txn.a) lua.ff",
    "http-request set-header X %[src,lua.cc]",
    "http-request use-service lua.svc",
    "filter lua.flt",
    "acl a lua.ff x",
    "use_backend fe if { lua.ff x }",
    "server s 192.0.2.1:443 ssl verify none sni lua.ff",
    "stick on lua.ff",
  ])("%s is refused", (line) => {
    expect(told(listen(line) + load)).toEqual(["0.cfg:4 error"]);
    expect(told(load + listen(line))).toEqual([]);
  });

  test.each([
    'log-format "%[lua.ff]"',
    'log-format-sd "%[lua.ff]"',
    'error-log-format "%[lua.ff]"',
    'unique-id-format "%[lua.ff]"',
    "use_backend %[lua.ff]",
    "balance hash lua.ff",
  ])("%s is read at the end", (line) => {
    expect(told(listen(line) + load)).toEqual([]);
  });
});

describe("files", () => {
  const use = listen("http-request lua.act");

  test("are read in their order", () => {
    expect(told(load, use)).toEqual([]);
    expect(told(use, load)).toEqual(["0.cfg:4 error"]);
  });

  test("one of several loads is enough", () => {
    expect(told(load, use, load)).toEqual([]);
  });
});

test("a load that may be skipped decides nothing", () => {
  expect(told(`${listen("http-request lua.act")}.if feature(LUA)\n${load}.endif\n`)).toEqual([]);
});

test("an edit above that moves the load is noticed", () => {
  const text = listen("http-request lua.act");
  expect(told(text + load)).toHaveLength(1);
  expect(told(`\n\n${load}${text}`)).toEqual([]);
});
