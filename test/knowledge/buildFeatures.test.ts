/** What a user says of the build, and what it decides. */
import { describe, expect, test } from "vitest";
import { readFeatures, withFeatures } from "../../server/src/knowledge/buildFeatures.ts";
import { languageHits } from "../../server/src/lints/language.ts";
import { readReleaseInUse } from "../../server/src/model/releaseInUse.ts";
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
