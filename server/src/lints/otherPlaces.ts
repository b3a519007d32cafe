/** Where a word belongs that stands in a section that does not know it. */
import * as l10n from "@vscode/l10n";
import { entryOf, stateOf } from "../knowledge/grammar.ts";
import { listOf } from "./expected.ts";

/** Kinds of sections in which an operator looks for a word. */
const kinds = ["global", "defaults", "frontend", "backend", "listen", "resolvers", "peers", "userlist", "cache", "ring", "mailers"];

/** The sentence and where the word belongs; undefined for a word that belongs nowhere. */
export function elsewhere(name: string, where: string, text: string): string | undefined {
  const homes = kinds.filter((kind) => kind !== where && stateOf(`kw:${kind}`, name, undefined) === "known");
  if (homes.length > 0) return l10n.t("{0}; it belongs in {1}", text, listOf(homes));
  const line = entryOf("server", name) !== undefined ? "server" : entryOf("bind", name) !== undefined ? "bind" : undefined;
  return line === undefined ? undefined : l10n.t('{0}; it is a parameter of "{1}" lines', text, line);
}
