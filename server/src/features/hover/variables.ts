/** Variables such as `txn.x`: how long they live, and where the configuration sets them. */

import * as l10n from "@vscode/l10n";
import { topicLink } from "../../knowledge/manual.ts";
import { meaningOf } from "../../knowledge/meanings.ts";
import type { Model } from "../../model/model.ts";
import type { Section } from "../../syntax/config.ts";
import { fileName } from "../../syntax/fileName.ts";
import { perObject } from "../../syntax/perObject.ts";
import { plain } from "../../syntax/plain.ts";
import { fenced, manualInMarkdown } from "./describe.ts";

const mostShown = 5;
/** Actions, converters and statements that set a variable; what they hold before its name ends with "(" or a blank. */
const setting = /\bset-var(?:-fmt)?(?:\(\s*|\s+)["']?([\w.]+)/g;

/** Markdown on a variable with its scope. */
export function variableExplained(name: string, model: Model, branch: string | undefined): string {
  const scope = name.slice(0, name.indexOf("."));
  const parts = [l10n.t("Variable {0}", `\`${plain(name)}\``)];
  const meaning = meaningOf("scopes", scope);
  if (meaning !== undefined) parts.push(`- \`${plain(scope)}\` ${meaning}`);
  const places = model.files.flatMap(({ uri, sections }) =>
    sections.flatMap(({ firstLine, section }) =>
      (settersIn(section).get(name) ?? []).map((offset) => ({
        uri,
        line: firstLine + offset,
        raw: section.lines[offset]?.raw.trim() ?? "",
      })),
    ),
  );
  for (const { uri, name: script, text, script: read } of model.lua.scripts)
    for (const { at } of read.variables.filter((one) => one.name === name && one.writes))
      places.push({ uri: uri ?? script, line: at.line, raw: text.split("\n")[at.line]?.trim() ?? "" });
  const fileOf = (uri: string) => (model.files.length > 1 || model.lua.scripts.length > 0 ? `${plain(fileName(uri))}, ` : "");
  if (places.length === 0) parts.push(`- ${l10n.t("set by no line of this configuration; Lua, SPOE or another file may set it")}`);
  else {
    const lines = places.slice(0, mostShown).map(({ uri, line, raw }) => `${plain(raw)} # ${fileOf(uri)}${l10n.t("line {0}", line + 1)}`);
    const more = places.length > mostShown ? [`# ${l10n.t("{0} more", places.length - mostShown)}`] : [];
    parts.push(l10n.t("Set here:"), fenced([...lines, ...more].join("\n")));
  }
  return [...parts, manualInMarkdown(topicLink("variables", branch))].join("\n\n");
}

/** Offsets of the lines of a section that set each variable; kept as long as the section lives. */
const settersIn = perObject(({ lines: all }: Section): ReadonlyMap<string, readonly number[]> => {
  const found = new Map<string, number[]>();
  all.forEach(({ raw, words }, offset) => {
    if (!raw.includes("set-var") || words.length === 0) return;
    for (const [, name = ""] of raw.matchAll(setting)) {
      const lines = found.get(name);
      if (lines === undefined) found.set(name, [offset]);
      else if (lines.at(-1) !== offset) lines.push(offset);
    }
  });
  return found;
});
