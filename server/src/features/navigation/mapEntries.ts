/** Maps that give the names of backends: which they are, and which of their lines name one. */
import type { Model } from "../../model/model.ts";
import { partsOf } from "../../model/parts/parts.ts";
import { switchingRules } from "../../model/proxies/switching.ts";
import type { PlacedStatement } from "../../model/statement.ts";
import { nameAt, thingOf } from "../../model/symbols/symbols.ts";
import type { ConfigFile } from "../../syntax/config.ts";
import type { Span } from "../../syntax/span.ts";

/** A file of entries, and what one says that leads to the backend asked for. */
export interface NamingMap {
  /** As the configuration writes it. */
  readonly path: string;
  readonly value: string;
  /** What the rule puts around a value to make a name. */
  readonly before: string;
  readonly after: string;
}

/** What an entry must say to lead to a backend; undefined where none can. */
export function valueFor({ before, after }: Pick<NamingMap, "before" | "after">, name: string): string | undefined {
  const value = name.startsWith(before) && name.endsWith(after) ? name.slice(before.length, name.length - after.length) : "";
  return value === "" ? undefined : value;
}

/** Maps out of which a rule takes the backend under a place; none where another name stands there. */
export function mapsNaming(model: Model, file: ConfigFile, line: number, column: number, branch: string | undefined): readonly NamingMap[] {
  const name = nameAt(file, line, column, branch);
  const thing = name && thingOf(model, name.placed.section, name.occurrence);
  if (thing?.kind !== "backend" && thing?.kind !== "listen") return [];
  const rules = new Set(model.proxies.flatMap(switchingRules));
  const found = [...rules].flatMap((rule): NamingMap[] => {
    const map = mapOf(rule);
    const value = map && valueFor(map, thing.name);
    return map === undefined || value === undefined ? [] : [{ ...map, value }];
  });
  return found.filter((one, i) => found.findIndex(({ path, value }) => path === one.path && value === one.value) === i);
}

/** The map that ends the only expression of a rule's name, and what stands around it. */
function mapOf({ statement: { words, offset }, section }: PlacedStatement): Omit<NamingMap, "value"> | undefined {
  const word = words[1];
  const [, before, after] = /^([^%]*)%\[[^\]]*\]([^%]*)$/.exec(word?.value ?? "") ?? [];
  if (word === undefined || word.dynamic || before === undefined || after === undefined) return undefined;
  const parts = partsOf(section, offset, undefined).filter((part) => part.word === 1);
  const last = parts.findLast(({ role }) => role === "converter");
  const file = parts.find(
    ({ role, call, span }) => role === "path" && call?.index === 0 && last !== undefined && span.start > last.span.start,
  );
  return last !== undefined && /^map(?:_|$)/.test(last.text) && file !== undefined ? { path: file.text, before, after } : undefined;
}

/** Lines of a map whose value is the one asked for: a key, blanks, and the value up to the end. */
export function entriesOf(text: string, value: string): readonly { readonly line: number; readonly span: Span }[] {
  return text.split("\n").flatMap((raw, line) => {
    const [, lead = "", found] = /^(\s*[^\s#]\S*\s+)(\S.*)$/.exec(raw.trimEnd()) ?? [];
    return found === value ? [{ line, span: { start: lead.length, end: lead.length + value.length } }] : [];
  });
}
