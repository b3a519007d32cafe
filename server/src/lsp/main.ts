/** The language server: makes the connection, the session and the client's description, and wires them. */
import { createConnection, DidChangeConfigurationNotification, ProposedFeatures } from "vscode-languageserver/node";
import bundle from "../../../l10n/bundle.l10n.zh-cn.json" with { type: "json" };
import { speak } from "../knowledge/language.ts";
import { type Client, clientOf } from "./client.ts";
import { registerOtherLanguages } from "./otherLanguages.ts";
import { pathOf, Session } from "./session.ts";
import { asRecord, readSettings, type Settings } from "./settings.ts";
import { capabilitiesFor, wire } from "./wire.ts";

const transports = ["--stdio", "--node-ipc", "--socket", "--pipe"];
if (!process.argv.some((argument) => transports.some((transport) => argument.startsWith(transport)))) process.argv.push("--stdio");

const connection = createConnection(ProposedFeatures.all);
let client: Client | undefined;
let trusted = false;
/** Settings that the client last pushed; used where it cannot be asked. */
let pushed: unknown;
const toldBefore = new Set<string>();

connection.onInitialize((params) => {
  client = clientOf(params);
  trusted = client.trusted;
  pushed = client.initialSettings;
  speak(client.locale, bundle);
  const trust = () => {
    trusted = true;
  };
  const settingsChanged = (settings: unknown) => {
    if (settings !== null && settings !== undefined) pushed = settings;
  };
  const session = new Session({ settingsFor, rootOf, trusted: () => trusted, trust, settingsChanged });
  wire(connection, session, client);
  return capabilitiesFor(client);
});

connection.onInitialized(() => {
  if (client?.registersConfiguration)
    void connection.client.register(DidChangeConfigurationNotification.type, { section: "haproxySleuth" });
  if (client !== undefined)
    void registerOtherLanguages(connection, client).catch((error: unknown) => connection.console.error(String(error)));
});

async function settingsFor(uri: string): Promise<Settings> {
  if (!client?.answersConfiguration) return told(readSettings(asRecord(pushed)["haproxySleuth"] ?? pushed));
  const section: unknown = await connection.workspace.getConfiguration({ scopeUri: uri, section: "haproxySleuth" });
  return told(readSettings(section));
}

/** Writes what is wrong with settings into the client's log, once. */
function told(settings: Settings): Settings {
  for (const problem of settings.problems) {
    if (!toldBefore.has(problem)) connection.console.warn(problem);
    toldBefore.add(problem);
  }
  return settings;
}

/** The innermost workspace folder around a document. */
function rootOf(uri: string): string | undefined {
  const folders = (client?.folders ?? []).filter(
    (folder) => uri === folder || uri.startsWith(folder.endsWith("/") ? folder : `${folder}/`),
  );
  const [innermost] = folders.sort((a, b) => b.length - a.length);
  return innermost === undefined ? undefined : pathOf(innermost);
}

connection.listen();
