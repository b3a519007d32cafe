/** Data for a report on the extension: circumstances, and nothing that is the user's. */
import { expect, test } from "vitest";
import { problemReport } from "../client/src/problemReport.ts";

const found = {
  extension: "1.0.0",
  editor: "1.99.0",
  host: "desktop, ssh-remote",
  language: "de",
  trusted: true,
  server: "running",
  documents: new Map([
    ["haproxy", [120, 8]],
    ["haproxy-crash", [40]],
  ]),
  release: "3.0.2",
  releaseSource: "image",
  settings: ["haproxySleuth.haproxy.path (user)"],
};

test("a row for each circumstance", () => {
  const rows = problemReport(found).split("\n");
  expect(rows).toContain("| Open documents | 2 haproxy (lines: 120, 8), 1 haproxy-crash (lines: 40) |");
  expect(rows).toContain("| HAProxy release in use | 3.0.2 (image) |");
  expect(rows).toContain("| Changed settings | haproxySleuth.haproxy.path (user) |");
  expect(new Set(rows.map((row) => row.split(" | ").length))).toEqual(new Set([2]));
});

test("nothing known is said as such", () => {
  const rows = problemReport({ ...found, documents: new Map(), release: undefined, settings: [] });
  expect(rows).toContain("| Open documents | none |");
  expect(rows).toContain("| HAProxy release in use | unknown |");
  expect(rows).toContain("| Changed settings | none |");
});
