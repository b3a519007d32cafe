/** From the grammar's notation to what an editor inserts: the parts that must be there, as places to fill in, and a short form to show. */

import type { GrammarEntry } from "../../knowledge/grammarEntry.ts";
import { type Node, parseNotation } from "../../knowledge/notation.ts";
import { perObject } from "../../syntax/perObject.ts";
import { typeName } from "../notation/typeNames.ts";
import { writtenText } from "../notation/written.ts";
import type { Item } from "./item.ts";

/** Choices of more words than these are completed rather than chosen from. */
const mostChoices = 12;

/** ` ${1:time}` and so on for what must follow; "" where nothing must. `first` is the number of the first place. */
export function placesFor(node: Node, first = 1): string {
  const places = new Places(first);
  places.take(node);
  return places.texts.map((text) => ` ${text}`).join("");
}

class Places {
  readonly texts: string[] = [];
  private next: number;

  constructor(first: number) {
    this.next = first;
  }

  take(node: Node): void {
    switch (node.kind) {
      case "word":
        this.texts.push(escaped(node.text));
        break;
      case "type":
        this.texts.push(`\${${this.next++}:${escaped(typeName(node.type, node.parameter))}}`);
        break;
      case "sequence":
        for (const item of node.items) this.take(item);
        break;
      case "choice":
        this.takeChoice(node.items);
        break;
      case "many":
        if (node.atLeast === 1) this.take(node.item);
        break;
      case "condition":
        if (node.required) this.texts.push(`if \${${this.next++}:condition}`);
    }
  }

  private takeChoice(items: readonly Node[]): void {
    const words = items.flatMap((item) => (item.kind === "word" ? [item.text] : []));
    const other = items.find(({ kind }) => kind !== "word");
    // a type says more than the one word beside it, and what is named first is the usual
    if (other !== undefined && (words.length < 2 || items[0] === other)) this.take(other);
    else if (words.length <= mostChoices) this.texts.push(`\${${this.next++}|${words.map(chosen).join(",")}|}`);
    else this.texts.push(`$${this.next++}`);
  }
}

/** A longer signature leaves no room for the word itself. */
const longestSignature = 60;

/** The arguments of a word for people, in short; "" where there are none, or anything may stand. */
export function signatureFor(notation: string, glue: " " | "," = " "): string {
  const text = writtenText(notation, glue);
  return text.length <= longestSignature ? text : `${text.slice(0, longestSignature - 1)}…`;
}

/** How a word is shown and inserted with its arguments, `notation`; those of the entry in parentheses come with the word. */
export function wordShape(
  label: string,
  notation: string,
  { inWord, usually = notation }: GrammarEntry,
): Pick<Item, "label" | "signature" | "text" | "snippet" | "goesOn"> {
  const inside = inWord !== undefined && !inWord.startsWith("[");
  const places = placesFor(parseNotation(usually), inside ? 2 : 1);
  // the commas are words; what may follow the first argument is told by the hover
  const called = inWord === undefined ? "" : `(${writtenText(inWord, "").replace(/(?<=.)\[,.*$/, "[,…]")})`;
  // that a condition may follow is said of nearly every rule
  const signature = [called, signatureFor(notation.replace(/(?:^| )\[cond\]$/, ""))].filter((part) => part !== "").join(" ");
  const text = inside ? `${label}(` : signature === "" || notation === "[cond]" ? undefined : `${label} `;
  return {
    label,
    ...(signature !== "" && { signature }),
    ...(text !== undefined && { text, goesOn: true }),
    ...((places !== "" || inside) && { snippet: `${escaped(label)}${inside ? "($1)" : ""}${places}` }),
  };
}

/** What is special in a snippet. */
function escaped(text: string): string {
  return text.replace(/[\\$}]/g, "\\$&");
}

function chosen(text: string): string {
  return text.replace(/[\\$},|]/g, "\\$&");
}

/** What must follow a literal within its own sequence, such as the time behind `expire`. */
export function tailOf(root: Node, word: Node): readonly Node[] {
  return tailsOf(root).get(word) ?? [];
}

const tailsOf = perObject((root: Node): ReadonlyMap<Node, readonly Node[]> => {
  const tails = new Map<Node, readonly Node[]>();
  collect(root, tails);
  return tails;
});

function collect(node: Node, tails: Map<Node, readonly Node[]>): void {
  if (node.kind === "choice") for (const item of node.items) collect(item, tails);
  else if (node.kind === "optional" || node.kind === "many") collect(node.item, tails);
  else if (node.kind === "sequence") {
    node.items.forEach((item, i) => {
      collect(item, tails);
      const words = item.kind === "choice" ? item.items : [item];
      for (const word of words) if (word.kind === "word") tails.set(word, node.items.slice(i + 1));
    });
  }
}
