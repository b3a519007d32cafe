/** Highlighting of a configuration by what each part is: names apart from words of the language, values by their kind. */
import { enumValues } from "../../knowledge/grammar.ts";
import { comparisons } from "../../knowledge/meanings.ts";
import { directiveIn } from "../../model/directives.ts";
import type { Part, PartRole } from "../../model/parts/part.ts";
import type { TokenModifier, TokenStyle, TokenType } from "./token.ts";

/** `word`, of which we know nothing, has none: the editor's own grammar decides. */
const typeOfRole: ReadonlyMap<PartRole, TokenType> = new Map([
  ["prefix", "keyword"],
  ["section", "keyword"],
  ["keyword", "keyword"],
  ["ruleset", "keyword"],
  ["hook", "keyword"],
  ["action", "function"],
  ["option", "enumMember"],
  ["parameter", "parameter"],
  ["enum", "enumMember"],
  ["fetch", "function"],
  ["converter", "method"],
  ["criterion", "function"],
  ["argument", "string"],
  ["flag", "keyword"],
  ["match-method", "enumMember"],
  ["variable", "variable"],
  ["environment", "variable"],
  ["log-alias", "variable"],
  ["log-flags", "enumMember"],
  ["number", "number"],
  ["time", "number"],
  ["size", "number"],
  ["percent", "number"],
  ["address", "number"],
  ["port", "number"],
  ["path", "string"],
  ["regex", "regexp"],
  ["status", "number"],
  ["http-method", "enumMember"],
  ["header", "property"],
  ["string", "string"],
  ["stored-data", "property"],
  ["macro", "macro"],
  ["predicate", "function"],
  ["comment", "comment"],
]);

const fromHaproxy: readonly TokenModifier[] = ["defaultLibrary"];
/** The word that begins a section shall be seen among those that begin its lines. */
const beginning: readonly TokenModifier[] = ["declaration"];
/** What makes a line hold sometimes only. */
const conditional: readonly TokenModifier[] = ["modification"];
const modifiersOfRole: Readonly<Partial<Record<PartRole, readonly TokenModifier[]>>> = {
  section: beginning,
  fetch: fromHaproxy,
  converter: fromHaproxy,
  criterion: fromHaproxy,
  predicate: fromHaproxy,
  environment: ["readonly"],
  "log-alias": ["readonly", "defaultLibrary"],
};

/** Names: proxies and what stands for one, sections that hold something for others, single things. */
const typeOfName: Readonly<Record<string, TokenType>> = {
  acl: "variable",
  server: "property",
  peer: "property",
  user: "variable",
  group: "variable",
  filter: "variable",
  frontend: "class",
  backend: "class",
  listen: "class",
  defaults: "class",
  table: "class",
  "lua-action": "function",
  "lua-fetch": "function",
  "lua-converter": "function",
  "lua-service": "function",
};

const none: readonly TokenModifier[] = [];

const styles: ReadonlyMap<PartRole, TokenStyle> = new Map(
  [...typeOfRole].map(([role, type]) => [role, { type, modifiers: modifiersOfRole[role] ?? none }]),
);

/** How a part is drawn; undefined where nothing is to be said. */
export function styleOf(part: Part, branch: string | undefined): TokenStyle | undefined {
  const { role, text } = part;
  // a word that the release does not know shall not look as if it did
  if (part.unknown === true) return undefined;
  // the editor's own grammar tells what is inside of it
  if (role === "comment" && directiveIn(text) !== undefined) return undefined;
  if (role === "declaration" || role === "reference" || role === "section-name") return nameStyle(part, branch);
  if (role === "operator")
    return /^[a-z]/i.test(text) ? { type: "keyword", modifiers: conditional } : { type: "operator", modifiers: none };
  if (role === "enum" && /^\d+$/.test(text)) return { type: "number", modifiers: none };
  if (role === "enum" && text === "from") return { type: "keyword", modifiers: beginning };
  if (role === "pattern") return { type: patternType(part), modifiers: none };
  const style = styles.get(role);
  return style !== undefined && part.deprecated === true ? { type: style.type, modifiers: [...style.modifiers, "deprecated"] } : style;
}

function nameStyle({ role, kind = "", text }: Part, branch: string | undefined): TokenStyle {
  const type = typeOfName[kind] ?? "namespace";
  if (role !== "reference") return { type, modifiers: ["declaration"] };
  return { type, modifiers: kind === "acl" && enumValues("predefined_acls", branch).has(text) ? ["readonly", "defaultLibrary"] : none };
}

function patternType({ type, text }: Part): TokenType {
  switch (type) {
    case "reg":
    case "regm":
      return "regexp";
    case "int":
    case "sint":
    case "len":
      return comparisons.has(text) ? "operator" : "number";
    case "ip":
    case "addr":
    case "ipv4":
    case "ipv6":
      return "number";
    default:
      return "string";
  }
}
