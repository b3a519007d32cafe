/** What a user says of the build, and what it decides. */
import { describe, expect, test } from "vitest";
import { readFeatures, withFeatures } from "../../server/src/knowledge/buildFeatures.ts";
import { languageHits } from "../../server/src/lints/language.ts";
import { readReleaseInUse } from "../../server/src/model/releaseInUse.ts";
import { labelsIn } from "../support/checkCompletion.ts";
import { hoverAt } from "../support/checkHover.ts";
import { modelFrom } from "../support/configText.ts";

describe("reading", () => {
  test.each([
    ["+QUIC -LUA", { QUIC: true, LUA: false }],
    ["quic", { QUIC: true }],
    ["QUIC,-OT", { QUIC: true, OT: false }],
    ["Feature list : -51DEGREES +ACCEPT4 +QUIC", { "51DEGREES": false, ACCEPT4: true, QUIC: true }],
    ["HAProxy version 3.0.2\nFeature list : +EPOLL -QUIC\nDefault settings :\n  bufsize = 16384", { EPOLL: true, QUIC: false }],
    ["HAProxy version 3.0.2\nwithout a list", undefined],
    ["", undefined],
  ])("%j", (text, expected) => {
    const features = readFeatures(text);
    expect(features).toEqual(expected);
  });
});

describe("QUIC of the build", () => {
  const frontend = (...lines: string[]) =>
    `frontend f\n    mode http\n    timeout client 5s\n${lines.map((line) => `    ${line}\n`).join("")}`;
  const bind = "bind quic4@127.0.0.1:18443 ssl crt /tmp/none.pem";
  const hits = (release: string, features: string | undefined, text: string) => {
    const read = readReleaseInUse(release);
    const built = read && withFeatures(read, features === undefined ? undefined : readFeatures(features));
    return languageHits(modelFrom(text), built)
      .filter(({ severity }) => severity === "error" || severity === "warning")
      .map(({ code, severity }) => `${code} ${severity}`);
  };

  test.each([
    ["3.0", undefined, ["quic-library warning"]],
    ["3.0", "-QUIC", ["quic-library error"]],
    ["3.2", "-QUIC", ["quic-library error"]],
    ["3.0", "+QUIC", []],
    ["3.0", "+QUIC +QUIC_OPENSSL_COMPAT", ["quic-library error"]],
    ["3.2", "+QUIC", []],
    ["3.2", "-LUA", []],
  ])("in %s, built with %s", (release, features, expected) => {
    expect(hits(release, features, frontend(bind))).toEqual(expected);
  });

  test("decides conditions", () => {
    const text = frontend(".if feature(QUIC)", "bind nowhere@quic4", ".else", "bind 127.0.0.1:18080", ".endif");
    expect(hits("3.2", "-QUIC", text)).toEqual([]);
    expect(hits("3.2", "+QUIC", text)).toEqual(["malformed-argument error"]);
  });
});

describe("words of parts that hardly a package has", () => {
  const global = (...lines: string[]) => `global\n${lines.map((line) => `    ${line}\n`).join("")}`;
  const rule = (expression: string) =>
    `frontend f\n    mode http\n    bind :80\n    timeout client 5s\n    http-request set-header X %[${expression}]\n`;
  const found = (release: string, features: string, text: string) => {
    const read = readReleaseInUse(release);
    return languageHits(modelFrom(text), read && withFeatures(read, readFeatures(features)))
      .filter(({ severity }) => severity !== "hint")
      .map(({ line, code, severity }) => `${line + 1} ${code} ${severity}`);
  };
  const wurfl = global("wurfl-data-file /x.zip", "wurfl-information-list wurfl_id model_name");

  test.each([
    ["of an unknown build are told of once", "3.2", "", wurfl, ["2 not-in-release information"]],
    ["are taken where the build has the part", "3.2", "+WURFL", wurfl, []],
    ["are refused where it has not", "3.2", "-WURFL", wurfl, ["2 not-in-release error", "3 not-in-release error"]],
    ["need a branch too", "2.6", "", global("deviceatlas-cache-size 10"), ["2 not-in-release error"]],
    ["have arguments", "3.2", "+DEVICEATLAS", global("deviceatlas-log-level 4"), ["2 malformed-argument error"]],
    ["are no mistakes for those of others", "3.2", "+WURFL", global("wurfl-data-fiel x"), ["2 unknown-keyword error"]],
    ["may be fetches", "3.0", "-WURFL", rule("wurfl-get-all()"), ["5 not-in-release error"]],
    ["may be converters", "3.0", "", rule("req.fhdr(User-Agent),51d.single(A)"), ["5 not-in-release information"]],
    ["may be fetches with a place", "3.0", "+51DEGREES", rule("51d.all(A)").replace("request", "response"), ["5 unavailable-sample error"]],
    ["were once in all builds", "2.4", "", `${global("ssl-engine rdrand")}`, []],
    ["are refused by all others", "3.0", "-ENGINE", `${global("ssl-engine rdrand")}`, ["2 not-in-release error"]],
  ])("%s", (_, release, features, text, expected) => {
    expect(found(release, features, text).filter((hit) => !hit.includes("ended-branch"))).toEqual(expected);
  });

  test("nothing is said of parts that most builds have, unless they are missing", () => {
    const text = global("lua-load /x.lua", "tune.quic.retry-threshold 100");
    expect(found("2.8", "", text)).toEqual([]);
    expect(found("2.8", "-LUA -QUIC", text)).toEqual(["2 not-in-release error", "3 not-in-release error"]);
    expect(found("2.8", "-LUA", "global\n.if feature(LUA)\n    lua-load /x.lua\n.endif\n")).toEqual([]);
  });

  test("hovers say so, and completion does not offer them", () => {
    expect(hoverAt("global\n    wurfl-data-f$0ile /x\n")).toContain("- Needs a HAProxy built with `WURFL`");
    expect(hoverAt("frontend f\n    http-request set-header x %[wurfl-g$0et(a)]\n")).toContain("- Needs a HAProxy built with `WURFL`");
    expect(hoverAt("global\n    lua-lo$0ad /x.lua\n")).not.toContain("built with");
    expect(labelsIn("global\n    $0\n").filter((label) => /^(?:wurfl|51degrees|deviceatlas)-/.test(label))).toEqual([]);
    expect(labelsIn("global\n    $0\n")).toContain("lua-load");
  });
});
