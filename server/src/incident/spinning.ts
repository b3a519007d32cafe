/** What HAProxy says of an object that is called again and again without getting on (stream_dump_and_crash in src/stream.c). */
import type { ThreadDraft } from "./draft.ts";
import type { ThreadStream } from "./incident.ts";

export interface SpinningReport {
  /** "STREAM", "APPCTX" and so on. */
  readonly object: string;
  readonly address: string;
  /** Calls per second. */
  readonly rate: number;
  /** The stream itself, or the one that the applet works for. */
  readonly stream: ThreadStream | undefined;
  /** Tag of the applet that is an end of the stream, such as "<STATS>" (to 2.8). */
  readonly applet: string | undefined;
  /** Function that is called, where it has a name (from 2.6 on). */
  readonly handler: string | undefined;
  /** Names of the stream's filters, such as "compression filter". */
  readonly filters: readonly string[];
}

/** The same while it is read: the lines of a stream look as they do below a thread. */
export interface SpinningDraft {
  readonly object: string;
  readonly address: string;
  readonly rate: number;
  readonly report: ThreadDraft;
  handler: string | undefined;
  filters: readonly string[];
}

/** "<NONE>" is where there is no server. */
const tag = /^<(?!NONE>)[^<>]{1,40}>$/;

export function spinningReport(draft: SpinningDraft | undefined): SpinningReport | undefined {
  if (draft === undefined) return undefined;
  const { object, address, rate, report, handler, filters } = draft;
  const { stream } = report;
  const applet = [stream?.source, stream?.server].find((end) => end !== undefined && tag.test(end));
  return { object, address, rate, stream, applet, handler, filters };
}
