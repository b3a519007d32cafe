/** A notation written out for people, with the place of each of its words and types in the text. */
import type { Node } from "../../knowledge/notation.ts";
import type { Span } from "../../syntax/span.ts";
import { typeName } from "../completion/placeholders.ts";

export interface NotationLabel {
  readonly text: string;
  readonly parameters: readonly Span[];
  /** Index into the parameters of each word, type and condition. */
  readonly indexOf: ReadonlyMap<Node, number>;
}

/** Of more words to choose from only a few are shown. */
const mostWords = 8;

/** `lead` stands in front, such as the name of a statement; `glue` between two items of a sequence. */
export function labelOf(root: Node, lead: string, glue = " "): NotationLabel {
  const writer = new Writer(lead, glue);
  writer.write(root, true);
  return { text: writer.text, parameters: writer.parameters, indexOf: writer.indexOf };
}

class Writer {
  text: string;
  readonly parameters: Span[] = [];
  readonly indexOf = new Map<Node, number>();
  private readonly glue: string;

  constructor(lead: string, glue: string) {
    this.text = lead;
    this.glue = glue;
  }

  /** `bare`: a choice needs no parentheses here. */
  write(node: Node, bare: boolean): void {
    switch (node.kind) {
      case "sequence":
        node.items.forEach((item, i) => {
          const within = i > 0 && item.kind === "optional" && this.glue === ",";
          if (i > 0 && !within) this.text += this.glue;
          if (within) this.writeOptional(item.item, this.glue);
          else this.write(item, node.items.length === 1 && bare);
        });
        break;
      case "choice":
        this.writeChoice(node, bare);
        break;
      case "optional":
        this.writeOptional(node.item, "");
        break;
      case "many":
        this.write(node.item, false);
        this.text += "…";
        break;
      default:
        this.leaf(leafText(node), [node]);
    }
  }

  private writeOptional(item: Node, lead: string): void {
    this.text += `[${lead}`;
    this.write(item, true);
    this.text += "]";
  }

  private writeChoice({ items }: Node & { kind: "sequence" | "choice" }, bare: boolean): void {
    if (!bare) this.text += "(";
    const words = items.filter(({ kind }) => kind === "word");
    if (words.length > mostWords) {
      this.leaf(`${words.slice(0, mostWords).map(leafText).join("|")}|…`, words);
      for (const item of items) if (item.kind !== "word") this.alternative(item);
    } else
      items.forEach((item, i) => {
        if (i === 0) this.write(item, false);
        else this.alternative(item);
      });
    if (!bare) this.text += ")";
  }

  private alternative(item: Node): void {
    this.text += " | ";
    this.write(item, false);
  }

  private leaf(text: string, nodes: readonly Node[]): void {
    const start = this.text.length;
    this.text += text;
    for (const node of nodes) this.indexOf.set(node, this.parameters.length);
    this.parameters.push({ start, end: this.text.length });
  }
}

function leafText(node: Node): string {
  switch (node.kind) {
    case "word":
      return node.text;
    case "type":
      return `<${typeName(node.type, node.parameter)}>`;
    case "condition":
      return node.required ? "if <condition>" : "[if <condition>]";
    default:
      return "…";
  }
}
