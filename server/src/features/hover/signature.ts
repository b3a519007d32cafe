/** The notation of the grammar as a person would write it: `{ a | b }`, `[ … ]`, `<time>`. */
import { type Node, parseNotation } from "../../knowledge/notation.ts";

const memo = new Map<string, string>();

/** "[cond]" becomes "[{ if | unless } <condition>]"; memoised, as there are only so many notations. */
export function readableNotation(notation: string): string {
  let text = memo.get(notation);
  if (text === undefined) {
    text = notation === "..." ? "" : shortened(rendered(parseNotation(notation), true));
    memo.set(notation, text);
  }
  return text;
}

/** Arguments of a sample, "string[,integer]", as `<string>[,<integer>]`. */
export function readableArguments(args: string): string {
  return args.replace(/[A-Za-z_][\w -]*/g, (type) => `<${type.trim()}>`);
}

/** A signature longer than this tells nobody anything. */
const longest = 420;

function shortened(text: string): string {
  const clean = text.replace(/\s+/g, " ").trim();
  if (clean.length <= longest) return clean;
  const cut = clean.lastIndexOf(" ", longest);
  return `${clean.slice(0, cut)} …`;
}

/** `inside`: a choice needs braces here. */
function rendered(node: Node, inside: boolean): string {
  switch (node.kind) {
    case "word":
      return node.text;
    case "type":
      return typeText(node.type, node.parameter);
    case "sequence":
      return sequence(node.items);
    case "choice": {
      const texts = choiceItems(node.items);
      const given = texts.filter((text) => text !== "");
      // one that may be empty
      if (given.length < texts.length) return `[${given.join(" | ")}]`;
      return inside && texts.length > 1 ? `{ ${texts.join(" | ")} }` : texts.join(" | ");
    }
    case "optional":
      return mayBeEmpty(node.item) ? rendered(node.item, false) : `[${rendered(node.item, false)}]`;
    case "many":
      return many(rendered(node.item, false), node.item, node.atLeast);
    case "rest":
      return "…";
    case "condition":
      return node.required ? "{ if | unless } <condition>" : "[{ if | unless } <condition>]";
  }
}

function mayBeEmpty(node: Node): boolean {
  return node.kind === "choice" && node.items.some((item) => item.kind === "type" && item.type === "empty");
}

function many(text: string, item: Node, atLeast: 0 | 1): string {
  if (atLeast === 0) return `[${item.kind === "optional" ? text.slice(1, -1) : text}]*`;
  return item.kind === "choice" ? `{ ${text} }+` : `${text}+`;
}

/** Many words of a choice are shown in part only: completion offers them all. */
const mostItems = 26;

function choiceItems(items: readonly Node[]): string[] {
  const named = namedChoice(items);
  if (named !== undefined) return [named];
  const texts = [...new Set(items.map((item) => rendered(item, false)))];
  const negated = texts.filter((text) => !(text.startsWith("!") && texts.includes(text.slice(1))));
  const shown = negated.map((text) => (texts.includes(`!${text}`) ? `[!]${text}` : text));
  return shown.length > mostItems ? [...shown.slice(0, mostItems), "…"] : shown;
}

/** Lists that every reader knows under one name. */
function namedChoice(items: readonly Node[]): string | undefined {
  const words = items.map((item) => (item.kind === "word" ? item.text : ""));
  if (words.length > 5 && words.every((word) => /^[1-5]\d\d$/.test(word))) return "<status>";
  if (words.includes("local7")) return "<facility>";
  return words[0] === "emerg" ? "<level>" : undefined;
}

/**
 * What may stand before and behind a needed word is written around it in the notation ("(a | b)* size <size> (a | b | c)*");
 * a reader wants it once, behind what is needed. What HAProxy ignores at the end is left out.
 */
function sequence(items: readonly Node[]): string {
  const shown = items.at(-1)?.kind === "rest" ? items.slice(0, -1) : items;
  return shown
    .filter((item, i) => !shown.some((later, j) => j > i && coversAll(later, item)))
    .map((item) => rendered(item, true))
    .join(" ");
}

/** Whether everything that one repetition takes is part of another one. */
function coversAll(later: Node, item: Node): boolean {
  if (later.kind !== "many" || item.kind !== "many") return false;
  const taken = new Set(itemsOf(later.item).map((choice) => rendered(choice, false)));
  return itemsOf(item.item).every((choice) => taken.has(rendered(choice, false)));
}

function itemsOf(node: Node): readonly Node[] {
  return node.kind === "choice" ? node.items.flatMap(itemsOf) : [node];
}

const texts: Readonly<Record<string, string>> = {
  "time:s": "<seconds>",
  atoi: "<number>",
  sint: "<number>",
  int: "<number>",
  positive: "<number>",
  nonzero: "<number>",
  address: "<address>:<port>",
  "address?": "<address>[:<port>]",
  bind: "<address>:<port>[,…]",
  cidr: "<address>[/<mask>]",
  ports: "<port>[-<port>]",
  string: "<text>",
  nonempty: "<text>",
  nonumber: "<text>",
  expr: "<expression>",
  fmt: "<format>",
  var: "<scope>.<name>",
  "added-header": "<header>",
  "regex-flags": "<flags>",
  hex: "<hexadecimal>",
  octal: "<octal>",
  source: "<address>[:<port>[-<port>]]",
  percent: "<percent>",
  empty: "",
};

function typeText(type: string, parameter: string | undefined): string {
  if ((type === "new" || type === "ref") && parameter !== undefined) return `<${parameter}>`;
  if (type === "int" && parameter !== undefined) return `<${parameter}>`;
  return (parameter === undefined ? undefined : texts[`${type}:${parameter}`]) ?? texts[type] ?? `<${type}>`;
}
