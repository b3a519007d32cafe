/** Looks words of a configuration or a log up in our tables: such a word may well be "constructor". */

/** What a table holds under a key, and nothing that every object has. */
export function own<T>(table: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return table !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
}
