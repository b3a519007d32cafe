/** The pipe to the client, as the command line names it. */
import {
  createServerPipeTransport,
  createServerSocketTransport,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageReader,
  type MessageWriter,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";

export interface Transport {
  readonly reader: MessageReader;
  readonly writer: MessageWriter;
}

/** `--stdio` (also where nothing is named), `--node-ipc`, `--socket=PORT`, `--pipe=NAME`. `gone` is called when the client is. */
export function transportOf(words: readonly string[], gone: () => void): Transport {
  const { reader, writer } = connected(words);
  reader.onClose(gone);
  writer.onClose(gone);
  return { reader, writer };
}

function connected(words: readonly string[]): Transport {
  const port = Number.parseInt(valueOf(words, "--socket") ?? "", 10);
  if (Number.isInteger(port)) return pair(createServerSocketTransport(port));
  const pipe = valueOf(words, "--pipe");
  if (pipe !== undefined) return pair(createServerPipeTransport(pipe));
  if (words.includes("--node-ipc")) return { reader: new IPCMessageReader(process), writer: new IPCMessageWriter(process) };
  // what a library prints must not stand between messages
  console.log = console.info = console.debug = console.error;
  const reader = new StreamMessageReader(process.stdin);
  // behind a header that it cannot read the reader waits for more, and does not look at what it has
  reader.onError(() => setImmediate(() => process.stdin.emit("data", Buffer.alloc(0))));
  return { reader, writer: new StreamMessageWriter(process.stdout) };
}

function pair([reader, writer]: readonly [MessageReader, MessageWriter]): Transport {
  return { reader, writer };
}

/** `--name=value` or `--name value`. */
function valueOf(words: readonly string[], name: string): string | undefined {
  const at = words.findIndex((word) => word === name || word.startsWith(`${name}=`));
  if (at < 0) return undefined;
  return words[at] === name ? words[at + 1] : words[at]?.slice(name.length + 1);
}
