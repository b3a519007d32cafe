/** What can be done about findings inside Lua scripts: names that changed, and ways to be told no more. */
import * as l10n from "@vscode/l10n";
import { luaOtherName } from "../../knowledge/luaApi.ts";
import { allowDirective } from "../../model/directives.ts";
import type { LoadedScript } from "../../model/lua/lua.ts";
import { plain } from "../../syntax/plain.ts";
import type { Action } from "../actions/action.ts";
import type { Finding } from "../finding.ts";
import type { TextFix } from "../fixes/proof.ts";
import { inLine, type TextChange } from "../textChange.ts";

/** Actions for findings of one script, under the address that they have. */
export function scriptActions(script: LoadedScript, findings: readonly Finding[], branch: string | undefined): readonly Action[] {
  return findings.flatMap((finding) => {
    const renaming = otherName(script, finding, branch);
    return [...(renaming === undefined ? [] : [renaming]), ...switches(script, finding)];
  });
}

/** Names of a script that changed: what HAProxy runs is the same function. */
export function scriptFixes(script: LoadedScript, findings: readonly Finding[], branch: string | undefined): readonly TextFix[] {
  return findings.flatMap((finding) => {
    const changes = otherName(script, finding, branch)?.changes ?? [];
    return changes.length === 0 ? [] : [{ uri: finding.uri, line: finding.line, code: finding.code, changes }];
  });
}

/** All of them at once. */
export function scriptFixAll(script: LoadedScript, findings: readonly Finding[], branch: string | undefined): Action | undefined {
  const changes = scriptFixes(script, findings, branch).flatMap((fix) => fix.changes);
  if (changes.length === 0) return undefined;
  return { title: l10n.t("Fix everything in this file that is safe to fix"), kind: "source.fixAll.haproxySleuth", changes };
}

const ofNames: ReadonlySet<string> = new Set(["lua-deprecated", "lua-not-in-release"]);

function otherName({ script }: LoadedScript, finding: Finding, branch: string | undefined): Action | undefined {
  const { line, span, uri, code } = finding;
  if (!ofNames.has(code)) return undefined;
  const use = script.uses.find(({ at }) => at.line === line && at.span.start === span.start);
  const name = use?.member && luaOtherName(use.owner, use.member, branch);
  if (use === undefined || name === undefined) return undefined;
  // the name is the last of the chain that the finding marks
  const change = inLine(uri, line, span.end - use.name.length, span.end, name);
  return { title: l10n.t("Use {0}", plain(name)), kind: "quickfix", finding, changes: [change], preferred: true };
}

function switches({ text }: LoadedScript, finding: Finding): readonly Action[] {
  const lines = text.split("\n");
  const raw = lines[finding.line] ?? "";
  const indent = /^[ \t]*/.exec(raw)?.[0] ?? "";
  const end = raw.endsWith("\r") ? "\r\n" : "\n";
  const first = lines[0]?.startsWith("#") === true ? 1 : 0;
  const above = (line: number, where: "here" | "in file", lead: string): TextChange =>
    inLine(finding.uri, line, 0, 0, `${lead}${allowDirective(finding.code, where).replace(/^#/, "--")}${end}`);
  const action = { kind: "quickfix" as const, finding };
  const { code } = finding;
  return [
    { ...action, title: l10n.t("Ignore {0} here (comment)", code), changes: [above(finding.line, "here", indent)] },
    { ...action, title: l10n.t("Ignore {0} in this file (comment)", code), changes: [above(first, "in file", "")] },
    { ...action, title: l10n.t("Ignore {0} in this workspace (setting)", code), command: { name: "switchOff", arguments: [code] } },
  ];
}
