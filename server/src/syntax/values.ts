/** Times and sizes as HAProxy writes them (parse_time_err() and parse_size_err() in src/tools.c). */

/** Milliseconds of each unit, the smallest first. */
export const timeUnits: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** Bytes of each unit, the smallest first. */
export const sizeUnits: Readonly<Record<string, number>> = { "": 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/**
 * Milliseconds of a time such as "30s"; a bare number counts in milliseconds. Undefined when it is no time.
 * HAProxy only warns of what follows the unit ("30sec", "1h30m") and leaves it out of account: so do we.
 */
export function parseTime(text: string): number | undefined {
  const parts = /^(\d+)(?:(us|ms|s|m|h|d).*)?$/.exec(text);
  return parts ? Number(parts[1]) * (timeUnits[parts[2] ?? "ms"] as number) : undefined;
}

/** Bytes or entries of a size such as "100k". Undefined when it is no size. */
export function parseSize(text: string): number | undefined {
  const parts = /^(\d+)([kKmMgG]?)$/.exec(text);
  return parts ? Number(parts[1]) * (sizeUnits[(parts[2] as string).toLowerCase()] as number) : undefined;
}

/** A time for people: the largest units first, at most two of them ("1h 30m", "30s", "250ms"). */
export function timeInWords(milliseconds: number): string {
  const names = ["d", "h", "m", "s", "ms"] as const;
  const parts: string[] = [];
  let rest = Math.round(milliseconds);
  for (const name of names) {
    const unit = timeUnits[name] as number;
    const count = Math.floor(rest / unit);
    if (count > 0 && parts.length < 2) parts.push(`${count}${name}`);
    rest -= count * unit;
  }
  return parts.join(" ") || "0ms";
}
