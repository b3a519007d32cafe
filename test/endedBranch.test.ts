/** Branches that upstream maintains no longer: where it is said, and where one may go. */
import { expect, test } from "vitest";
import { knowledge } from "../server/src/knowledge/knowledge.ts";
import { endOfLife } from "../server/src/knowledge/standing.ts";
import { endedBranchHits } from "../server/src/lints/whole/endedBranch.ts";
import { modelFromFiles, releaseFrom } from "./support/configText.ts";

/** "0.cfg:2 global" with the message behind it. */
function told(release: string, ...texts: readonly string[]): readonly string[] {
  const model = modelFromFiles(texts);
  return endedBranchHits(model, releaseFrom(release)).map(({ uri, line, span, message }) => {
    const raw = model.files.find((file) => file.uri === uri)?.lines[line]?.raw ?? "";
    return `${uri.slice("file:///".length)}:${line + 1} ${raw.slice(span.start, span.end)}: ${message}`;
  });
}

const said = "branch 2.9 reached its end of life in 2025-Q1 and gets no more fixes: move to 3.0 (until 2029-Q2) or 3.4 (until 2031-Q2)";

test("at the comment that states the release, else at the global section, else at the first section", () => {
  expect(told("2.9.1", "# haproxy: 2.9.1\nglobal\n")).toEqual([`0.cfg:1 2.9.1: ${said}`]);
  expect(told("2.9.1", "# haproxy: 3.2\n\nglobal\n")).toEqual([`0.cfg:3 global: ${said}`]);
  expect(told("2.9.1", "defaults\n", "global\n# haproxy: 2.9\n")).toEqual([`1.cfg:2 2.9: ${said}`]);
  expect(told("2.9.1", "# no section\n", "listen a\n")).toEqual([`1.cfg:1 listen: ${said}`]);
  expect(told("2.9.1", "")).toEqual([]);
});

test("of branches that have ended, and of no other", () => {
  for (const { branch, newest } of knowledge.branches)
    expect(told(newest, "global\n").length, branch).toBe(endOfLife(branch)?.isOver === true ? 1 : 0);
  expect(told("unknown", "global\n")).toEqual([]);
  expect(told("1.8.1", "global\n")).toEqual([]);
});
