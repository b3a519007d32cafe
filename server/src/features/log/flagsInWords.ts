/** Sets of bits by the names that HAProxy's sources give them, in the release that crashed or in all that it may have been. */
import * as l10n from "@vscode/l10n";
import { language } from "../../knowledge/language.ts";
import { type Flag, flagBranch, flagBranches, flagsIn, hasFlags, logFacts, type ReadFlags } from "../../knowledge/logFacts.ts";

/** Branches that read a value in the same way. */
interface Reading extends ReadFlags {
  readonly branches: readonly string[];
}

/** Names shown beside a line. */
const mostInShort = 4;

/** "HTX | REDIRECTABLE", without what all names of the set begin with; undefined where no bit is set or releases differ. */
export function flagsInShort(set: string, value: number, branch: string | undefined): string | undefined {
  const readings = readingsOf(set, value, branch);
  const [only] = readings;
  if (value === 0 || only === undefined || readings.length > 1) return undefined;
  const start = commonStart(set);
  const names = [...only.flags.map(({ name }) => name.slice(start)), ...restOf(only)];
  const more = names.length > mostInShort ? [`+${names.length - mostInShort}`] : [];
  return [...names.slice(0, mostInShort), ...more].join(" | ");
}

/** Markdown: a line for each bit, under the branches where these differ. */
export function flagsInWords(set: string, value: number, branch: string | undefined): string {
  if (value === 0) return l10n.t("no bit is set");
  const readings = readingsOf(set, value, branch);
  if (readings.length === 0) return l10n.t("the bits are not known for HAProxy {0}", branch ?? "");
  const parts = readings.map((reading) => {
    const lines = [...reading.flags.map(flagLine), ...restOf(reading).map((rest) => `- \`${rest}\`${l10n.t(": ")}${l10n.t("not known")}`)];
    if (readings.length === 1) return lines.join("\n");
    return `${l10n.t("In {0}:", rangeOf(reading.branches))}\n\n${lines.join("\n")}`;
  });
  const unsure = readings.length > 1 ? [l10n.t("The log does not tell its release, and the bits differ between branches.")] : [];
  return [...unsure, ...parts].join("\n\n");
}

function flagLine({ name, value, mask }: Flag): string {
  const words = logFacts.words[name]?.[language()];
  const bits = `0x${value.toString(16)}${mask === undefined ? "" : ` / 0x${mask.toString(16)}`}`;
  return `- \`${name}\` (${bits})${words === undefined ? "" : `${l10n.t(": ")}${words}`}`;
}

function restOf({ rest }: ReadFlags): string[] {
  return rest === 0 ? [] : [`0x${rest.toString(16)}`];
}

function readingsOf(set: string, value: number, branch: string | undefined): readonly Reading[] {
  const branches = (branch === undefined ? flagBranches() : [flagBranch(branch)]).filter((one) => hasFlags(set, one));
  const found = new Map<string, Reading>();
  for (const one of branches) {
    const { flags, rest } = flagsIn(set, value, one);
    const key = `${flags.map(({ name }) => name).join(" ")} ${rest}`;
    found.set(key, { flags, rest, branches: [...(found.get(key)?.branches ?? []), one] });
  }
  return [...found.values()];
}

/** "2.4, 2.6 to 3.0" */
function rangeOf(branches: readonly string[]): string {
  const runs: string[][] = [];
  for (const branch of branches) {
    const last = runs.at(-1);
    if (last !== undefined && flagBranches().indexOf(last.at(-1) ?? "") + 1 === flagBranches().indexOf(branch)) last.push(branch);
    else runs.push([branch]);
  }
  return runs.map((run) => (run.length === 1 ? run[0] : l10n.t("{0} to {1}", run[0] ?? "", run.at(-1) ?? ""))).join(l10n.t(", "));
}

/** Length of what the names of a set have in common, up to an underscore. */
function commonStart(set: string): number {
  const names = (logFacts.flags[set] ?? []).map(({ name }) => name);
  const [first = ""] = names;
  let length = first.length;
  for (const name of names) while (!name.startsWith(first.slice(0, length))) length--;
  return first.lastIndexOf("_", length - 1) + 1;
}
