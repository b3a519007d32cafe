/** How exposure to the catalogue is shown: findings by cause, the line that sums up, what to upgrade to, the report, the comparison. */
import { describe, expect, test } from "vitest";
import { catalogueFindings, severalBugs } from "../../server/src/features/catalogueFindings.ts";
import { configFindings } from "../../server/src/features/configFindings.ts";
import { comparison, exposureReport } from "../../server/src/features/exposureReport.ts";
import { type EffectLevel, endInWords, exposedTo, exposureInShort, upgradeFor } from "../../server/src/features/exposureSummary.ts";
import { exposurePage } from "../../server/src/features/pages/exposurePage.ts";
import { findAdvisory, knowledge } from "../../server/src/knowledge/knowledge.ts";
import { compareReleases, releaseName, releaseOf } from "../../server/src/knowledge/release.ts";
import { newestRelease, standingOf } from "../../server/src/knowledge/standing.ts";
import { hoverAt } from "../support/checkHover.ts";
import { modelFrom, releaseFrom } from "../support/configText.ts";

const synced = `global
    log 192.0.2.9 local0

peers p
    bind :1024
    server me
    server other 192.0.2.2:1024

backend t
    stick-table type ip size 1k expire 30s store gpc0 peers p

frontend f
    bind :80
    tcp-request connection track-sc0 src table t
`;

function found(text: string, release = "2.9.4", effects: EffectLevel = "security", ignored: readonly string[] = []) {
  return catalogueFindings(modelFrom(text), { release: releaseFrom(release), effects, ignored });
}

describe("findings", () => {
  test("one for each statement and cause, and one that sums up", () => {
    const findings = found(synced);
    const keys = findings.map(({ line, code }) => `${line} ${code}`);
    expect(findings.length).toBeGreaterThan(2);
    expect(findings.length).toBeLessThan(10);
    expect(keys[0]).toBe(`0 ${severalBugs}`);
    expect(findings[0]).toMatchObject({
      severity: "information",
      message: expect.stringMatching(/^HAProxy 2\.9\.4: exposed to \d+ known bugs/),
    });
    // every advisory is told once: in a message of its own or among several
    expect(findings.some(({ code }) => findAdvisory(code) !== undefined)).toBe(true);
  });

  test("stand at a statement that makes the exposure", () => {
    const lines = synced.split("\n");
    for (const { line, span } of found(synced).slice(1))
      expect(lines[line]?.slice(span.start, span.end)).toMatch(/^(?:stick-table|peers p|tcp-request|bind|server)/);
  });

  test("a hundred tables give no more findings than one", () => {
    const many = `${synced}${Array.from({ length: 100 }, (_, i) => `backend t${i}\n    stick-table type ip size 1k expire 30s peers p\n`).join("")}`;
    expect(found(many).length).toBeLessThanOrEqual(found(synced).length + 1);
  });

  test.each([
    ["the newest release of the branch warns of nothing", releaseName(newestRelease("2.9") ?? releaseOf("2.9.15"))],
    ["nor that of 3.4", releaseName(newestRelease("3.4") ?? releaseOf("3.4.7"))],
  ])("%s", (_, release) => {
    expect(found(synced, release).filter(({ severity }) => severity === "warning")).toEqual([]);
  });

  test("a warning where it is certain, deadly, and the branch has a fix", () => {
    const severities = new Set(found(synced).map(({ severity }) => severity));
    expect(severities).toEqual(new Set(["warning", "information"]));
  });

  test.each(["off", "crash", "security", "any"] as const)("effects: %s", (effects) => {
    const counts = (["off", "crash", "security", "any"] as const).map((level) => {
      const codes = found(synced, "2.9.4", level).flatMap(({ code, message }) => [code, message]);
      return codes.length;
    });
    expect(counts[0]).toBe(0);
    expect(found(synced, "2.9.4", effects).length > 0).toBe(effects !== "off");
  });

  test("nothing without a release, and nothing that is only possible", () => {
    expect(found(synced, "unknown")).toEqual([]);
    expect(found("global\n", "2.9.4")).toEqual([]);
  });

  test("an advisory that is ignored, or allowed by a comment, is left out", () => {
    const one = found(synced).find(({ code }) => findAdvisory(code) !== undefined);
    if (one === undefined) throw new Error("no finding of one advisory");
    expect(found(synced, "2.9.4", "security", [one.code]).map(({ code }) => code)).not.toContain(one.code);
    const lines = synced.split("\n");
    lines.splice(one.line, 0, `# haproxy-sleuth: allow ${one.code}`);
    expect(found(lines.join("\n")).map(({ code }) => code)).not.toContain(one.code);
    expect(found(synced, "2.9.4", "security", [severalBugs]).every(({ line }) => line > 0)).toBe(true);
  });

  test("stand among the others of a configuration", () => {
    const codes = configFindings(modelFrom(synced), { release: releaseOf("2.9.4"), ignored: [] }).map(({ code }) => code);
    expect(codes).toContain(severalBugs);
    expect(
      configFindings(modelFrom(synced), { release: releaseOf("2.9.4"), ignored: [], effects: "off" }).map(({ code }) => code),
    ).not.toContain(severalBugs);
  });
});

describe("what to upgrade to", () => {
  const model = modelFrom(synced);

  test("is the smallest release of the branch with all its fixes", () => {
    const release = releaseOf("2.9.4");
    const exposed = exposedTo(model, release);
    const { inBranch, remaining } = upgradeFor(exposed, release);
    if (inBranch === undefined) throw new Error("no upgrade");
    const fixable = exposed.filter(({ advisory }) => !remaining.includes(advisory) && advisory.releases !== "any");
    for (const { advisory } of fixable) expect(standingOf(advisory, inBranch).state, advisory.id).not.toBe("affected");
    const before = { ...inBranch, patch: (inBranch.patch ?? 0) - 1 };
    expect(fixable.some(({ advisory }) => standingOf(advisory, before).state === "affected")).toBe(true);
  });

  test("names a branch that is maintained for what the branch never fixes", () => {
    const release = releaseOf("2.9.15");
    const { inBranch, remaining, otherBranch } = upgradeFor(exposedTo(model, release), release);
    expect(inBranch).toBeUndefined();
    expect(remaining.length).toBeGreaterThan(0);
    if (otherBranch !== undefined) expect(compareReleases(otherBranch, release)).toBeGreaterThan(0);
  });

  test("in a line", () => {
    expect(exposureInShort(model, releaseOf("2.9.4"))).toMatch(
      /^HAProxy 2\.9\.4: exposed to \d+ known bugs, of which \d+ can crash or hang it: (?:upgrade|move) to .* \(branch 2\.9 ended in 2025-Q1\)$/,
    );
    expect(exposureInShort(model, undefined)).toBeUndefined();
  });

  test.each([
    ["2.4", "branch 2.4 ended in 2026-Q2"],
    ["2.5", "branch 2.5 ended in 2023-Q1"],
    ["3.1", "branch 3.1 ended in 2026-Q1"],
    ["3.0", undefined],
    ["9.9", undefined],
  ])("the end of branch %s", (branch, said) => {
    expect(endInWords(branch)).toBe(said);
  });
});

describe("report", () => {
  const model = modelFrom(synced);

  test("the gravest first, each with its statements and later fixes", () => {
    const { rows } = exposureReport(model, releaseOf("2.9.4"));
    const states = rows.map(({ state }) => state);
    expect(states.lastIndexOf("exposed")).toBeLessThan(states.indexOf("possible"));
    expect(new Set(rows.map(({ advisory }) => advisory.id)).size).toBe(rows.length);
    const row = rows.find(({ advisory }) => advisory.aliases.includes("HA-21447b1dd"));
    expect(row).toMatchObject({ state: "exposed", fixedIn: { "2.9": "2.9.8" } });
    expect(row?.fixedIn["2.8"]).toBeUndefined();
    expect(row?.statements.length).toBeGreaterThan(0);
  });

  test("the page names every advisory with its place", () => {
    const report = exposureReport(model, releaseOf("2.9.4"));
    const page = exposurePage(report, [], {
      link: ({ lineNumber }) => `file:///h.cfg#L${lineNumber + 1}`,
      nameOf: ({ lineNumber }) => `h.cfg:${lineNumber + 1}`,
    });
    for (const { advisory } of report.rows) expect(page).toContain(advisory.title.en);
    expect(page).toContain("[h.cfg:10](file:///h.cfg#L10)");
    expect(page).toContain("branch 2.9 ended in 2025-Q1");
  });

  test("a file's own words stay text", () => {
    const evil = synced.replaceAll("backend t", "backend `|[x](y)");
    const page = exposurePage(exposureReport(modelFrom(evil), releaseOf("2.9.4")), [], {
      link: () => undefined,
      nameOf: () => "`|[x](y).cfg:1",
    });
    expect(page).not.toContain("`|[x](y).cfg");
  });
});

describe("comparison", () => {
  const model = modelFrom(synced);

  test("what ends, stays and comes is apart", () => {
    const { ended, staying, brought } = comparison(model, releaseOf("2.9.4"), releaseOf("3.0.26"));
    const ids = [ended, staying, brought].map((rows) => rows.map(({ advisory }) => advisory.id));
    expect(ids[0]?.length).toBeGreaterThan(0);
    expect(new Set(ids.flat()).size).toBe(ids.flat().length);
    expect(ended.flatMap(({ advisory }) => advisory.aliases)).toContain("HA-21447b1dd");
  });

  test("backwards, what ended comes", () => {
    const there = comparison(model, releaseOf("2.9.4"), releaseOf("3.0.26"));
    const back = comparison(model, releaseOf("3.0.26"), releaseOf("2.9.4"));
    expect(back.brought.map(({ advisory }) => advisory.id).sort()).toEqual(there.ended.map(({ advisory }) => advisory.id).sort());
  });

  test("words that the other release refuses or warns of", () => {
    const old = modelFrom("frontend f\n    bind :80\n    option http-use-htx\n    reqadd X\nprogram p\n    command x\n");
    const { words } = comparison(old, releaseOf("2.4.0"), releaseOf("3.4.0"));
    expect(words.length).toBeGreaterThan(0);
    expect(comparison(old, releaseOf("3.4.0"), releaseOf("3.4.0")).words).toEqual([]);
  });
});

test("a statement's hover lists what concerns it", () => {
  const hover = hoverAt(synced.replace("    stick-table", "    $0stick-table"), "2.9.4");
  expect(hover).toContain("**Known bugs through this statement in 2.9.4**");
  expect(hover).toContain("](page:stick-table-");
  expect(hoverAt(synced.replace("    stick-table", "    $0stick-table"), "unknown")).not.toContain("Known bugs through");
});

test("every branch says when it ends", () => {
  for (const { endOfLife } of knowledge.branches) expect(endOfLife).toMatch(/^20\d\d-Q[1-4]$/);
});
