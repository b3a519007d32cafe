/** Tokenizes text as VS Code does and reads fixtures whose caret comments say which scopes the line above them must have. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import oniguruma from "vscode-oniguruma";
import textmate, { type IGrammar, type IToken } from "vscode-textmate";

const wasm = createRequire(import.meta.url).resolve("vscode-oniguruma/release/onig.wasm");
const onigLib = oniguruma.loadWASM(readFileSync(wasm)).then(() => ({
  createOnigScanner: (sources: string[]) => new oniguruma.OnigScanner(sources),
  createOnigString: (text: string) => new oniguruma.OnigString(text),
}));

/** `text` is that of a .tmLanguage.json file. */
export async function loadGrammar(text: string): Promise<IGrammar> {
  const registry = new textmate.Registry({ onigLib, loadGrammar: async () => null });
  return registry.addGrammar(textmate.parseRawGrammar(text, "grammar.json"));
}

/** Throws where Oniguruma refuses a regular expression; a grammar alone would compile it only when it needs it. */
export async function compile(regex: string): Promise<void> {
  (await onigLib).createOnigScanner([regex]).dispose();
}

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
  for (const [i, raw] of text.split("\n").entries()) {
    const [whole, dashes, blanks = "", carets = "", scopes = ""] = /^#(?:<(-+)|(\s*)(\^+)) +(\S.*)$/.exec(raw) ?? [];
    const start = dashes === undefined ? 1 + blanks.length : 0;
    const end = start + (dashes ?? carets).length;
    if (whole === undefined) lines.push(raw);
    else assertions.push({ fixtureLine: i + 1, line: lines.length - 1, start, end, scopes: scopes.split(" ") });
  }
  return { lines, assertions };
}

/** What is wrong, or nothing. Every character of the range must have every scope. */
export function failureOf(assertion: Assertion, text: string, tokens: readonly IToken[]): string | undefined {
  const { fixtureLine, start, end } = assertion;
  if (end > text.length) return `line ${fixtureLine}: the carets point behind the end of "${text}"`;
  for (const wanted of assertion.scopes) {
    const name = wanted.replace(/^!/, "");
    const has = (token: IToken) => token.scopes.some((scope) => scope === name || scope.startsWith(`${name}.`));
    const wrong = tokens.find((token) => token.startIndex < end && token.endIndex > start && has(token) === wanted.startsWith("!"));
    if (wrong === undefined) continue;
    return `line ${fixtureLine}: want ${wanted}, but "${text.slice(wrong.startIndex, wrong.endIndex)}" has ${wrong.scopes.join(" ")}`;
  }
  return undefined;
}
