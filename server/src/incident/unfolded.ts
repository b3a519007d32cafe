/**
 * Lines that a mail program or a terminal broke at a width: what belongs together is put together again.
 * Mails break at blanks, somewhere below 80 columns, and mark what they quote; terminals break at their width, inside words too.
 */
import type { LogPlace } from "./incident.ts";
import type { FoundLine } from "./search.ts";

export interface Unfolded {
  readonly lines: readonly FoundLine[];
  /** Of a place in a joined line, where it is in the log. */
  place(at: LogPlace): LogPlace;
}

/** A piece of a joined line: where it starts there, and the line and column that it is from. */
interface Piece {
  readonly at: number;
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** Longer texts were not pasted into a mail. */
const longestText = 400_000;
const narrowest = 60;
const widest = 84;
/** Pieces of one line, at most: a frame with all of its arguments. */
const mostPieces = 40;
/** Lines that must have been cut at the same width before a terminal's width is believed. */
const enoughCut = 2;
/** Words longer than what is missing here to the width are rare. */
const shortest = 20;
/** Characters that two lines of a log have in common at their start, such as a pod's name. */
const alike = 6;

const quote = /^(?:> ?){1,5}/;
/** What begins a line of a log that stamps its lines: there nothing else does. */
const stamp = /^\s*(?:$|[A-Z][a-z]{2} [ \d]\d \d\d:|\d{4}-\d\d-\d\d[T ]|<\d{1,3}>)/;
/** What HAProxy's own lines begin with. */
const tag = /^\s*\[(?:NOTICE|ALERT|WARNING)\]/;
/** What begins a line of a dump or a stack. */
const start =
  /^\s*(?:\[ *\d+\.\d+\]|\[(?:NOTICE|ALERT|WARNING|DIAG|EMERG)\]|#\d|\| |\*?>?Thread \d|call trace|FATAL|WARNING|PANIC|\d+\/\d+ +(?:stuck|loops)=|Current executing|stack traceback|No locals|[a-z_]\w* = |\(gdb\)|Program |Core |caller:|item:|pool:|Tag |Possible |A worker|Please check|[-*=+]{1,3} |```)/;
/** What begins a line of a dump, and may be an argument inside of a frame. */
const field =
  /^\s*(?:stuck|cpu_ns|current call|curr_task|fct|strm|stream|txn|rqf|scf|scb|sif|af|ab|cof|cob|co[01]|req|res|task|flags|p_stc|frontend|backend|server|lock_hist|exec_ctx|iobuf|h[12][sc]|filters|current_rule)[=:.]/;
const frame = /^\s*(?:> ?)*#\d/;

/** Undefined for a text that nobody broke. `interesting` finds the lines that a reader looks at. */
export function unfolded(text: string, interesting: RegExp): Unfolded | undefined {
  const width = text.length > longestText ? undefined : widthOf(text);
  if (width === undefined) return undefined;
  const lines = text.split("\n");
  const trimmed = lines.map((line) => line.trimEnd());
  const cut = joined(lines, interesting, (line) => line.length === width);
  const broken = joined(trimmed, interesting, (line, rest) => line.length + 1 + firstWord(rest) > width, " ");
  const proven = (one: Broken) => one.ends.some(({ torn }) => torn);
  const short = broken.ends.filter(({ length }) => length < width).length;
  // of lines broken at blanks, few end exactly at the width
  if (cut.ends.length >= enoughCut && cut.ends.length >= short && proven(cut)) return cut;
  return short > 0 && proven(broken) ? broken : undefined;
}

/** Longest line, where none that has a blank to break at is longer than mails and terminals are wide. */
function widthOf(text: string): number | undefined {
  let width = 0;
  for (let from = 0; from < text.length; ) {
    const feed = text.indexOf("\n", from);
    const end = feed < 0 ? text.length : feed;
    const line = text.slice(from, Math.min(end, from + widest + 1)).trimEnd();
    from = end + 1;
    if (line.length <= width || !breakable.test(line.replace(quote, ""))) continue;
    if (line.length > widest) return undefined;
    width = line.length;
  }
  return width < narrowest ? undefined : width;
}

/** A line of one word stands in a line of its own, however long it is. */
const breakable = /\S\s+\S/;

function firstWord(text: string): number {
  return /^\s*(\S*)/.exec(text)?.[1]?.length ?? 0;
}

/** Where a line was broken: its length, and whether what stands there cannot be the end of one. */
interface End {
  readonly length: number;
  readonly torn: boolean;
}

type Broken = Unfolded & { readonly ends: readonly End[] };

/** A frame without its function, an offset without its end, a sentence that ends on a word that leads on. */
const leadsOn = /\| +0x[0-9a-f]+ (?:[[<][^\]]*\]:?)?$|\+0x$|\/(?:0x?)?$|\s(?:at|in|is|the|with|by|of|to|and|for|a|code|version|>) ?$/;

/** A bracket that the next line closes, or an end that leads on. */
function isTorn(line: string, rest: string): boolean {
  const open = (text: string, opening: string, closing: string) => text.split(opening).length - text.split(closing).length;
  const pairs = ["()", "[]"].map(([a = "", b = ""]) => [open(line, a, b), open(rest, a, b)] as const);
  return pairs.some(([here, there]) => here > 0 && there < 0) || (leadsOn.test(line) && /^[\w/.<([]/.test(rest));
}

type IsBroken = (line: string, rest: string) => boolean;

function joined(lines: readonly string[], interesting: RegExp, isBroken: IsBroken, between = ""): Broken {
  const found: FoundLine[] = [];
  const pieces = new Map<number, readonly Piece[]>();
  const ends: End[] = [];
  const quoted = lines.filter((line) => quote.test(line)).length * 2 > lines.length;
  for (let i = 0; i < lines.length; ) {
    const number = i;
    let raw = lines[i++] as string;
    const parts: Piece[] = [{ at: 0, line: number, column: 0, length: raw.length }];
    for (; i < lines.length && parts.length < mostPieces && goesOn(raw, lines[i - 1] as string, lines[i] as string); i++) {
      const next = lines[i] as string;
      const rest = unquoted(next);
      parts.push({ at: raw.length + between.length, line: i, column: next.length - rest.length, length: rest.length });
      ends.push({ length: (lines[i - 1] as string).length, torn: isTorn(raw, rest) });
      raw += between + rest;
    }
    if (parts.length > 1) pieces.set(number, parts);
    found.push({ number, raw, start: 0 });
  }
  /** A frame's own "> " is no quotation. */
  function unquoted(line: string): string {
    return quoted && between !== "" ? line.replace(quote, "") : line;
  }
  function goesOn(whole: string, last: string, next: string): boolean {
    if (last.length < shortest) return false;
    const rest = unquoted(next);
    // a program that breaks at blanks leaves none behind
    if (!isBroken(last, rest) || (between !== "" && rest.startsWith(" ")) || stamp.test(rest)) return false;
    const own = unquoted(whole);
    if (stamp.test(own)) return true;
    // lines of one log begin alike
    if (rest.slice(0, alike) === own.slice(0, alike)) return false;
    if (start.test(rest) || (field.test(rest) && !frame.test(own))) return false;
    interesting.lastIndex = 0;
    return tag.test(own) || interesting.test(whole);
  }
  return { lines: found, ends, place: (at) => placed(at, pieces.get(at.line)) };
}

function placed(at: LogPlace, pieces: readonly Piece[] | undefined): LogPlace {
  if (pieces === undefined) return at;
  const piece = pieces.findLast((one) => one.at <= at.span.start) ?? (pieces[0] as Piece);
  const offset = (column: number) => piece.column + Math.min(piece.length, Math.max(0, column - piece.at));
  return { line: piece.line, span: { start: offset(at.span.start), end: offset(at.span.end) } };
}
