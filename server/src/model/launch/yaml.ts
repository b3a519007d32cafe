/** As much YAML as people write into compose files: maps, lists, texts, in blocks or in brackets. Whatever else there is becomes text. */

import { bare, keyOf, readFlow } from "./yamlFlow.ts";

export type Node = string | readonly Node[] | ReadonlyMap<string, Node>;

interface Row {
  readonly indent: number;
  readonly text: string;
}

/** Deeper than any file that a person wrote. */
const deepest = 64;

/** The document as a tree; undefined where there is nothing. */
export function readYaml(text: string): Node | undefined {
  return new Reader(rowsOf(text)).block(0, 0);
}

export function textAt(node: Node | undefined): string | undefined {
  return typeof node === "string" ? node : undefined;
}

export function childOf(node: Node | undefined, key: string): Node | undefined {
  return node instanceof Map ? node.get(key) : undefined;
}

export function itemsOf(node: Node | undefined): readonly Node[] {
  return Array.isArray(node) ? node : [];
}

function rowsOf(text: string): readonly Row[] {
  const rows = text.split(/\r?\n/).map((line) => ({ indent: line.length - line.trimStart().length, text: withoutComment(line).trim() }));
  return rows.filter(({ text: words }) => words !== "" && words !== "---" && !words.startsWith("%"));
}

function withoutComment(line: string): string {
  const match = /^(?:[^"'#]|"(?:\\.|[^"\\])*"|'[^']*'|(?<=\S)#|["'])*?(?=(?:^|\s)#|$)/.exec(line);
  return match === null ? line : match[0];
}

class Reader {
  private readonly rows: readonly Row[];
  private at = 0;

  constructor(rows: readonly Row[]) {
    this.rows = rows;
  }

  /** What stands at least `least` deep from here on. */
  block(least: number, depth: number): Node | undefined {
    const first = this.rows[this.at];
    if (first === undefined || first.indent < least || depth > deepest) return undefined;
    if (/^-(?:\s|$)/.test(first.text)) return this.list(first.indent, depth);
    if (keyOf(first.text) !== undefined) return this.map(first.indent, depth, new Map());
    return this.flow(this.texts(least));
  }

  private list(indent: number, depth: number): Node {
    const items: Node[] = [];
    for (let row = this.rows[this.at]; row?.indent === indent && /^-(?:\s|$)/.test(row.text); row = this.rows[this.at]) {
      this.at++;
      const rest = row.text.slice(1).trimStart();
      const key = keyOf(rest);
      if (rest === "") items.push(this.block(indent + 1, depth + 1) ?? "");
      else if (key === undefined) items.push(this.value(rest, indent + 1, depth));
      else {
        const inner = indent + row.text.length - rest.length;
        const entries = new Map([[key.name, this.value(key.rest, inner + 1, depth)]]);
        const next = this.rows[this.at];
        items.push(next !== undefined && next.indent > indent ? this.map(next.indent, depth, entries) : entries);
      }
    }
    return items;
  }

  private map(indent: number, depth: number, entries: Map<string, Node>): Node {
    for (let row = this.rows[this.at]; row?.indent === indent; row = this.rows[this.at]) {
      const key = keyOf(row.text);
      if (key === undefined) break;
      this.at++;
      entries.set(key.name, this.value(key.rest, indent + 1, depth, indent));
    }
    // whatever is deeper without a meaning is left out, so that reading goes on
    while (this.rows[this.at] !== undefined && (this.rows[this.at] as Row).indent > indent) this.at++;
    return entries;
  }

  /** What stands behind a key or a dash; a list may stand as deep as its key. */
  private value(rest: string, least: number, depth: number, key = -1): Node {
    const words = rest.replace(/^[&!]\S+\s*/, "");
    if (/^[|>][-+\d]*$/.test(words)) return this.texts(least);
    if (words !== "") return this.flow(`${words} ${isOpen(words) ? this.texts(least) : ""}`.trim());
    const next = this.rows[this.at];
    if (next?.indent === key && /^-(?:\s|$)/.test(next.text)) return this.list(key, depth + 1);
    return this.block(least, depth + 1) ?? "";
  }

  private texts(least: number): string {
    const found: string[] = [];
    for (let row = this.rows[this.at]; row !== undefined && (row.indent >= least || /^[\]}]/.test(row.text)); row = this.rows[this.at]) {
      found.push(row.text);
      this.at++;
    }
    return found.join(" ");
  }

  /** A text in quotes or bare, or a list or map in brackets. */
  private flow(text: string): Node {
    return isFlow(text) ? readFlow(text, deepest) : bare(text);
  }
}

function isFlow(text: string): boolean {
  return /^(?:\[.*\]|\{.*\})$/.test(text);
}

/** A list or map in brackets that goes on below. */
function isOpen(text: string): boolean {
  return /^[[{]/.test(text) && !isFlow(text);
}
