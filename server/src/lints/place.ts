/** A place that a message mentions, as people call it. */
import * as l10n from "@vscode/l10n";
import { fileName } from "../syntax/fileName.ts";
import { plain } from "../syntax/plain.ts";

/** The line, and its file where that is another than the reader's. */
export function lineInWords(at: { readonly uri: string; readonly line: number }, readerUri: string): string {
  if (at.uri === readerUri) return l10n.t("line {0}", at.line + 1);
  return l10n.t("line {0} of {1}", at.line + 1, plain(fileName(at.uri)));
}
