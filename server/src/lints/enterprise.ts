/** A configuration of HAProxy Enterprise: its modules bring words that nobody can tell from mistakes. */
import * as l10n from "@vscode/l10n";
import type { Model } from "../model/model.ts";
import { globalStatements, startsWith } from "../model/statement.ts";
import type { LintCode } from "./codes.ts";
import type { Hit } from "./hit.ts";

const unknown: ReadonlySet<LintCode> = new Set<LintCode>([
  "unknown-keyword",
  "unknown-option",
  "unknown-action",
  "unknown-bind-parameter",
  "unknown-server-parameter",
  "unknown-fetch",
  "unknown-converter",
]);

/** Unknown words are no errors where modules are loaded. */
export function asEnterprise(hits: readonly Hit[], model: Model): readonly Hit[] {
  if (!hits.some(({ code, severity }) => severity === "error" && unknown.has(code)) || !loadsModules(model)) return hits;
  return hits.map((hit) =>
    hit.severity === "error" && unknown.has(hit.code)
      ? { ...hit, severity: "information", message: l10n.t("{0}, unless a module of HAProxy Enterprise brings it", hit.message) }
      : hit,
  );
}

function loadsModules(model: Model): boolean {
  return globalStatements(model.files).some((at) => startsWith(at, "module-load"));
}
