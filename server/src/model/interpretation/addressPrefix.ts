/** What stands before the @ of an address: known in the release or not, still on trial or not. */
import { entryOf, isKnown } from "../../knowledge/grammar.ts";
import type { GrammarEntry } from "../../knowledge/grammarEntry.ts";
import type { Statement } from "../statement.ts";
import type { Issue } from "./issue.ts";

/** Keyword of the statement > class of its addresses, and the word that holds them. */
const places: ReadonlyMap<string, readonly [addressClass: string, index: number]> = new Map([
  ["bind", ["bind-address", 1]],
  ["server", ["server-address", 2]],
  ["peer", ["server-address", 2]],
  ["server-template", ["server-address", 3]],
  ["log", ["log-address", 1]],
]);
const none: readonly never[] = [];

export interface AddressPrefix {
  readonly index: number;
  readonly entry: GrammarEntry;
}

/** Prefixes of the statement's addresses about which there is something to tell. */
export function addressPrefixes({ words }: Statement): readonly AddressPrefix[] {
  const place = places.get(words[0]?.value ?? "");
  if (place === undefined) return none;
  const [addressClass, index] = place;
  const word = words[index];
  if (word === undefined || word.dynamic || !word.value.includes("@")) return none;
  return word.value.split(",").flatMap((address) => {
    const entry = entryOf(addressClass, address.slice(0, address.indexOf("@") + 1));
    return entry === undefined ? [] : [{ index, entry }];
  });
}

/** Prefixes that came later than the release. */
export function laterPrefixes(statement: Statement, branch: string | undefined): readonly Issue[] {
  const prefixes = branch === undefined ? none : addressPrefixes(statement);
  if (branch === undefined || prefixes.length === 0) return none;
  return prefixes.flatMap(({ index, entry }): Issue[] =>
    isKnown(entry, branch)
      ? []
      : [
          {
            id: "word-of-other-release",
            index,
            name: entry.words,
            where: statement.words[0]?.value ?? "",
            first: entry.from,
            last: undefined,
          },
        ],
  );
}
