/** Environment variables in words: where the configuration sets them, their values, what stands in where they are not set. */
import * as l10n from "@vscode/l10n";
import { topicLink } from "../../knowledge/manual.ts";
import { ownVariables } from "../../knowledge/preprocessor.ts";
import { compareBranches } from "../../knowledge/release.ts";
import type { Model } from "../../model/model.ts";
import { globalStatements, wordOf } from "../../model/statement.ts";
import { fileName } from "../../syntax/fileName.ts";
import { plain } from "../../syntax/plain.ts";
import { manualInMarkdown } from "./describe.ts";

const most = 4;

/** `text` as written: "$NAME", "${NAME}", "${NAME-fallback}", "${NAME[*]}". */
export function environmentExplained(text: string, model: Model, branch: string | undefined): string | undefined {
  const [, name = "", list, fallback] = /^\$\{?(\.?\w+)(\[\*\])?(?:-([^}]*))?\}?$/.exec(text) ?? [];
  if (name === "") return undefined;
  const facts: string[] = [];
  const own = ownVariables.get(name);
  if (own !== undefined && (branch === undefined || compareBranches(own, branch) <= 0))
    facts.push(l10n.t("set by HAProxy itself, since {0}", own));
  facts.push(...settings(name, model));
  if (facts.length === 0) facts.push(l10n.t("set outside of this configuration, if at all"));
  if (fallback !== undefined) facts.push(l10n.t("{0} stands in where it is not set", `\`${plain(fallback)}\``));
  else if (own === undefined) facts.push(l10n.t("empty where it is not set"));
  if (list !== undefined) facts.push(l10n.t("each word of its value becomes a word of the line"));
  const lines = facts.map((fact) => `- ${fact}`).join("\n");
  return `${l10n.t("Environment variable {0}", `\`${plain(name)}\``)}\n\n${lines}\n\n${manualInMarkdown(topicLink("environment", branch))}`;
}

/** Of several files the one is named as well. */
function settings(name: string, { files }: Model): string[] {
  const found: string[] = [];
  for (const placed of globalStatements(files)) {
    const keyword = wordOf(placed, 0);
    if ((keyword !== "setenv" && keyword !== "presetenv") || wordOf(placed, 1) !== name) continue;
    const value = `\`${plain(wordOf(placed, 2))}\``;
    const line = files.length > 1 ? `${placed.lineNumber + 1} (\`${plain(fileName(placed.uri))}\`)` : String(placed.lineNumber + 1);
    found.push(
      keyword === "setenv"
        ? l10n.t("`setenv` in line {0}: {1}", line, value)
        : l10n.t("`presetenv` in line {0}, where it is not set yet: {1}", line, value),
    );
  }
  return found.slice(-most);
}
