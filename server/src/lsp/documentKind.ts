/** Which of our kinds a document is. */
import type { TextDocument } from "vscode-languageserver-textdocument";
import { looksLikeCrashLog } from "../incident/recognise.ts";
import { looksLikeMaps, machineKindOf } from "../machine/recogniseMachine.ts";
import type { OpenDocument } from "./openDocument.ts";

/** By the language that the client named; where it names another one, by file name and content. */
export function kindOf(document: TextDocument, text: string): OpenDocument["kind"] | undefined {
  if (document.languageId === "haproxy") return "config";
  if (document.languageId === "haproxy-crash") return "log";
  if (document.languageId === "lua") return "lua";
  if (machineKindOf(document.uri, text) !== undefined) return "machine";
  if (/\.(?:cfg|haproxy)$/i.test(document.uri)) return "config";
  return looksLikeCrashLog(text) || looksLikeMaps(text) ? "log" : undefined;
}
