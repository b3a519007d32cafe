/** Which of our kinds a document is. */
import type { TextDocument } from "vscode-languageserver-textdocument";
import { looksLikeCrashLog } from "../../incident/recognise.ts";
import { looksLikeMaps, machineKindOf } from "../../machine/recogniseMachine.ts";
import { looksLikeConfig } from "../../syntax/recogniseConfig.ts";
import type { OpenDocument } from "./openDocument.ts";

/** By the language that the client named; where it names another one, by file name and content. */
export function kindOf(document: TextDocument, text: string): OpenDocument["kind"] | undefined {
  if (document.languageId === "haproxy-crash") return "log";
  if (asConfig.test(document.languageId)) return "config";
  if (document.languageId === "lua") return "lua";
  if (machineKindOf(document.uri, text) !== undefined) return "machine";
  if (/\.(?:cfg|haproxy)$/i.test(document.uri)) return "config";
  if (looksLikeCrashLog(text) || looksLikeMaps(text)) return "log";
  return asPlain.test(document.languageId) && looksLikeConfig(text) ? "config" : undefined;
}

/** What editors and other extensions call the language, also by release: haproxy-config, haproxy-3.2. */
const asConfig = /^haproxy(?:[-_.]?(?:cfg|conf|config|\d+\.\d+))?$/i;
/** What editors call a file of settings or of nothing in particular. */
const asPlain = /^(?:|cfg|conf|config|dosini|ini|properties|text)$/i;
