/** `lints`: every code that a finding may have, with its severity and one line on it. */
import * as l10n from "@vscode/l10n";
import { severalBugs } from "../features/catalogueFindings.ts";
import { summaryOfCode } from "../features/findingCodes.ts";
import { knowledge } from "../knowledge/knowledge.ts";
import { language } from "../knowledge/language.ts";
import { exitCodes, type Streams, UsageError } from "./output.ts";

export function lints(names: readonly string[], format: "text" | "json", streams: Streams): number {
  if (names.length > 0) throw new UsageError(l10n.t("lints takes no names; {0} tells about one", `haproxy-sleuth explain ${names[0]}`));
  const several: Row = { code: severalBugs, kind: "advisory", severity: "warning", summary: summaryOfCode(severalBugs) };
  const rows = [...lintRows(), several, ...advisoryRows()];
  streams.out(format === "json" ? `${JSON.stringify({ lints: rows }, null, 2)}\n` : table(rows));
  return exitCodes.clean;
}

interface Row {
  readonly code: string;
  readonly kind: "lint" | "advisory";
  readonly severity: string;
  readonly summary: string;
}

function lintRows(): readonly Row[] {
  const rows = knowledge.lints.map(
    ({ id, severity, summary }): Row => ({ code: id, kind: "lint", severity, summary: summary[language()] }),
  );
  return rows.sort(byCode);
}

/** An advisory warns where the configuration is known to be exposed. */
function advisoryRows(): readonly Row[] {
  const shown = knowledge.advisories.filter(({ exposure }) => exposure.shown !== "hover");
  return shown.map(({ id, title }): Row => ({ code: id, kind: "advisory", severity: "warning", summary: title[language()] })).sort(byCode);
}

function byCode(a: Row, b: Row): number {
  return a.code < b.code ? -1 : 1;
}

function table(rows: readonly Row[]): string {
  const widest = Math.max(...rows.map(({ code }) => code.length));
  return rows
    .map(({ code, severity, summary }) => `${code.padEnd(widest)}  ${severity.padEnd("information".length)}  ${summary}\n`)
    .join("");
}
