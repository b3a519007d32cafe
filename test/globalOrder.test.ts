/** What HAProxy measures against the lines above, and what only some lines may hold. */
import { describe, expect, test } from "vitest";
import { languageHits } from "../server/src/lints/language.ts";
import { readReleaseInUse } from "../server/src/model/releaseInUse.ts";
import { modelFrom } from "./support/configText.ts";

function told(text: string, release: string, ...codes: readonly string[]): readonly string[] {
  const hits = languageHits(modelFrom(text), readReleaseInUse(release));
  return hits.filter(({ code }) => codes.includes(code)).map(({ line, severity, code }) => `${line + 1} ${severity} ${code}`);
}

describe("before the first script", () => {
  const late = (line: string, load = "lua-load a.lua") =>
    [`global\n    ${load}\n    ${line}\n`, ["ineffective-keyword", "misplaced-keyword"]] as const;

  test.each([
    ["3.2", ...late("tune.lua.bool-sample-conversion normal"), ["3 warning ineffective-keyword"]],
    ["3.4", ...late("tune.lua.openlibs string"), ["3 error misplaced-keyword"]],
    ["3.4", ...late("tune.lua.openlibs string", "lua-prepend-path /a/?.lua"), ["3 error misplaced-keyword"]],
    ["3.4", ...late("tune.lua.openlibs all", "lua-prepend-path /a/?.lua"), []],
    ["3.2", ...late("tune.lua.bool-sample-conversion normal", "lua-prepend-path /a/?.lua"), []],
    ["3.2", "global\n    tune.lua.bool-sample-conversion normal\n    lua-load a.lua\n", ["ineffective-keyword"], []],
    [
      "3.2",
      "global\n    .if defined(A)\n    lua-load a.lua\n    .endif\n    tune.lua.bool-sample-conversion normal\n",
      ["ineffective-keyword"],
      [],
    ],
  ])("%s %j", (release, text, codes, expected) => {
    expect(told(text, release, ...codes)).toEqual(expected);
  });
});

describe("delays between updates of OCSP responses", () => {
  const delays = (...lines: readonly string[]) => told(`global\n    ${lines.join("\n    ")}\n`, "3.2", "malformed-argument");

  test("are measured against each other as they stand so far", () => {
    expect(delays("ocsp-update.maxdelay 200", "ocsp-update.mindelay 100")).toEqual(["2 error malformed-argument"]);
    expect(delays("ocsp-update.mindelay 100", "ocsp-update.maxdelay 200")).toEqual([]);
    expect(delays("tune.ssl.ocsp-update.mindelay 7200", "ocsp-update.maxdelay 7200")).toEqual(["2 error malformed-argument"]);
    expect(delays("ocsp-update.maxdelay 7200", "ocsp-update.mindelay 7200")).toEqual([]);
  });

  test("nothing is said behind one that nobody knows", () => {
    expect(delays('ocsp-update.mindelay "$MIN"', "ocsp-update.maxdelay 1")).toEqual([]);
  });
});

describe("only in some places", () => {
  test("HAProxy warns of what no proxy inherits", () => {
    const text = "defaults\n    mode http\n    compression offload\nlisten a\n    bind :80\n    compression offload\n";
    expect(told(text, "3.2", "misplaced-keyword")).toEqual(["3 warning misplaced-keyword"]);
  });

  test("only listeners that dial out hold connections open", () => {
    const bind = (line: string) => `global\n    expose-experimental-directives\nfrontend a\n    mode http\n    bind ${line}\n`;
    expect(told(bind(":80 nbconn 2"), "3.2", "misplaced-keyword")).toEqual(["5 error misplaced-keyword"]);
    expect(told(bind("rhttp@be/srv nbconn 2"), "3.2", "misplaced-keyword")).toEqual([]);
    expect(told(bind('"$ADDR" nbconn 2'), "3.2", "misplaced-keyword")).toEqual([]);
  });

  test("a rule may compute the server that it chooses", () => {
    const rules = (name: string) => `listen a\n    mode http\n    bind :80\n    use-server ${name} if TRUE\n    server s 192.0.2.1:80\n`;
    expect(told(rules("%[req.hdr(x-server)]"), "3.2", "undefined-server", "unknown-fetch")).toEqual([]);
    expect(told(rules("%[bogus]"), "3.2", "undefined-server", "unknown-fetch")).toEqual(["4 error unknown-fetch"]);
    expect(told(rules("t"), "3.2", "undefined-server", "unknown-fetch")).toEqual(["4 error undefined-server"]);
  });
});
