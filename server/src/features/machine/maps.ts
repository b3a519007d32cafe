/** What a list of mappings says of the process that they belong to. */
import * as l10n from "@vscode/l10n";
import { findAdvisory } from "../../knowledge/knowledge.ts";
import { defaultMapCount, type MappingKind, type MapsSummary } from "../../machine/maps.ts";
import type { Finding } from "../finding.ts";
import type { Note } from "../hover/configHover.ts";
import { megabytes } from "./findings.ts";

const code = "jemalloc-map-count";
/** Share of the default limit from which on it is time to act. */
const alarming = 0.7;

/** One finding at the first mapping: information, a warning where the limit is near. */
export function mapsFinding(uri: string, text: string, summary: MapsSummary): Finding {
  const end = (text.split("\n")[summary.line] ?? "").trimEnd().length;
  const severity = summary.count >= alarming * defaultMapCount ? "warning" : "information";
  return {
    uri,
    line: summary.line,
    span: { start: 0, end },
    severity,
    code,
    message: mapsInShort(summary),
    url: findAdvisory(code)?.issueUrl,
  };
}

export function mapsInShort({ count, holes, bytes }: MapsSummary): string {
  const share = Math.round((100 * count) / defaultMapCount);
  const first = l10n.t(
    "{0} mappings, {1} MB of addresses: {2} % of the default vm.max_map_count ({3})",
    count,
    megabytes(bytes),
    share,
    defaultMapCount,
  );
  return strict({ count, holes })
    ? `${first}${l10n.t("; ")}${l10n.t("{0} holes in freed memory, as an allocator leaves them under vm.overcommit_memory=2", holes)}`
    : first;
}

/** So many holes that they are no accident. */
function strict({ count, holes }: Pick<MapsSummary, "count" | "holes">): boolean {
  return holes >= 50 && holes >= count / 10;
}

const kinds: Readonly<Record<MappingKind, () => string>> = {
  heap: () => l10n.t("heap"),
  anonymous: () => l10n.t("anonymous memory"),
  stacks: () => l10n.t("stacks of threads"),
  guards: () => l10n.t("guard pages"),
  libraries: () => l10n.t("shared libraries"),
  program: () => l10n.t("the program"),
  files: () => l10n.t("other files"),
  kernel: () => l10n.t("of the kernel"),
};

export function mapsHover(summary: MapsSummary, line: number, end: number): Note | undefined {
  if (line !== summary.line) return undefined;
  const rows = (Object.keys(kinds) as MappingKind[])
    .filter((kind) => summary.kinds[kind] > 0)
    .map((kind) => `| ${kinds[kind]()} | ${summary.kinds[kind]} |`);
  const table = [
    `| ${l10n.t("Mappings")} | ${summary.count} |`,
    "| --- | ---: |",
    ...rows,
    `| ${l10n.t("holes")} | ${summary.holes} |`,
  ].join("\n");
  const parts = [mapsInShort(summary), table];
  if (summary.jemalloc) parts.push(l10n.t("jemalloc is loaded as a library."));
  if (strict(summary)) parts.push(l10n.t("What to do: raise vm.max_map_count now; vm.overcommit_memory=0 removes the cause."));
  return { markdown: parts.join("\n\n"), span: { start: 0, end } };
}
