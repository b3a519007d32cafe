/** The form in which the grammars are written here, and how it becomes TextMate's. */

/** What a group of a regular expression gets: a scope (more of them between blanks), or rules for the text in it. */
export type Captures = Readonly<Record<number, string | readonly Rule[]>>;
export interface Rule {
  readonly name?: string;
  readonly include?: string;
  readonly match?: string;
  readonly captures?: Captures;
  readonly begin?: string;
  readonly beginCaptures?: Captures;
  readonly end?: string;
  readonly endCaptures?: Captures;
  readonly patterns?: readonly Rule[];
}
export interface Grammar {
  readonly title: string;
  readonly scopeName: string;
  readonly patterns: readonly Rule[];
  readonly repository: Readonly<Record<string, Rule>>;
}

/** A regular expression for any of these words; longer ones first, as the first that fits wins. */
export function any(words: readonly string[]): string {
  return `(?:${[...words].sort((a, b) => b.length - a.length).join("|")})`;
}

/** Rules of the repository by their keys. */
export function use(...keys: readonly string[]): readonly Rule[] {
  return keys.map((key) => ({ include: `#${key}` }));
}

/** The text of a grammar file. Every scope name gets the language as its last part. */
export function grammarFile({ title, scopeName, patterns, repository }: Grammar): string {
  const language = scopeName.slice(scopeName.indexOf("."));
  return json({
    information_for_contributors: ["Written by scripts/build-grammar.ts from syntaxes/source: edit those."],
    name: title,
    scopeName,
    patterns: patterns.map((rule) => stamped(rule, language)),
    repository: Object.fromEntries(Object.entries(repository).map(([key, rule]) => [key, stamped(rule, language)])),
  });
}

export function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function stamped(rule: Rule, language: string): object {
  const scope = (scopes: string) =>
    scopes
      .split(" ")
      .map((one) => one + language)
      .join(" ");
  const groups = (captures: Captures) =>
    Object.fromEntries(
      Object.entries(captures).map(([group, what]) => [
        group,
        typeof what === "string" ? { name: scope(what) } : { patterns: what.map((inner) => stamped(inner, language)) },
      ]),
    );
  const { name, match, captures, begin, beginCaptures, end, endCaptures, patterns, include } = rule;
  return {
    ...(include !== undefined && { include }),
    ...(name !== undefined && { name: scope(name) }),
    ...(match !== undefined && { match }),
    ...(captures && { captures: groups(captures) }),
    ...(begin !== undefined && { begin }),
    ...(beginCaptures && { beginCaptures: groups(beginCaptures) }),
    ...(end !== undefined && { end }),
    ...(endCaptures && { endCaptures: groups(endCaptures) }),
    ...(patterns && { patterns: patterns.map((inner) => stamped(inner, language)) }),
  };
}
