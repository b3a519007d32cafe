/** Laws of the layout, for generated texts and for real configurations: nothing that HAProxy reads changes, and a second time changes nothing. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatDocument, formatRange } from "../server/src/features/format/format.ts";
import { formatOnType } from "../server/src/features/format/onType.ts";
import type { FormatOptions } from "../server/src/features/format/options.ts";
import { changedText } from "../server/src/features/textChange.ts";
import { readConfig } from "../server/src/syntax/config.ts";
import { formatted, tokensOf } from "./support/checkFormat.ts";
import { configUri } from "./support/configText.ts";
import { corpusFiles, text } from "./support/generated.ts";
import { binaryOf, presentBranches, verdictsOf } from "./support/realHaproxy.ts";

const options: fc.Arbitrary<FormatOptions> = fc.record({
  indent: fc.constantFrom("  ", "    ", "\t"),
  tabSize: fc.constantFrom(2, 4, 8),
  alignColumns: fc.boolean(),
  trimTrailingWhitespace: fc.boolean(),
  insertFinalNewline: fc.boolean(),
  trimFinalNewlines: fc.boolean(),
});

describe("for every text", () => {
  test("words and comments stay, and the second time nothing changes", () => {
    fc.assert(
      fc.property(text, options, (source, layout) => {
        const once = formatted(source, layout);
        expect(tokensOf(once)).toEqual(tokensOf(source));
        expect(formatted(once, layout)).toBe(once);
      }),
      { numRuns: 1000 },
    );
  });

  test("changes lie in order inside the file and none is empty", () => {
    fc.assert(
      fc.property(text, options, (source, layout) => {
        const file = readConfig(configUri, source);
        let at = { line: 0, column: 0 };
        for (const { from, to, text: put } of formatDocument(file, layout)) {
          expect(from.line > at.line || (from.line === at.line && from.column >= at.column)).toBe(true);
          expect(to.column).toBeLessThanOrEqual(file.lines[to.line]?.raw.length ?? -1);
          expect(from.line === to.line && from.column === to.column && put === "").toBe(false);
          at = to;
        }
      }),
    );
  });

  test("ranges and typing keep the words too", () => {
    fc.assert(
      fc.property(text, options, fc.nat(20), fc.nat(20), fc.constantFrom("\n", " "), (source, layout, a, b, character) => {
        const file = readConfig(configUri, source);
        const ranged = changedText(file, formatRange(file, Math.min(a, b), Math.max(a, b), layout));
        expect(tokensOf(ranged)).toEqual(tokensOf(source));
        expect(tokensOf(changedText(file, formatOnType(file, a, b, character, layout)))).toEqual(tokensOf(source));
      }),
    );
  });
});

const files = corpusFiles();

describe.skipIf(files.length === 0)("the corpus", () => {
  test("keeps its words, stays as it then is, and is quick", () => {
    let spent = 0;
    let changed = 0;
    for (const file of files) {
      const source = readFileSync(file, "latin1");
      const start = performance.now();
      const once = formatted(source);
      spent += performance.now() - start;
      if (once !== source) changed++;
      expect(tokensOf(once), file).toEqual(tokensOf(source));
      expect(formatted(once), file).toBe(once);
      const columns = formatted(source, { alignColumns: true });
      expect(tokensOf(columns), file).toEqual(tokensOf(source));
      expect(formatted(columns, { alignColumns: true }), file).toBe(columns);
    }
    expect(changed).toBeGreaterThan(files.length / 10);
    console.info(`formatting: ${files.length} configurations in ${Math.round(spent)} ms, ${changed} changed`);
  }, 120_000);
});

const branches = files.length === 0 ? [] : presentBranches();
/** Every so many files of the corpus are shown to the binaries. */
const step = 25;
const sample = files
  .filter((_, i) => i % step === 0)
  .map((file) => readFileSync(file, "latin1"))
  // a last line without its end is refused for that alone
  .map((source) => (source === "" || source.endsWith("\n") ? source : `${source}\n`));

describe.skipIf(branches.length === 0)("real HAProxy", () => {
  test.each(branches)(
    "%s says the same before and after",
    async (branch) => {
      const after = sample.map((source) => formatted(source));
      const [one, two] = [await verdictsOf(branch, sample), await verdictsOf(branch, after)];
      const words = (verdicts: typeof one) => verdicts.map(({ state, messages }) => [state, messages.map(({ level }) => level)]);
      expect(words(two)).toEqual(words(one));
      expect(one.filter(({ state }) => state === "ok" || state === "warning").length).toBeGreaterThan(0);
    },
    120_000,
  );

  test.skipIf(!branches.includes("3.2"))(
    "reads the same statements (-dC)",
    () => {
      const folder = mkdtempSync(path.join(os.tmpdir(), "sleuth-layout-"));
      const dumped = (source: string) => {
        writeFileSync(path.join(folder, "haproxy.cfg"), source, "latin1");
        return dumpOf(binaryOf("3.2") as string, path.join(folder, "haproxy.cfg"));
      };
      const dumps = sample.map((source) => [dumped(source), dumped(formatted(source))] as const);
      rmSync(folder, { recursive: true });
      for (const [before, after] of dumps) expect(after).toBe(before);
      expect(dumps.filter(([before]) => before.split("\n").length > 5).length).toBeGreaterThan(5);
    },
    120_000,
  );
});

/** The configuration as HAProxy repeats it, without blank lines and the names of the file. */
function dumpOf(binary: string, file: string): string {
  let output = "";
  try {
    output = execFileSync(binary, ["-c", "-dC", "-f", file], { encoding: "latin1", stdio: ["ignore", "pipe", "ignore"], timeout: 20_000 });
  } catch (error) {
    output = String((error as { stdout?: string }).stdout ?? "");
  }
  return output
    .split("\n")
    .map((line) => line.trim().replace(/\s+/g, " "))
    .filter((line) => line !== "")
    .join("\n");
}
