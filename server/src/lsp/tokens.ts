/** Semantic tokens in the protocol's form: five numbers each, counted from the token before; and the edit between two answers. */
import type { SemanticTokensClientCapabilities, SemanticTokensEdit, SemanticTokensLegend } from "vscode-languageserver/node";
import { styleOf } from "../features/tokens/configTokens.ts";
import {
  substitutes,
  type Token,
  type TokenModifier,
  type TokenStyle,
  type TokenType,
  tokenModifiers,
  tokenTypes,
} from "../features/tokens/token.ts";
import type { Part } from "../model/part.ts";
import { partsOf } from "../model/parts.ts";
import { perBranch } from "../model/perBranch.ts";
import type { ConfigFile, Section } from "../syntax/config.ts";

/** Lines counted from `firstLine`: the first number of the first token is filled in when chunks are joined. */
export interface Chunk {
  readonly firstLine: number;
  readonly data: readonly number[];
}

/** Numbers of a token. */
const size = 5;
const none: readonly number[] = [];

/** Types and modifiers that both sides know; all of ours for an editor that does not say what it knows. */
export function legendFor(announced: SemanticTokensClientCapabilities | undefined): SemanticTokensLegend {
  const known = (names: readonly string[], theirs: readonly string[] | undefined) =>
    theirs === undefined ? [...names] : names.filter((name) => theirs.includes(name));
  return {
    tokenTypes: known(tokenTypes, announced?.tokenTypes),
    tokenModifiers: known(tokenModifiers, announced?.tokenModifiers),
  };
}

/** Writes tokens in the numbers of one legend. What it made of a line or a section lives as long as these. */
export class TokenWriter {
  private readonly types = new Map<TokenType, number>();
  private readonly modifiers: ReadonlyMap<TokenModifier, number>;
  private readonly ofLines = new WeakMap<readonly Part[], readonly number[]>();

  constructor(legend: SemanticTokensLegend) {
    for (const type of tokenTypes) {
      let best: TokenType | undefined = type;
      while (best !== undefined && !legend.tokenTypes.includes(best)) best = substitutes[best];
      if (best !== undefined) this.types.set(type, legend.tokenTypes.indexOf(best));
    }
    this.modifiers = new Map(
      tokenModifiers.flatMap((name) => (legend.tokenModifiers.includes(name) ? [[name, 1 << legend.tokenModifiers.indexOf(name)]] : [])),
    );
  }

  /** One chunk for each section. */
  ofConfig(file: ConfigFile, branch: string | undefined): readonly Chunk[] {
    return file.sections.map(({ firstLine, section }) => ({ firstLine, data: this.ofSection(section, branch) }));
  }

  /** The lines from `from` to `to`, both included. */
  ofLinesBetween(file: ConfigFile, from: number, to: number, branch: string | undefined): readonly Chunk[] {
    return file.sections.flatMap(({ firstLine, section }) => {
      const first = Math.max(0, from - firstLine);
      const last = Math.min(section.lines.length - 1, to - firstLine);
      return first > last ? [] : [{ firstLine, data: this.writeLines(section, first, last, branch) }];
    });
  }

  /** Any tokens in document order, as one chunk. */
  ofTokens(tokens: readonly Token[]): readonly Chunk[] {
    const data: number[] = [];
    let line = 0;
    let start = 0;
    for (const token of tokens) {
      if (token.line !== line) start = 0;
      if (this.push(data, token.line - line, token.span.start - start, token.span.end - token.span.start, token)) {
        line = token.line;
        start = token.span.start;
      }
    }
    return [{ firstLine: 0, data }];
  }

  private readonly ofSection = perBranch((section, branch) => this.writeLines(section, 0, section.lines.length - 1, branch));

  private writeLines(section: Section, first: number, last: number, branch: string | undefined): readonly number[] {
    const data: number[] = [];
    let behind = 0;
    for (let offset = first; offset <= last; offset++) {
      const ofLine = this.ofLine(partsOf(section, offset, branch), branch);
      if (ofLine.length === 0) continue;
      const at = data.length;
      for (let i = 0; i < ofLine.length; i++) data.push(ofLine[i] as number);
      data[at] = offset - behind;
      behind = offset;
    }
    return data;
  }

  private ofLine(parts: readonly Part[], branch: string | undefined): readonly number[] {
    if (parts.length === 0) return none;
    let data = this.ofLines.get(parts);
    if (data === undefined) {
      const written: number[] = [];
      let start = 0;
      for (const part of parts) {
        const style = styleOf(part, branch);
        const { span } = part;
        if (style !== undefined && this.push(written, 0, span.start - start, span.end - span.start, style)) start = span.start;
      }
      data = written;
      this.ofLines.set(parts, data);
    }
    return data;
  }

  /** Says whether the editor has any type for the token. */
  private push(data: number[], lines: number, columns: number, length: number, { type, modifiers }: TokenStyle): boolean {
    const number = this.types.get(type);
    if (number === undefined) return false;
    data.push(
      lines,
      columns,
      length,
      number,
      modifiers.reduce((bits, name) => bits | (this.modifiers.get(name) ?? 0), 0),
    );
    return true;
  }
}

/** All chunks as one list; each counts its first token from the last one before it. */
export function joined(chunks: readonly Chunk[]): number[] {
  return flat(leadsOf(chunks));
}

interface Led {
  readonly chunk: Chunk;
  /** First number of its first token. */
  readonly lead: number;
}

/** Chunks with tokens, each with its distance from the token before. */
function leadsOf(chunks: readonly Chunk[]): Led[] {
  const found: Led[] = [];
  let line = 0;
  for (const chunk of chunks) {
    const { firstLine, data } = chunk;
    if (data.length === 0) continue;
    found.push({ chunk, lead: firstLine + (data[0] as number) - line });
    line = firstLine + linesOf(data);
  }
  return found;
}

const lineCounts = new WeakMap<readonly number[], number>();

/** Line of the last token, counted from the chunk's own. */
function linesOf(data: readonly number[]): number {
  let lines = lineCounts.get(data);
  if (lines === undefined) {
    lines = 0;
    for (let i = 0; i < data.length; i += size) lines += data[i] as number;
    lineCounts.set(data, lines);
  }
  return lines;
}

/** What turns the numbers of one answer into those of the next: nothing, or one edit. */
export function editBetween(before: readonly Chunk[], after: readonly Chunk[]): SemanticTokensEdit[] {
  const was = leadsOf(before);
  const is = leadsOf(after);
  const most = Math.min(was.length, is.length);
  let head = 0;
  let start = 0;
  while (head < most && same(was[head] as Led, is[head] as Led)) start += (was[head++] as Led).chunk.data.length;
  let tail = 0;
  while (tail < most - head && same(was[was.length - 1 - tail] as Led, is[is.length - 1 - tail] as Led)) tail++;
  const old = flat(was.slice(head, was.length - tail));
  const fresh = flat(is.slice(head, is.length - tail));
  const shared = Math.min(old.length, fresh.length);
  let kept = 0;
  while (kept < shared && old[kept] === fresh[kept]) kept++;
  let behind = 0;
  while (behind < shared - kept && old[old.length - 1 - behind] === fresh[fresh.length - 1 - behind]) behind++;
  if (kept === old.length && kept === fresh.length) return [];
  return [{ start: start + kept, deleteCount: old.length - kept - behind, data: fresh.slice(kept, fresh.length - behind) }];
}

function same(a: Led, b: Led): boolean {
  return a.chunk.data === b.chunk.data && a.lead === b.lead;
}

function flat(chunks: readonly Led[]): number[] {
  const data: number[] = [];
  for (const { chunk, lead } of chunks) {
    const at = data.length;
    for (let i = 0; i < chunk.data.length; i++) data.push(chunk.data[i] as number);
    data[at] = lead;
  }
  return data;
}
