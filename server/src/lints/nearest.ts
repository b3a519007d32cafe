/** The word that a misspelt one was probably meant to be. */

import * as l10n from "@vscode/l10n";

/** The text, and behind it the known name that is closest to `name`, where one is close; `lead` goes before each name, such as dashes. */
export function withSuggestion(text: string, name: string, known: readonly string[], lead = ""): string {
  const close = meant(name, known);
  return close === undefined ? text : l10n.t('{0}; did you mean "{1}"?', text, `${lead}${close}`);
}

/** More than `nearest` dares to say where a word is replaced at once: another case of its letters, or the start of it. */
export function meant(word: string, known: readonly string[]): string | undefined {
  const lower = word.toLowerCase();
  const same =
    word === ""
      ? undefined
      : known.find((candidate) => candidate.length === word.length && candidate !== word && candidate.toLowerCase() === lower);
  return same ?? nearest(word, known) ?? startOf(word, known);
}

/** `conn_cur` of `conn_current`: the longest known word that the word goes on from. */
function startOf(word: string, known: readonly string[]): string | undefined {
  const starts = known.filter((candidate) => candidate.length >= 6 && word.length - candidate.length <= 5 && word.startsWith(candidate));
  return starts.sort((a, b) => b.length - a.length).find((candidate) => candidate !== word);
}

/** Another word; undefined when nothing is close: a wrong suggestion is worse than none. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const most = word.length <= 4 ? 1 : word.length <= 8 ? 2 : 3;
  let best: string | undefined;
  let least = most + 1;
  const letters = lettersOf(word);
  for (const candidate of known) {
    if (candidate === word || Math.abs(candidate.length - word.length) >= least) continue;
    // each change adds one letter at most and takes one away
    if (bitsIn(lettersOf(candidate) ^ letters) > 2 * (least - 1)) continue;
    const far = distance(word, candidate, least);
    if (far < least) {
      least = far;
      best = candidate;
    }
  }
  return best;
}

/** A bit for each letter that the word holds, letters 32 apart sharing one. */
function lettersOf(word: string): number {
  let letters = 0;
  for (let i = 0; i < word.length; i++) letters |= 1 << (word.charCodeAt(i) & 31);
  return letters;
}

function bitsIn(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** Insertions, deletions, replacements and swaps of neighbours; stops counting at `limit`. */
function distance(a: string, b: string, limit: number): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    if (Math.min(...row) >= limit) return limit;
    before = previous;
    previous = row;
  }
  return previous[b.length] ?? limit;
}
