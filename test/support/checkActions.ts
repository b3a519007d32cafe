/** Shows code actions and what their edits make of the text. */
import type { Action } from "../../server/src/features/actions/action.ts";
import { configActions, luaLimitAction } from "../../server/src/features/actions/codeActions.ts";
import { fixActions } from "../../server/src/features/actions/fixActions.ts";
import { configFindings } from "../../server/src/features/configFindings.ts";
import { refactorings } from "../../server/src/features/refactor/refactorings.ts";
import { changedText } from "../../server/src/features/textChange.ts";
import { readConfig } from "../../server/src/syntax/config.ts";
import { findingsOf } from "./checkFindings.ts";
import { configUri, modelFrom, releaseFrom, withCursor } from "./configText.ts";

/** A frontend that HAProxy takes, with further lines. */
export const frontend = (...lines: readonly string[]) =>
  `frontend f\n    bind :1\n    mode http\n    timeout client 5s\n${lines.map((line) => `    ${line}\n`).join("")}`;

/** Actions for the findings of a whole configuration. */
export function actionsOf(text: string, release = "3.0.2"): readonly Action[] {
  return configActions(readConfig(configUri, text), findingsOf(text, { release }));
}

/** The text after the action's edit. */
export function applied(text: string, { changes, laterChanges }: Action): string {
  const all = changes ?? laterChanges?.();
  if (all === undefined) throw new Error("the action edits nothing");
  return changedText(readConfig(configUri, text), all);
}

/** What an action puts into the text; undefined for one that only has a command. */
export function putBy({ changes }: Action): string | undefined {
  return changes?.map(({ text }) => text.trimEnd()).join("; ");
}

/** Title and command of each action, one in a line. */
export function actionsInWords(actions: readonly Action[]): string {
  return actions
    .map(
      ({ title, command, ...rest }) =>
        `${title} -> ${command ? `${command.name}(${command.arguments.join(", ")})` : putBy({ title, ...rest })}`,
    )
    .join("\n");
}

/** The offer of `tune.lua.maxmem` at the mark `$0`: the text after it, or "no offer". */
export function luaLimitAt(marked: string, release: string): string {
  const { text, line } = withCursor(marked);
  const action = luaLimitAction(modelFrom(text), configUri, line, releaseFrom(release));
  return action === undefined ? "no offer" : applied(text, action);
}

/** The fixes for the findings at the mark `$0`, or on one code: title > text after it. */
export function fixesAt(marked: string, release = "3.2.4", code?: string): Readonly<Record<string, string>> {
  const { text, line } = withCursor(marked);
  const model = modelFrom(text);
  const options = { release: releaseFrom(release), ignored: [] };
  const findings = configFindings(model, options).filter((one) => one.line === line && (code === undefined || one.code === code));
  return byTitle(text, fixActions(model, findings, options));
}

/** The refactorings at the mark `$0`: title > text after it. */
export function refactoringsAt(marked: string, release = "3.2.4"): Readonly<Record<string, string>> {
  const { text, line, column } = withCursor(marked);
  const actions = refactorings(modelFrom(text), configUri, line, column, releaseFrom(release));
  return byTitle(text, actions);
}

/** Nobody can tell two offers of one name apart. */
function byTitle(text: string, actions: readonly Action[]): Readonly<Record<string, string>> {
  const titles = actions.map(({ title }) => title);
  const twice = titles.find((title, i) => titles.indexOf(title) < i);
  if (twice !== undefined) throw new Error(`offered twice: ${twice}`);
  return Object.fromEntries(actions.map((action) => [action.title, applied(text, action)]));
}
