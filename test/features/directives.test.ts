/** Comments that speak to us: what they do on hover, and what may stand in them. */
import { describe, expect, test } from "vitest";
import { acceptedIn, checkOffers, completionsIn, frontend, itemIn, labelsIn } from "../support/checkCompletion.ts";
import { hoverAt } from "../support/checkHover.ts";

describe("hover", () => {
  test("a release: what it decides, and what a bare branch stands for", () => {
    expect(hoverAt("# hapr$0oxy: 3.0.2\n")).toBe(
      "«# haproxy: 3.0.2»\nThis file is judged for the release named here, whatever settings or images say",
    );
    expect(hoverAt("# haproxy: 2$0.4\n")).toContain("- `2.4`: newest known release of 2.4, 2.4.");
  });

  test("of two releases only the first counts", () => {
    expect(hoverAt("global\n# haproxy: 3.0.2\n# hap$0roxy: 3.2\n")).toContain("Not heeded: line 2 names the release already");
  });

  test.each([
    ["    timeout x 1 # haproxy-sleuth: al$0low small-time\n", "for this line:"],
    ["# haproxy-sleuth: al$0low small-time\n    timeout x 1\n", "for the line below:"],
    ["# haproxy-sleuth: al$0low-file small-time\n", "in this file:"],
  ])("accepted findings: %j", (text, where) => {
    expect(hoverAt(text)).toMatch(new RegExp(`These findings are not shown ${where}\n\n- \`small-time\`: A bare number`));
  });

  test("a code that is none is said to be none, as is the other name of a bug, which accepts nothing", () => {
    const note = hoverAt("# haproxy-sleuth: al$0low known-bugs, smal-time, 2611, stick-table-kill-race\n");
    expect(note).toContain("- `known-bugs`: known bugs that");
    expect(note).toContain(
      "- `smal-time`: no finding has this code\n- `2611`: no finding has this code\n- `stick-table-kill-race`: Stick-table entry",
    );
  });

  test("other comments say nothing", () => {
    for (const comment of ["# haproxy i$0s here", "# allow sma$0ll-time", "# we run haproxy: 3.$00"])
      expect(hoverAt(`${comment}\n`)).toBe("nothing");
  });
});

describe("completion", () => {
  test("codes with what they stand for, those that are there already left out", () => {
    checkOffers("# haproxy-sleuth: allow $0", ["small-time", "known-bugs"], ["stick-table-kill-race"]);
    checkOffers(frontend("mode http # haproxy-sleuth: allow-file small-time, $0"), ["unused-acl"], ["small-time"]);
    expect(itemIn("# haproxy-sleuth: allow sm$0", "small-time")?.note).toMatch(/^A bare number/);
    expect(acceptedIn("# haproxy-sleuth: allow known-bugs,sm$0all", "small-time")).toBe("# haproxy-sleuth: allow known-bugs,small-time|");
  });

  test("the two words, and releases with the newest first", () => {
    expect(acceptedIn("# haproxy-sleuth: $0", "allow")).toBe("# haproxy-sleuth: allow |");
    expect(labelsIn("# haproxy: $0")[0]).toMatch(/^3\.4\.\d+$/);
    expect(acceptedIn("# haproxy: 3.$00.2", labelsIn("# haproxy: $0").at(-1) ?? "")).toMatch(/^# haproxy: 2\.4\.\d+\|$/);
  });

  test("nothing elsewhere", () => {
    const silent = ["# haproxy-sleuth$0", "# haproxy $0", 'log "# haproxy: $0', "# haproxy-sleuth: allow a b$0", "# see haproxy: $0"];
    for (const text of silent)
      expect(completionsIn(text)?.items.some(({ label }) => /^3\.|small-time|^allow/.test(label)) ?? false).toBe(false);
  });
});
