/** Settings that the client is asked for: each document's once, and again now and then while it is worked on. */
import type { Connection } from "vscode-languageserver";

const section = "haproxySleuth";
/** A client that says it can be asked, and does not answer in this time (milliseconds), is taken at what it said before. */
const patience = 3000;
/** An answer this old (milliseconds) is asked for anew beside the work: not every client tells of settings that change. */
const freshFor = 2000;

/** The section for a document, and as it is without one; undefined where the client refuses, or says nothing. */
export type Answer = readonly unknown[] | undefined;

interface Known {
  readonly answer: Answer;
  askedAt: number;
}

export class Asker {
  private readonly connection: Connection;
  /** By the URI of the document; none is asked for at a keystroke. */
  private readonly known = new Map<string, Known>();
  /** Settings were changed so often: answers to what was asked before count no more. */
  private changes = 0;
  private silent = false;
  private late: () => void = () => undefined;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** Told where an answer comes that is not what work went on with. */
  onLate(listener: () => void): void {
    this.late = listener;
  }

  /** The client says that its settings are others now. */
  changed(): void {
    this.known.clear();
    this.changes++;
    this.silent = false;
  }

  forget(uri: string): void {
    this.known.delete(uri);
  }

  async ask(uri: string): Promise<Answer> {
    const known = this.known.get(uri);
    if (known === undefined) return this.asked(uri);
    if (performance.now() - known.askedAt > freshFor) {
      known.askedAt = performance.now();
      this.askAnew(uri, known).catch(() => undefined);
    }
    return known.answer;
  }

  private async askAnew(uri: string, before: Known): Promise<void> {
    const answer = await this.asked(uri, before);
    if (!this.silent && JSON.stringify(answer) !== JSON.stringify(before.answer)) this.late();
  }

  /** Keeps the answer, unless the document was closed or the settings were changed meanwhile. */
  private async asked(uri: string, before?: Known): Promise<Answer> {
    const { changes } = this;
    const askedAt = performance.now();
    const answer = this.silent ? undefined : await this.answerFor(uri);
    if (!this.silent && this.changes === changes && this.known.get(uri) === before) this.known.set(uri, { answer, askedAt });
    return answer;
  }

  private answerFor(scopeUri: string): Promise<Answer> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.silent = true;
        resolve(undefined);
      }, patience);
      this.connection.workspace.getConfiguration([{ scopeUri, section }, { section }]).then(
        (settings: readonly unknown[]) => {
          clearTimeout(timer);
          if (this.silent) this.late();
          this.silent = false;
          resolve(Array.isArray(settings) ? settings : undefined);
        },
        () => {
          clearTimeout(timer);
          resolve(undefined);
        },
      );
    });
  }
}
