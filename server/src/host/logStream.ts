/** Reads an endless log in bytes: finds the few lines that tell of crashes, decodes those alone, and gives incidents as they complete. */
import { byteSearch } from "../incident/byteSearch.ts";
import type { Incident } from "../incident/incident.ts";
import { LogReader } from "../incident/logReader.ts";
import { goesOn } from "../incident/parts.ts";
import { crashWords } from "../incident/recognise.ts";
import { linesWith } from "../incident/search.ts";
import { veils } from "../incident/veils.ts";
import { LogWindow } from "./logWindow.ts";

/** Words that open a report, and those that name the release before one. */
const longWords = [
  ...crashWords,
  ...veils,
  "haproxy version is ",
  "Proxy version ",
  "bugs/bugs-",
  'condition "',
  "has stopped processing",
  "runtime error: ",
  "execution timeout",
  "burst timeout",
].filter(({ length }) => length >= 8);
const findWord = byteSearch(longWords);
/** Shorter words, each found by its rare first byte. */
const shortWords = ["#0", "\u001b["];
const feed = 10;
/** A line is read up to here; a crash prints none that is longer. */
const longestLine = 1 << 20;
/** Bytes decoded at once while an incident is open. */
const portion = 1 << 15;
/** An incident is complete after so many lines that add nothing to it; where the process has ended, after fewer. */
const quietLines = 400;
const quietLinesEnded = 40;
/** Bytes before the line that opens an incident which may belong to it, where the newest line stands first. */
const lookBack = 1 << 14;

export class LogStream {
  private readonly reader = new LogReader();
  private rest: Buffer = Buffer.alloc(0);
  /** The line that `rest` begins is longer than any that is read: its end is awaited. */
  private skipping = false;
  /** Number of the next line. */
  private line = 0;
  private readonly next = [0, 0, 0];
  /** What is read since an incident opened. */
  private window: LogWindow | undefined;
  /** Where in the bytes at hand the last one closed. */
  private closed = 0;

  /** Takes the next bytes; gives the incidents that are complete now, in the order in which they began. */
  read(chunk: Buffer): readonly Incident[] {
    const last = chunk.lastIndexOf(feed);
    if (last < 0) {
      this.keep(chunk);
      return [];
    }
    const first = this.rest.length === 0 && !this.skipping ? 0 : chunk.indexOf(feed) + 1;
    const found: Incident[] = [];
    if (first > 0)
      found.push(
        ...this.lines(this.skipping ? Buffer.concat([this.rest, Buffer.from("\n")]) : Buffer.concat([this.rest, chunk.subarray(0, first)])),
      );
    this.skipping = false;
    this.rest = Buffer.alloc(0);
    if (last + 1 > first) found.push(...this.lines(chunk.subarray(first, last + 1)));
    this.keep(chunk.subarray(last + 1));
    return found;
  }

  /** The log waits: what has its end is complete, and after a long wait everything. */
  idle(long: boolean): readonly Incident[] {
    return this.given(this.reader.takeBefore(long ? Number.POSITIVE_INFINITY : this.line - quietLines, Number.POSITIVE_INFINITY));
  }

  /** The log has ended. */
  end(): readonly Incident[] {
    const found = this.rest.length > 0 ? [...this.lines(Buffer.concat([this.rest, Buffer.from("\n")]))] : [];
    this.rest = Buffer.alloc(0);
    return [...found, ...this.given(this.reader.finish())];
  }

  /** Whether an incident waits for further lines. */
  get waits(): boolean {
    return this.reader.open > 0;
  }

  private keep(part: Buffer): void {
    if (this.skipping || part.length === 0) return;
    const room = longestLine - this.rest.length;
    // a copy, so that the chunk it is from can go
    this.rest = Buffer.concat([this.rest, part.subarray(0, room)]);
    if (part.length > room) this.skipping = true;
  }

  /** Reads whole lines; the last byte is a line feed. */
  private lines(bytes: Buffer): Incident[] {
    const found: Incident[] = [];
    this.next.fill(0);
    this.closed = 0;
    for (let at = 0; at < bytes.length; ) {
      const waited = this.window !== undefined;
      at = waited ? this.readPortion(bytes, at) : this.readNextHit(bytes, at);
      found.push(...this.given(this.reader.takeBefore(this.line - quietLines, this.line - quietLinesEnded)));
      if (waited && this.window === undefined) this.closed = at;
    }
    return found;
  }

  private given(incidents: readonly Incident[]): readonly Incident[] {
    if (this.window === undefined) return incidents;
    const closes = this.reader.open === 0;
    const given = this.window.take(incidents, closes);
    if (closes) this.window = undefined;
    return given;
  }

  /** Goes to the next line with one of the words and reads it; gives where the line behind it begins. */
  private readNextHit(bytes: Buffer, at: number): number {
    const hit = this.nextHit(bytes, at);
    const start = hit < 0 ? bytes.length : bytes.lastIndexOf(feed, hit) + 1;
    this.line += feedsIn(bytes, at, start);
    if (hit < 0) return bytes.length;
    const end = bytes.indexOf(feed, hit);
    const raw = bytes.toString("utf8", start, Math.min(end, start + longestLine));
    this.reader.read(this.line, raw);
    if (this.reader.open > 0) this.openWindow(bytes, start, raw);
    this.line++;
    return end + 1;
  }

  private openWindow(bytes: Buffer, start: number, raw: string): void {
    const from = start - this.closed <= lookBack ? this.closed : bytes.indexOf(feed, start - lookBack) + 1;
    this.window = new LogWindow(this.line - feedsIn(bytes, from, start));
    if (from < start) this.window.add(bytes.toString("utf8", from, start - 1));
    this.window.add(raw);
  }

  /** Each word's next place is kept until it is passed. */
  private nextHit(bytes: Buffer, at: number): number {
    let nearest = -1;
    for (let i = 0; i <= shortWords.length; i++) {
      let place = this.next[i] as number;
      if (place >= 0 && (place < at || place === 0)) {
        place = i === 0 ? findWord(bytes, at, bytes.length) : bytes.indexOf(shortWords[i - 1] as string, at, "latin1");
        this.next[i] = place;
      }
      if (place >= 0 && (nearest < 0 || place < nearest)) nearest = place;
    }
    return nearest;
  }

  /** Reads some lines one by one, as the text form of a log is read. */
  private readPortion(bytes: Buffer, at: number): number {
    const whole = bytes.indexOf(feed, Math.min(at + portion, bytes.length - 1)) + 1;
    const end = whole > 0 ? whole : bytes.length;
    const text = bytes.toString("utf8", at, end - 1);
    this.window?.add(text);
    for (const { number, raw } of linesWith(text, this.reader.interesting, goesOn)) this.reader.read(this.line + number, raw);
    this.line += feedsIn(bytes, at, end);
    return end;
  }
}

function feedsIn(bytes: Buffer, from: number, end: number): number {
  let count = 0;
  for (let at = bytes.indexOf(feed, from); at >= 0 && at < end; at = bytes.indexOf(feed, at + 1)) count++;
  return count;
}
