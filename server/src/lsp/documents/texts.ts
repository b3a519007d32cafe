/** The texts of all open documents, ours or not, as the client sends them. */
import { TextDocument } from "vscode-languageserver-textdocument";
import { readSmallFile } from "../../host/files.ts";
import { type Boundary, type Lines, lineIn } from "../connection/boundary.ts";
import { pathOf } from "./openDocument.ts";
import type { Session } from "./session.ts";

export class Texts implements Lines {
  private readonly open = new Map<string, TextDocument>();
  private readonly session: Session;

  constructor(session: Session) {
    this.session = session;
  }

  opened(uri: string, languageId: string, version: number, text: string): TextDocument {
    const document = TextDocument.create(uri, languageId, version, text);
    this.open.set(uri, document);
    return document;
  }

  /** The document as it is now; undefined where it is not open. Some clients give no version. */
  changed(
    uri: string,
    version: number | null | undefined,
    changes: Parameters<Boundary["changed"]>[1],
    boundary: Boundary,
  ): TextDocument | undefined {
    const document = this.open.get(uri);
    if (document === undefined) return undefined;
    const updated = boundary.changed(document, changes, version ?? document.version + 1);
    this.open.set(uri, updated);
    return updated;
  }

  closed(uri: string): void {
    this.open.delete(uri);
  }

  lineOf(uri: string, line: number): string | undefined {
    const document = this.open.get(uri);
    return document === undefined ? this.onDisk(uri)?.lines[line]?.raw : lineIn(document, line);
  }

  isKnown(uri: string): boolean {
    return this.open.has(uri) || this.onDisk(uri) !== undefined;
  }

  async read(uri: string): Promise<readonly string[]> {
    const file = pathOf(uri);
    const text = file === undefined ? undefined : await readSmallFile(file);
    return text?.split("\n") ?? [];
  }

  private onDisk(uri: string) {
    const file = pathOf(uri);
    return file === undefined ? undefined : this.session.sets.onDisk(file);
  }
}
