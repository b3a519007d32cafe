/**
 * Finds the next of many words in bytes, in one pass that skips most of them (Wu and Manber's method with blocks of three).
 * Logs of gigabytes are searched in this form, and only the lines found are decoded.
 */

const block = 3;
/** The table of skips fits the processor's nearest cache. */
const tableBits = 15;
const mask = (1 << tableBits) - 1;

export type ByteSearch = (bytes: Uint8Array, from: number, end: number) => number;

/** Words of at least eight bytes; the function gives where the next one starts in [from, end), or -1. */
export function byteSearch(words: readonly string[]): ByteSearch {
  const encoded = [...new Set(words)].map((word) => Uint8Array.from(word, (letter) => letter.charCodeAt(0)));
  const shortest = Math.min(...encoded.map(({ length }) => length));
  const skips = new Uint8Array(mask + 1).fill(shortest - block + 1);
  const ending = new Map<number, Uint8Array[]>();
  for (const word of encoded) {
    for (let i = 0; i + block <= shortest; i++) {
      const hash = hashOf(word[i] ?? 0, word[i + 1] ?? 0, word[i + 2] ?? 0);
      const skip = shortest - block - i;
      skips[hash] = Math.min(skips[hash] ?? 0, skip);
      if (skip === 0) ending.set(hash, [...(ending.get(hash) ?? []), word]);
    }
  }
  return (bytes, from, end) => {
    let i = from + shortest - 1;
    while (i < end) {
      const hash = (((bytes[i - 2] as number) << 10) ^ ((bytes[i - 1] as number) << 5) ^ (bytes[i] as number)) & mask;
      const skip = skips[hash] as number;
      if (skip !== 0) {
        i += skip;
        continue;
      }
      const start = i - shortest + 1;
      if (holdsOne(ending.get(hash), bytes, start, end)) return start;
      i++;
    }
    return -1;
  };
}

function hashOf(a: number, b: number, c: number): number {
  return ((a << 10) ^ (b << 5) ^ c) & mask;
}

function holdsOne(words: readonly Uint8Array[] | undefined, bytes: Uint8Array, start: number, end: number): boolean {
  for (const word of words ?? []) {
    if (start + word.length > end) continue;
    let i = 0;
    while (i < word.length && bytes[start + i] === word[i]) i++;
    if (i === word.length) return true;
  }
  return false;
}
