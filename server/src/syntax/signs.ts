/** Characters that few lines have, noted while a line is read: whoever looks for one need not search all lines for it. */

/** Bits; those below are for the reader of plain lines. */
export const sign = {
  /** `"` or `'` */
  quote: 4,
  /** `(` */
  parenthesis: 8,
  /** `@`, `%` or `$`: an address, a log-format item, a variable */
  sigil: 16,
  /** `[` */
  bracket: 32,
  /** `.` */
  dot: 64,
} as const;

/** The bit of each ASCII character, or 0. */
export const signOf = new Uint8Array(128);
for (const [characters, bit] of [
  ["\"'", sign.quote],
  ["(", sign.parenthesis],
  ["@%$", sign.sigil],
  ["[", sign.bracket],
  [".", sign.dot],
] as const)
  for (const c of characters) signOf[c.charCodeAt(0)] = bit;

/** The signs of a text up to `end`. */
export function signsIn(text: string, end: number): number {
  let found = 0;
  for (let i = 0; i < end; i++) {
    const c = text.charCodeAt(i);
    if (c < 128) found |= signOf[c] as number;
  }
  return found;
}
