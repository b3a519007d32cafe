/** Writes semantic tokens in the protocol's form: five numbers each, counted from the token before. */
import type { SemanticTokensClientCapabilities, SemanticTokensLegend } from "vscode-languageserver";
import { styleOf } from "../../features/tokens/configTokens.ts";
import {
  substitutes,
  type Token,
  type TokenModifier,
  type TokenStyle,
  type TokenType,
  tokenModifiers,
  tokenTypes,
} from "../../features/tokens/token.ts";
import type { Part } from "../../model/parts/part.ts";
import { partsOf } from "../../model/parts/parts.ts";
import { perBranch } from "../../model/perBranch.ts";
import type { ConfigFile, Section } from "../../syntax/config.ts";
import type { Line } from "../../syntax/line.ts";
import type { Span } from "../../syntax/span.ts";
import { type Chunk, measured, type Row, type Rows } from "./tokenRows.ts";

const none: Row = [];

interface WrittenSection {
  readonly branch: string | undefined;
  readonly lines: readonly Line[];
  readonly rows: readonly Row[];
}

/** Types and modifiers that both sides know; all of ours for an editor that does not say what it knows. */
export function legendFor(announced: SemanticTokensClientCapabilities | undefined): SemanticTokensLegend {
  const known = (names: readonly string[], theirs: readonly string[] | undefined) =>
    theirs === undefined ? [...names] : names.filter((name) => theirs.includes(name));
  return {
    tokenTypes: known(tokenTypes, announced?.tokenTypes),
    tokenModifiers: known(tokenModifiers, announced?.tokenModifiers),
  };
}

/** Writes tokens in the numbers of one legend. What it made of a section lives as long as that. */
export class TokenWriter {
  private readonly types = new Map<TokenType, number>();
  private readonly modifiers: ReadonlyMap<TokenModifier, number>;
  /** What was written last of a section, by its header, which no other section shares. */
  private readonly sections = new WeakMap<Line, WrittenSection>();

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
    return file.sections.map(({ firstLine, section }) => ({ firstLine, rows: this.ofSection(section, branch) }));
  }

  /** The lines from `from` to `to`, both included. */
  ofLinesBetween(file: ConfigFile, from: number, to: number, branch: string | undefined): readonly Chunk[] {
    return file.sections.flatMap(({ firstLine, section }) => {
      const first = Math.max(0, from - firstLine);
      const last = Math.min(section.lines.length - 1, to - firstLine);
      if (first > last) return [];
      return [{ firstLine: firstLine + first, rows: measured(this.rowsOf(section, first, last + 1, branch)) }];
    });
  }

  /** Any tokens in document order, as one chunk. */
  ofTokens(tokens: readonly Token[]): readonly Chunk[] {
    const rows: number[][] = [];
    let start = 0;
    for (const token of tokens) {
      while (rows.length <= token.line) {
        rows.push([]);
        start = 0;
      }
      if (this.push(rows[token.line] as number[], token.span, start, token)) start = token.span.start;
    }
    return [{ firstLine: 0, rows: measured(rows) }];
  }

  /** Of a section that an edit has changed, only the rows of lines that are new are written. */
  private readonly ofSection = perBranch((section, branch): Rows => {
    const header = section.lines[0] as Line;
    const before = this.sections.get(header);
    const { lines } = section;
    let rows: readonly Row[];
    if (before === undefined || before.branch !== branch) rows = this.rowsOf(section, 0, lines.length, branch);
    else {
      const most = Math.min(before.lines.length, lines.length);
      let head = 0;
      while (head < most && lines[head] === before.lines[head]) head++;
      let tail = 0;
      while (tail < most - head && lines[lines.length - 1 - tail] === before.lines[before.lines.length - 1 - tail]) tail++;
      const fresh = this.rowsOf(section, head, lines.length - tail, branch);
      rows = before.rows.slice(0, head).concat(fresh, before.rows.slice(before.rows.length - tail));
    }
    this.sections.set(header, { branch, lines, rows });
    return measured(rows);
  });

  private rowsOf(section: Section, from: number, to: number, branch: string | undefined): Row[] {
    const rows: Row[] = [];
    for (let offset = from; offset < to; offset++) rows.push(this.rowOf(partsOf(section, offset, branch), branch));
    return rows;
  }

  private rowOf(parts: readonly Part[], branch: string | undefined): Row {
    if (parts.length === 0) return none;
    const row: number[] = [];
    let start = 0;
    for (const part of parts) {
      const style = styleOf(part, branch);
      if (style !== undefined && this.push(row, part.span, start, style)) start = part.span.start;
    }
    return row;
  }

  /** Says whether the editor has any type for the token. */
  private push(row: number[], span: Span, from: number, { type, modifiers }: TokenStyle): boolean {
    const number = this.types.get(type);
    if (number === undefined) return false;
    let bits = 0;
    for (const name of modifiers) bits |= this.modifiers.get(name) ?? 0;
    row.push(0, span.start - from, span.end - span.start, number, bits);
    return true;
  }
}
