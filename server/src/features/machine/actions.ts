/** What can be done about findings on the machine: edits of that line, and the page that explains. */
import * as l10n from "@vscode/l10n";
import { findAdvisory } from "../../knowledge/knowledge.ts";
import type { Action } from "../actions/action.ts";
import { explain } from "../actions/codeActions.ts";
import { knownAs } from "../advice.ts";
import { inLine } from "../textChange.ts";
import type { MachineFinding } from "./findings.ts";

export function machineActions(findings: readonly MachineFinding[]): readonly Action[] {
  return findings.flatMap((finding) => {
    const { code, instead, line, span, setting } = finding;
    const advisory = findAdvisory(code);
    const explaining =
      advisory === undefined ? [] : [explain(l10n.t("Explain {0}: {1}", knownAs(advisory), advisory.id), finding, advisory.id)];
    if (instead === undefined) return explaining;
    const title = setting.name === "image" ? l10n.t("Use {0}", instead) : l10n.t("Set {0} to {1}", setting.name, instead);
    return [
      { title, kind: "quickfix" as const, finding, preferred: true, changes: [inLine(finding.uri, line, span.start, span.end, instead)] },
      ...explaining,
    ];
  });
}
