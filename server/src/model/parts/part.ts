/** Parts of a line: every stretch that means something by itself, down to the names and arguments inside words. */
import { spanIn } from "../../syntax/columns.ts";
import type { Line, Word } from "../../syntax/line.ts";
import type { Span } from "../../syntax/span.ts";

/** What a part is to HAProxy. */
export type PartRole =
  /** `no` or `default` before a statement. */
  | "prefix"
  /** The word that opens a section, and its name. */
  | "section"
  | "section-name"
  /** Words that name a statement; those of a rule are its ruleset, hook and action, `option` is followed by an option. */
  | "keyword"
  | "ruleset"
  | "hook"
  | "action"
  | "option"
  /** Of a bind or server line; `of` tells which. */
  | "parameter"
  /** A word that the grammar itself holds. */
  | "enum"
  | "fetch"
  | "converter"
  /** A name that only ACLs know, such as hdr_beg. */
  | "criterion"
  /** An argument in parentheses that is nothing more special. */
  | "argument"
  /** `-i`, `-m`, `-f` … of an ACL, what stands behind `-m`, and the values compared with. */
  | "flag"
  | "match-method"
  | "pattern"
  /** `if`, `unless`, `or`, `||`, `!`, `{`, `}`, and those of `.if`. */
  | "operator"
  /** Names of things; `kind` says of what. */
  | "declaration"
  | "reference"
  /** A variable of HAProxy (`txn.x`), and one of the environment (`${NAME}`). */
  | "variable"
  | "environment"
  | "log-alias"
  | "log-flags"
  | "number"
  | "time"
  | "size"
  | "percent"
  | "address"
  | "port"
  | "path"
  | "regex"
  | "status"
  | "http-method"
  | "header"
  | "string"
  | "stored-data"
  | "macro"
  | "predicate"
  | "comment"
  /** A word of which nothing more is certain. */
  | "word";

/** The call that an argument belongs to: a fetch, a converter, or a word of the statement with parentheses. */
export interface CallOfPart {
  readonly name: string;
  readonly kind: "fetch" | "converter" | "word";
  /** Which argument, from 0 on. */
  readonly index: number;
}

export interface PartFacts {
  /** Of names, as in NameUse: acl, backend, server, table, userlist, lua-action …; of a section's name, its keyword. */
  readonly kind?: string;
  /** Type in the notation of the grammar, of a fetch's argument as its registry says; of a pattern, its match method. */
  readonly type?: string;
  /** What the notation says more of the type, such as the unit of a time. */
  readonly parameter?: string;
  readonly call?: CallOfPart;
  /** Class of a parameter in the grammar. */
  readonly of?: "bind" | "server";
  /** The release in use does not know the word. */
  readonly unknown?: boolean;
  /** The release in use warns of the word. */
  readonly deprecated?: boolean;
}

export interface Part extends PartFacts {
  /** Columns of the raw line, without the quotes around a word. */
  readonly span: Span;
  readonly role: PartRole;
  /** Quotes and escapes resolved. */
  readonly text: string;
  /** Index in `line.words`, the prefix counted; -1 for a comment. */
  readonly word: number;
}

const noFacts: PartFacts = {};

/** Gathers the parts of one line; words are counted as the statement does, without its prefix. */
export class PartList {
  readonly line: Line;
  readonly words: readonly Word[];
  readonly branch: string | undefined;
  private readonly shift: number;
  private readonly parts: Part[] = [];
  private readonly covered: boolean[] = [];

  constructor(line: Line, words: readonly Word[], shift: number, branch: string | undefined) {
    this.line = line;
    this.words = words;
    this.shift = shift;
    this.branch = branch;
  }

  valueOf(index: number): string {
    return this.words[index]?.value ?? "";
  }

  /** Whether a word has any part so far. */
  covers(index: number): boolean {
    return this.covered[index] === true;
  }

  /** A stretch of the value of a word; an empty one is left out. */
  add(index: number, start: number, end: number, role: PartRole, facts: PartFacts = noFacts): void {
    const word = this.words[index];
    if (word === undefined) return;
    this.covered[index] = true;
    if (end <= start) return;
    const span = spanIn(this.line, word, start, end);
    if (span.end > span.start) this.parts.push({ span, role, text: word.value.slice(start, end), word: index + this.shift, ...facts });
  }

  whole(index: number, role: PartRole, facts: PartFacts = noFacts): void {
    this.add(index, 0, this.valueOf(index).length, role, facts);
  }

  /** A part that lies in no word of the statement. */
  outside(span: Span, role: PartRole, word: number): void {
    this.parts.push({ span, role, text: this.line.raw.slice(span.start, span.end), word });
  }

  /** In the order of columns, none overlapping. */
  finish(): readonly Part[] {
    const parts = this.line.words.some(({ dynamic }) => dynamic) ? withVariables(this.parts, this.line) : this.parts;
    parts.sort((a, b) => a.span.start - b.span.start);
    let end = 0;
    return parts.filter(({ span }) => {
      if (span.start < end) return false;
      end = span.end;
      return true;
    });
  }
}

/** Environment variables are parts of their own, cut out of what they stand in. */
function withVariables(parts: readonly Part[], line: Line): Part[] {
  const variables = line.words.flatMap((word, index) =>
    (word.variables ?? []).map(
      ({ start, end }): Part => ({
        span: spanIn(line, word, start, end),
        role: "environment",
        text: word.value.slice(start, end),
        word: index,
      }),
    ),
  );
  return [...parts.flatMap((part) => cut(part, variables, line)), ...variables];
}

function cut(part: Part, variables: readonly Part[], line: Line): Part[] {
  const within = variables.filter(({ span }) => span.start < part.span.end && part.span.start < span.end);
  if (within.length === 0) return [part];
  const pieces: Part[] = [];
  // a name of which a piece is missing is none
  const named = part.role === "declaration" || part.role === "reference" || part.role === "section-name" || part.role === "variable";
  const role = named ? "string" : part.role;
  let from = part.span.start;
  for (const { span } of [...within, { span: { start: part.span.end, end: part.span.end } }]) {
    const piece = { start: from, end: Math.min(span.start, part.span.end) };
    if (piece.end > piece.start) pieces.push({ span: piece, role, text: line.raw.slice(piece.start, piece.end), word: part.word });
    from = Math.max(from, span.end);
  }
  return pieces;
}
