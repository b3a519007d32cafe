/** Shows code actions and what their edits make of the text. */
import { type Action, configActions, luaLimitAction } from "../../server/src/features/codeActions.ts";
import { readConfig } from "../../server/src/syntax/config.ts";
import { findingsOf } from "./checkFindings.ts";
import { configUri, modelFrom, releaseFrom, withCursor } from "./configText.ts";

/** Actions for the findings of a whole configuration. */
export function actionsOf(text: string, release = "3.0.2"): readonly Action[] {
  return configActions(readConfig(configUri, text), findingsOf(text, { release }));
}

/** The text after the action's edit. */
export function applied(text: string, { insertion }: Action): string {
  if (insertion === undefined) throw new Error("the action edits nothing");
  const lines = text.split("\n");
  lines.splice(insertion.line, 0, insertion.text);
  return lines.join("\n");
}

/** Title and command of each action, one in a line. */
export function actionsInWords(actions: readonly Action[]): string {
  return actions
    .map(({ title, command, insertion }) => `${title} -> ${command ? `${command.name}(${command.arguments.join(", ")})` : insertion?.text}`)
    .join("\n");
}

/** The offer of `tune.lua.maxmem` at the mark `$0`: the text after it, or "no offer". */
export function luaLimitAt(marked: string, release: string): string {
  const { text, line } = withCursor(marked);
  const action = luaLimitAction(modelFrom(text), configUri, line, releaseFrom(release));
  return action === undefined ? "no offer" : applied(text, action);
}
