/** Where releases stand against the founding bugs; the truth is upstream's history. */
import { describe, expect, test } from "vitest";
import { type Advisory, findAdvisory, type LineState } from "../../server/src/knowledge/knowledge.ts";
import { releaseName, releaseOf } from "../../server/src/knowledge/release.ts";
import { fixedReleases, knownBranches, newestRelease, standingOf } from "../../server/src/knowledge/standing.ts";

/** "affected, 3.0.3" | "fixed since 3.0.3" | "not-affected" … */
function standing(advisory: Advisory, release: string): string {
  const found = standingOf(advisory, releaseOf(release));
  if (found.state === "affected") return `affected, ${found.fixedIn ?? "never fixed"}`;
  return found.state === "fixed" ? `fixed since ${found.since}` : found.state;
}

function of(id: string): Advisory {
  const advisory = findAdvisory(id);
  if (advisory === undefined) throw new Error(`no advisory ${id}`);
  return advisory;
}

describe("#2611, the stick-table race", () => {
  test.each([
    ["2.4.0", "not-affected"],
    ["2.8.7", "not-affected"],
    ["2.8.27", "not-affected"],
    ["2.9.0", "affected, 2.9.10"],
    ["2.9.9", "affected, 2.9.10"],
    ["2.9.10", "fixed since 2.9.10"],
    ["2.9.15", "fixed since 2.9.10"],
    ["3.0.0", "affected, 3.0.3"],
    ["3.0.2", "affected, 3.0.3"],
    ["3.0.3", "fixed since 3.0.3"],
    ["3.0.26", "fixed since 3.0.3"],
    ["3.1-dev0", "affected, 3.1-dev2"],
    ["3.1-dev1", "affected, 3.1-dev2"],
    ["3.1-dev2", "fixed since 3.1-dev2"],
    ["3.1.0", "fixed since 3.1-dev2"],
    ["3.2.0", "fixed since 3.2.0"],
    ["3.4.7", "fixed since 3.4.0"],
    ["3.5-dev5", "fixed since 3.5.0"],
    ["2.2.0", "not-affected"],
  ])("%s: %s", (release, state) => {
    expect(standing(of("stick-table-kill-race"), release)).toBe(state);
  });
});

describe.each(["lua-ctx-renew-abort", "lua-null-error-pointer"])("#2745, %s", (id) => {
  test.each([
    ["2.4.0", "affected, 2.4.28"],
    ["2.4.27", "affected, 2.4.28"],
    ["2.4.28", "fixed since 2.4.28"],
    ["2.5.0", "affected, never fixed"],
    ["2.5.14", "affected, never fixed"],
    ["2.6.12", "affected, 2.6.20"],
    ["2.6.19", "affected, 2.6.20"],
    ["2.6.20", "fixed since 2.6.20"],
    ["2.7.12", "affected, never fixed"],
    ["2.8.7", "affected, 2.8.12"],
    ["2.8.11", "affected, 2.8.12"],
    ["2.8.12", "fixed since 2.8.12"],
    ["2.9.4", "affected, 2.9.12"],
    ["2.9.11", "affected, 2.9.12"],
    ["2.9.12", "fixed since 2.9.12"],
    ["3.0.5", "affected, 3.0.6"],
    ["3.0.6", "fixed since 3.0.6"],
    ["3.1-dev9", "affected, 3.1-dev10"],
    ["3.1-dev10", "fixed since 3.1-dev10"],
    ["3.1.0", "fixed since 3.1-dev10"],
    ["3.5-dev5", "fixed since 3.5.0"],
  ])("%s: %s", (release, state) => {
    expect(standing(of(id), release)).toBe(state);
  });
});

test("no release ends a condition of the machine", () => {
  expect(standing(of("jemalloc-map-count"), "3.4.7")).toBe("any");
  expect(fixedReleases(of("jemalloc-map-count"))).toEqual({});
});

test("first fixed releases of each branch", () => {
  expect(fixedReleases(of("stick-table-kill-race"))).toEqual({ "2.9": "2.9.10", "3.0": "3.0.3", "3.1": "3.1.0" });
  const lua = { "2.4": "2.4.28", "2.6": "2.6.20", "2.8": "2.8.12", "2.9": "2.9.12", "3.0": "3.0.6", "3.1": "3.1.0" };
  expect(fixedReleases(of("lua-ctx-renew-abort"))).toEqual(lua);
  expect(fixedReleases(of("lua-null-error-pointer"))).toEqual(lua);
});

describe("rows that no advisory has yet", () => {
  function made(releases: Readonly<Record<string, LineState>>): Advisory {
    return { ...of("#2611"), releases };
  }

  test("a defect that came with a later patch release", () => {
    const advisory = made({ "3.0": { state: "fixed", from: "3.0.4", fixed: "3.0.9" } });
    expect(["3.0.3", "3.0.4", "3.0.8", "3.0.9"].map((name) => standing(advisory, name))).toEqual([
      "not-affected",
      "affected, 3.0.9",
      "affected, 3.0.9",
      "fixed since 3.0.9",
    ]);
  });

  test("a branch that ended without the fix", () => {
    const advisory = made({ "2.7": { state: "never-fixed", from: "2.7.5" } });
    expect(["2.7.4", "2.7.5"].map((name) => standing(advisory, name))).toEqual(["not-affected", "affected, never fixed"]);
  });

  test("a branch behind the last row inherits its fix but not its ignorance", () => {
    expect(standing(made({ "3.0": { state: "unknown" } }), "3.0.2")).toBe("unknown");
    expect(standing(made({ "3.0": { state: "unknown" } }), "3.1.0")).toBe("unknown");
    expect(standing(made({ "3.0": { state: "never-fixed" } }), "3.1.0")).toBe("unknown");
    expect(standing(made({ "3.0": { state: "not-affected" } }), "3.1.0")).toBe("not-affected");
    expect(standing(made({ "2.9": { state: "fixed", fixed: "2.9.3" }, "3.0": { state: "unknown" } }), "2.8.0")).toBe("unknown");
    expect(standing(made({}), "3.0.0")).toBe("unknown");
  });
});

test("branches are listed oldest first, each with a newest release of its own", () => {
  const branches = knownBranches();
  expect(branches[0]).toBe("2.4");
  for (const branch of branches) expect(newestRelease(branch)?.branch).toBe(branch);
  expect(newestRelease("1.8")).toBeUndefined();
  const newest = newestRelease("3.0");
  expect(newest && releaseName(newest)).toBe("3.0.26");
});
