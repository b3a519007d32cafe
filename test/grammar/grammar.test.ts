/** The committed grammars against the fixtures beside this file, against long lines and, where they are at hand, against real files. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { grammarFiles } from "../../scripts/build-grammar.ts";
import { compile, failureOf, loadGrammar, readFixture, tokenize } from "./runner.ts";

const repository = path.resolve(import.meta.dirname, "../..");
const committed = (name: string): string => readFileSync(path.join(repository, "syntaxes", name), "utf8");
const languages = [
  { name: "haproxy", ending: ".cfg", samples: "../shared/oracle/corpus", grammar: committed("haproxy.tmLanguage.json") },
  { name: "haproxy-crash", ending: ".log", samples: "../shared/crash-samples", grammar: committed("haproxy-crash.tmLanguage.json") },
] as const;

function filesUnder(folder: string, ending: string): { file: string; text: string }[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(ending));
  return files.map((file) => ({ file, text: readFileSync(path.join(folder, file), "utf8") }));
}

/** All assertions that do not hold; `lineEnd` is what each line ends with when the grammar sees it. */
async function failuresIn(fixture: string, grammar: string, lineEnd: "" | "\r" = ""): Promise<string[]> {
  const { lines, assertions } = readFixture(fixture);
  const loaded = await loadGrammar(grammar);
  const tokens = tokenize(
    loaded,
    lines.map((line) => line + lineEnd),
  );
  return assertions.flatMap((assertion) => failureOf(assertion, lines[assertion.line] ?? "", tokens[assertion.line] ?? []) ?? []);
}

/** Every regular expression of a grammar, and the grammar with that one changed so that it never matches. */
function regexes(grammar: string): { regex: string; without: string }[] {
  const found: { regex: string; without: string }[] = [];
  for (const { index, 0: whole, 1: key, 2: literal } of grammar.matchAll(/"(match|begin|end)": ("(?:[^"\\]|\\.)*")/g)) {
    const without = `${grammar.slice(0, index)}"${key}": "(?!)"${grammar.slice(index + whole.length)}`;
    found.push({ regex: JSON.parse(literal ?? ""), without });
  }
  return found;
}

/** Starts that lead into a kind of rule, and bits that a line repeats behind them up to 100,000 characters. */
const longLines = {
  haproxy: {
    starts: ["", "acl a path ", 'log-format "%[a(', "server s "],
    bits: ["a", " ", '"', "\\", "%[1 ", "a,", "{ ", "1.", "::", "a:", "${A-", "a(b) "],
  },
  "haproxy-crash": {
    starts: ["", "haproxy[1]: ", "#0  0x00001234 in f (", 'FATAL: bug condition "'],
    bits: ["a", " ", '"', "a.", "a/", "a$", "a:", "a=", "+0x1", "00 ", "a.c:1 ", "haproxy[1]: "],
  },
} as const;

describe.each(languages)("$name", ({ name, ending, samples, grammar }) => {
  const fixtures = filesUnder(import.meta.dirname, ending);

  it.each(fixtures)("gives $file the scopes that its comments ask for", async ({ text }) => {
    expect(readFixture(text).assertions.length).toBeGreaterThan(10);
    expect(await failuresIn(text, grammar)).toEqual([]);
  });

  it.each(fixtures)("does so for $file with carriage returns", async ({ text }) => {
    expect(await failuresIn(text, grammar, "\r")).toEqual([]);
  });

  it.each(fixtures)("carries nothing from line to line in $file", async ({ text }) => {
    const { lines } = readFixture(text);
    const loaded = await loadGrammar(grammar);
    expect(tokenize(loaded, lines)).toEqual(lines.map((line) => tokenize(loaded, [line])[0]));
  });

  it("has only regular expressions that Oniguruma takes", async () => {
    await Promise.all(regexes(grammar).map(({ regex }) => compile(regex)));
  });

  it("has no regular expression that the fixtures would not miss", { timeout: 60_000 }, async () => {
    const notMissed: string[] = [];
    for (const { regex, without } of regexes(grammar)) {
      let missed = false;
      for (const { text } of fixtures) missed ||= (await failuresIn(text, without)).length > 0;
      if (!missed) notMissed.push(regex);
    }
    expect(notMissed).toEqual([]);
  });

  it("reads a line of 100,000 characters in well under a second", { timeout: 60_000 }, async () => {
    const loaded = await loadGrammar(grammar);
    const time = (line: string): number => {
      const start = performance.now();
      tokenize(loaded, [line]);
      return performance.now() - start;
    };
    const { starts, bits } = longLines[name];
    const lines = starts.flatMap((start) => bits.map((bit) => start + bit.repeat(100_000 / bit.length)));
    // Once or twice the machine may be slow; each time, the grammar is.
    const slow = lines.filter((line) => [1, 2, 3].every(() => time(line) > 3000));
    expect(slow.map((line) => line.slice(0, 60))).toEqual([]);
  });

  it("reads real files fast", { timeout: 60_000 }, async () => {
    const folder = path.resolve(repository, samples);
    if (!existsSync(folder)) return console.warn(`SKIPPED: no ${folder}, so no real files to read`);
    const loaded = await loadGrammar(grammar);
    const files = filesUnder(folder, ending).map(({ text }) => text.split("\n"));
    const start = performance.now();
    for (const lines of files) tokenize(loaded, lines);
    expect((performance.now() - start) / files.flat().length).toBeLessThan(1);
  });
});

describe("files under syntaxes", () => {
  it.each(Object.entries(grammarFiles()))("%s is fresh (npx tsx scripts/build-grammar.ts)", (file, text) => {
    expect(committed(file)).toBe(text);
  });
});

describe("haproxy.language-configuration.json", () => {
  const rules = JSON.parse(committed("haproxy.language-configuration.json"));

  it.each(["http-request", "be_app", "track-sc0", "tune.lua.maxmem", "req.hdr", ".endif"])("takes %s for one word", (word) => {
    expect(`{ ${word}(x) }`.match(new RegExp(rules.wordPattern))?.[0]).toBe(word);
  });

  it.each([
    ["frontend fe_web", true],
    ["global", true],
    ["frontend-like word", false],
    ["    use_backend be_app", false],
  ])("indents behind a section header: %s", (line, indents) => {
    expect(new RegExp(rules.onEnterRules[0].beforeText).test(line)).toBe(indents);
    expect(new RegExp(rules.indentationRules.increaseIndentPattern).test(line)).toBe(indents);
  });

  it("ends the indentation before a section header and at .endif", () => {
    const decrease = new RegExp(rules.indentationRules.decreaseIndentPattern);
    expect(["    backend be_app", "    .endif", "    server s 192.0.2.1"].map((line) => decrease.test(line))).toEqual([true, true, false]);
  });
});
