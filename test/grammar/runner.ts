/** Tokenizes text as VS Code does and reads fixtures whose caret comments say which scopes the line above them must have. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import oniguruma from "vscode-oniguruma";
import textmate, { type IGrammar, type IToken } from "vscode-textmate";

export const repository = path.resolve(import.meta.dirname, "../..");
const files: Readonly<Record<string, string>> = {
  "source.haproxy": "haproxy.tmLanguage.json",
  "text.haproxy-crash": "haproxy-crash.tmLanguage.json",
};
const wasm = createRequire(import.meta.url).resolve("vscode-oniguruma/release/onig.wasm");
const onigLib = oniguruma.loadWASM(readFileSync(wasm)).then(() => ({
  createOnigScanner: (sources: string[]) => new oniguruma.OnigScanner(sources),
  createOnigString: (text: string) => new oniguruma.OnigString(text),
}));

/** `readGrammar` gives the text of a grammar file; a test that breaks a grammar on purpose passes its own. */
export async function loadGrammar(scopeName: string, readGrammar = committed): Promise<IGrammar> {
  const loadGrammar = async (wanted: string) => {
    const file = files[wanted];
    return file === undefined ? null : textmate.parseRawGrammar(readGrammar(file), file);
  };
  const grammar = await new textmate.Registry({ onigLib, loadGrammar }).loadGrammar(scopeName);
  if (grammar === null) throw new Error(`no grammar for ${scopeName}`);
  return grammar;
}

const committed = (file: string): string => readFileSync(path.join(repository, "syntaxes", file), "utf8");

/** Tokens of each line. */
export function tokenize(grammar: IGrammar, lines: readonly string[]): IToken[][] {
  let state = textmate.INITIAL;
  return lines.map((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    return tokens;
  });
}

export interface Assertion {
  /** From 1, in the fixture with its assertions. */
  readonly fixtureLine: number;
  /** From 0, in the text without them. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
  /** The scopes that must be there, or must not when they begin with "!". */
  readonly scopes: readonly string[];
}

/** `#   ^^^ scope` speaks of the characters above the carets, `#<-- scope` of as many first characters as it has dashes. */
export function readFixture(text: string): { lines: string[]; assertions: Assertion[] } {
  const lines: string[] = [];
  const assertions: Assertion[] = [];
  text.split("\n").forEach((raw, i) => {
    const found = /^#(?:<(-+)|(\s*)(\^+)) +(\S.*)$/.exec(raw);
    if (found === null) return lines.push(raw);
    const [, dashes, blanks = "", carets = "", scopes = ""] = found;
    const start = dashes === undefined ? 1 + blanks.length : 0;
    const end = start + (dashes ?? carets).length;
    return assertions.push({ fixtureLine: i + 1, line: lines.length - 1, start, end, scopes: scopes.split(" ") });
  });
  return { lines, assertions };
}

/** What is wrong, or nothing. Every character of the range must have every scope. */
export function failureOf(
  { fixtureLine, line, start, end, scopes }: Assertion,
  text: string,
  tokens: readonly IToken[],
): string | undefined {
  if (end > text.length) return `line ${fixtureLine}: the carets point behind the end of line ${line + 1}`;
  for (const wanted of scopes) {
    const banned = wanted.startsWith("!");
    const name = banned ? wanted.slice(1) : wanted;
    const has = (token: IToken) => token.scopes.some((scope) => scope === name || scope.startsWith(`${name}.`));
    const wrong = tokens.find((token) => token.startIndex < end && token.endIndex > start && has(token) === banned);
    if (wrong)
      return `line ${fixtureLine}: want ${wanted}, but "${text.slice(wrong.startIndex, wrong.endIndex)}" has ${wrong.scopes.join(" ")}`;
  }
  return undefined;
}
