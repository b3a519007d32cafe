/** Words of a configuration or a log inside our own Markdown: they must stay words. */

/** Longest piece of somebody's text that a sentence of ours repeats. */
const longest = 120;

/** Fit to stand between backticks: no backtick, no line break, no control character, bounded in length. */
export function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  const clean = text.replace(/[\u0000-\u001f\u007f]/g, " ").replaceAll("`", "'");
  return clean.length > longest ? `${clean.slice(0, longest - 1)}…` : clean;
}
