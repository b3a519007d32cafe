/** What the bench prints: a table of times against their budgets, and how far lines of small and large files are apart. */

export interface Measurement {
  readonly what: string;
  /** The median of the runs. */
  readonly milliseconds: number;
  /** What the work takes where nobody else has the machine: other work can only add to it. */
  readonly fastest: number;
  readonly budget: number;
  /** Of all threads together, which a busy machine changes less. */
  readonly processor: number;
  readonly processorBudget?: number | undefined;
}

/** It should not depend on how many lines there are: how far the sizes are from their mean, and the highest against the lowest. */
export function apart(rows: readonly Measurement[]): string {
  const times = rows.map(({ milliseconds }) => milliseconds);
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
  const farthest = Math.max(...times.map((time) => Math.abs(time / mean - 1)));
  const each = rows.map(
    ({ what, milliseconds, fastest, processor }) =>
      `${what}: ${milliseconds.toFixed(1)} (fastest ${fastest.toFixed(1)}, processor ${processor.toFixed(1)})`,
  );
  const ratio = (Math.max(...times) / Math.min(...times)).toFixed(2);
  return `microseconds: ${each.join(", ")}; at most ${(100 * farthest).toFixed(0)} % from their mean (20 wanted), ${ratio} times apart`;
}

export function exceeds({ milliseconds, budget, processor, processorBudget }: Measurement): boolean {
  return milliseconds > budget || processor > (processorBudget ?? Number.POSITIVE_INFINITY);
}

export function table(rows: readonly Measurement[]): string {
  const cells = rows.map((row) => [
    row.what,
    row.milliseconds.toFixed(1),
    row.fastest.toFixed(1),
    String(row.budget),
    row.processor.toFixed(1),
    row.processorBudget?.toFixed(1) ?? "",
    exceeds(row) ? "EXCEEDED" : "",
  ]);
  const all = [["medians, in milliseconds", "time", "fastest", "budget", "processor", "budget", ""], ...cells];
  const widths = all[0]?.map((_, i) => Math.max(...all.map((row) => row[i]?.length ?? 0))) ?? [];
  return all
    .map((row) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join("  "))
    .join("\n");
}
