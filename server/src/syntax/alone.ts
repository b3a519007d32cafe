/** Pieces of texts that outlive them. */

/** Shorter pieces are copies in any case. */
const leastSlice = 13;

/**
 * The same text in memory of its own. What is cut from a text keeps the whole of it in memory (V8's sliced strings): a line that was
 * typed would keep the document as it was then, half a megabyte for every key.
 */
export function alone(text: string): string {
  return text.length < leastSlice ? text : ` ${text}`.slice(1);
}
