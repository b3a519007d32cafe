/** By what the Chinese of a summary is found. The texts are shipped in this order and without the keys, which would take as much room. */
interface Told {
  readonly words: string;
  readonly summary?: string | undefined;
}

/** The same words with the same summary are told of alike in whatever class. */
export function summaryKey({ words, summary = "" }: Told): string {
  return `${words}\n${summary}`;
}

/** Of all entries that have a summary, each once: class > words > entry. */
export function summaryKeys(entries: Readonly<Record<string, Readonly<Record<string, Told>>>>): readonly string[] {
  const told = Object.values(entries).flatMap((group) => Object.values(group).filter(({ summary }) => summary !== undefined));
  return [...new Set(told.map(summaryKey))];
}
