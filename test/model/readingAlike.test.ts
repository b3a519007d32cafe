/** Laws of reading statements: what is remembered and used again for the next statement changes no answer. */
import { describe, expect, test } from "vitest";
import { knowledge } from "../../server/src/knowledge/knowledge.ts";
import { type Interpretation, interpret, interpretationsOf } from "../../server/src/model/interpretation/interpretation.ts";
import { findPlacement } from "../../server/src/model/interpretation/placement.ts";
import { placementOf } from "../../server/src/model/interpretation/placementMemo.ts";
import { type PlacedStatement, placedStatementsOf, rulesActing, statementsOf, wordOf } from "../../server/src/model/statement.ts";
import { readConfig, type Section } from "../../server/src/syntax/config.ts";
import { Gathering } from "../../server/src/syntax/gathering.ts";
import { examplesOf } from "../support/lintPages.ts";
import { randomly } from "../support/randomly.ts";

const texts = knowledge.lints.flatMap(({ id }) => examplesOf({ id }).flatMap(({ kind, text }) => (kind === "haproxy" ? [text] : [])));

/** The text with words of its lines left out, doubled or taken from another line. */
function disturbed(text: string, random: () => number): string {
  const all = text.split(/\s+/);
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? "";
  const disturb = (word: string) => (random() < 0.9 ? [word] : random() < 0.4 ? [] : random() < 0.5 ? [word, word] : [pick(all)]);
  return text
    .split("\n")
    .map((line) => `${/^\s*/.exec(line)?.[0] ?? ""}${line.trim().split(/\s+/).flatMap(disturb).join(" ")}`)
    .join("\n");
}

const random = randomly(7);
const sections: readonly Section[] = [...texts, ...texts.map((text) => disturbed(text, random))].flatMap((text) =>
  readConfig("file:///a.cfg", text).sections.map(({ section }) => section),
);
const branches = ["2.4", "3.0", "3.4", undefined];

test("the texts are many, and some of them wrong", () => {
  expect(sections.length).toBeGreaterThan(500);
  expect(sections.flatMap((section) => interpretationsOf(section, "3.2")).filter(({ issues }) => issues.length > 0).length).toBeGreaterThan(
    200,
  );
});

test("what the words of a statement name is the same from memory and found anew", () => {
  for (const branch of branches)
    for (const section of sections)
      for (const statement of statementsOf(section)) {
        const found = findPlacement(statement, section, branch);
        expect(placementParts(placementOf(statement, section, branch)), statement.line.raw).toEqual(placementParts(found));
      }
});

/** Without the functions, which are made anew. */
function placementParts({ parameters, ...placement }: ReturnType<typeof findPlacement>) {
  return { ...placement, parameters: parameters && { ...parameters, problemOf: undefined } };
}

describe("an interpretation", () => {
  const copied = ({ statement: _, ...one }: Interpretation) => structuredClone(one);

  test("stays as it was when others are read", () => {
    const read = sections.flatMap((section) => interpretationsOf(section, "3.0"));
    const before = read.map(copied);
    for (const section of sections) for (const branch of branches) interpretationsOf(section, branch);
    expect(read.map(copied)).toEqual(before);
  });

  test("is the same of a statement read alone, in another order", () => {
    for (const section of sections) {
      // the lines of another text are other objects, of which nothing is known
      const again = readConfig("file:///b.cfg", section.lines.map(({ raw }) => raw).join("\n")).sections.at(-1)?.section;
      const statements = again === undefined ? [] : statementsOf(again);
      if (again === undefined || again.kind !== section.kind || again.name !== section.name) continue;
      const alone = statements.toReversed().map((statement) => interpret(statement, again, "3.4"));
      const together = statementsOf(section).map((statement) => interpret(statement, section, "3.4"));
      expect(alone.toReversed().map(copied)).toEqual(together.map(copied));
    }
  });
});

test("lines that stay are read as fresh ones under whatever header comes above them", () => {
  const lines = "    mode http\n    http-response allow\n    timeout client 5s\n    server a 127.0.0.1:80\n    acl x path /x\n";
  const headers = [
    "defaults",
    "defaults x",
    "defaults from x",
    "defaults y from x",
    "frontend x",
    "backend x from y",
    "global",
    "peers x",
    "",
  ];
  const issuesIn = (file: ReturnType<typeof readConfig>) =>
    file.sections.flatMap(({ section }) => interpretationsOf(section, "3.2").map(({ issues }) => issues));
  for (const before of headers)
    for (const after of headers) {
      const first = readConfig("file:///a.cfg", `${before}\n${lines}`);
      issuesIn(first);
      const next = `${after}\n${lines}`;
      expect(issuesIn(readConfig("file:///a.cfg", next, first)), `${before} > ${after}`).toEqual(
        issuesIn(readConfig("file:///a.cfg", next)),
      );
    }
});

test("rules are found by their action as by looking at each", () => {
  const all = texts.flatMap((text) =>
    readConfig("file:///a.cfg", text).sections.map((placed) => placedStatementsOf("file:///a.cfg", placed)),
  );
  const meant = (at: PlacedStatement, action: RegExp) =>
    /^(?:http|tcp)-/.test(wordOf(at, 0)) && [1, 2].some((index) => action.test(wordOf(at, index)));
  let found = 0;
  for (const list of all)
    for (const [name, action] of [
      ["set-bandwidth-limit", /^set-bandwidth-limit$/],
      ["send-spoe-group", /^send-spoe-group$/],
      ["set-timeout", /^set-timeout$/],
      ["capture", /^capture$/],
      ["sc", /^(?:track-sc|sc-)/],
    ] as const) {
      const rules = rulesActing(list, name);
      expect(rules).toEqual(list.filter((at) => meant(at, action)));
      found += rules.length;
    }
  expect(found).toBeGreaterThan(5);
});

test("a gathered list is its taker's own, and the room is empty behind it", () => {
  const gathering = new Gathering<string>();
  gathering.add("a");
  gathering.addAll(["b", "c"]);
  const first = gathering.take();
  gathering.add("d");
  expect([first, gathering.take(), gathering.take()]).toEqual([["a", "b", "c"], ["d"], []]);
});
