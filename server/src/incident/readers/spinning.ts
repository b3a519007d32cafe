/** Objects that spin (stream_dump_and_crash in src/stream.c): to 2.8 all is in one line, from 2.9 on it is a dump of the stream. */

import { shifted, within } from "../columns.ts";
import { Draft, type LogLine, placeOf } from "../draft.ts";
import { matchPattern } from "../patterns.ts";
import { current, open, type Reader } from "./reader.ts";
import { newThread, readDetail } from "./thread.ts";

export const spinning: Reader = {
  literals: ["] is spinning at "],
  read(line, reading) {
    const match = matchPattern("bogus", line.text);
    if (!match) return false;
    const last = current(reading, line);
    // HAProxy says it twice, to its log and to stderr
    const draft = last?.kind === "spinning" && last.exitCode === undefined ? last : open(reading, new Draft("spinning", line));
    draft.touch(line);
    const [, object = "", address = "", rate = ""] = match;
    draft.said = object;
    draft.note("address", line, match, 2);
    draft.note("number", line, match, 3);
    draft.spinning = { object, address, rate: Number(rate), report: newThread(line, match, 0), handler: undefined, filters: [] };
    for (const part of partsOf(line)) readPart(part, draft);
    return true;
  },
};

/** Lines of the dump behind the headline. */
export const spinningDetails: Reader = {
  literals: ["] id=", "frontend=", "backend=", "server=", "scb=0x", "co0=0x", "co1=0x", "filters={", " handler=0x", "current_rule="],
  read(line, reading) {
    const draft = current(reading, line);
    if (draft?.spinning === undefined || draft.exitCode !== undefined || !readPart(line, draft)) return false;
    draft.touch(line);
    return true;
  },
};

function readPart(line: LogLine, draft: Draft): boolean {
  if (draft.spinning === undefined) return false;
  const read = readDetail(line, draft, draft.spinning.report);
  return readRest(line, draft) || read;
}

const handler = / handler=0x[0-9a-f]{1,16}\(([A-Za-z_]\w{2,80})(?:\+0)?\)/;
const filters = /\bfilters=\{([^}]{0,400})/;

function readRest(line: LogLine, draft: Draft): boolean {
  const { spinning } = draft;
  if (spinning === undefined) return false;
  const name = handler.exec(line.text);
  if (name?.[1] !== undefined) {
    spinning.handler = name[1];
    draft.fact("function", name[1], placeOf(line, line.text.indexOf(name[1], name.index), name[1]));
  }
  const list = filters.exec(line.text)?.[1];
  if (list !== undefined) spinning.filters = [...list.matchAll(/="([^"]{1,80})"/g)].map(([, filter = ""]) => filter);
  return name !== null || list !== undefined;
}

/** What other releases print in lines of their own: each piece holds one fact. */
const pieces = /[[ ](?=strm=0x|s[ci]b=|co[fb]=0x|current_rule=)/g;

function partsOf(line: LogLine): readonly LogLine[] {
  const starts = [0, ...[...line.text.matchAll(pieces)].map(({ index }) => index + 1)];
  return starts.map((start, i) => {
    const text = line.text.slice(start, starts[i + 1]).trimEnd();
    const { column, columnAt } = line;
    return {
      ...line,
      text,
      column: column === undefined ? undefined : column + start,
      columnAt: columnAt === undefined ? undefined : within(columnAt, shifted(start)),
    };
  });
}
