/**
 * Gives plain documents their language by content: crash logs, .cfg or .conf files that are HAProxy's, and beside such a file what was
 * pasted of its machine. Nothing else is touched.
 */
import * as vscode from "vscode";
import { looksLikeCrashLog } from "../../server/src/incident/recognise.ts";
import { looksLikeMachine, looksLikeMaps } from "../../server/src/machine/recogniseMachine.ts";
import { looksLikeConfig } from "../../server/src/syntax/recogniseConfig.ts";

/** Languages that VS Code gives to a text it knows nothing of. */
const plainLanguages = new Set(["plaintext", "log"]);
const cfgLanguages = new Set(["plaintext", "properties", "ini"]);
/** What sysctl and systemctl print is coloured well by this language, which is in every VS Code. */
const machineLanguage = "properties";
const ordinarySchemes = new Set(["file", "untitled", "vscode-remote"]);
const cfgName = /\.(?:cfg|conf)$/;
/** Typing settles before we look. */
const delay = 150;
/** A change of so many characters is pasted: nobody is typing, so we look at once. */
const pasted = 80;
/** VS Code guesses the language of an untitled text by itself, often wrongly for a log, some seconds after the first words. */
const guessing = 60_000;
/** Longer texts are not scanned in the editor. */
const longest = 20_000_000;

/** Watches documents that open or change; each is given a language at most once, so that a user's own choice stays. */
export function watchDocuments(): vscode.Disposable[] {
  const timers = new Map<string, NodeJS.Timeout>();
  const candidates = new Candidates();
  const look = (document: vscode.TextDocument) => {
    if (candidates.include(document)) void detect(document, candidates, () => candidates.settle(document));
  };
  const lookLater = ({ document, contentChanges }: vscode.TextDocumentChangeEvent) => {
    if (contentChanges.length === 0 || !candidates.include(document)) return;
    const key = document.uri.toString();
    const wait = contentChanges.some(({ text }) => text.length >= pasted) ? 0 : delay;
    clearTimeout(timers.get(key));
    timers.set(
      key,
      setTimeout(() => {
        timers.delete(key);
        look(document);
      }, wait),
    );
  };
  vscode.workspace.textDocuments.forEach(look);
  return [
    vscode.workspace.onDidOpenTextDocument((document) => {
      look(document);
      // what was pasted of a machine waits for a configuration
      if (document.languageId === "haproxy") vscode.workspace.textDocuments.filter(isUntitled).forEach(look);
    }),
    vscode.workspace.onDidChangeTextDocument(lookLater),
    vscode.workspace.onDidCloseTextDocument((document) => candidates.end(document)),
    new vscode.Disposable(() => {
      for (const timer of timers.values()) clearTimeout(timer);
    }),
  ];
}

/** Documents that nobody has given a language: plain ones, and untitled ones that VS Code has guessed one for a moment ago. */
class Candidates {
  private readonly plainAt = new Map<string, number>();
  /** Those that have their answer, until their language changes or they close. */
  private readonly done = new Set<string>();
  /** Those that had an answer, until they close. */
  private readonly given = new Set<string>();

  include(document: vscode.TextDocument): boolean {
    if (this.done.has(document.uri.toString()) || this.isChosen(document)) return false;
    const { scheme, path } = document.uri;
    // of other places only what can be written: an old version of a file is shown as it is
    if (!ordinarySchemes.has(scheme) && vscode.workspace.fs.isWritableFileSystem(scheme) !== true) return false;
    return this.isPlain(document) || (cfgLanguages.has(document.languageId) && cfgName.test(path));
  }

  settle({ uri }: vscode.TextDocument): void {
    this.done.add(uri.toString());
    this.given.add(uri.toString());
  }

  /** VS Code tells a change of language as an end and a beginning. */
  end({ uri, isClosed }: vscode.TextDocument): void {
    this.done.delete(uri.toString());
    if (isClosed) this.given.delete(uri.toString());
  }

  /** VS Code guesses only of untitled texts, and never that they are plain: any other language that follows ours is the user's choice. */
  private isChosen(document: vscode.TextDocument): boolean {
    return this.given.has(document.uri.toString()) && (!isUntitled(document) || plainLanguages.has(document.languageId));
  }

  isPlain({ uri, languageId }: vscode.TextDocument): boolean {
    const key = uri.toString();
    if (languageId === "haproxy" || languageId === "haproxy-crash") return false;
    if (!plainLanguages.has(languageId)) return uri.scheme === "untitled" && Date.now() - (this.plainAt.get(key) ?? 0) < guessing;
    if (uri.scheme === "untitled") this.plainAt.set(key, Date.now());
    return true;
  }
}

async function detect(document: vscode.TextDocument, candidates: Candidates, settled: () => void): Promise<void> {
  const text = document.getText();
  if (text.length > longest) return;
  if (cfgName.test(document.uri.path) && looksLikeConfig(text)) {
    settled();
    await vscode.languages.setTextDocumentLanguage(document, "haproxy");
    return;
  }
  if (isUntitled(document) && candidates.isPlain(document) && looksLikeMachine(text)) {
    if (document.languageId === machineLanguage || !configurationIsOpen()) return;
    settled();
    await vscode.languages.setTextDocumentLanguage(document, machineLanguage);
    return;
  }
  const how = vscode.workspace.getConfiguration("haproxySleuth").get<string>("crashLogs.detect", "set");
  if (how === "off" || !candidates.isPlain(document) || !(looksLikeCrashLog(text) || looksLikeMaps(text))) return;
  settled();
  if (how === "offer" && !(await isWanted())) return;
  await vscode.languages.setTextDocumentLanguage(document, "haproxy-crash");
}

function isUntitled({ uri }: vscode.TextDocument): boolean {
  return uri.scheme === "untitled";
}

function configurationIsOpen(): boolean {
  return vscode.workspace.textDocuments.some(({ languageId }) => languageId === "haproxy");
}

async function isWanted(): Promise<boolean> {
  const yes = vscode.l10n.t("Read it");
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t("This text holds a HAProxy crash. Shall HAProxy Sleuth read it?"),
    yes,
  );
  return answer === yes;
}
