/**
 * Reads the texts that scripts/squeeze.mjs wrote. Four bytes give the length in bytes of UTF-8, all else are bits of an arithmetic
 * coder with adaptive estimates: pieces that are a byte of their own (foreseen from the one before), or the repetition of what stands
 * some bytes back (its length less one, and how far).
 */

/** Estimates of a bit that is one, in 65,536ths; the mean of one that learns fast and one that learns slowly. */
interface Estimates {
  readonly fast: Uint16Array;
  readonly slow: Uint16Array;
}

export function unsqueezed(squeezed: Uint8Array): string {
  const view = new DataView(squeezed.buffer, squeezed.byteOffset, squeezed.byteLength);
  const text = new Uint8Array(view.getUint32(0));
  const bits = new Bits(squeezed, 4);
  const [kind, byte, length, back] = [estimates(1024), estimates(65536), numbers(), numbers()];
  for (let at = 0, before = 0; at < text.length; ) {
    const last = text[at - 1] ?? 0;
    const repeats = bits.next(kind, before * 256 + last);
    if (repeats === 0) text[at++] = bits.tree(byte, last * 256, 8);
    else {
      const long = bits.number(length, 0) + 1;
      const far = bits.number(back, Math.min(long - 2, 3));
      // a repetition may run into itself
      for (const end = at + long; at < end; at++) text[at] = text[at - far] ?? 0;
    }
    before = (before * 2 + repeats) & 3;
  }
  return new TextDecoder().decode(text);
}

function estimates(size: number): Estimates {
  return { fast: new Uint16Array(size).fill(32768), slow: new Uint16Array(size).fill(32768) };
}

/** A number is written as that of its bits below the highest, by context, and then these bits. */
interface Numbers {
  readonly size: Estimates;
  readonly low: Estimates;
}

function numbers(): Numbers {
  return { size: estimates(128), low: estimates(1024) };
}

class Bits {
  private readonly bytes: Uint8Array;
  private at: number;
  private low = 0;
  private high = 0xffffffff;
  private window = 0;

  constructor(bytes: Uint8Array, at: number) {
    this.bytes = bytes;
    this.at = at;
    for (let i = 0; i < 4; i++) this.shift();
  }

  next({ fast, slow }: Estimates, at: number): 0 | 1 {
    const [quick, steady] = [fast[at] ?? 0, slow[at] ?? 0];
    const foreseen = (quick + steady) >>> 1;
    const range = this.high - this.low;
    const middle = this.low + (range >>> 16) * foreseen + (((range & 0xffff) * foreseen) >>> 16);
    const bit = this.window <= middle ? 1 : 0;
    if (bit === 1) this.high = middle;
    else this.low = middle + 1;
    fast[at] = bit === 1 ? quick + ((65535 - quick) >> 4) : quick - (quick >> 4);
    slow[at] = bit === 1 ? steady + ((65535 - steady) >> 6) : steady - (steady >> 6);
    while ((this.low ^ this.high) >>> 24 === 0) {
      this.low = (this.low << 8) >>> 0;
      this.high = ((this.high << 8) | 255) >>> 0;
      this.shift();
    }
    return bit;
  }

  tree(of: Estimates, base: number, bits: number): number {
    let node = 1;
    for (let i = 0; i < bits; i++) node = node * 2 + this.next(of, base + node);
    return node - (1 << bits);
  }

  number({ size, low }: Numbers, context: number): number {
    const bits = this.tree(size, context * 32, 5);
    let value = 1;
    for (let i = 0; i < bits; i++) value = value * 2 + this.next(low, bits * 32 + (value < 16 ? value : 31));
    return value;
  }

  private shift(): void {
    this.window = ((this.window << 8) | (this.bytes[this.at++] ?? 0)) >>> 0;
  }
}
