/** What the client at the other end can do, read once from `initialize`. */
import type { ClientCapabilities, InitializeParams } from "vscode-languageserver/node";
import type { InitializationOptions } from "./protocol.ts";
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
  readonly trusted: boolean;
  readonly folders: readonly string[];
  /** Settings sent with `initialize`. */
  readonly initialSettings: unknown;
  /** Address that opens the explanation of an advisory inside the editor; undefined where only upstream's page can be given. */
  explainLink(id: string, uri: string): string | undefined;
}

export function clientOf(params: InitializeParams): Client {
  const { capabilities } = params;
  const options = asRecord(params.initializationOptions) as InitializationOptions;
  const commands = options.commands === true;
  const codeAction = capabilities.textDocument?.codeAction;
  return {
    announced: capabilities,
    locale: options.locale ?? params.locale ?? "en",
    pulls: capabilities.textDocument?.diagnostic !== undefined,
    refreshesPulls: capabilities.workspace?.diagnostics?.refreshSupport === true,
    refreshesTokens: capabilities.workspace?.semanticTokens?.refreshSupport === true,
    refreshesLenses: capabilities.workspace?.codeLens?.refreshSupport === true,
    answersConfiguration: capabilities.workspace?.configuration === true,
    registersConfiguration: capabilities.workspace?.didChangeConfiguration?.dynamicRegistration === true,
    registers: {
      documents: dynamic(capabilities.textDocument?.synchronization),
      hover: dynamic(capabilities.textDocument?.hover),
      codeAction: dynamic(capabilities.textDocument?.codeAction),
      diagnostic: dynamic(capabilities.textDocument?.diagnostic),
    },
    showsRelated:
      capabilities.textDocument?.publishDiagnostics?.relatedInformation === true ||
      capabilities.textDocument?.diagnostic?.relatedInformation === true,
    actionLiterals: codeAction === undefined || codeAction.codeActionLiteralSupport !== undefined,
    resolvesActionEdits: codeAction?.dataSupport === true && codeAction.resolveSupport?.properties.includes("edit") === true,
    refreshesHints: capabilities.workspace?.inlayHint?.refreshSupport === true,
    linksFor: (request) => capabilities.textDocument?.[request]?.linkSupport === true,
    preparesRename: capabilities.textDocument?.rename?.prepareSupport === true,
    editsVersions: capabilities.workspace?.workspaceEdit?.documentChanges === true,
    annotatesEdits: capabilities.workspace?.workspaceEdit?.changeAnnotationSupport !== undefined,
    hoversMarkdown: capabilities.textDocument?.hover?.contentFormat?.[0] === "markdown",
    commands,
    trusted: options.trusted === true,
    folders: foldersOf(params),
    initialSettings: options.haproxySleuth ?? params.initializationOptions,
    explainLink: (id, uri) => (commands ? `command:haproxySleuth.explain?${encodeURIComponent(JSON.stringify([id, uri]))}` : undefined),
  };
}

function dynamic(capability: { dynamicRegistration?: boolean } | undefined): boolean {
  return capability?.dynamicRegistration === true;
}

function foldersOf(params: InitializeParams): string[] {
  if (params.workspaceFolders) return params.workspaceFolders.map(({ uri }) => uri);
  return params.rootUri ? [params.rootUri] : [];
}
