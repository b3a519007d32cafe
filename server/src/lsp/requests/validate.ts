/** Has the user's own haproxy check a configuration: when asked, and on save where the user's settings say so. */
import * as l10n from "@vscode/l10n";
import { type Connection, MessageType, ShowMessageNotification } from "vscode-languageserver";
import type { Client } from "../connection/client.ts";
import { guarded } from "../connection/guard.ts";
import { Validator } from "../documents/validator.ts";
import type { Requests, Validation } from "../protocol.ts";
import type { Feature } from "./request.ts";

type Params = Requests["haproxySleuth/validate"]["params"];
type Result = Requests["haproxySleuth/validate"]["result"];

/** A run that is over sooner shows no progress. */
const progressDelay = 400;

export const validate: Feature = {
  capabilities: () => ({}),
  wire: ({ connection, session, client, publisher }) => {
    const validator = new Validator(session, publisher);
    const run = (uri: string) => withProgress(connection, client, validator.validate(uri));
    const name = "haproxySleuth/validate";
    connection.onRequest(
      name,
      guarded<Params, Result>(connection, name, null, ({ uri }) => run(uri)),
    );
    const told = new Set<string>();
    publisher.onSaved = (uri) => {
      const open = session.documents.get(uri);
      if (open?.kind !== "config" || open.settings.validate !== "onSave" || !session.circumstances.trusted()) return;
      const failed = (error: unknown) => connection.console.error(`validate: ${error instanceof Error ? error.stack : String(error)}`);
      run(uri).then((validation) => validation && tell(connection, client, validation, told), failed);
    };
  },
};

/** Our own client shows every state; others are told, once, why there is no verdict. */
function tell(connection: Connection, client: Client, validation: Validation, told: Set<string>): void {
  if (client.commands) return void connection.sendNotification("haproxySleuth/validated", validation);
  const { state, message, advice } = validation;
  const isVerdict = state === "valid" || state === "unlistened" || state === "warnings" || state === "refused" || state === "cancelled";
  const words = advice === undefined ? message : l10n.t("{0}. {1}", message, advice);
  if (isVerdict || told.has(words)) return;
  told.add(words);
  // a message alone: the connection's own showWarningMessage waits for an answer
  void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message: words });
}

async function withProgress<T>(connection: Connection, client: Client, work: Promise<T>): Promise<T> {
  if (client.announced.window?.workDoneProgress !== true) return work;
  const progress = new AbortController();
  const timer = setTimeout(() => {
    connection.window.createWorkDoneProgress().then(
      (reporter) => {
        if (progress.signal.aborted) return;
        reporter.begin(l10n.t("HAProxy checks the configuration"), undefined, undefined, false);
        progress.signal.addEventListener("abort", () => reporter.done(), { once: true });
      },
      () => undefined,
    );
  }, progressDelay);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
    progress.abort();
  }
}
