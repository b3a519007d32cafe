/** Neighbouring sections as one object, which an edit elsewhere keeps. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readConfig } from "../../server/src/syntax/config.ts";
import { inContext } from "../../server/src/syntax/inContext.ts";
import { gathered, stretchesOf } from "../../server/src/syntax/stretches.ts";

const uri = "file:///h.cfg";
const backends = (count: number) => Array.from({ length: count }, (_, i) => `backend b${i}\n server s 127.0.0.1:${i + 1}\n`);
const read = (sections: readonly string[]) => readConfig(uri, sections.join(""));

/** How many stretches of the text after an edit are others than before. */
function renewed(before: readonly string[], after: readonly string[]): number {
  const file = read(before);
  const old = new Set(stretchesOf(file));
  return stretchesOf(readConfig(uri, after.join(""), file)).filter((stretch) => !old.has(stretch)).length;
}

describe("stretches", () => {
  test("hold all sections in their order", () => {
    const file = read(backends(200));
    expect(gathered([file], ({ sections }) => sections)).toEqual(file.sections);
    expect(stretchesOf(file).length).toBeGreaterThan(5);
    expect(stretchesOf(file).length).toBeLessThan(20);
  });

  test("an edit in a section renews its stretch only, be it the first of it", () => {
    const sections = backends(200);
    for (let i = 0; i < 60; i++) expect(renewed(sections, sections.with(i, sections[i]?.replace("127.0.0.1", "127.0.0.9") ?? ""))).toBe(1);
  });

  test("a section that comes or goes moves those behind it, and none before", () => {
    const sections = backends(100);
    const file = read(sections);
    const before = stretchesOf(file);
    const after = stretchesOf(readConfig(uri, sections.toSpliced(60, 1).join(""), file));
    expect(after.slice(0, 2)).toEqual(before.slice(0, 2));
    expect(after[0]).toBe(before[0]);
    expect(after.at(-1)).not.toBe(before.at(-1));
  });

  test("the same sections in a file of another name are others", () => {
    const text = backends(3).join("");
    expect(stretchesOf(readConfig("file:///a.cfg", text))[0]?.uri).toBe("file:///a.cfg");
    expect(stretchesOf(readConfig("file:///b.cfg", text))[0]?.uri).toBe("file:///b.cfg");
  });

  test("after any edits they hold the sections of the file, each at its place", () => {
    const edit = fc.record({ at: fc.nat(80), what: fc.constantFrom("remove", "add", "swap", "change") });
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 12 }), (edits) => {
        let sections: readonly string[] = backends(60);
        let file = read(sections);
        stretchesOf(file);
        for (const [n, { at, what }] of edits.entries()) {
          const i = Math.min(at, sections.length - 1);
          const one = sections[i] as string;
          if (what === "remove") sections = sections.toSpliced(i, 1);
          else if (what === "add") sections = sections.toSpliced(i, 0, `listen l${n}\n bind :${n + 1}\n`);
          else if (what === "swap") sections = sections.with(i, sections[0] as string).with(0, one);
          else sections = sections.with(i, `${one} # ${n}\n`);
          file = readConfig(uri, sections.join(""), file);
          expect(gathered([file], (stretch) => stretch.sections.map((placed) => ({ uri: stretch.uri, ...placed })))).toEqual(
            file.sections.map((placed) => ({ uri, ...placed })),
          );
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe("what was worked out in a context", () => {
  test("stays as long as the object and everything around it do", () => {
    const asked: unknown[][] = [];
    const of = inContext((key: object, a: string | undefined, b: object) => asked.push([key, a, b]));
    const [one, other, around] = [{}, {}, {}];
    of(one, "x", around);
    of(one, "x", around);
    of(other, "x", around);
    of(one, "y", around);
    of(one, "y", {});
    of(one, undefined, around);
    of(one, undefined, around);
    expect(asked.length).toBe(5);
  });

  test("is kept where there was nothing to be had", () => {
    let asked = 0;
    const of = inContext((_: object): undefined => {
      asked++;
    });
    const key = {};
    of(key);
    of(key);
    expect(asked).toBe(1);
  });
});
