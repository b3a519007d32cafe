/** Asks for completion and signature help at the cursor mark `$0`. */
import { expect } from "vitest";
import { completionsAt } from "../../server/src/features/completion/completion.ts";
import type { Completions, Item } from "../../server/src/features/completion/item.ts";
import { signatureAt } from "../../server/src/features/signatures/signatureHelp.ts";
import { modelOf } from "../../server/src/model/model.ts";
import { readConfig } from "../../server/src/syntax/config.ts";
import { configUri, releaseFrom, type Scripts, withCursor } from "./configText.ts";

export interface CompletionCircumstances {
  readonly release?: string;
  readonly scripts?: Scripts;
  /** Whole sections and recipes too. */
  readonly snippets?: boolean;
}

/** A configuration with a line in its frontend, or in its backend. */
export const frontend = (line: string) =>
  `defaults base\n    mode http\nfrontend fe\n    acl is_api path_beg /api\n    ${line}\nbackend be_web\n    server web1 192.0.2.1:80\n`;
export const backend = (line: string) => `defaults\n    mode http\nbackend be\n    server web1 192.0.2.1:80\n    ${line}\n`;

export function completionsIn(
  marked: string,
  { release = "3.2.0", scripts = {}, snippets = false }: CompletionCircumstances = {},
): Completions | undefined {
  const { text, line, column } = withCursor(marked);
  const file = readConfig(configUri, text);
  return completionsAt(modelOf([file], new Map(Object.entries(scripts))), file, line, column, { release: releaseFrom(release), snippets });
}

/** Labels in the order in which an editor lists them. */
export function labelsIn(marked: string, circumstances: CompletionCircumstances = {}): readonly string[] {
  const items = [...(completionsIn(marked, circumstances)?.items ?? [])];
  return items.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1)).map(({ label }) => label);
}

function sortKey({ rank, order = 999, label }: Item): string {
  return `${rank}${String(order).padStart(3, "0")}${label}`;
}

export function itemIn(marked: string, label: string, circumstances: CompletionCircumstances = {}): Item | undefined {
  return completionsIn(marked, circumstances)?.items.find((item) => item.label === label);
}

/** Expects labels to be among those offered, and others not to be. */
export function checkOffers(
  marked: string,
  offered: readonly string[],
  not: readonly string[] = [],
  circumstances: CompletionCircumstances = {},
): void {
  const labels = labelsIn(marked, circumstances);
  expect(labels).toEqual(expect.arrayContaining([...offered]));
  expect(not.filter((label) => labels.includes(label))).toEqual([]);
}

/** The line after an item was taken, without places to fill in; `|` for the cursor. */
export function acceptedIn(marked: string, label: string, circumstances: CompletionCircumstances = {}): string {
  const { text, line } = withCursor(marked);
  const found = completionsIn(marked, circumstances);
  const item = found?.items.find((one) => one.label === label);
  if (found === undefined || item === undefined) return "not offered";
  const raw = text.split("\n")[line] ?? "";
  return `${raw.slice(0, found.start)}${item.text ?? item.label}|${raw.slice(found.end)}`;
}

/** "timeout client «<time>»": the signature with its active parameter between the marks. */
export function signatureIn(marked: string, release = "3.2.0"): string {
  const { text, line, column } = withCursor(marked);
  const found = signatureAt(readConfig(configUri, text), line, column, releaseFrom(release));
  if (found === undefined) return "none";
  const { start, end } = found.parameters[found.active] ?? { start: 0, end: 0 };
  return `${found.label.slice(0, start)}«${found.label.slice(start, end)}»${found.label.slice(end)}`;
}
