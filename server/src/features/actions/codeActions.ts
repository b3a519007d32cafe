/** What can be done about a finding or at a statement: commands for the client and edits of the text. */
import * as l10n from "@vscode/l10n";
import { type Diagnosis, named } from "../../diagnosis/diagnose.ts";
import { findAdvisory, findLint, knowledge } from "../../knowledge/knowledge.ts";
import { type Release, releaseName } from "../../knowledge/release.ts";
import { standingOf } from "../../knowledge/standing.ts";
import { allowDirective } from "../../model/directives.ts";
import type { Model } from "../../model/model.ts";
import { statementsIn, wordOf } from "../../model/statement.ts";
import type { ConfigFile } from "../../syntax/config.ts";
import { knownAs } from "../advice.ts";
import { severalBugs } from "../catalogueFindings.ts";
import type { Finding } from "../finding.ts";
import { unmatchedCrash } from "../logFindings.ts";
import { insertedLines } from "../textChange.ts";
import type { Action, ClientCommand } from "./action.ts";

/** Megabytes proposed for `tune.lua.maxmem`; the author is expected to fit it to the scripts. */
const proposedLuaMemory = 256;

/** Actions for the findings of a configuration that touch the lines asked for. */
export function configActions(file: ConfigFile, findings: readonly Finding[]): readonly Action[] {
  return findings.flatMap((finding) => {
    if (finding.code === severalBugs) return [showExposure(finding), ...switches(file, finding, severalBugs, "switchOff")];
    const advisory = findAdvisory(finding.code);
    if (advisory === undefined) {
      const switched = switches(file, finding, finding.code, "switchOff");
      return findLint(finding.code) === undefined
        ? switched
        : [explain(l10n.t("Explain {0}", finding.code), finding, finding.code), ...switched];
    }
    const name = knownAs(advisory);
    return [
      explain(l10n.t("Explain {0}: {1}", name, advisory.id), finding, advisory.id),
      ...switches(file, finding, name, "ignoreInWorkspace"),
      openUrl(l10n.t("Open {0} upstream", name), finding, advisory.issueUrl),
    ];
  });
}

/** Ways to be told of it no more: on this line, in this file, in the workspace. */
function switches(file: ConfigFile, finding: Finding, name: string, command: "ignoreInWorkspace" | "switchOff"): Action[] {
  const indent = /^[ \t]*/.exec(file.lines[finding.line]?.raw ?? "")?.[0] ?? "";
  const action = { kind: "quickfix" as const, finding };
  return [
    {
      ...action,
      title: l10n.t("Ignore {0} here (comment)", name),
      changes: [insertedLines(file, finding.line, [`${indent}${allowDirective(finding.code, "here")}`])],
    },
    {
      ...action,
      title: l10n.t("Ignore {0} in this file (comment)", name),
      changes: [insertedLines(file, 0, [allowDirective(finding.code, "in file")])],
    },
    { ...action, title: l10n.t("Ignore {0} in this workspace (setting)", name), command: { name: command, arguments: [finding.code] } },
  ];
}

/** The report, for a finding that stands for several bugs. */
function showExposure(finding: Finding): Action {
  const command = { name: "showExposure" as const, arguments: [finding.uri] };
  return { title: l10n.t("What am I exposed to?"), kind: "quickfix", finding, command, preferred: true };
}

/** `tune.lua.maxmem` before the first script, offered where the release survives reaching the limit. */
export function luaLimitAction(model: Model, uri: string, line: number, release: Release | undefined): Action | undefined {
  const [first] = model.lua.loads;
  // in a file behind it would come too late
  if (first?.uri !== uri || model.lua.memoryLimit !== undefined || release === undefined) return undefined;
  const onLua = [...statementsIn(model.files)].some(
    (at) => at.uri === uri && at.lineNumber === line && wordOf(at, 0).startsWith("lua-load"),
  );
  const deadly = knowledge.advisories.filter(
    ({ exposure }) => exposure.subject === "lua" && exposure.all.some(({ condition }) => condition === "lua-allocation-can-fail"),
  );
  const survives = deadly.every((advisory) => !["affected", "unknown"].includes(standingOf(advisory, release).state));
  const file = model.files.find((one) => one.uri === first.uri);
  if (!onLua || !survives || file === undefined) return undefined;
  const indent = /^[ \t]*/.exec(first.statement.line.raw)?.[0] ?? "";
  return {
    title: l10n.t("Set tune.lua.maxmem (safe in {0})", releaseName(release)),
    kind: "quickfix",
    changes: [insertedLines(file, first.lineNumber, [`${indent}tune.lua.maxmem ${proposedLuaMemory}`])],
  };
}

/** Actions for the incidents of a crash log that touch the lines asked for. */
export function logActions(findings: readonly Finding[], diagnoses: readonly Diagnosis[]): readonly Action[] {
  return findings.flatMap((finding) => {
    const diagnosis = diagnoses.find(({ incident }) => incident.headline.line === finding.line);
    const actions = diagnosis === undefined ? [] : candidateActions(finding, diagnosis);
    return [
      ...actions,
      ...(finding.code === unmatchedCrash ? [explain(l10n.t("What to collect next from this crash"), finding, unmatchedCrash)] : []),
      onLog(l10n.t("Show the diagnosis of this log"), finding, "showDiagnosis"),
      onLog(l10n.t("Copy the diagnosis for a ticket"), finding, "copyTicket"),
      onLog(l10n.t("Copy a report for the issue tracker"), finding, "copyReport"),
    ];
  });
}

function onLog(title: string, finding: Finding, name: ClientCommand): Action {
  return { title, kind: "quickfix", finding, command: { name, arguments: [finding.uri] } };
}

function candidateActions(finding: Finding, { candidates }: Diagnosis): Action[] {
  return candidates.flatMap(({ advisory, confidence }, i) => {
    const name = knownAs(advisory);
    const first = i === 0 && confidence >= named;
    const title = first ? l10n.t("Explain this crash: {0}", name) : l10n.t("Explain a possible cause: {0} {1}", name, advisory.id);
    const actions: Action[] = [{ ...explain(title, finding, advisory.id), preferred: first }];
    if (i > 0) return actions;
    // of a cause that no configuration tells there are no lines
    if (advisory.exposure.subject !== "none") {
      const command = { name: "showExposedLines" as const, arguments: [advisory.id, finding.uri] };
      actions.push({ title: l10n.t("Compare with the configuration: show exposed lines"), kind: "quickfix", finding, command });
    }
    if (advisory.fixUrl !== undefined) actions.push(openUrl(l10n.t("Open the fix upstream"), finding, advisory.fixUrl));
    return actions;
  });
}

export function explain(title: string, finding: Finding, id: string): Action {
  return { title, kind: "quickfix", finding, command: { name: "explain", arguments: [id, finding.uri] } };
}

function openUrl(title: string, finding: Finding, url: string): Action {
  return { title, kind: "quickfix", finding, command: { name: "openUrl", arguments: [url] } };
}
