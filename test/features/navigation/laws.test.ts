/** What holds for every name of a configuration: all its places are found from each of them, and renaming changes its name and nothing else. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { passagesFrom, stationsAt } from "../../../server/src/features/navigation/callHierarchy.ts";
import { definitionAt, originAt } from "../../../server/src/features/navigation/definition.ts";
import { fileLinksIn } from "../../../server/src/features/navigation/documentLinks.ts";
import { hintsIn } from "../../../server/src/features/navigation/inlayHints.ts";
import { lensPlacesIn } from "../../../server/src/features/navigation/referenceLenses.ts";
import { linkedPlacesAt, referencesAt } from "../../../server/src/features/navigation/references.ts";
import { renamingAt } from "../../../server/src/features/navigation/rename.ts";
import { languageHits } from "../../../server/src/lints/language.ts";
import { type Model, modelOf } from "../../../server/src/model/model.ts";
import { namesInLine } from "../../../server/src/model/symbols/lineNames.ts";
import { type ConfigFile, readConfig } from "../../../server/src/syntax/config.ts";
import { replaced } from "../../support/checkNames.ts";
import { configUri, releaseFrom } from "../../support/configText.ts";
import { namedConfig } from "../../support/namedConfig.ts";

const release = releaseFrom("3.0.2")!;
const runs = 2;

describe("names", () => {
  test("are found from each of their places", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const { file, model } = read(namedConfig(seed));
        for (const at of namesOf(file)) {
          const found = placesAt(model, file, at);
          expect(found).toContain(shown(at));
          const uses = (referencesAt(model, file, at.line, at.start, { branch: "3.0", declarations: false }) ?? []).map(startOf);
          const declared = (definitionAt(model, file, at.line, at.start, "3.0")?.targets ?? []).map(startOf);
          expect([...declared, ...uses].sort()).toEqual([...found].sort());
          for (const other of found) expect(placesAt(model, file, placeFrom(other))).toEqual(found);
        }
      }),
      { numRuns: runs },
    );
  });

  test("can be changed and changed back, and HAProxy would say the same", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const { file, model } = read(namedConfig(seed));
        const findings = hitsOf(model);
        const done = new Set<string>();
        let renamings = 0;
        for (const at of namesOf(file)) {
          if (done.has(shown(at))) continue;
          const fresh = file.lines[at.line]!.raw.slice(at.start).match(/^(?:txn|proc)\./)?.[0] ?? "";
          const there = renamingAt(model, file, at.line, at.start, `${fresh}fresh_name`, "3.0");
          if (there === undefined || "refused" in there) continue;
          for (const place of there.places) done.add(`${place.line}:${place.span.start}`);
          renamings++;
          const old = file.lines[at.line]!.raw.slice(
            at.start,
            there.places.find(({ line, span }) => line === at.line && span.start === at.start)!.span.end,
          );
          const next = read(replaced(file.text, there.places, `${fresh}fresh_name`));
          expect(hitsOf(next.model)).toEqual(findings);
          const first = there.places[0]!;
          const back = renamingAt(next.model, next.file, first.line, first.span.start, old, "3.0");
          expect(back).toMatchObject({ places: expect.anything() });
          if (back !== undefined && !("refused" in back)) expect(replaced(next.file.text, back.places, old)).toBe(file.text);
        }
        expect(renamings).toBeGreaterThan(20);
      }),
      { numRuns: runs },
    );
  });
});

/** A few characters that mean something are put into a configuration of names, or a stretch is taken out. */
const bent = fc
  .tuple(
    fc.nat(),
    fc.array(
      fc.record({ at: fc.nat(), cut: fc.nat(6), put: fc.constantFrom("", " ", '"', "'", "\\", "/", "{", "%[", "$A", "(", "\n", "😀") }),
      { maxLength: 6 },
    ),
  )
  .map(([seed, edits]) =>
    edits.reduce((text, { at, cut, put }) => {
      const from = at % text.length;
      return text.slice(0, from) + put + text.slice(from + cut);
    }, namedConfig(seed)),
  );

describe("answers", () => {
  test("lie inside the file, whatever the text, and an edit gives the same ones as reading anew", () => {
    fc.assert(
      fc.property(bent, fc.nat(), fc.nat(40), (text, place, column) => {
        const { file, model } = read(text);
        const line = place % file.lines.length;
        const edited = readConfig(configUri, file.text, readConfig(configUri, text.replace(/[a-c]/, "x")));
        const references = placesOfAll(model, file, line, column);
        expect(placesOfAll(modelOf([edited]), edited, line, column)).toEqual(references);
        const spans = [
          ...references,
          ...(definitionAt(model, file, line, column, "3.0")?.targets ?? []),
          ...(originAt(model, file, line, column, "3.0")?.targets ?? []),
          ...(linkedPlacesAt(model, file, line, column, "3.0") ?? []),
          ...fileLinksIn(model, file, "3.0"),
          ...lensPlacesIn(file),
          ...stationsAt(model, file, line, column, "3.0").flatMap((station) => [
            station,
            ...passagesFrom(model, station).map((one) => one.station),
          ]),
        ];
        for (const at of spans) {
          expect(at.span.start).toBeLessThan(at.span.end);
          expect(at.span.end).toBeLessThanOrEqual(file.lines[at.line]?.raw.length ?? -1);
        }
        for (const hint of hintsIn(model, file, 0, file.lines.length, { branch: "3.0", units: true, inherited: true }))
          expect(hint.column).toBeLessThanOrEqual(file.lines[hint.line]?.raw.length ?? -1);
        renamingAt(model, file, line, column, "fresh_name", "3.0");
      }),
    );
  });
});

function placesOfAll(model: Model, file: ConfigFile, line: number, column: number) {
  const places = referencesAt(model, file, line, column, { branch: "3.0", declarations: true }) ?? [];
  return places.map((place) => ({ line: place.line, span: place.span }));
}

function read(text: string): { file: ConfigFile; model: Model } {
  const file = readConfig(configUri, text);
  return { file, model: modelOf([file]) };
}

interface At {
  readonly line: number;
  readonly start: number;
}

const startOf = ({ line, span }: { readonly line: number; readonly span: { readonly start: number } }) =>
  shown({ line, start: span.start });
const shown = ({ line, start }: At) => `${line}:${start}`;

function placeFrom(text: string): At {
  const [line = 0, start = 0] = text.split(":").map(Number);
  return { line, start };
}

function namesOf(file: ConfigFile): At[] {
  return file.sections.flatMap(({ firstLine, section }) =>
    section.lines.flatMap((_, offset) =>
      namesInLine(section, offset, "3.0").map(({ span }) => ({ line: firstLine + offset, start: span.start })),
    ),
  );
}

function placesAt(model: Model, file: ConfigFile, { line, start }: At): string[] {
  const found = referencesAt(model, file, line, start, { branch: "3.0", declarations: true }) ?? [];
  return found.map((place) => shown({ line: place.line, start: place.span.start }));
}

/** Codes and lines; names in the messages differ. */
function hitsOf(model: Model): string[] {
  // whether an ACL seems to be meant by a misspelt name depends on how alike the names are
  const hits = languageHits(model, release).filter(({ code }) => code !== "unused-acl");
  return hits.map(({ code, line }) => `${line} ${code}`);
}
