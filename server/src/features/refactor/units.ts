/** A time or size in the largest unit that says it exactly. */
import * as l10n from "@vscode/l10n";
import { touches } from "../../syntax/span.ts";
import { parseSize, parseTime, sizeUnits, timeUnits } from "../../syntax/values.ts";
import type { Action } from "../actions/action.ts";
import { isSound, rewritten } from "../fixes/fix.ts";
import { inLine } from "../textChange.ts";
import type { AtCursor } from "./atCursor.ts";

export function inLargestUnit({ file, placed, line, column, statement, interpretation, branch }: AtCursor): Action | undefined {
  const role = interpretation.roles.find(({ index }) => touches(statement.words[index]?.span ?? nowhere, column));
  const word = role && statement.words[role.index];
  const { raw } = statement.line;
  if (role?.node.kind !== "type" || word === undefined || raw.slice(word.span.start, word.span.end) !== word.value) return undefined;
  const { type, parameter } = role.node;
  const text = type === "time" ? timeOf(word.value, parameter === "s") : type === "size" ? sizeOf(word.value) : undefined;
  const { start, end } = word.span;
  if (text === undefined || text === word.value || !isSound(rewritten(raw, start, end, text).trim(), placed, branch)) return undefined;
  return { title: l10n.t('Write "{0}"', text), kind: "refactor.rewrite", changes: [inLine(file.uri, line, start, end, text)] };
}

const nowhere = { start: -1, end: -1 };

/** Undefined for what is no time, for nothing, and for what follows the unit. */
function timeOf(text: string, countsInSeconds: boolean): string | undefined {
  const milliseconds = /^\d+(?:us|ms|s|m|h|d)?$/.test(text) ? parseTime(text) : undefined;
  const amount = countsInSeconds && /^\d+$/.test(text) ? Number(text) * 1000 : milliseconds;
  return amount === undefined || amount < 1 ? undefined : inUnits(amount, timeUnits);
}

function sizeOf(text: string): string | undefined {
  const amount = parseSize(text);
  return amount === undefined || amount === 0 ? undefined : inUnits(amount, sizeUnits);
}

function inUnits(amount: number, units: Readonly<Record<string, number>>): string | undefined {
  const [name, unit] = Object.entries(units).findLast(([, size]) => amount % size === 0 && size >= 1) ?? [];
  return name === undefined || unit === undefined ? undefined : `${amount / unit}${name}`;
}
