/** The committed grammars against the fixtures beside this file, against long lines and, where it is at hand, a corpus of real files. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { grammarFiles } from "../../scripts/build-grammar.ts";
import { failureOf, loadGrammar, readFixture, repository, tokenize } from "./runner.ts";

const fixtures = readdirSync(import.meta.dirname).filter((file) => /\.(cfg|log)$/.test(file));
const languageOf = (file: string): string => (file.endsWith(".log") ? "text.haproxy-crash" : "source.haproxy");
const read = (file: string): string => readFileSync(path.join(import.meta.dirname, file), "utf8");

/** All assertions of a fixture that do not hold; `lineEnd` is what each line ends with when the grammar sees it. */
async function failuresIn(file: string, lineEnd: "" | "\r"): Promise<string[]> {
  const { lines, assertions } = readFixture(read(file));
  const tokens = tokenize(
    await loadGrammar(languageOf(file)),
    lines.map((line) => line + lineEnd),
  );
  return assertions.flatMap((assertion) => failureOf(assertion, lines[assertion.line] ?? "", tokens[assertion.line] ?? []) ?? []);
}

async function milliseconds(scopeName: string, lines: readonly string[]): Promise<number> {
  const grammar = await loadGrammar(scopeName);
  tokenize(grammar, ["warm up # x", "a b"]);
  const start = performance.now();
  tokenize(grammar, lines);
  return performance.now() - start;
}

describe.each(fixtures)("%s", (file) => {
  it("has the scopes that its comments ask for", async () => {
    expect(readFixture(read(file)).assertions.length).toBeGreaterThan(10);
    expect(await failuresIn(file, "")).toEqual([]);
  });

  it("has them with carriage returns as well", async () => {
    expect(await failuresIn(file, "\r")).toEqual([]);
  });

  it("holds no quote or bracket open over the end of a line", async () => {
    const { lines } = readFixture(read(file));
    const grammar = await loadGrammar(languageOf(file));
    expect(tokenize(grammar, lines)).toEqual(lines.map((line) => tokenize(grammar, [line])[0]));
  });
});
