/**
 * Where messages come in and go out: inside, every column counts UTF-16 units; outside, what was agreed with the client.
 * No request knows of it, and a client that counts as we do passes without a look.
 */
import { Message, type MessageWriter, type TextDocumentContentChangeEvent } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { type Encoding, fromClient, toClient } from "./encoding.ts";
import { documentOf, isFields, tokensWithColumns, withColumns } from "./positionWalk.ts";

/** Lines of documents, without their ends. */
export interface Lines {
  /** Of a document that is at hand; undefined where it is not. */
  lineOf(uri: string, line: number): string | undefined;
  isKnown(uri: string): boolean;
  /** All of a document that is only on disk. */
  read(uri: string): Promise<readonly string[]>;
}

interface Asked {
  readonly method: string;
  readonly uri: string | undefined;
}

export class Boundary {
  encoding: Encoding = "utf-16";
  /** Texts are known only once there is a session. */
  lines: Lines | undefined;
  /** Requests of the client that wait for their answer. */
  private readonly asked = new Map<number | string, Asked>();
  private sending: Promise<void> = Promise.resolve();
  private waiting = 0;

  /** A message of the client, with our columns. */
  incoming(message: Message): Message {
    if (this.encoding === "utf-16" || !(Message.isRequest(message) || Message.isNotification(message))) return message;
    const params: unknown = message.params;
    const uri = isFields(params) ? documentOf(params) : undefined;
    if (Message.isRequest(message) && message.id !== null) this.asked.set(message.id, { method: message.method, uri });
    const columns = (of: string, line: number, character: number) =>
      fromClient(this.lines?.lineOf(of, line) ?? "", character, this.encoding);
    const known = (of: string, line: number, character: number) =>
      this.lines?.isKnown(of) === true ? columns(of, line, character) : character;
    return { ...message, params: withColumns(params, uri, known) } as Message;
  }

  /** A change of a text, of which the positions stand in the text as the changes before it left it. */
  changed(document: TextDocument, changes: readonly TextDocumentContentChangeEvent[], version: number): TextDocument {
    if (this.encoding === "utf-16") return TextDocument.update(document, [...changes], version);
    let text = document;
    for (const change of changes) {
      const columns = (_: string, line: number, character: number) => fromClient(lineIn(text, line), character, this.encoding);
      text = TextDocument.update(text, [withColumns(change, document.uri, columns) as TextDocumentContentChangeEvent], version);
    }
    return changes.length === 0 ? TextDocument.update(document, [], version) : text;
  }

  /** The writer with the client's columns; messages keep their order. */
  around(writer: MessageWriter): MessageWriter {
    const write = (message: Message) => {
      const converted = this.encoding === "utf-16" ? message : this.outgoing(message);
      if (!(converted instanceof Promise) && this.waiting === 0) return writer.write(converted);
      this.waiting++;
      const sent = this.sending
        .then(() => converted)
        .then((ready) => writer.write(ready))
        .finally(() => this.waiting--);
      this.sending = sent.catch(() => undefined);
      return sent;
    };
    return {
      onError: writer.onError,
      onClose: writer.onClose,
      write,
      end: () => writer.end(),
      dispose: () => writer.dispose(),
    };
  }

  /** A promise only where a document must be read first. */
  private outgoing(message: Message): Message | Promise<Message> {
    const texts = new Map<string, readonly string[]>();
    const asked = this.askedFor(message);
    const missing = new Set<string>();
    // texts may change before those that are missing are read
    const lines = new Map<string, string | undefined>();
    const columns = (uri: string, line: number, character: number) => {
      const key = `${line} ${uri}`;
      if (!lines.has(key)) lines.set(key, this.lines?.lineOf(uri, line));
      const text = lines.get(key) ?? texts.get(uri)?.[line];
      if (text === undefined && this.lines?.isKnown(uri) === false && !texts.has(uri)) missing.add(uri);
      return toClient(text ?? "", character, this.encoding);
    };
    const converted = converter(message, asked, columns);
    if (missing.size === 0) return converted;
    return Promise.all(
      [...missing].map(async (uri) => {
        texts.set(uri, (await this.lines?.read(uri)) ?? []);
      }),
    ).then(() => converter(message, asked, columns));
  }

  private askedFor(message: Message): Asked | undefined {
    if (!Message.isResponse(message) || message.id === null) return undefined;
    const asked = this.asked.get(message.id);
    this.asked.delete(message.id);
    return asked;
  }
}

function converter(message: Message, asked: Asked | undefined, columns: (uri: string, line: number, character: number) => number): Message {
  if (Message.isResponse(message)) {
    const { result } = message;
    const uri = asked?.uri;
    if (
      asked?.method.startsWith("textDocument/semanticTokens/") &&
      uri !== undefined &&
      isFields(result) &&
      Array.isArray(result["data"])
    ) {
      const data = tokensWithColumns(result["data"], (line, character) => columns(uri, line, character));
      return { ...message, result: { ...result, data } } as Message;
    }
    return { ...message, result: withColumns(result, uri, columns) } as Message;
  }
  const { params } = message as { readonly params?: unknown } & Message;
  return params === undefined ? message : ({ ...message, params: withColumns(params, undefined, columns) } as Message);
}

/** A line without its end. */
export function lineIn(document: TextDocument, line: number): string {
  if (line < 0) return "";
  return document.getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } }).replace(/[\r\n]+$/, "");
}
