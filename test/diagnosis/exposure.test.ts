/** The conditions of the founding bugs, each met, unmet and not known. */
import { describe, expect, test } from "vitest";
import { exposuresOf, isExposed } from "../../server/src/diagnosis/exposure.ts";
import { checkRace, decision, exposureInWords, exposuresTo } from "../support/checkExposure.ts";
import { luaConfig, modelFromFiles, websocketConfig } from "../support/configText.ts";

const race = "stick-table-kill-race";

/** The exposed configuration with parts of it replaced; a part that is not there is an error of the test. */
function changed(...replacements: readonly (readonly [string, string])[]): string {
  return replacements.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`no ${from} in the configuration`);
    return text.replace(from, to);
  }, websocketConfig);
}

test("all conditions met", () => {
  checkRace(websocketConfig, "st_src: exposed");
});

describe("threads", () => {
  test.each([
    ["nbthread 1", "st_src: not, several-threads unmet"],
    ["nbthread 2", "st_src: exposed"],
    ["daemon", "st_src: exposed"],
    ['nbthread "$THREADS"', "st_src: possible, several-threads unknown"],
    ["nbthread", "st_src: possible, several-threads unknown"],
    [".if feature(THREAD)\n    nbthread 1\n.endif", "st_src: possible, several-threads unknown"],
    ["nbthread 8\n    nbthread 1", "st_src: not, several-threads unmet"],
  ])("%j", (statement, shown) => {
    checkRace(changed(["nbthread 8", statement]), shown);
  });
});

describe("expiry", () => {
  test.each([
    ["", "st_src: not, expire-set unmet, stream-outlives-expire unmet"],
    ["expire 2h", "st_src: not, stream-outlives-expire unmet"],
    ["expire 1h", "st_src: not, stream-outlives-expire unmet"],
    ["expire 59m", "st_src: exposed"],
    ['expire "$EXPIRE"', "st_src: possible, stream-outlives-expire unknown"],
    ["expire soon", "st_src: possible, stream-outlives-expire unknown"],
  ])("%j", (expire, shown) => {
    checkRace(changed(["expire 30s", expire]), shown);
  });

  test("a table between .if and .endif", () => {
    const text = changed(["    stick-table", ".if defined(X)\n    stick-table"], ["http_req_rate(10s)\n", "http_req_rate(10s)\n.endif\n"]);
    checkRace(text, "st_src: possible, expire-set unknown");
  });
});

describe("tracking", () => {
  test.each([
    ["tcp-request connection track-sc0 src table st_src", "st_src: exposed"],
    ["tcp-request session track-sc1 src table st_src", "st_src: exposed"],
    ["tcp-request content track-sc2 src table st_src", "st_src: exposed"],
    ["http-request deny", "st_src: not, tracked unmet, stream-outlives-expire unmet"],
    ["stick on src table st_src", "st_src: not, tracked unmet, stream-outlives-expire unmet"],
    [".if defined(X)\n    http-request track-sc0 src table st_src\n.endif", "st_src: possible, tracked unknown"],
  ])("%j", (rule, shown) => {
    checkRace(changed(["http-request track-sc0 src table st_src", rule]), shown);
  });

  test("a table of a peers section", () => {
    const text = changed(
      ["table st_src", "table mesh/t1"],
      ["backend st_src\n    stick-table type", "peers mesh\n    peer a 192.0.2.1:1024\n    table t1 type"],
    );
    checkRace(text, "mesh/t1: exposed");
  });

  test("a frontend's own table", () => {
    const text = changed(["src table st_src", "src\n    stick-table type ip size 1k expire 10s store gpc0"]);
    checkRace(text, "fe_main: exposed\nst_src: not, tracked unmet, stream-outlives-expire unmet");
  });

  test("a listen section that does all of it", () => {
    checkRace(
      "listen all\n bind :80\n timeout client 1m\n timeout server 1m\n stick-table type ip size 1k expire 10s\n http-request track-sc0 src\n server s 192.0.2.1:80\n",
      "all: exposed",
    );
  });

  test("a rule inherited from named defaults", () => {
    const text = changed(
      ["defaults\n", "defaults base\n    http-request track-sc0 src table st_src\n"],
      ["frontend fe_main", "frontend fe_main from base"],
      ["    bind :8080\n    http-request track-sc0 src table st_src\n", "    bind :8080\n"],
    );
    checkRace(text, "st_src: exposed");
    expect(decision(race, "tracked", `${text}\nfrontend two from base\n`)).toMatch(/: 1$/);
  });

  test("the table and the rule in different files", () => {
    const at = websocketConfig.indexOf("backend st_src");
    const model = modelFromFiles([websocketConfig.slice(0, at), websocketConfig.slice(at)]);
    const [found] = exposuresOf(model, undefined).filter(({ advisory }) => advisory.id === race);
    expect(found?.state).toBe("exposed");
    expect(found?.statements.map(({ uri }) => uri)).toEqual(["file:///1.cfg", "file:///0.cfg"]);
  });
});

describe("streams longer than the expiry", () => {
  const short = ["    timeout tunnel 1h\n", ""] as const;
  const long = "\n    timeout tunnel 1h";

  test("no timeout longer than the expiry", () => {
    checkRace(changed(short), "st_src: not, stream-outlives-expire unmet");
  });

  test("a tunnel only in the backend named by default_backend", () => {
    checkRace(changed(short, ["backend be_web\n", `backend be_web${long}\n`]), "st_src: exposed");
  });

  test("a tunnel only in the backend named by use_backend", () => {
    checkRace(changed(short, ["backend be_chat\n", `backend be_chat${long}\n`]), "st_src: exposed");
  });

  test("a tunnel only in a backend reached by a dynamic name", () => {
    const text = changed(short, ["use_backend be_chat if", "use_backend %[hdr(host)] if"]);
    checkRace(`${text}\nbackend be_far${long}\n`, "st_src: exposed");
    checkRace(text.replace("%[hdr(host)]", '"$BACKEND"').concat(`\nbackend be_far${long}\n`), "st_src: exposed");
  });

  test("a tunnel only in a backend that nothing reaches", () => {
    checkRace(`${changed(short)}\nbackend be_far${long}\n`, "st_src: not, stream-outlives-expire unmet");
  });

  test.each([
    ["    timeout client 30s\n", "`frontend fe_main` has no `timeout client`"],
    ["    timeout server 30s\n", "`backend be_chat` has no `timeout server`"],
  ])("without %j a stream may last for ever", (statement, says) => {
    expect(decision(race, "stream-outlives-expire", changed(short, [statement, ""]))).toContain(`met: ${says}`);
  });

  test("a timeout that nobody knows", () => {
    checkRace(changed(["timeout tunnel 1h", 'timeout tunnel "$TUNNEL"']), "st_src: possible, stream-outlives-expire unknown");
  });

  test("keep-alive bounds a session, not a stream", () => {
    const idle = ["timeout tunnel 1h", "timeout http-keep-alive 1h"] as const;
    checkRace(changed(idle), "st_src: not, stream-outlives-expire unmet");
    checkRace(changed(idle, ["http-request track-sc0", "tcp-request connection track-sc0"]), "st_src: exposed");
  });

  test("the words name the timeout and both times", () => {
    expect(decision(race, "stream-outlives-expire", websocketConfig)).toBe(
      "met: `timeout tunnel` lets a stream idle for 1h, longer than `expire` (30s)",
    );
  });
});

describe("stored data", () => {
  test.each([
    ["store gpc0,conn_cur", "st_src: not, not-refreshed-at-end unmet"],
    ["store gpc0 store conn_cur", "st_src: not, not-refreshed-at-end unmet"],
    ["store bytes_in_rate(10s)", "st_src: not, not-refreshed-at-end unmet"],
    ["store bytes_out_cnt", "st_src: not, not-refreshed-at-end unmet"],
    ["store conn_rate(10s)", "st_src: exposed"],
    ["", "st_src: exposed"],
    ['store "$STORED"', "st_src: possible, not-refreshed-at-end unknown"],
    ['store conn_cur,"$STORED"', "st_src: not, not-refreshed-at-end unmet"],
  ])("%j", (store, shown) => {
    checkRace(changed(["store gpc0,http_req_rate(10s)", store]), shown);
  });
});

describe("Lua: an allocation that fails", () => {
  const abort = "lua-ctx-renew-abort";

  test.each([
    ["tune.lua.maxmem 8", "lua: exposed"],
    ["tune.lua.maxmem 0", "lua: possible, lua-allocation-can-fail unknown"],
    ["daemon", "lua: possible, lua-allocation-can-fail unknown"],
    ['tune.lua.maxmem "$MEM"', "lua: possible, lua-allocation-can-fail unknown"],
    [".if defined(X)\n tune.lua.maxmem 8\n.endif", "lua: possible, lua-allocation-can-fail unknown"],
  ])("%j", (statement, shown) => {
    expect(exposureInWords(abort, luaConfig.replace("tune.lua.maxmem 8", statement))).toBe(shown);
  });

  test.each([
    ["lua-load /a.lua", "lua: exposed"],
    ["lua-load-per-thread /a.lua", "lua: exposed"],
    ["lua-prepend-path /a/?.lua", ""],
    [".if defined(X)\n lua-load /a.lua\n.endif", "lua: possible, lua-loaded unknown"],
  ])("%j", (statement, shown) => {
    expect(exposureInWords(abort, luaConfig.replace("lua-load-per-thread /etc/haproxy/sign.lua", statement))).toBe(shown);
  });
});

describe("Lua: a call whose arguments are refused", () => {
  const path = "/etc/haproxy/sign.lua";

  /** State with this text as the only script; undefined when it was not read. */
  function state(script: string | undefined): string {
    return exposureInWords("lua-null-error-pointer", luaConfig, script === undefined ? {} : { [path]: script });
  }

  test.each([
    ["local m = txn.c:hmac(d, 'sha256', key)", "lua: exposed"],
    ["local m = applet.c:aes_gcm_dec(d)", "lua: exposed"],
    ["local h = txn.f:req_hdr('host')", "lua: possible, lua-calls-samples unknown"],
    ["-- txn.c:hmac(d)", "lua: possible, lua-calls-samples unknown"],
    ["print('txn.c:hmac(d)')", "lua: possible, lua-calls-samples unknown"],
    ["", "lua: possible, lua-calls-samples unknown"],
    [undefined, "lua: possible, lua-calls-samples unknown"],
  ])("%j", (script, shown) => {
    expect(state(script)).toBe(shown);
  });

  test("the words tell what is known", () => {
    const says = (script?: string) =>
      decision("lua-null-error-pointer", "lua-calls-samples", luaConfig, script === undefined ? {} : { [path]: script });
    expect(says()).toBe("unknown: the scripts were not read");
    expect(says("\ntxn.c:hmac(a)")).toBe(`met: \`${path}:2\` calls \`txn.c:hmac()\`, whose argument check crashes when it refuses`);
    expect(says("txn.f:src()")).toBe(`unknown: \`${path}:1\` calls \`txn.f:src()\`; whether its arguments can be refused is not known`);
    expect(says("-- txn.c:hmac(a)")).toBe("unknown: no call of a fetch or converter was found in the scripts, but they may load others");
  });
});

describe("with a release", () => {
  test.each([
    ["3.0.2", true],
    ["3.0.3", false],
    ["2.9.9", true],
    ["2.9.10", false],
    ["2.8.7", false],
    ["3.1-dev1", true],
    ["3.1.0", false],
    ["3.5-dev5", false],
    ["2.2.0", false],
    ["unknown", true],
  ])("%s: %s", (release, exposed) => {
    expect(exposuresTo(race, websocketConfig, {}, release).some(isExposed)).toBe(exposed);
  });
});
