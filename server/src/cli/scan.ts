/** `scan`: lines in on standard input, one JSON incident a line out as soon as it is complete. */
import { type Diagnosis, diagnose } from "../diagnosis/diagnose.ts";
import { LogStream } from "../host/logStream.ts";
import type { Incident } from "../incident/incident.ts";
import { language } from "../knowledge/language.ts";
import type { Release } from "../knowledge/release.ts";
import { jsonIncident } from "./format/incidents.ts";
import { exitCodes, type Streams } from "./output.ts";

export interface ScanOptions {
  readonly release: Release | undefined;
  /** Also what the processes survived. */
  readonly survived: boolean;
}

/** Milliseconds without input after which an incident that has its end is complete, and after which any is. */
const shortWait = 1000;
const longWait = 10_000;

export async function scan({ release, survived }: ScanOptions, streams: Streams): Promise<number> {
  const log = new LogStream();
  let found = false;
  const say = async (incidents: readonly Incident[]) => {
    for (const incident of incidents) {
      if (incident.survived && !survived) continue;
      found = true;
      const diagnosis: Diagnosis = diagnose(incident, { release, language: language() });
      streams.out(`${JSON.stringify(jsonIncident({ file: "-", diagnosis }))}\n`);
    }
    await streams.drained?.();
  };
  const waiting = new Waiting(log, say);
  for await (const chunk of untilStopped(streams)) {
    waiting.stop();
    const complete = log.read(Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk));
    if (complete.length > 0) await say(complete);
    if (log.waits) waiting.start();
  }
  waiting.stop();
  await say(log.end());
  return found ? exitCodes.found : exitCodes.clean;
}

/** Timers while the log is silent. */
class Waiting {
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly log: LogStream;
  private readonly say: (incidents: readonly Incident[]) => Promise<void>;

  constructor(log: LogStream, say: (incidents: readonly Incident[]) => Promise<void>) {
    this.log = log;
    this.say = say;
  }

  start(): void {
    this.timers.push(
      setTimeout(() => void this.say(this.log.idle(false)), shortWait),
      setTimeout(() => void this.say(this.log.idle(true)), longWait),
    );
  }

  stop(): void {
    for (const timer of this.timers.splice(0)) clearTimeout(timer);
  }
}

/** The input up to its end, or until the process is asked to stop: what was read by then is not lost. */
async function* untilStopped({ stdin, stopped }: Streams): AsyncGenerator<Uint8Array> {
  const chunks = stdin()[Symbol.asyncIterator]();
  let wake: (() => void) | undefined;
  // one listener for all reads: an endless log must leave nothing behind at each
  stopped?.addEventListener("abort", () => wake?.(), { once: true });
  while (stopped?.aborted !== true) {
    const next = await new Promise<IteratorResult<Uint8Array> | undefined>((resolve, reject) => {
      wake = () => resolve(undefined);
      chunks.next().then(resolve, reject);
    });
    if (next === undefined || next.done === true) return;
    yield next.value;
  }
}
