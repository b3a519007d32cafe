/** Laws that hold for every text: nothing is lost, edits change nothing but the edited, nothing throws, the same question gets the same answer. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { configActions, luaLimitAction } from "../server/src/features/actions/codeActions.ts";
import { fixActions } from "../server/src/features/actions/fixActions.ts";
import { severalBugs } from "../server/src/features/catalogueFindings.ts";
import { configFindings } from "../server/src/features/configFindings.ts";
import { configHover } from "../server/src/features/hover/configHover.ts";
import { redact } from "../server/src/features/pages/redact.ts";
import { refactorings } from "../server/src/features/refactor/refactorings.ts";
import { findSymbols } from "../server/src/features/structure/findSymbols.ts";
import { foldsOf } from "../server/src/features/structure/folding.ts";
import { configOutline } from "../server/src/features/structure/outline.ts";
import type { OutlineItem } from "../server/src/features/structure/sectionOutline.ts";
import { type Stretch, stretchesAround } from "../server/src/features/structure/selection.ts";
import { modelOf } from "../server/src/model/model.ts";
import { partAt, partsOf } from "../server/src/model/parts/parts.ts";
import { imageTagIn } from "../server/src/model/releaseInUse.ts";
import { columnIn } from "../server/src/syntax/columns.ts";
import { readConfig } from "../server/src/syntax/config.ts";
import { columnsOfValues, readLine } from "../server/src/syntax/line.ts";
import { looksLikeConfig } from "../server/src/syntax/recogniseConfig.ts";
import { applied } from "./support/checkActions.ts";
import { configUri } from "./support/configText.ts";
import { edit, edited, release, text } from "./support/generated.ts";

describe("reading", () => {
  test("is lossless", () => {
    fc.assert(
      fc.property(text, (source) => {
        const { lines, sections } = readConfig(configUri, source);
        expect(lines.map(({ raw }) => raw).join("\n")).toBe(source);
        expect(sections.flatMap(({ section }) => section.lines)).toEqual(lines);
        expect(sections.map(({ firstLine }) => firstLine)).toEqual(
          sections.map((_, i) => sections.slice(0, i).reduce((sum, { section }) => sum + section.lines.length, 0)),
        );
      }),
    );
  });

  test("again after edits is reading afresh", () => {
    fc.assert(
      fc.property(text, fc.array(edit, { minLength: 1, maxLength: 8 }), (source, edits) => {
        let now = source;
        let file = readConfig(configUri, now);
        for (const one of edits) {
          now = edited(now, one);
          file = readConfig(configUri, now, file);
          expect(file).toEqual(readConfig(configUri, now));
        }
      }),
    );
  });

  test("gives words in order, inside the line, that do not overlap", () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: "binary" })), (source) => {
        for (const { words, comment, raw } of source.split("\n").map(readLine)) {
          let at = 0;
          for (const { span } of words) {
            expect(span.start).toBeGreaterThanOrEqual(at);
            expect(span.end).toBeGreaterThan(span.start);
            at = span.end;
          }
          expect(comment?.start ?? raw.length).toBeGreaterThanOrEqual(at);
        }
      }),
    );
  });

  test("finds each unit of a value in the line, by a short way too", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('"', "'", "\\", "a", " ", "$", "x", "4", "1", "n"), maxLength: 12 }), (source) => {
        const line = readLine(source);
        const columns = columnsOfValues(source);
        for (const word of line.words) {
          const known = columns.get(word.span.start) ?? [];
          for (let i = 0; i < word.value.length; i++) expect(columnIn(line, word, i)).toBe(known[i]);
          const behind = columnIn(line, word, word.value.length);
          expect(behind).toBeGreaterThanOrEqual((known.at(-1) ?? word.span.start - 1) + 1);
          expect(behind).toBeLessThanOrEqual(word.span.end);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test("gives parts in order, inside the line, that do not overlap, and the same after edits", () => {
    fc.assert(
      fc.property(text, release, edit, (source, of, change) => {
        const file = readConfig(configUri, source);
        const branch = of?.branch;
        for (const { section } of file.sections) {
          section.lines.forEach(({ raw }, offset) => {
            let at = 0;
            for (const { span } of partsOf(section, offset, branch)) {
              expect(span.start).toBeGreaterThanOrEqual(at);
              expect(span.end).toBeGreaterThan(span.start);
              at = span.end;
            }
            expect(at).toBeLessThanOrEqual(raw.length);
          });
        }
        const later = readConfig(configUri, edited(source, change), file);
        const afresh = readConfig(configUri, edited(source, change));
        for (let line = 0; line <= later.lines.length; line++) {
          expect(partAt(later, line, 7, branch)).toEqual(partAt(afresh, line, 7, branch));
        }
      }),
    );
  });

  test("recognition and images never throw", () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: "binary" })), (source) => {
        expect(typeof looksLikeConfig(source)).toBe("boolean");
        imageTagIn(source);
      }),
    );
  });
});

describe("features", () => {
  test("never throw, and answer the same twice", () => {
    fc.assert(
      fc.property(text, release, fc.nat(60), fc.nat(60), (source, of, line, column) => {
        const file = readConfig(configUri, source);
        const model = modelOf([file], new Map([["a.lua", source]]));
        const options = { release: of, ignored: [] };
        const findings = configFindings(model, options);
        expect(configFindings(model, options)).toEqual(findings);
        expect(configFindings(modelOf([readConfig(configUri, source)], new Map([["a.lua", source]])), options)).toEqual(findings);
        configActions(file, findings);
        luaLimitAction(model, configUri, line, of);
        const actions = [...fixActions(model, findings, options), ...refactorings(model, configUri, line, column, of)];
        for (const action of actions) readConfig(configUri, applied(source, action));
        configHover(model, file, line, column, { release: of, link: ({ id }) => id });
      }),
    );
  });

  test("outlines, folds and selections lie inside their file and in each other", () => {
    const notBehind = (a: readonly [number, number], b: readonly [number, number]) => a[0] < b[0] || (a[0] === b[0] && a[1] <= b[1]);
    fc.assert(
      fc.property(text, release, fc.nat(60), fc.nat(60), (source, of, line, column) => {
        const file = readConfig(configUri, source);
        const lengthOf = (at: number) => file.lines[at]?.raw.length ?? -1;
        const inside = (item: OutlineItem, firstLine: number, outer: OutlineItem) => {
          expect(notBehind([outer.from, outer.start], [item.from, item.start])).toBe(true);
          expect(notBehind([item.from, item.start], [item.from, item.selection.start])).toBe(true);
          expect(notBehind([item.from, item.selection.end], [item.to, item.end])).toBe(true);
          expect(notBehind([item.to, item.end], [outer.to, outer.end])).toBe(true);
          expect(item.end).toBeLessThanOrEqual(lengthOf(firstLine + item.to));
          expect(`${item.keyword}${item.name}`.trim()).not.toBe("");
          for (const child of item.children) inside(child, firstLine, item);
        };
        for (const { firstLine, item } of configOutline(modelOf([file]), file, of?.branch)) inside(item, firstLine, item);
        for (const { from, to } of foldsOf(file)) expect([from >= 0, to > from, to < file.lines.length]).toEqual([true, true, true]);
        findSymbols([{ file, branch: of?.branch }], source.slice(column, column + 3));
        let inner: Stretch | undefined;
        for (const stretch of stretchesAround(file, line, column, of?.branch)) {
          if (inner !== undefined) {
            expect(notBehind([stretch.from, stretch.start], [inner.from, inner.start])).toBe(true);
            expect(notBehind([inner.to, inner.end], [stretch.to, stretch.end])).toBe(true);
            expect(stretch).not.toEqual(inner);
          }
          inner = stretch;
        }
      }),
    );
  });

  test("findings lie inside their file and their lines", () => {
    fc.assert(
      fc.property(text, release, (source, of) => {
        const file = readConfig(configUri, source);
        for (const { line, span, related = [] } of configFindings(modelOf([file]), { release: of, ignored: [] })) {
          for (const at of [{ line, span }, ...related.map((one) => one.at)]) {
            expect(at.span.start).toBeLessThan(at.span.end);
            expect(at.span.end).toBeLessThanOrEqual(file.lines[at.line]?.raw.length ?? -1);
          }
        }
      }),
    );
  });

  test("the allow comment removes its finding and no other advisory's", () => {
    fc.assert(
      fc.property(text, release, (source, of) => {
        const file = readConfig(configUri, source);
        const before = configFindings(modelOf([file]), { release: of, ignored: [] });
        for (const action of configActions(file, before)) {
          const { finding, changes } = action;
          const put = changes?.[0]?.from.line;
          if (finding === undefined || put === undefined) continue;
          const after = configFindings(modelOf([readConfig(configUri, applied(source, action))]), { release: of, ignored: [] });
          const keys = after.map(({ line, code }) => `${line > put ? line - 1 : line} ${code}`);
          expect(keys).not.toContain(`${finding.line} ${finding.code}`);
          const others = (found: typeof before) => found.filter(({ code }) => code !== finding.code && code !== severalBugs).length;
          expect(others(after)).toBe(others(before));
        }
      }),
    );
  });

  test("redaction keeps every line", () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: "binary" })), (source) => {
        expect(redact(source).split("\n").length).toBe(source.split("\n").length);
      }),
    );
  });
});

test("the generated texts do reach the findings", () => {
  const found = fc.sample(text, { numRuns: 300, seed: 7 }).filter((source) => {
    const model = modelOf([readConfig(configUri, source)]);
    return configFindings(model, { release: undefined, ignored: [] }).length > 0;
  });
  expect(found.length).toBeGreaterThan(20);
});
