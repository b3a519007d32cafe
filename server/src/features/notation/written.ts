/** The notation of the grammar as a person would write it, `{ a | b } [<time>]`, with the place of each of its words and types. */
import { type Node, parseNotation } from "../../knowledge/notation.ts";
import type { Span } from "../../syntax/span.ts";
import { isNumber, typeWritten } from "./typeNames.ts";

export interface WrittenNotation {
  readonly text: string;
  /** Places in the text of what an argument can be, in order. */
  readonly parameters: readonly Span[];
  /** Index into the parameters of each word, type and condition. */
  readonly indexOf: ReadonlyMap<Node, number>;
}

export interface Layout {
  /** Between two items of a sequence: a blank, a comma in the arguments of a sample, nothing where the commas are words. */
  readonly glue: " " | "," | "";
  /** Words of a choice shown, of more only the first: completion offers them all. */
  readonly mostWords: number;
}

const whole: Layout = { glue: " ", mostWords: 26 };
const texts = new Map<string, string>();

/** The text alone; remembered, as there are only so many notations. */
export function writtenText(notation: string, glue: Layout["glue"] = " "): string {
  const key = glue + notation;
  let text = texts.get(key);
  if (text === undefined) {
    text = written(parseNotation(notation), { ...whole, glue }).text;
    texts.set(key, text);
  }
  return text;
}

/** "..." alone says nothing: its text is empty. */
export function written(root: Node, layout: Layout): WrittenNotation {
  const writer = new Writer(layout);
  const parameters: Span[] = [];
  const indexOf = new Map<Node, number>();
  let text = "";
  for (const piece of root.kind === "rest" ? [] : writer.pieces(root, true)) {
    if (piece.nodes.length > 0) {
      for (const node of piece.nodes) indexOf.set(node, parameters.length);
      parameters.push({ start: text.length, end: text.length + piece.text.length });
    }
    text += piece.text;
  }
  for (const [node, shown] of writer.standsFor) {
    const index = indexOf.get(shown);
    if (index !== undefined) indexOf.set(node, index);
  }
  return { text, parameters, indexOf };
}

/** A stretch of the text; what belongs to no argument, such as a brace, has no nodes. */
interface Piece {
  readonly text: string;
  readonly nodes: readonly Node[];
}

const mark = (text: string): Piece => ({ text, nodes: [] });

class Writer {
  /** What is written once only > where it is written. */
  readonly standsFor = new Map<Node, Node>();
  private readonly layout: Layout;

  constructor(layout: Layout) {
    this.layout = layout;
  }

  /** `inside`: a choice needs braces here. */
  pieces(node: Node, inside: boolean): readonly Piece[] {
    switch (node.kind) {
      case "sequence":
        return this.sequence(node.items);
      case "choice":
        return this.choice(node.items, inside);
      case "optional":
        return this.optional(node.item);
      case "many":
        return this.many(node.item, node.atLeast);
      default:
        return leaf(node);
    }
  }

  /**
   * What may stand before and behind a needed word is written around it in the notation ("(a | b)* size <size> (a | b | c)*");
   * a reader wants it once, behind what is needed. What HAProxy ignores at the end is left out.
   */
  private sequence(items: readonly Node[]): readonly Piece[] {
    const needed = items.at(-1)?.kind === "rest" ? items.slice(0, -1) : items;
    const shown = needed.filter((item, i) => !needed.slice(i + 1).some((later) => this.covers(later, item)));
    const all: Piece[] = [];
    for (const item of shown) {
      const { glue } = this.layout;
      const within = all.length > 0 && glue === "," && item.kind === "optional";
      const pieces = within ? this.bracketed(item.item, glue) : this.pieces(item, true);
      if (textOf(pieces) === "") continue;
      if (all.length > 0 && !within && glue !== "") all.push(mark(glue));
      all.push(...pieces);
    }
    return all;
  }

  /** Whether everything that one repetition takes is part of another one, which then stands for it. */
  private covers(later: Node, item: Node): boolean {
    if (later.kind !== "many" || item.kind !== "many") return false;
    const shown = new Map(alternatives(later.item).map((choice) => [textOf(this.pieces(choice, false)), choice]));
    const pairs = alternatives(item.item).map((choice) => [choice, shown.get(textOf(this.pieces(choice, false)))] as const);
    if (pairs.some(([, same]) => same === undefined)) return false;
    for (const [choice, same] of pairs) if (same !== undefined) this.pair(choice, same);
    return true;
  }

  private pair(node: Node, same: Node): void {
    this.standsFor.set(node, same);
    const [inNode, inSame] = [partsOf(node), partsOf(same)];
    inNode.forEach((part, i) => {
      const other = inSame[i];
      if (other !== undefined) this.pair(part, other);
    });
  }

  private choice(items: readonly Node[], inside: boolean): readonly Piece[] {
    const named = namedChoice(items);
    if (named !== undefined) return [{ text: named, nodes: items }];
    const all = this.distinct(this.meant(items));
    const given = all.filter((pieces) => textOf(pieces) !== "");
    const joined = given.flatMap((pieces, i) => (i === 0 ? pieces : [mark(" | "), ...pieces]));
    // one that may be empty
    if (given.length < all.length) return [mark("["), ...joined, mark("]")];
    return inside && given.length > 1 ? [mark("{ "), ...joined, mark(" }")] : joined;
  }

  /** Of numbers beside what HAProxy takes as well (any text, numbers below 0), only the numbers that a person would write. */
  private meant(items: readonly Node[]): readonly Node[] {
    const number = items.find((item) => item.kind === "type" && isNumber(item.type) && item.parameter !== belowZero);
    if (number === undefined) return items;
    const beside = (item: Node) => item.kind === "type" && (item.parameter === belowZero || (item.type === "string" && !item.parameter));
    for (const item of items) if (beside(item)) this.standsFor.set(item, number);
    return items.filter((item) => !beside(item));
  }

  /** The alternatives, each text once; "!a" and "a" as "[!]a"; words beyond the first few as one piece that ends in "…". */
  private distinct(items: readonly Node[]): readonly (readonly Piece[])[] {
    const byText = new Map<string, readonly Piece[]>();
    const first = new Map<string, Node>();
    for (const item of items) {
      const pieces = this.pieces(item, false);
      const text = textOf(pieces);
      const known = byText.get(text);
      const same = first.get(text);
      if (known === undefined || same === undefined) {
        byText.set(text, pieces);
        first.set(text, item);
      } else {
        this.pair(item, same);
        this.standsFor.set(item, known[0]?.nodes[0] ?? item);
      }
    }
    for (const [text, pieces] of byText) {
      const negated = byText.get(`!${text}`);
      if (negated === undefined) continue;
      byText.delete(`!${text}`);
      byText.set(text, [{ text: `[!]${text}`, nodes: [...pieces, ...negated].flatMap(({ nodes }) => nodes) }]);
    }
    return this.fewWords([...byText.values()]);
  }

  private fewWords(all: readonly (readonly Piece[])[]): readonly (readonly Piece[])[] {
    const words = all.filter(isWord);
    if (words.length <= this.layout.mostWords) return all;
    const shown = words.slice(0, this.layout.mostWords).map(textOf).join(" | ");
    const nodes = words.flatMap((pieces) => pieces.flatMap((piece) => piece.nodes));
    return [[{ text: `${shown} | …`, nodes }], ...all.filter((pieces) => !isWord(pieces))];
  }

  private optional(item: Node): readonly Piece[] {
    return mayBeEmpty(item) ? this.pieces(item, false) : this.bracketed(item, "");
  }

  private bracketed(item: Node, lead: string): readonly Piece[] {
    return [mark(`[${lead}`), ...this.pieces(item, false), mark("]")];
  }

  private many(item: Node, atLeast: 0 | 1): readonly Piece[] {
    if (atLeast === 1) return [...this.pieces(item, true), mark("+")];
    return [mark("["), ...this.pieces(item.kind === "optional" ? item.item : item, false), mark("]*")];
  }
}

const belowZero = "..-1";

function leaf(node: Node): readonly Piece[] {
  const text = leafText(node);
  return text === "" ? [] : [{ text, nodes: [node] }];
}

function leafText(node: Node): string {
  switch (node.kind) {
    case "word":
      return node.text;
    case "type":
      return typeWritten(node.type, node.parameter);
    case "condition":
      return node.required ? "{ if | unless } <condition>" : "[{ if | unless } <condition>]";
    default:
      return "…";
  }
}

function textOf(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join("");
}

function isWord([piece, ...more]: readonly Piece[]): boolean {
  return more.length === 0 && piece?.nodes[0]?.kind === "word";
}

function alternatives(node: Node): readonly Node[] {
  return node.kind === "choice" ? node.items.flatMap(alternatives) : [node];
}

function partsOf(node: Node): readonly Node[] {
  if (node.kind === "choice" || node.kind === "sequence") return node.items;
  return node.kind === "optional" || node.kind === "many" ? [node.item] : [];
}

function mayBeEmpty(node: Node): boolean {
  return node.kind === "choice" && node.items.some((item) => item.kind === "type" && item.type === "empty");
}

/** Lists that every reader knows under one name. */
function namedChoice(items: readonly Node[]): string | undefined {
  const words = items.map((item) => (item.kind === "word" ? item.text : ""));
  if (words.length > 5 && words.every((word) => /^[1-5]\d\d$/.test(word))) return "<status>";
  if (words.includes("local7")) return "<facility>";
  return words[0] === "emerg" ? "<level>" : undefined;
}
