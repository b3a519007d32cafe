/** Findings of configurations: where, how severe, in which words, and when they stay away. */
import { describe, expect, test } from "vitest";
import { configFindings, exposureFindings } from "../../server/src/features/configFindings.ts";
import { modelOf } from "../../server/src/model/model.ts";
import { readConfig } from "../../server/src/syntax/config.ts";
import { checkSilent, findingsInWords, findingsOf } from "../support/checkFindings.ts";
import { luaConfig, modelFromFiles, releaseFrom, websocketConfig } from "../support/configText.ts";

const atTrack = "13 warning stick-table-kill-race «http-request track-sc0 src table st_src»";
const atTable = "18 warning stick-table-kill-race «stick-table type ipv6 size 1m expire 30s store gpc0,http_req_rate(10s)»";

describe("#2611", () => {
  test("3.0.2 warns at the table and at the rule", () => {
    expect(findingsInWords(websocketConfig)).toBe(`${atTrack}\n${atTable}`);
  });

  test.each(["2.8.7", "3.0.3", "2.9.10", "3.1.0", "3.4.7", "3.5-dev5"])("%s is silent", (release) => {
    checkSilent(websocketConfig, { release });
  });

  test("the message names the release, the bug and its fix", () => {
    const messages = findingsOf(websocketConfig).map(({ message }) => message);
    expect(new Set(messages)).toEqual(
      new Set(["HAProxy 3.0.2 is exposed: Stick-table entry freed twice when a long stream ends (#2611), fixed in 3.0.3"]),
    );
  });

  test("related places: the other statement, and what decided", () => {
    const [track] = findingsOf(websocketConfig);
    expect(track?.related?.map(({ at, message }) => `${at.line + 1} ${message}`)).toEqual([
      "18 declares the stick-table concerned",
      "2 8 threads",
      "9 timeout tunnel lets a stream idle for 1h, longer than expire (30s)",
    ]);
    expect(track?.url).toBe("https://github.com/haproxy/haproxy/issues/2611");
  });

  test("without a release it informs, with a condition", () => {
    const found = findingsOf(websocketConfig, { release: "unknown" });
    expect(found.map(({ severity }) => severity)).toEqual(["information", "information"]);
    for (const { message } of found) expect(message).toMatch(/^If you run HAProxy 2\.9\.0 to 2\.9\.9, 3\.0\.0 to 3\.0\.2: .*\(#2611\)$/);
  });

  test("what is only possible informs", () => {
    const text = websocketConfig.replace("nbthread 8", 'nbthread "$N"');
    expect(findingsOf(text).map(({ severity }) => severity)).toEqual(["information", "information"]);
    expect(findingsOf(text)[0]?.message).toMatch(/^HAProxy 3\.0\.2 may be exposed: /);
  });

  test("a configuration that cannot run into it is silent in any release", () => {
    for (const release of ["3.0.2", "unknown"]) checkSilent(websocketConfig.replace("nbthread 8", "nbthread 1"), { release });
  });

  test("a rule of defaults is found once, however many proxies inherit it", () => {
    const text = websocketConfig
      .replace("    http-request track-sc0 src table st_src\n", "")
      .replace("defaults\n", "defaults base\n    http-request track-sc0 src table st_src\n");
    expect(findingsInWords(`${text}\nfrontend two\n default_backend be_web\n`).match(/track-sc0/g)).toHaveLength(1);
  });

  test("findings of several files are sorted by file and line", () => {
    const at = websocketConfig.indexOf("backend st_src");
    const model = modelFromFiles([websocketConfig.slice(0, at), websocketConfig.slice(at)]);
    const found = exposureFindings(model, { release: releaseFrom("3.0.2"), ignored: [] });
    expect(found.map(({ uri, line }) => `${uri}:${line + 1}`)).toEqual(["file:///0.cfg:13", "file:///1.cfg:2"]);
  });
});

describe("#2745", () => {
  const script = "/etc/haproxy/sign.lua";

  test("a limit makes the abort certain, unread scripts leave the other open", () => {
    expect(findingsInWords(luaConfig, { release: "2.9.4" })).toBe(
      [
        `3 warning lua-ctx-renew-abort «lua-load-per-thread ${script}»`,
        `3 information lua-null-error-pointer «lua-load-per-thread ${script}»`,
      ].join("\n"),
    );
  });

  test("a call of hmac makes the other one certain", () => {
    const text = luaConfig.replace("    tune.lua.maxmem 8\n", "");
    const scripts = { [script]: "local m = txn.c:hmac(d, 'sha256', k)" };
    expect(findingsInWords(text, { release: "3.0.5", scripts })).toBe(
      [
        `2 information lua-ctx-renew-abort «lua-load-per-thread ${script}»`,
        `2 warning lua-null-error-pointer «lua-load-per-thread ${script}»`,
      ].join("\n"),
    );
  });

  test("an ended branch says where to go", () => {
    expect(findingsOf(luaConfig, { release: "2.7.12" })[0]?.message).toContain("no release of 2.7 has the fix: move to 2.8.12 or later");
  });

  test.each(["2.4.28", "2.6.20", "2.8.12", "2.9.12", "3.0.6", "3.1.0"])("%s is silent, the host's condition never warns", (release) => {
    checkSilent(luaConfig, { release });
  });
});

describe("what an author accepts", () => {
  const allow = "# haproxy-sleuth: allow stick-table-kill-race";

  test("at the end of the rule's line", () => {
    expect(findingsInWords(websocketConfig.replace("table st_src\n", `table st_src ${allow}\n`))).toBe(atTable);
  });

  test("above the rule", () => {
    const text = websocketConfig.replace("    http-request track", `    ${allow}\n    http-request track`);
    expect(findingsInWords(text)).toBe(atTable.replace("18", "19"));
  });

  test("at the table, which stands for every rule on it", () => {
    checkSilent(websocketConfig.replace("    stick-table", `    ${allow}\n    stick-table`));
    checkSilent(websocketConfig.replace("http_req_rate(10s)\n", `http_req_rate(10s) ${allow}\n`));
  });

  test("another advisory's name allows nothing here", () => {
    const text = websocketConfig.replace("    stick-table", "    # haproxy-sleuth: allow lua-ctx-renew-abort\n    stick-table");
    expect(findingsOf(text)).toHaveLength(2);
  });

  test("the setting", () => {
    checkSilent(websocketConfig, { ignored: ["stick-table-kill-race"] });
    expect(findingsOf(websocketConfig, { ignored: ["lua-ctx-renew-abort"] })).toHaveLength(2);
  });
});

test.each([
  "",
  "\n\n",
  "global\n",
  "# only a comment",
  "stick-table type ip size 1\n",
  "frontend\n stick-table\n http-request track-sc0\n",
])("%j has none", (text) => {
  checkSilent(text);
  checkSilent(text, { release: "unknown" });
});

test("findings come in the order in which the files are loaded, whatever their names", () => {
  const texts = ["z", "a", "m"].map((name) => readConfig(`file:///${name}.cfg`, "defaults\n    no_such_word\n"));
  const found = configFindings(modelOf(texts), { release: releaseFrom("3.2.0"), ignored: [] });
  expect(found.map(({ uri }) => uri)).toEqual(["file:///z.cfg", "file:///a.cfg", "file:///m.cfg"]);
});
