/** The page of findings that stand for several bugs of the catalogue. */
import * as l10n from "@vscode/l10n";
import { severalBugs } from "../catalogueFindings.ts";

/** Markdown, in the language set. */
export function severalBugsPage(): string {
  return `${[
    `# ${severalBugs}`,
    l10n.t(
      "Known bugs of the release in use that the configuration is exposed to for certain, gathered by what exposes it; one finding at `global` sums up.",
    ),
    l10n.t(
      "`haproxy-sleuth exposure --release R FILE` lists them all, with the statements, the fixes and what else is possible; `--against R` tells what another release would change. In VS Code the command *What am I exposed to?* does.",
    ),
    l10n.t(
      "Better than to ignore them is the upgrade that the finding names. The comment `# haproxy-sleuth: allow {0}` above a statement accepts them there; an advisory's own id accepts one.",
      severalBugs,
    ),
  ].join("\n\n")}\n`;
}
