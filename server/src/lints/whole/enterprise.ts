/** A configuration of HAProxy Enterprise: its modules bring words that nobody can tell from mistakes. */
import * as l10n from "@vscode/l10n";
import type { Model } from "../../model/model.ts";
import { globalStatements, startsWith } from "../../model/statement.ts";
import { type LintCode, unknownWords } from "../codes.ts";
import type { Hit } from "../hit.ts";

const unknown: ReadonlySet<LintCode> = new Set(unknownWords);

/** Unknown words are no errors where modules are loaded, which HAProxy itself refuses. */
export function asEnterprise(hits: readonly Hit[], model: Model): readonly Hit[] {
  const isUnknown = ({ code, severity }: Hit) => severity === "error" && unknown.has(code);
  const loads = globalStatements(model.files).filter((at) => startsWith(at, "module-load"));
  if (loads.length === 0) return hits;
  return hits.map((hit): Hit => {
    if (!isUnknown(hit)) return hit;
    const isLoad = loads.some(({ uri, lineNumber }) => uri === hit.uri && lineNumber === hit.line);
    const message = isLoad ? hit.message : l10n.t("unless a module of HAProxy Enterprise brings it: {0}", hit.message);
    return { ...hit, severity: "warning", message };
  });
}
