/** Where names are declared, and where proxies and servers take their settings from. */
import { pathToFileURL } from "node:url";
import type { Definition, DefinitionLink, LocationLink, TextDocumentPositionParams } from "vscode-languageserver";
import { definitionAt, originAt, type Target, type Targets } from "../../features/navigation/definition.ts";
import { fileLinksIn } from "../../features/navigation/documentLinks.ts";
import type { Model } from "../../model/model.ts";
import { type Span, touches } from "../../syntax/span.ts";
import { toRange } from "../answers/convert.ts";
import { namedFile } from "../documents/namedFiles.ts";
import type { OpenDocument } from "../documents/openDocument.ts";
import type { Session } from "../documents/session.ts";
import { type Context, type Feature, onDocument } from "./request.ts";

export const definition: Feature = {
  capabilities: () => ({
    definitionProvider: true,
    declarationProvider: true,
    typeDefinitionProvider: true,
    implementationProvider: true,
  }),
  wire: (context) => {
    const { connection, client } = context;
    connection.onDefinition(handler(context, "definition", definitionAt, client.linksFor("definition"), fileUnder));
    connection.onDeclaration(handler(context, "declaration", definitionAt, client.linksFor("declaration")));
    connection.onTypeDefinition(handler(context, "typeDefinition", originAt, client.linksFor("typeDefinition")));
    connection.onImplementation(handler(context, "implementation", originAt, client.linksFor("implementation")));
  },
};

type Answer = Definition | DefinitionLink[] | null;

type Find = typeof definitionAt;
type Place = TextDocumentPositionParams["position"];

/** `orElse`: what else may stand there where there is no such name. */
function handler(context: Context, name: string, find: Find, links: boolean, orElse?: typeof fileUnder) {
  const { session } = context;
  return onDocument<TextDocumentPositionParams, Answer>(context, name, null, async (open, { position }) => {
    const { line, character } = position;
    const model = session.modelOf(open);
    if (model === undefined || open.config === undefined) return null;
    const found = find(model, open.config, line, character, open.release.release?.branch);
    if (found !== undefined) return answerOf(session, open, line, found, links);
    return (await orElse?.(session, open, model, position, links)) ?? null;
  });
}

/** A file that the configuration names, where it is to be found. */
async function fileUnder(session: Session, open: OpenDocument, model: Model, { line, character }: Place, links: boolean): Promise<Answer> {
  if (open.config === undefined) return null;
  const all = fileLinksIn(model, open.config, open.release.release?.branch);
  const link = all.find(({ line: at, span }) => at === line && touches(span, character));
  const file = link && (await namedFile(session, open, model, link.path));
  if (link === undefined || file === undefined) return null;
  const [targetUri, start] = [pathToFileURL(file).href, toRange(0, { start: 0, end: 0 })];
  if (!links) return { uri: targetUri, range: start };
  return [{ originSelectionRange: toRange(line, link.span), targetUri, targetRange: start, targetSelectionRange: start }];
}

async function answerOf(session: Session, open: OpenDocument, line: number, found: Targets, links: boolean): Promise<Answer> {
  const places = await Promise.all(found.targets.map(async (target) => ({ target, uri: await uriOf(session, open, target) })));
  const known = places.flatMap(({ target, uri }) => (uri === undefined ? [] : [{ target, uri }]));
  if (known.length === 0) return null;
  if (links) return known.map(({ target, uri }) => linkTo(session, target, uri, line, found.origin));
  return known.map(({ target, uri }) => ({ uri, range: toRange(target.line, target.span) }));
}

async function uriOf(session: Session, open: OpenDocument, { uri, script }: Target): Promise<string | undefined> {
  if (script === undefined) return uri;
  const file = await session.scriptOf(open, script);
  return file && pathToFileURL(file).href;
}

function linkTo(session: Session, target: Target, targetUri: string, line: number, origin: Span): LocationLink {
  const targetSelectionRange = toRange(target.line, target.span);
  const last = target.script === undefined ? session.documents.get(target.uri)?.config?.lines[target.lastLine]?.raw.length : undefined;
  const end = { line: target.lastLine, character: last ?? 0 };
  const whole = { start: { line: target.firstLine, character: 0 }, end };
  return {
    originSelectionRange: toRange(line, origin),
    targetUri,
    targetRange: last === undefined ? targetSelectionRange : whole,
    targetSelectionRange,
  };
}
