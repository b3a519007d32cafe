/** The notation in which server/knowledge/language writes what may follow a word; README.md there explains it. */

export type Node =
  | { readonly kind: "word"; readonly text: string }
  | { readonly kind: "type"; readonly type: string; readonly parameter: string | undefined }
  | { readonly kind: "sequence" | "choice"; readonly items: readonly Node[] }
  | { readonly kind: "optional"; readonly item: Node }
  | { readonly kind: "many"; readonly item: Node; readonly atLeast: 0 | 1 }
  | { readonly kind: "rest" }
  /** `required`: without `if` or `unless` the statement is refused. */
  | { readonly kind: "condition"; readonly required: boolean };

const tokens = /\.\.\.|\[cond\]|<([A-Za-z][A-Za-z\d-]*\??)(?::([^>]*))?>|[()[\]|]|[^\s()[\]|<>]+/g;
const parsed = new Map<string, Node>();

/** Reads a notation; throws with what is wrong (the build runs this over every entry, so the server never does). */
export function parseNotation(text: string): Node {
  let node = parsed.get(text);
  if (node === undefined) {
    const reader = new NotationReader([...text.matchAll(tokens)], text);
    node = reader.read();
    parsed.set(text, node);
  }
  return node;
}

/** What is neither blank nor read, such as a bracket without its type; for the build, as nothing else would tell of it. */
export function strayIn(text: string): string {
  return text.replace(tokens, "").trim();
}

class NotationReader {
  private at = 0;
  private readonly found: readonly RegExpMatchArray[];
  private readonly text: string;

  constructor(found: readonly RegExpMatchArray[], text: string) {
    this.found = found;
    this.text = text;
  }

  read(): Node {
    const node = this.choice();
    if (this.at < this.found.length) throw new Error(`"${this.peek()}" closes nothing in ${this.text}`);
    return node;
  }

  private peek(): string | undefined {
    return this.found[this.at]?.[0];
  }

  private choice(): Node {
    const items = [this.sequence()];
    while (this.peek() === "|") {
      this.at++;
      items.push(this.sequence());
    }
    return items.length === 1 ? (items[0] as Node) : { kind: "choice", items };
  }

  private sequence(): Node {
    const items: Node[] = [];
    for (let next = this.peek(); next !== undefined && next !== "|" && next !== ")" && next !== "]"; next = this.peek())
      items.push(this.item());
    return items.length === 1 ? (items[0] as Node) : { kind: "sequence", items };
  }

  private item(): Node {
    const token = this.found[this.at++] as RegExpMatchArray;
    const [text, type, parameter] = token;
    if (text === "(") return this.repeated(this.closed(")"));
    if (text === "[") return this.repeated({ kind: "optional", item: this.closed("]") });
    if (text === "...") return { kind: "rest" };
    if (text === "[cond]") return { kind: "condition", required: false };
    if (type === "cond") return { kind: "condition", required: true };
    if (type !== undefined) return this.repeated({ kind: "type", type, parameter });
    return literal(text);
  }

  private closed(mark: string): Node {
    const node = this.choice();
    if (this.peek() !== mark) throw new Error(`"${mark}" is missing in ${this.text}`);
    this.at++;
    return node;
  }

  /** A `*` or `+` glued to what stands before. */
  private repeated(item: Node): Node {
    const mark = this.peek();
    if (mark !== "*" && mark !== "+") return item;
    this.at++;
    if (leastOf(item) === 0) throw new Error(`what "${mark}" repeats may be nothing at all in ${this.text}`);
    return { kind: "many", item, atLeast: mark === "+" ? 1 : 0 };
  }
}

function literal(text: string): Node {
  const repeated = text.length > 1 && /[*+]$/.test(text);
  const word: Node = { kind: "word", text: repeated ? text.slice(0, -1) : text };
  return repeated ? { kind: "many", item: word, atLeast: text.endsWith("+") ? 1 : 0 } : word;
}

/** What may stand first, for messages and completion: words and types. */
export function firstOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case "choice":
      return node.items.flatMap(firstOf);
    case "optional":
    case "many":
      return firstOf(node.item);
    case "sequence": {
      const first: Node[] = [];
      for (const item of node.items) {
        first.push(...firstOf(item));
        if (item.kind !== "optional" && !(item.kind === "many" && item.atLeast === 0)) break;
      }
      return first;
    }
    default:
      return [node];
  }
}

/** Fewest words that it takes. */
function leastOf(node: Node): number {
  switch (node.kind) {
    case "sequence":
      return node.items.reduce((sum, item) => sum + leastOf(item), 0);
    case "choice":
      return Math.min(...node.items.map(leastOf));
    case "optional":
    case "rest":
    case "condition":
      return 0;
    case "many":
      return node.atLeast === 0 ? 0 : leastOf(node.item);
    default:
      return 1;
  }
}

/** Most words that it takes; repetitions, which have no end, count as a few. */
export function longestOf(node: Node): number {
  switch (node.kind) {
    case "sequence":
      return node.items.reduce((sum, item) => sum + longestOf(item), 0);
    case "choice":
      return Math.max(...node.items.map(longestOf));
    case "optional":
      return longestOf(node.item);
    case "many":
    case "rest":
    case "condition":
      return 8;
    default:
      return 1;
  }
}
