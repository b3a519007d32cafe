/** Releases as people, packagers and images write them. */
import { describe, expect, test } from "vitest";
import { compareReleases, readRelease, releaseName, releaseOf } from "../../server/src/knowledge/release.ts";

describe("reading", () => {
  test.each([
    ["3.0.2", "3.0.2"],
    ["v3.0.2", "3.0.2"],
    [" 3.0.2 ", "3.0.2"],
    ["2.6.12-1+deb12u4", "2.6.12"],
    ["3.0.2-05d158f", "3.0.2"],
    ["3.0.2-alpine3.20", "3.0.2"],
    ["3.0.2~bpo12+1", "3.0.2"],
    ["2.8.0_1", "2.8.0"],
    ["3.0.2-dev", "3.0.2"],
    ["3.5-dev5", "3.5-dev5"],
    ["3.5-dev5-1a2b3c", "3.5-dev5"],
    ["3.1-dev1", "3.1-dev1"],
    ["2.10.14", "2.10.14"],
  ])("%s names %s", (text, name) => {
    const read = readRelease(text);
    expect(read !== undefined && "release" in read ? releaseName(read.release) : read).toBe(name);
  });

  test.each([
    ["3.2", "3.2"],
    ["v2.8", "2.8"],
    ["3.2-alpine", "3.2"],
  ])("%s names the branch %s", (text, branch) => {
    expect(readRelease(text)).toEqual({ branch });
  });

  test.each(["", "3", "latest", "3.0.x", "3.0.", "3.0.2.1", "3,0,2", "HAProxy 3.0.2", "3.0-dev", "3.5-dev-alpine", "lts"])(
    "%j names nothing",
    (text) => {
      expect(readRelease(text)).toBeUndefined();
    },
  );

  test("releaseOf refuses what is no whole release", () => {
    expect(() => releaseOf("3.0")).toThrow("not a release: 3.0");
    expect(() => releaseOf("latest")).toThrow("not a release: latest");
  });
});

describe("comparison", () => {
  test("numbers count, not characters, and development comes before the first release", () => {
    const names = ["3.1.0", "2.9.9", "3.0.2", "2.9.10", "3.1-dev10", "3.1-dev2", "2.10.0", "10.0.0", "2.4.28"];
    const sorted = names.map(releaseOf).sort(compareReleases).map(releaseName);
    expect(sorted).toEqual(["2.4.28", "2.9.9", "2.9.10", "2.10.0", "3.0.2", "3.1-dev2", "3.1-dev10", "3.1.0", "10.0.0"]);
  });

  test("equal releases compare as 0", () => {
    expect(compareReleases(releaseOf("3.0.2-alpine"), releaseOf("v3.0.2"))).toBe(0);
  });
});
