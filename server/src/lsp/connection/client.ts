/** What the client at the other end can do, read once from `initialize`. */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { type ClientCapabilities, DiagnosticTag, type InitializeParams } from "vscode-languageserver";
import type { InitializationOptions } from "../protocol.ts";
import { type CompletionSupport, completionSupportOf, type SignatureSupport, signatureSupportOf } from "./completionSupport.ts";
import { type Encoding, encodingFor } from "./encoding.ts";
import { asRecord } from "./settings.ts";

export interface Client {
  readonly locale: string;
  /** What it announced, for features that one only asks for. */
  readonly announced: ClientCapabilities;
  /** It pulls diagnostics; otherwise we push them. */
  readonly pulls: boolean;
  /** It can be asked to pull again. */
  readonly refreshesPulls: boolean;
  readonly refreshesTokens: boolean;
  readonly refreshesLenses: boolean;
  /** It can be asked for settings. */
  readonly answersConfiguration: boolean;
  /** It wants to register for configuration changes at run time. */
  readonly registersConfiguration: boolean;
  /** What can be asked for at run time, for documents of other languages too. */
  readonly registers: Readonly<Record<"documents" | "hover" | "codeAction" | "diagnostic", boolean>>;
  readonly showsRelated: boolean;
  /** Lines without effect can be shown faded. */
  readonly fades: boolean;
  /** It takes code actions as such, not only commands; a client that tells nothing of code actions is taken to. */
  readonly actionLiterals: boolean;
  /** It asks for the edit of an action when the action is chosen. */
  readonly resolvesActionEdits: boolean;
  readonly refreshesHints: boolean;
  /** It takes links with the range of what was asked about, instead of bare places, as answers of these requests. */
  linksFor(request: "definition" | "declaration" | "typeDefinition" | "implementation"): boolean;
  readonly preparesRename: boolean;
  /** Edits of several documents may name the versions that they are for. */
  readonly editsVersions: boolean;
  /** Edits may ask for a person's consent. */
  readonly annotatesEdits: boolean;
  /** It shows Markdown in hovers, and prefers it. */
  readonly hoversMarkdown: boolean;
  /** It carries out our commands: it is our own client. */
  readonly commands: boolean;
  readonly completion: CompletionSupport;
  readonly signatures: SignatureSupport;
  readonly trusted: boolean;
  /** Workspace folders at the start. */
  readonly folders: readonly string[];
  /** How it counts columns. */
  readonly encoding: Encoding;
  /** Something tells us of files that change: its own watchers, or those that we register. */
  readonly watchesFiles: boolean;
  /** It wants us to register what to watch. */
  readonly registersWatchers: boolean;
  /** It shows the progress of work that nobody asked for. */
  readonly showsProgress: boolean;
  /** It takes findings of other documents with those it pulls. */
  readonly takesRelated: boolean;
  /** Settings sent with `initialize`. */
  readonly initialSettings: unknown;
  /** Address that opens the explanation of an advisory inside the editor; undefined where only upstream's page can be given. */
  explainLink(id: string, uri: string): string | undefined;
}

export function clientOf(params: InitializeParams): Client {
  const capabilities = params.capabilities ?? {};
  const options = asRecord(params.initializationOptions) as InitializationOptions;
  const commands = options.commands === true;
  const codeAction = capabilities.textDocument?.codeAction;
  const registersWatchers = capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
  return {
    announced: capabilities,
    locale: [options.locale, params.locale].find((locale) => typeof locale === "string") ?? "en",
    pulls: isGiven(capabilities.textDocument?.diagnostic),
    ...refreshesOf(capabilities),
    answersConfiguration: capabilities.workspace?.configuration === true,
    registersConfiguration: capabilities.workspace?.didChangeConfiguration?.dynamicRegistration === true,
    registers: registersOf(capabilities),
    fades: fadesIn(capabilities),
    showsRelated:
      capabilities.textDocument?.publishDiagnostics?.relatedInformation === true ||
      capabilities.textDocument?.diagnostic?.relatedInformation === true,
    actionLiterals: codeAction === undefined || codeAction.codeActionLiteralSupport !== undefined,
    resolvesActionEdits: codeAction?.dataSupport === true && codeAction.resolveSupport?.properties.includes("edit") === true,
    linksFor: (request) => capabilities.textDocument?.[request]?.linkSupport === true,
    preparesRename: capabilities.textDocument?.rename?.prepareSupport === true,
    editsVersions: capabilities.workspace?.workspaceEdit?.documentChanges === true,
    annotatesEdits: capabilities.workspace?.workspaceEdit?.changeAnnotationSupport !== undefined,
    hoversMarkdown: capabilities.textDocument?.hover?.contentFormat?.[0] === "markdown",
    commands,
    completion: completionSupportOf(capabilities),
    signatures: signatureSupportOf(capabilities),
    trusted: options.trusted === true,
    folders: foldersOf(params),
    encoding: encodingFor(params),
    watchesFiles: commands || registersWatchers,
    registersWatchers: registersWatchers && !commands,
    showsProgress: capabilities.window?.workDoneProgress === true,
    takesRelated: capabilities.textDocument?.diagnostic?.relatedDocumentSupport === true,
    initialSettings: options.haproxySleuth ?? params.initializationOptions,
    explainLink: (id, uri) => (commands ? `command:haproxySleuth.explain?${encodeURIComponent(JSON.stringify([id, uri]))}` : undefined),
  };
}

function refreshesOf({ workspace }: ClientCapabilities) {
  return {
    refreshesPulls: workspace?.diagnostics?.refreshSupport === true,
    refreshesTokens: workspace?.semanticTokens?.refreshSupport === true,
    refreshesLenses: workspace?.codeLens?.refreshSupport === true,
    refreshesHints: workspace?.inlayHint?.refreshSupport === true,
  };
}

function registersOf({ textDocument }: ClientCapabilities): Client["registers"] {
  return {
    documents: dynamic(textDocument?.synchronization),
    hover: dynamic(textDocument?.hover),
    codeAction: dynamic(textDocument?.codeAction),
    diagnostic: dynamic(textDocument?.diagnostic),
  };
}

/** Some clients say null of what they cannot. */
function isGiven(capability: unknown): boolean {
  return capability !== undefined && capability !== null && capability !== false;
}

function foldersOf({ workspaceFolders, rootUri, rootPath }: InitializeParams): string[] {
  const uris = Array.isArray(workspaceFolders) ? workspaceFolders.map((folder) => asRecord(folder)["uri"]) : [];
  const texts = uris.filter((uri) => typeof uri === "string");
  if (texts.length > 0 || Array.isArray(workspaceFolders)) return texts;
  if (typeof rootUri === "string") return [rootUri];
  return typeof rootPath === "string" && path.isAbsolute(rootPath) ? [pathToFileURL(rootPath).href] : [];
}

function dynamic(capability: { dynamicRegistration?: boolean } | undefined): boolean {
  return capability?.dynamicRegistration === true;
}

function fadesIn({ textDocument }: ClientCapabilities): boolean {
  const faces = [textDocument?.publishDiagnostics, textDocument?.diagnostic];
  return faces.some((face) => face?.tagSupport?.valueSet?.includes(DiagnosticTag.Unnecessary));
}
