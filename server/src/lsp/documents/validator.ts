/** Has the user's own haproxy check configurations, on save or when asked; one run at a time for each configuration. */
import path from "node:path";
import * as l10n from "@vscode/l10n";
import { type Verdict, verdictOf } from "../../features/validate/verdict.ts";
import { type Checked, checkWithHaproxy, type Unchecked } from "../../host/validation.ts";
import type { ConfigFile } from "../../syntax/config.ts";
import type { Validation } from "../protocol.ts";
import { type OpenDocument, pathOf } from "./openDocument.ts";
import type { Publisher } from "./publisher.ts";
import type { Session } from "./session.ts";

type Failure = Pick<Validation, "state" | "message" | "advice">;

export class Validator {
  private readonly session: Session;
  private readonly publisher: Publisher;
  private readonly running = new Map<string, AbortController>();

  constructor(session: Session, publisher: Publisher) {
    this.session = session;
    this.publisher = publisher;
  }

  /** Null where the document is no configuration that is open. */
  async validate(uri: string): Promise<Validation | null> {
    await this.publisher.settled(uri);
    const open = this.session.documents.get(uri);
    const files = open && this.session.modelOf(open)?.files;
    if (open === undefined || files === undefined || files.length === 0) return null;
    const program = path.basename(open.settings.haproxyCommand.words[0] ?? "");
    const uris = files.map((file) => file.uri);
    const validation = { uri, files: uris, program, errors: 0, warnings: 0 };
    if (!this.session.circumstances.trusted()) return { ...validation, ...notTrusted() };
    if (open.settings.validate === "off") return { ...validation, ...switchedOff() };
    const checked = await this.run(open, files);
    if (checked.how !== "answered") return { ...validation, ...failureOf(checked, open, program) };
    const verdict = verdictOf(checked, files, program, open.release);
    if (verdict.state !== "failed") {
      this.session.validated.take(files, verdict.findings);
      this.publisher.refind(uris);
    }
    const { state, errors, warnings, release, message } = verdict;
    return { ...validation, state, message, errors, warnings, ...(release !== undefined && { release }), ...adviceFor(verdict) };
  }

  /** A later run of the same configuration takes the place of an earlier one. */
  private async run(open: OpenDocument, files: readonly ConfigFile[]): Promise<Checked> {
    const key = files.map(({ uri }) => uri).join("\n");
    this.running.get(key)?.abort();
    const controller = new AbortController();
    this.running.set(key, controller);
    try {
      const texts = files.map(({ uri, text }) => ({ path: pathOf(uri) ?? (path.isAbsolute(uri) ? uri : undefined), text }));
      return await checkWithHaproxy(texts, open.settings.haproxyCommand, controller.signal);
    } catch (error) {
      return { how: "refused", code: (error as NodeJS.ErrnoException).code ?? String(error) };
    } finally {
      if (this.running.get(key) === controller) this.running.delete(key);
    }
  }
}

function notTrusted(): Failure {
  return {
    state: "untrusted",
    message: l10n.t("Nothing is run in a workspace that is not trusted"),
    advice: l10n.t("Trust the workspace first: to check a configuration, HAProxy also runs the Lua scripts that it loads"),
  };
}

function switchedOff(): Failure {
  return {
    state: "off",
    message: l10n.t("Checking with HAProxy is switched off"),
    advice: l10n.t('Set haproxySleuth.haproxy.validate to "onCommand" or "onSave" in your user settings'),
  };
}

function adviceFor({ state }: Verdict): Pick<Validation, "advice"> {
  return state === "failed" ? { advice: l10n.t("Look at haproxySleuth.haproxy.path, command and pathMapping in your user settings") } : {};
}

function failureOf(checked: Unchecked, { settings }: OpenDocument, program: string): Failure {
  const { words, seconds } = settings.haproxyCommand;
  switch (checked.how) {
    case "cancelled":
      return { state: "cancelled", message: l10n.t("A later check took its place") };
    case "not-found":
      return {
        state: "not-found",
        message: l10n.t("There is no program {0}", words[0] ?? ""),
        advice: l10n.t(
          "Set haproxySleuth.haproxy.path to the haproxy binary of this machine, or haproxySleuth.haproxy.command to a command",
        ),
      };
    case "not-absolute":
      return {
        state: "not-found",
        message: l10n.t("{0} is neither a bare name nor an absolute path", words[0] ?? ""),
        advice: l10n.t("Give the whole path in haproxySleuth.haproxy.path or in the first word of haproxySleuth.haproxy.command"),
      };
    case "no-permission":
      return {
        state: "no-permission",
        message: l10n.t("{0} may not be run", words[0] ?? ""),
        advice: l10n.t("Make the file executable for you, or set haproxySleuth.haproxy.path to another one"),
      };
    case "timeout":
      return {
        state: "timeout",
        message: l10n.t("{0} gave no answer within {1} seconds and was ended", program, seconds),
        advice: l10n.t("Host names of servers that do not resolve take long; raise haproxySleuth.haproxy.timeout if it needs more time"),
      };
    default:
      return { state: "failed", ...otherFailure(checked, program) };
  }
}

function otherFailure(checked: Unchecked, program: string): Pick<Failure, "message" | "advice"> {
  switch (checked.how) {
    case "signal":
      return {
        message: l10n.t("{0} was ended by {1} while it read the configuration", program, checked.signal),
        advice: l10n.t("Run it with -c in a terminal: a crash on a configuration is a defect to report to HAProxy"),
      };
    case "unsaved":
      return {
        message: l10n.t("The configuration has changes that are not saved, and {0} would not see them", program),
        advice: l10n.t("Save the files first, or let haproxySleuth.haproxy.command see the folder of temporary copies"),
      };
    case "odd-path":
      return {
        message: l10n.t("The path of the configuration holds characters that a shell behind {0} would take for its own", program),
        advice: l10n.t("Move the configuration to a path of letters, digits, dots, dashes and slashes"),
      };
    case "no-folder":
      return { message: l10n.t("The folder of the configuration does not exist"), advice: l10n.t("Save the file first") };
    default:
      return { message: l10n.t("{0} cannot be started: {1}", program, "code" in checked ? checked.code : checked.how) };
  }
}
