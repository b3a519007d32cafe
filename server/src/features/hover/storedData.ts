/** Stored data types of stick-tables: what they hold, what changes and reads them, how much room they take, what peers make of them. */
import * as l10n from "@vscode/l10n";
import { enumFact, enumLifetime, sampleNames, storedDataAsked } from "../../knowledge/grammar.ts";
import { segmentsOf } from "../../knowledge/lifetime.ts";
import { manualLink } from "../../knowledge/manual.ts";
import { meaningOf } from "../../knowledge/meanings.ts";
import { ofBranch } from "../../knowledge/ofBranch.ts";
import { storedData } from "../../knowledge/tables.ts";
import { plain } from "../../syntax/plain.ts";
import { manualInMarkdown } from "./describe.ts";
import { lifeInWords } from "./lifeInWords.ts";

/** Markdown on a type by its name; undefined where no release knows it. */
export function storedDataExplained(name: string, branch: string | undefined): string | undefined {
  const data = storedData(name);
  const meaning = meaningOf("stick_data", name);
  if (data === undefined || meaning === undefined) return undefined;
  const { first = "" } = enumLifetime("stick_data", name);
  const facts = [...lifeInWords(segmentsOf(`${first}-`), undefined, branch), sizeInWords(name, data.bytes)];
  const readers = readersOf(name, branch);
  if (readers.length > 0) facts.push(l10n.t("Read by {0}", readers.map((reader) => `\`${reader}\``).join(l10n.t(", "))));
  facts.push(peersInWords(data.peers));
  const signature = `**\`${plain(name)}${argumentOf(name)}\`** ${meaning}`;
  const manual = manualInMarkdown(manualLink(["stick-table type", "stick-table"], ["4.2", "11"], branch));
  return [signature, facts.map((fact) => `- ${fact}`).join("\n"), manual].join("\n\n");
}

/** "(<period>)", "(<elements>,<period>)" or nothing. */
function argumentOf(name: string): string {
  const fact = String(enumFact("stick_data", name) ?? "");
  return fact === "" ? "" : `(${fact.replace("size", "<elements>").replace("period", "<period>")})`;
}

function sizeInWords(name: string, bytes: number): string {
  const array = String(enumFact("stick_data", name) ?? "").startsWith("size");
  return array ? l10n.t("{0} bytes for each element in each entry", bytes) : l10n.t("{0} bytes in each entry", bytes);
}

function peersInWords(peers: "value" | "local" | "counter"): string {
  if (peers === "value") return l10n.t("Peers take it over as it is");
  return peers === "local"
    ? l10n.t("Peers send it, but since 2.5 do not take it over, unless the table is `recv-only` (3.2)")
    : l10n.t("Peers take it over in place of their own value: the counts of two active nodes do not add up");
}

const prefixes = ["sc_", "src_", "table_"];

/** Fetches and converters that read a type; those for a single counter (`sc0_…`) are left out. */
function readersOf(name: string, branch: string | undefined): readonly string[] {
  return readersByType(branch).get(name) ?? [];
}

const readersByType = ofBranch((branch): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, string[]>();
  for (const sample of [...sampleNames("fetch", branch), ...sampleNames("converter", branch)]) {
    const prefix = prefixes.find((start) => sample.startsWith(start));
    if (prefix === undefined) continue;
    for (const asked of storedDataAsked(sample.slice(prefix.length))) {
      const type = asked.replace(/\[.*$/, "");
      const readers = found.get(type);
      if (readers === undefined) found.set(type, [sample]);
      else if (!readers.includes(sample)) readers.push(sample);
    }
  }
  return found;
});
