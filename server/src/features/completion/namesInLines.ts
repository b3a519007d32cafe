/** Names that the lines of a section hold, kept from one key to the next: only lines that changed are read again. */
import type { Section } from "../../syntax/config.ts";
import type { Line } from "../../syntax/line.ts";
import { Memory } from "../../syntax/memory.ts";

/** Lines that hold a name, each with what was made of it. */
export type Holders<T> = readonly { readonly line: Line; readonly value: T }[];

interface Kept<T> {
  lines: readonly Line[];
  readonly byName: Map<string, Holders<T>>;
}

/** `read` gives the names of one line; a name keeps its place in the order in which the names were found first. */
export function namesInLines<T>(
  read: (line: Line) => readonly (readonly [name: string, value: T])[],
): (section: Section) => ReadonlyMap<string, Holders<T>> {
  const memory = new Memory<Line, Kept<T>>();
  return ({ lines }) => {
    const [header] = lines;
    const kept = (header && memory.get(header)) ?? { lines: [], byName: new Map() };
    takeOver(kept, lines, read);
    if (header !== undefined) memory.set(header, kept);
    return kept.byName;
  };
}

/** To compare two lists of the same objects takes microseconds, to read thousands of lines takes milliseconds. */
function takeOver<T>(kept: Kept<T>, lines: readonly Line[], read: (line: Line) => readonly (readonly [string, T])[]): void {
  const { lines: old, byName } = kept;
  if (old === lines) return;
  const [gone, come] = changed(old, lines);
  for (const line of gone) for (const [name] of read(line)) leave(byName, name, line);
  for (const line of come) for (const [name, value] of read(line)) byName.set(name, [...(byName.get(name) ?? []), { line, value }]);
  kept.lines = lines;
}

/** Lines of one list that are not in the other at their place: between equal beginnings and ends, or one by one where as many are there. */
function changed(old: readonly Line[], lines: readonly Line[]): readonly [gone: readonly Line[], come: readonly Line[]] {
  if (old.length === lines.length) return [old.filter((line, i) => line !== lines[i]), lines.filter((line, i) => line !== old[i])];
  const most = Math.min(old.length, lines.length);
  let start = 0;
  while (start < most && old[start] === lines[start]) start++;
  let end = 0;
  while (end < most - start && old[old.length - 1 - end] === lines[lines.length - 1 - end]) end++;
  return [old.slice(start, old.length - end), lines.slice(start, lines.length - end)];
}

function leave<T>(byName: Map<string, Holders<T>>, name: string, line: Line): void {
  const holders = byName.get(name) ?? [];
  const at = holders.findIndex((holder) => holder.line === line);
  const others = holders.filter((_, i) => i !== at);
  if (others.length === 0) byName.delete(name);
  else byName.set(name, others);
}
