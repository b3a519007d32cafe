/** How the command line ends and speaks. */
import * as l10n from "@vscode/l10n";
import { withSuggestion } from "../lints/nearest.ts";

/** Exit codes, the same for ever. */
export const exitCodes = { clean: 0, found: 1, usage: 2, failure: 3 } as const;

/** Something the caller did wrong; the message says what would be right. */
export class UsageError extends Error {}

/** A name that is none of those known: what it was probably meant to be, else what would be right. */
export function noSuchName(fault: string, name: string, known: readonly string[], otherwise: string): UsageError {
  const suggested = withSuggestion(fault, name, known);
  return new UsageError(suggested === fault ? `${fault}${l10n.t("; ")}${otherwise}` : suggested);
}

/** A command was given nothing to read; `form`: how it is called, its name first. */
export function needsFile(form: string): UsageError {
  return new UsageError(l10n.t("{0} needs a file: {1}", form.split(" ")[0] ?? "", `haproxy-sleuth ${form}`));
}

export interface Streams {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly stdin: () => AsyncIterable<Uint8Array>;
  /** Waits until what was written has gone, so that a slow reader holds us up instead of filling our memory. */
  readonly drained?: () => Promise<void>;
  /** The process is asked to stop; what is known by then is still to be written. */
  readonly stopped?: AbortSignal;
  /** The locale of the terminal, such as zh_CN.UTF-8. */
  readonly locale?: string | undefined;
  /** Whether `out` shows colours: a terminal does, a pipe and a file do not. */
  readonly colours?: boolean;
}
