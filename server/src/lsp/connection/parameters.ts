/** What the parameters of a message must hold before anything reads them: else a request is refused, and a notification says nothing. */
import { own } from "../../knowledge/own.ts";
import { asRecord } from "./settings.ts";

type Test = (value: unknown) => boolean;

const isText: Test = (value) => typeof value === "string";
const isList: Test = (value) => Array.isArray(value);
const isNumber: Test = (value) => typeof value === "number";
const isPosition: Test = (value) => isNumber(asRecord(value)["line"]) && isNumber(asRecord(value)["character"]);
const isRange: Test = (value) => isPosition(asRecord(value)["start"]) && isPosition(asRecord(value)["end"]);
const isOpened: Test = (value) => isText(asRecord(value)["text"]);
const isChange: Test = (value) => isOpened(value) && (asRecord(value)["range"] == null || isRange(asRecord(value)["range"]));
const isItem: Test = (value) =>
  isText(asRecord(value)["uri"]) && isRange(asRecord(value)["range"]) && isRange(asRecord(value)["selectionRange"]);
const isRenaming: Test = (value) => isText(asRecord(value)["oldUri"]) && isText(asRecord(value)["newUri"]);

/** Besides the address of the document. */
const needed: Readonly<Record<string, Readonly<Record<string, Test>>>> = {
  ...Object.fromEntries(
    [
      "completion",
      "declaration",
      "definition",
      "documentHighlight",
      "hover",
      "implementation",
      "linkedEditingRange",
      "onTypeFormatting",
      "prepareCallHierarchy",
      "prepareRename",
      "references",
      "signatureHelp",
      "typeDefinition",
    ].map((name) => [`textDocument/${name}`, { position: isPosition }]),
  ),
  "textDocument/rename": { position: isPosition, newName: isText },
  "textDocument/codeAction": { range: isRange },
  "textDocument/inlayHint": { range: isRange },
  "textDocument/rangeFormatting": { range: isRange },
  "textDocument/semanticTokens/range": { range: isRange },
  "textDocument/semanticTokens/full/delta": { previousResultId: isText },
  "textDocument/selectionRange": { positions: (value) => Array.isArray(value) && value.every(isPosition) },
  "textDocument/didChange": { contentChanges: (value) => Array.isArray(value) && value.every(isChange) },
  "textDocument/didOpen": { textDocument: isOpened },
  "callHierarchy/incomingCalls": { item: isItem },
  "callHierarchy/outgoingCalls": { item: isItem },
  "workspace/didChangeWatchedFiles": { changes: isList },
  "workspace/symbol": { query: (value) => value == null || isText(value) },
  "workspace/willRenameFiles": { files: (value) => Array.isArray(value) && value.every(isRenaming) },
  "haproxySleuth/explanation": { advisory: isText },
  "haproxySleuth/exposedStatements": { advisory: isText, uri: isText },
  ...Object.fromEntries(
    ["exposureReport", "diagnosis", "ticket", "analyseFile", "report", "trafficMap", "validate", "releaseState"].map((name) => [
      `haproxySleuth/${name}`,
      { uri: isText },
    ]),
  ),
};

/** The parameter that is missing or of another type; undefined where the message can be read. */
export function wrongParameter(method: string, params: unknown): string | undefined {
  const fields = asRecord(params);
  if (method.startsWith("textDocument/") && !isText(asRecord(fields["textDocument"])["uri"])) return "textDocument.uri";
  const tests = Object.entries(own(needed, method) ?? {});
  return tests.find(([name, test]) => !test(fields[name]))?.[0];
}

/** What a client may have left out although the protocol asks for it, and what it then means. */
const presumed: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "workspace/symbol": { query: "" },
  "textDocument/references": { context: { includeDeclaration: true } },
  "textDocument/codeAction": { context: { diagnostics: [] } },
  "textDocument/formatting": { options: { tabSize: 4, insertSpaces: true } },
  "textDocument/rangeFormatting": { options: { tabSize: 4, insertSpaces: true } },
  "textDocument/onTypeFormatting": { options: { tabSize: 4, insertSpaces: true } },
};

/** The parameters with what they lack. */
export function completed(method: string, params: unknown): unknown {
  const given = asRecord(params);
  // where params are left out, the library hands over something else in their place
  if (method === "haproxySleuth/branches") return params ?? null;
  if (method === "textDocument/didChange") return { ...given, contentChanges: withoutNullRanges(given["contentChanges"]) };
  const missing = Object.entries(own(presumed, method) ?? {}).filter(([name]) => given[name] == null);
  return missing.length === 0 ? params : { ...given, ...Object.fromEntries(missing) };
}

/** Some clients write null where a change has no range: lost, it would leave us with another text than theirs. */
function withoutNullRanges(changes: unknown): unknown {
  if (!Array.isArray(changes)) return changes;
  return changes.map((change: unknown) => (asRecord(change)["range"] === null ? { text: asRecord(change)["text"] } : change));
}
