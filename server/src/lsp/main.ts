/** The language server: makes the connection, the session and the client's description, and wires them. */
import {
  type Connection,
  createConnection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type Message,
  ProposedFeatures,
} from "vscode-languageserver/node";
import bundle from "../../../l10n/bundle.l10n.zh-cn.json" with { type: "json" };
import { speak } from "../knowledge/language.ts";
import { Boundary } from "./boundary.ts";
import { circumstancesOf } from "./circumstances.ts";
import { type Client, clientOf } from "./client.ts";
import { Lifecycle } from "./lifecycle.ts";
import { registerOtherLanguages } from "./otherLanguages.ts";
import { Session } from "./session.ts";
import { asRecord } from "./settings.ts";
import { transportOf } from "./transport.ts";
import { capabilitiesFor, wire } from "./wire.ts";

/** Files that say something of configurations, for clients that want to be told what to watch. */
const watched =
  "**/{*.cfg,*.haproxy,*.lua,*.yml,*.yaml,*Dockerfile*,*Containerfile*,*.service,*.service.d/*.conf,default/haproxy*,sysconfig/haproxy*,haproxy.env}";

const transport = transportOf(process.argv.slice(2), () => process.exit(lifecycle.isOver ? 0 : 1));
const boundary = new Boundary();
const lifecycle = new Lifecycle(transport.writer);
const connection: Connection = createConnection(
  ProposedFeatures.all,
  lifecycle.around(transport.reader),
  boundary.around(transport.writer),
  { messageStrategy: { handleMessage: (message, next) => next(boundary.incoming(tolerated(message))) } },
);
let client: Client | undefined;

// no promise that nobody waits for may end the server
process.on("unhandledRejection", (reason) => {
  connection.console.error(`unhandled: ${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}`);
});

connection.onInitialize((params) => {
  client = clientOf(params);
  boundary.encoding = client.encoding;
  speak(client.locale, bundle);
  wire(connection, new Session(circumstancesOf(connection, client)), client, boundary);
  return capabilitiesFor(client);
});

connection.onInitialized(() => {
  const refused = () => undefined;
  if (client?.registersConfiguration)
    connection.client.register(DidChangeConfigurationNotification.type, { section: "haproxySleuth" }).catch(refused);
  if (client?.registersWatchers)
    connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: watched }] }).catch(refused);
  if (client !== undefined) registerOtherLanguages(connection, client).catch(refused);
});

/** The library wants capabilities in `initialize`; not every client gives any, and some say null of what they cannot. */
function tolerated(message: Message): Message {
  const { method, params } = message as { readonly method?: unknown; readonly params?: unknown } & Message;
  if (method !== "initialize") return message;
  const given = asRecord(params);
  return { ...message, params: { ...given, capabilities: withoutNulls(asRecord(given["capabilities"])) } } as Message;
}

function withoutNulls(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const said = Object.entries(fields).filter(([, value]) => value !== null);
  return Object.fromEntries(
    said.map(([key, value]) => [key, Array.isArray(value) ? value : typeof value === "object" ? withoutNulls(asRecord(value)) : value]),
  );
}

connection.listen();
