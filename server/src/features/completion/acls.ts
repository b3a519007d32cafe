/** ACLs: those that a section declares, those that its conditions name and nobody declares, and HAProxy's own. */
import { enumFact, enumValues } from "../../knowledge/grammar.ts";
import { withKeyword, wordOf } from "../../model/statement.ts";
import { conditionStart, readCondition } from "../../syntax/condition.ts";
import { type Item, ranks } from "./item.ts";
import { type Holders, namesInLines } from "./namesInLines.ts";
import type { Place } from "./place.ts";
import type { Surroundings } from "./surroundings.ts";

/** Those of the section, each with what it tests first. */
export function aclItems(place: Place): readonly Item[] {
  const items: Item[] = [];
  for (const holders of declared(place.section).values()) {
    const holder = elsewhere(holders, place);
    if (holder !== undefined) items.push(holder.value);
  }
  // a list that nobody looks through has no order but that of the names
  return items.length > mostInOrder ? items : items.map((item, order) => ({ ...item, order }));
}

const mostInOrder = 300;

/** The first line that holds a name, but for the one being typed. */
function elsewhere<T>(holders: Holders<T>, { section, offset }: Place): Holders<T>[number] | undefined {
  const typed = section.lines[offset];
  return holders[0]?.line === typed ? holders[1] : holders[0];
}

const declared = namesInLines(({ words }) => {
  const name = words[0]?.value === "acl" ? words[1]?.value : undefined;
  if (name === undefined || name === "") return nothing;
  const test = words.slice(2, 8).map(({ value }) => value);
  return [[name, { label: name, kind: "acl", note: test.join(" ").slice(0, 60), rank: ranks.usual } satisfies Item as Item]];
});

/** HAProxy's own, each with what it tests. */
export function predefinedAcls(branch: string | undefined): readonly Item[] {
  return [...enumValues("predefined_acls", branch)].map((label) => {
    const test = enumFact("predefined_acls", label, branch);
    return { label, kind: "acl", rank: ranks.other, note: typeof test === "string" ? test : "" };
  });
}

/** Names for an `acl` line: first those that nobody declares, the defaults that the proxy inherits from included. */
export function namesForAcl(place: Place, { branch, proxy }: Surroundings): readonly Item[] {
  const own = declared(place.section);
  const others = new Set([
    ...enumValues("predefined_acls", branch),
    ...withKeyword(proxy?.inherited ?? [], "acl").map((at) => wordOf(at, 1)),
  ]);
  const isMissing = (name: string) => !others.has(name) && elsewhere(own.get(name) ?? [], place) === undefined;
  const missing: Item[] = [];
  for (const [label, holders] of asked(place.section))
    if (elsewhere(holders, place) !== undefined && isMissing(label)) missing.push({ label, kind: "acl", rank: ranks.first });
  return [...missing, ...aclItems(place)];
}

const nothing: readonly (readonly [string, never])[] = [];

/** Names that conditions ask for, read from the words alone. */
const asked = namesInLines(({ words }) => {
  const at = conditionStart(words, 1);
  const items = at < 0 ? [] : readCondition(words, at + 1);
  return [...new Set(items.flatMap((item) => (item.kind === "acl" ? [item.name] : [])))].map((name) => [name, undefined] as const);
});
