/** Known bugs whose fixes changed a function: what a frame of a stack may have to do with. */
import * as l10n from "@vscode/l10n";
import { isSharedVictim } from "../../incident/frames.ts";
import { matchPattern } from "../../incident/patterns.ts";
import { type Advisory, knowledge } from "../../knowledge/knowledge.ts";
import { language } from "../../knowledge/language.ts";
import type { Release } from "../../knowledge/release.ts";
import { signatures } from "../../knowledge/signatures.ts";
import { standingOf } from "../../knowledge/standing.ts";
import { fixInWords, knownAs } from "../advice.ts";
import { canCrash } from "../exposureSummary.ts";

/** Bugs listed; a function that everybody changes tells nothing. */
const mostBugs = 6;

let byFunction: ReadonlyMap<string, readonly Advisory[]> | undefined;

/** Those that the release has, or all where it is not known. */
function bugsOfFunction(name: string, release: Release | undefined): readonly Advisory[] {
  byFunction ??= indexed();
  const bugs = byFunction.get(name) ?? [];
  return release === undefined ? bugs : bugs.filter((advisory) => standingOf(advisory, release).state === "affected");
}

function indexed(): ReadonlyMap<string, readonly Advisory[]> {
  const index = new Map<string, Advisory[]>();
  for (const advisory of knowledge.advisories.filter(canCrash)) {
    const { patched, frames = [] } = signatures[advisory.id] ?? {};
    const clued = advisory.recognition.flatMap(({ caller = [], freedBy = [], frames: shown = [] }) => [...caller, ...freedBy, ...shown]);
    const names = [...clued.flatMap((one) => one.split("|")), ...frames, ...(patched?.functions ?? [])];
    for (const name of new Set(names)) index.set(name, [...(index.get(name) ?? []), advisory]);
  }
  return index;
}

/** Markdown: what a frame of this function tells, and the known bugs near it. Undefined where there is nothing to say. */
export function functionInWords(name: string, release: Release | undefined, link: (advisory: Advisory) => string): string | undefined {
  if (matchPattern("frame.handler", name)) return l10n.t("This frame only reports what happened: the cause stands below it.");
  if (matchPattern("frame.loop", name)) return l10n.t("Every stack ends so: the cause stands above it.");
  if (isSharedVictim(name)) return l10n.t("Many crashes meet in this function whatever caused them: look at who called it.");
  const bugs = bugsOfFunction(name, release);
  if (bugs.length === 0) return undefined;
  const items = bugs.slice(0, mostBugs).map((advisory) => {
    const fix = release === undefined ? "" : fixInWords(advisory, standingOf(advisory, release), release);
    return `- [${knownAs(advisory)}](${link(advisory)}) ${advisory.title[language()]}${fix === "" ? "" : `${l10n.t(", ")}${fix}`}`;
  });
  const more = bugs.length > mostBugs ? [`- ${l10n.t("and {0} more", bugs.length - mostBugs)}`] : [];
  return [l10n.t("Known bugs whose fix, or crash, is in this function:"), "", ...items, ...more].join("\n");
}
