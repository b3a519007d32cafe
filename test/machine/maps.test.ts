/** Lists of the mappings of a process. */
import { describe, expect, test } from "vitest";
import { mapsFinding, mapsHover } from "../../server/src/features/machine/maps.ts";
import { readMaps } from "../../server/src/machine/maps.ts";
import { looksLikeMaps } from "../../server/src/machine/recogniseMachine.ts";
import { listOfMaps } from "../support/maps.ts";

const plain = listOfMaps({ threads: 4 });
const strict = listOfMaps({ threads: 4, holes: 30_000 });

describe("a list of mappings", () => {
  test("is counted by kind, the vsyscall page left out", () => {
    expect(readMaps(plain)).toMatchObject({
      count: plain.trim().split("\n").length - 1,
      kinds: { program: 2, heap: 1, guards: 4, stacks: 5, libraries: 2, kernel: 1 },
      holes: 0,
      jemalloc: false,
    });
  });

  test("with holes between writable pieces tells of a strict machine; guard pages and arenas of glibc are none", () => {
    expect(readMaps(strict)).toMatchObject({ holes: 30_000, kinds: { guards: 4 } });
    expect(readMaps(listOfMaps({ threads: 4, arenas: 100 }))?.holes).toBe(0);
  });

  test("is a warning only near the limit", () => {
    const finding = (text: string) => mapsFinding("x", text, readMaps(text)!);
    expect(finding(plain)).toMatchObject({ severity: "information", line: 0, code: "jemalloc-map-count" });
    expect(finding(strict)).toMatchObject({ severity: "warning", message: expect.stringContaining("92 % of the default") });
    expect(finding(plain).message).not.toContain("overcommit");
  });

  test("has a hover on its first line only", () => {
    const summary = readMaps(`here it is:\n${strict}`)!;
    expect(mapsHover(summary, 1, 10)?.markdown).toContain("| holes | 30000 |");
    expect(mapsHover(summary, 1, 10)?.markdown).toContain("raise vm.max_map_count");
    expect(mapsHover(summary, 2, 10)).toBeUndefined();
  });
});

test.each([
  [plain, true],
  [`$ cat /proc/1/maps\n${plain}`, true],
  [plain.replaceAll("haproxy", "nginx"), false],
  [plain.split("\n").slice(0, 5).join("\n"), false],
  ["haproxy: 7f00-8f00 r-xp", false],
  ["", false],
])("list %#: %s", (text, expected) => {
  expect(looksLikeMaps(text)).toBe(expected);
});

test("other texts hold none", () => {
  expect(readMaps("frontend f\n bind :80\n")).toBeUndefined();
});
