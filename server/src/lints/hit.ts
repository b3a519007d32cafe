/** What a lint finds: a place, a code of the list, how grave it is, and a sentence. */
import type { Model } from "../model/model.ts";
import type { Proxy } from "../model/proxies/proxies.ts";
import { type PlacedStatement, placeOf, spanOfWords } from "../model/statement.ts";
import type { PlacedSection, Section } from "../syntax/config.ts";
import type { Span } from "../syntax/span.ts";
import type { LintCode } from "./codes.ts";
import type { Surroundings } from "./surroundings.ts";

export interface Hit {
  readonly uri: string;
  /** Counts from 0. */
  readonly line: number;
  readonly span: Span;
  readonly code: LintCode;
  readonly severity: "error" | "warning" | "information" | "hint";
  readonly message: string;
  /** Feature of a build: with it HAProxy takes what is remarked on, without it it refuses it. */
  readonly needs?: string;
  /** HAProxy refuses the line, if it reads the block behind `.if` where it stands. */
  readonly guarded?: true;
}

/** In a section wherever it stands; `offset` counts lines from its first one. */
export type SectionHit = Omit<Hit, "uri" | "line"> & { readonly offset: number };

/** What the lines of a section show, wherever it stands. */
export type SectionLint = (section: Section, branch: string | undefined) => readonly SectionHit[];

/** The same where messages name other lines of the section, which move with it. */
export type PlacedLint = (uri: string, placed: PlacedSection, branch: string | undefined) => readonly Hit[];

/** What a proxy shows, its defaults included, by what the rest of the configuration says to all proxies alike. */
export type ProxyLint = (proxy: Proxy, around: Surroundings) => readonly Hit[];

/** What several sections show together. */
export type ModelLint = (model: Model, branch: string | undefined) => readonly Hit[];

/** What is said, without the place. */
export type Said = Pick<Hit, "code" | "severity" | "message">;

/** At a word of a statement, or at the whole of it where it has no such word. */
export function wordHit(at: PlacedStatement, index: number, said: Said): Hit {
  const { uri, line, span } = placeOf(at);
  return { uri, line, span: at.statement.words[index]?.span ?? span, ...said };
}

/** At a section's header. */
export function headHit({ uri, placed }: { readonly uri: string; readonly placed: PlacedSection }, said: Said): Hit {
  return { uri, line: placed.firstLine, span: spanOfWords(placed.section.lines[0]?.words ?? []), ...said };
}

/** At a line of a proxy, which counts within the file. */
export function lineHit({ uri, placed }: Proxy, line: number, said: Said): Hit {
  return { uri, line, span: spanOfWords(placed.section.lines[line - placed.firstLine]?.words ?? []), ...said };
}

/** At a statement that the proxy has itself, or at its header where it inherits that. */
export function ownHit(proxy: Proxy, at: PlacedStatement, said: Said): Hit {
  return proxy.own.includes(at) ? lineHit(proxy, at.lineNumber, said) : headHit(proxy, said);
}
