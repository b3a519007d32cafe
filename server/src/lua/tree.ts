/** Lua as a tree: luaparse with what Lua 5.4 added, and with what can still be read where a script does not parse. */
import luaparse from "luaparse";

export interface LuaPosition {
  /** From 1. */
  readonly line: number;
  /** From 0, in UTF-16 units. */
  readonly column: number;
}

/** A node as luaparse gives it; `type` says which fields are there (its README lists them). */
export interface LuaNode {
  readonly type: string;
  readonly loc: { readonly start: LuaPosition; readonly end: LuaPosition };
  readonly range: readonly [number, number];
  readonly [field: string]: unknown;
}

export interface LuaProblem {
  /** From 0. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export interface LuaTree {
  readonly body: readonly LuaNode[];
  readonly comments: readonly LuaNode[];
  /** What Lua would refuse; the tree then holds the statements of the outermost level that can be read. */
  readonly problem: LuaProblem | undefined;
}

const options = { luaVersion: "5.3", comments: true, locations: true, ranges: true, encodingMode: "none" } as const;
/** Longer texts are no script that a person wrote. */
const longest = 1_000_000;
const nothing: LuaTree = { body: [], comments: [], problem: undefined };

export function parseLua(text: string): LuaTree {
  if (text.length > longest) return nothing;
  const plain = withoutAttributes(text);
  const whole = attempt(plain);
  if (!("message" in whole)) return whole;
  return { ...piecewise(plain), problem: whole };
}

/** `local x <const>`: Lua 5.4 only, and of no consequence for us; blanks keep the columns. */
function withoutAttributes(text: string): string {
  if (!/<\s*(?:const|close)\s*>/.test(text)) return text;
  return text.replace(/\blocal\s[^=\n]*?<\s*(?:const|close)\s*>[^=\n]*/g, (declared) =>
    declared.replace(/<\s*(?:const|close)\s*>/g, (attribute) => " ".repeat(attribute.length)),
  );
}

function attempt(text: string): LuaTree | LuaProblem {
  try {
    const { body, comments } = luaparse.parse(text, options) as { body: LuaNode[]; comments: LuaNode[] };
    return { body, comments, problem: undefined };
  } catch (error) {
    return problemIn(error);
  }
}

function problemIn(error: unknown): LuaProblem {
  const { line, column, message } = error as Partial<LuaProblem>;
  const words = typeof message === "string" ? message.replace(/^\[\d+:\d+\]\s*/, "") : "";
  return { line: typeof line === "number" ? line - 1 : 0, column: typeof column === "number" ? column : 0, message: words };
}

/** Pieces that start at the first column are read one by one; what does not parse is left out. */
function piecewise(text: string): Omit<LuaTree, "problem"> {
  const body: LuaNode[] = [];
  const comments: LuaNode[] = [];
  const lines = text.split("\n");
  let start = 0;
  for (let end = 1; end <= lines.length; end++) {
    if (end < lines.length && !/^(?:local|function|core|[A-Za-z_][\w.]*\s*=|--)/.test(lines[end] as string)) continue;
    const read = attempt(lines.slice(start, end).join("\n"));
    const above = start;
    start = end;
    if ("message" in read) continue;
    for (const node of [...read.body, ...read.comments]) moveDown(node, above);
    body.push(...read.body);
    comments.push(...read.comments);
  }
  return { body, comments };
}

/** Tells a node and all below it that lines stand above the piece that it was read from. */
function moveDown({ loc, ...fields }: LuaNode, lines: number): void {
  for (const position of [loc.start, loc.end] as { line: number }[]) position.line += lines;
  for (const value of Object.values(fields)) for (const node of nodesIn(value)) moveDown(node, lines);
}

export function isNode(value: unknown): value is LuaNode {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}

/** The nodes in a field that holds a list, a node, or nothing. */
export function nodesIn(value: unknown): readonly LuaNode[] {
  return Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [];
}

/** Text of a string literal, escapes of one character resolved; undefined for other nodes. */
export function stringIn(node: LuaNode | undefined): string | undefined {
  if (node?.type !== "StringLiteral" || typeof node["raw"] !== "string") return undefined;
  const raw = node["raw"];
  const long = /^\[(=*)\[\n?([\s\S]*)\]\1\]$/.exec(raw);
  if (long) return long[2];
  return raw.slice(1, -1).replace(/\\(.)/g, (_, unit: string) => escapes[unit] ?? unit);
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };

/** Number of a literal; undefined for other nodes. */
export function numberIn(node: LuaNode | undefined): number | undefined {
  return node?.type === "NumericLiteral" && typeof node["value"] === "number" ? node["value"] : undefined;
}
