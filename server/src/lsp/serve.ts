/** The language server on its connection: the session and the client's description, wired; the same in Node and in a browser. */
import {
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type Message,
} from "vscode-languageserver";
import bundle from "../../../l10n/bundle.l10n.zh-cn.json" with { type: "json" };
import { speak } from "../knowledge/language.ts";
import { Boundary } from "./connection/boundary.ts";
import { circumstancesOf } from "./connection/circumstances.ts";
import { type Client, clientOf } from "./connection/client.ts";
import type { Lifecycle } from "./connection/lifecycle.ts";
import { completed } from "./connection/parameters.ts";
import { asRecord } from "./connection/settings.ts";
import type { Transport } from "./connection/transport.ts";
import { registerOtherLanguages } from "./documents/otherLanguages.ts";
import { Session } from "./documents/session.ts";
import { capabilitiesFor, wire } from "./wire.ts";

/** Files that say something of configurations, for clients that want to be told what to watch. */
const watched =
  "**/{*.cfg,*.haproxy,*.lua,*.yml,*.yaml,*Dockerfile*,*Containerfile*,*.service,*.service.d/*.conf,default/haproxy*,sysconfig/haproxy*,haproxy.env}";

/** Connects the library's way, which is another one in a browser. */
type Connect = (
  reader: Transport["reader"],
  writer: Transport["writer"],
  options: { messageStrategy: { handleMessage: (message: Message, next: (message: Message) => void) => void } },
) => Connection;

export function serve({ reader, writer }: Transport, lifecycle: Lifecycle, connect: Connect): Connection {
  const boundary = new Boundary();
  const connection = connect(lifecycle.around(reader), boundary.around(writer), {
    messageStrategy: { handleMessage: (message, next) => next(boundary.incoming(tolerated(message))) },
  });
  let client: Client | undefined;
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
  connection.listen();
  return connection;
}

/**
 * The library wants capabilities in `initialize`; not every client gives any, and some say null of what they cannot. Other requests get
 * what they lack.
 */
function tolerated(message: Message): Message {
  const { method, params } = message as { readonly method?: unknown; readonly params?: unknown } & Message;
  if (method !== "initialize") {
    const whole = typeof method === "string" ? completed(method, params) : params;
    return whole === params ? message : ({ ...message, params: whole } as Message);
  }
  const given = asRecord(params);
  return { ...message, params: { ...given, capabilities: withoutNulls(asRecord(given["capabilities"])) } } as Message;
}

function withoutNulls(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const said = Object.entries(fields).filter(([, value]) => value !== null);
  return Object.fromEntries(
    said.map(([key, value]) => [key, Array.isArray(value) ? value : typeof value === "object" ? withoutNulls(asRecord(value)) : value]),
  );
}
