/** Lines that a container runtime wrote in parts (CRI's `P`, then `F` for the last one): the parts belong together. */

/** Parts are found by these; a log has few. */
export const partLiterals = ["stdout P ", "stderr P "];
const first = /^[^{]{0,200}\b(?:stdout|stderr) P /;
const part = /^([^{]{0,200}?\b(?:stdout|stderr) )[PF] /;
/** Longer lines are not put together. */
const longestWhole = 1 << 16;

/** Whether the line behind this one has to be read too: it is the next part, or the rest of a kernel's line that a collector folded. */
export function goesOn(raw: string): boolean {
  return isPart(raw) || (raw.includes("segfault at") && !module.test(raw));
}

/** The end of what the kernel says of a fault. */
const module = /\[[0-9a-f,]{1,40}\+[0-9a-f]{1,16}\]/;

function isPart(raw: string): boolean {
  return raw.includes(" P ") && first.test(raw);
}

export class Parts {
  private kept: { readonly next: number; readonly text: string } | undefined;

  /** The whole line that this one ends, which is itself as a rule; undefined while parts are to come. */
  take(number: number, raw: string): string | undefined {
    const before = this.kept;
    const open = isPart(raw);
    if (before === undefined && !open) return raw;
    const head = part.exec(raw);
    const joins = before !== undefined && before.next === number && head !== null && before.text.length < longestWhole;
    const whole = joins ? before.text + raw.slice(head[0].length) : raw;
    this.kept = open ? { next: number + 1, text: whole } : undefined;
    return open ? undefined : whole;
  }

  /** What came of a line whose last part did not come. */
  takeRest(): string | undefined {
    const text = this.kept?.text;
    this.kept = undefined;
    return text;
  }
}
