/** Times, sizes and numbers in full, and the unit that HAProxy assumes where none is written. */
import * as l10n from "@vscode/l10n";
import { plain } from "../../syntax/plain.ts";
import { parseSize, parseTime, timeInWords } from "../../syntax/values.ts";

/** 65536 as "65,536". */
export function counted(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 3 });
}

/** Markdown; undefined for what is no time. `bareUnit`: "s" where a number without unit counts in seconds. */
export function timeExplained(text: string, bareUnit: string | undefined): string | undefined {
  const [, number = "", unit = ""] = /^(\d+)(us|ms|s|m|h|d)?/.exec(text) ?? [];
  const milliseconds = number === "" ? undefined : bareUnit === "s" && unit === "" ? Number(number) * 1000 : parseTime(text);
  if (milliseconds === undefined) return undefined;
  const name = `\`${plain(text)}\``;
  const value = inUnits(milliseconds);
  const words = timeInWords(milliseconds);
  const full = milliseconds < 60_000 || words === text ? value : `${words} = ${value}`;
  const rest = text.slice(number.length + unit.length);
  if (rest !== "")
    return l10n.t("{0}: HAProxy reads {1} only ({2}) and leaves {3} out", name, `\`${number}${unit}\``, full, `\`${plain(rest)}\``);
  if (unit !== "") return `${name} = ${full}`;
  if (bareUnit === "s") return l10n.t("{0} = {1}: a number without a unit counts in seconds here", name, full);
  const shown = milliseconds < 1000 || milliseconds >= 60_000 ? full : `${full} = ${words}`;
  return l10n.t("{0} = {1}: a number without a unit counts in milliseconds", name, shown);
}

/** Short times in milliseconds, from a minute on in seconds. */
function inUnits(milliseconds: number): string {
  if (milliseconds < 1 && milliseconds > 0) return `${counted(milliseconds * 1000)} µs`;
  return milliseconds < 60_000 ? `${counted(milliseconds)} ms` : `${counted(milliseconds / 1000)} s`;
}

/** `entries`: the size counts entries of a table, not bytes. */
export function sizeExplained(text: string, entries: boolean): string | undefined {
  const value = parseSize(text);
  if (value === undefined) return undefined;
  const name = `\`${plain(text)}\``;
  return entries ? l10n.t("{0} = {1} entries", name, counted(value)) : l10n.t("{0} = {1} bytes", name, counted(value));
}

/** "180.0 MiB" */
export function bytesInWords(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit] ?? ""}`;
}
