/** From when on a word exists, whether it is deprecated or removed, and what stands in its place: as the release in use sees it. */
import * as l10n from "@vscode/l10n";
import { covers, type Segment } from "../../knowledge/lifetime.ts";
import { compareBranches } from "../../knowledge/release.ts";
import { plain } from "../../syntax/plain.ts";

/** Oldest branch of our tables: what it knows may be far older. */
const oldest = "2.4";

/** Markdown, one fact an item; empty for a word that every branch knows. */
export function lifeInWords(segments: readonly Segment[], replacedBy: string | undefined, branch: string | undefined): readonly string[] {
  const first = segments.find(({ state }) => state !== "removed")?.from ?? oldest;
  if (segments.length === 0) return [];
  if (branch !== undefined && first !== oldest && compareBranches(branch, first) < 0)
    return [l10n.t("**Not in {0}**: since {1}", branch, first)];
  const facts = first === oldest || first === "" ? [] : [l10n.t("Since {0}", first)];
  const now = branch === undefined ? undefined : segments.find(({ from, to }) => covers(from, to, branch));
  const end = endOf(segments);
  if (end !== undefined) facts.push(endInWords(end, branch, replacedBy));
  const deprecated = segments.find(({ state }) => state === "deprecated");
  if (deprecated !== undefined && (now === undefined ? end === undefined : now.state === "deprecated" || now.state === "known"))
    facts.push(deprecationInWords(deprecated.from, branch, replacedBy));
  return facts;
}

/** First branch that takes the word no more. */
function endOf(segments: readonly Segment[]): string | undefined {
  const removed = segments.find(({ state }) => state === "removed");
  if (removed !== undefined) return removed.from === "" ? oldest : removed.from;
  const last = segments.at(-1)?.to ?? "";
  return last === "" ? undefined : after(last);
}

function endInWords(end: string, branch: string | undefined, replacedBy: string | undefined): string {
  const gone = branch !== undefined && compareBranches(end, branch) <= 0;
  const text = end === oldest ? l10n.t("**Removed**") : gone ? l10n.t("**Removed** in {0}", end) : l10n.t("Removed in {0}", end);
  return withSuccessor(text, replacedBy);
}

function deprecationInWords(from: string, branch: string | undefined, replacedBy: string | undefined): string {
  const start = from === "" ? oldest : from;
  const already = branch !== undefined && compareBranches(start, branch) <= 0;
  return withSuccessor(already ? l10n.t("**Deprecated** since {0}", start) : l10n.t("Deprecated since {0}", start), replacedBy);
}

function withSuccessor(text: string, replacedBy: string | undefined): string {
  return replacedBy === undefined ? text : l10n.t("{0}; use {1} instead", text, `\`${plain(replacedBy)}\``);
}

/** The branch behind: minor numbers run from 0 to 9, then the major one counts on. */
function after(branch: string): string {
  const [major = 0, minor = 0] = branch.split(".").map(Number);
  return minor === 9 ? `${major + 1}.0` : `${major}.${minor + 1}`;
}
