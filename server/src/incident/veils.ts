/** What hides the words of a line: colours between them, messages as bytes. */

/** Colours, and journald's messages as bytes. */
export const veils = ["\u001b[", "#033[", '"MESSAGE":[', '"MESSAGE" : [', '"message":['];

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals' sequences start with an escape character
const colours = /(?:\u001b|#033)\[[0-9;]{0,20}[A-Za-z]/g;
const bytes = /"(?:MESSAGE|message)" ?: ?\[([\d,\s]{1,100000})\]/;

/** The words without what hides them. */
export function unveiled(line: string): string {
  if (!veils.some((one) => line.includes(one))) return line;
  const message = bytes.exec(line)?.[1];
  if (message === undefined) return withoutColours(line);
  return message
    .split(",")
    .map((code) => String.fromCharCode(Number(code)))
    .join("");
}

export function withoutColours(text: string): string {
  return text.replace(colours, "");
}
