/** What an editor offers at a place: a change of text, or a command for the client. */
import type { Finding } from "../finding.ts";
import type { TextChange } from "../textChange.ts";

/** Commands that the client carries out; names are for ever. */
export type ClientCommand =
  | "showExposure"
  | "explain"
  | "openUrl"
  | "showExposedLines"
  | "showDiagnosis"
  | "copyTicket"
  | "copyReport"
  | "ignoreInWorkspace"
  | "switchOff";

/** As LSP names them: an editor asks for one kind, or for all below it. */
export const actionKinds = ["quickfix", "refactor.extract", "refactor.inline", "refactor.rewrite", "source.fixAll.haproxySleuth"] as const;
export type ActionKind = (typeof actionKinds)[number];

export interface Action {
  readonly title: string;
  readonly kind: ActionKind;
  /** Finding that it answers, where there is one. */
  readonly finding?: Finding;
  readonly command?: { readonly name: ClientCommand; readonly arguments: readonly string[] };
  readonly changes?: readonly TextChange[];
  /** The same, where it costs something to work out: asked for when the action is chosen, if the editor can. */
  readonly laterChanges?: () => readonly TextChange[];
  readonly preferred?: boolean;
}

/** Whether an editor that asks for some kinds wants this one; without a list it wants all but those of whole files. */
export function isWanted(kind: ActionKind, only: readonly string[] | undefined): boolean {
  if (only === undefined) return !kind.startsWith("source.");
  return only.some((wanted) => wanted === "" || kind === wanted || kind.startsWith(`${wanted}.`));
}
