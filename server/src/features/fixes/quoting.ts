/** Texts as words of a configuration. */

/** The text as one word that HAProxy reads as it stands; undefined where no quotes can hold it. */
export function quoted(text: string): string | undefined {
  if (/^[^\s"'\\#$]+$/.test(text)) return text;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what no word can hold as it stands
  if (/[\u0000-\u001f]/.test(text)) return undefined;
  if (!text.includes("'")) return `'${text}'`;
  return `"${text.replace(/["\\$]/g, "\\$&")}"`;
}

/** The same for a log-format string, in which a percent sign is written twice. */
export function quotedFormat(text: string): string | undefined {
  return quoted(text.replaceAll("%", "%%"));
}
