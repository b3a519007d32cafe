/** Names that HAProxy takes only once: whoever comes second is told of the first. */
import * as l10n from "@vscode/l10n";
import { type PlacedStatement, placeOf } from "../model/statement.ts";
import { plain } from "../syntax/plain.ts";
import { type Hit, type Said, wordHit } from "./hit.ts";
import { lineInWords } from "./place.ts";

/** A name in its kind ("server", "id"), and how grave it is to take it twice. */
interface Name {
  readonly what: string;
  readonly name: string;
  readonly severity: Hit["severity"];
}

/** What is said in the file `uri` of a name that `earlier` has. */
export function nameTaken({ what, name, severity }: Name, earlier: Pick<Hit, "uri" | "line">, uri: string): Said {
  const message = l10n.t(
    '{0} "{1}" is already declared in {2}: rename or remove one of them',
    what,
    plain(name),
    lineInWords(earlier, uri),
  );
  return { code: "duplicate-name", severity, message };
}

/** Which word of a statement is a name of the kind; -1 where none is. */
interface Naming extends Omit<Name, "name"> {
  readonly indexOf: (at: PlacedStatement) => number;
  /** Where the name is but the start of the word: up to this character. */
  readonly until?: string;
}

const none: readonly never[] = [];

/** Statements that take a name which one before them has; of what `.if` guards nobody knows whether HAProxy reads it. */
export function takenTwice(statements: readonly PlacedStatement[], { what, severity, indexOf, until }: Naming): readonly Hit[] {
  if (statements.length < 2) return none;
  let first: Map<string, PlacedStatement> | undefined;
  let hits: Hit[] | undefined;
  for (const at of statements) {
    const { words, conditional, prefix } = at.statement;
    const index = conditional || prefix !== undefined ? -1 : indexOf(at);
    const word = index < 0 ? undefined : words[index];
    if (word === undefined || word.dynamic) continue;
    const name = until === undefined ? word.value : (word.value.split(until, 1)[0] ?? "");
    first ??= new Map();
    const earlier = first.get(name);
    if (earlier === undefined) first.set(name, at);
    else {
      hits ??= [];
      hits.push(wordHit(at, index, nameTaken({ what, name, severity }, placeOf(earlier), at.uri)));
    }
  }
  return hits ?? none;
}

/** Parameters that take a word, which may be "id". */
const takesName = /^(?:name|cookie|namespace|label)$/;

/** Index of the number behind `id`; -1 without one. */
export function idIndex({ statement: { words } }: PlacedStatement): number {
  const index = words.findIndex(({ value }, i) => i > 2 && words[i - 1]?.value === "id" && /^\d+$/.test(value));
  return index < 3 || takesName.test(words[index - 2]?.value ?? "") ? -1 : index;
}
