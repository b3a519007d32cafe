/** Which of our two kinds a document is. */
import type { TextDocument } from "vscode-languageserver-textdocument";
import { looksLikeCrashLog } from "../incident/recognise.ts";

/** By the language that the client named; where it names another one, by file name and content. */
export function kindOf(document: TextDocument, text: string): "config" | "log" | undefined {
  if (document.languageId === "haproxy") return "config";
  if (document.languageId === "haproxy-crash") return "log";
  if (/\.(?:cfg|haproxy)$/i.test(document.uri)) return "config";
  return looksLikeCrashLog(text) ? "log" : undefined;
}
