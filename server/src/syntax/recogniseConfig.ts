/** Tells a HAProxy configuration from any other text by its first statements. Also used by the editor's client. */
import { openedSection, sectionKinds } from "./config.ts";
import { type Line, readLine } from "./line.ts";

/** As far as we look: a file of ours shows itself early. */
const linesRead = 400;
/** Statements that only HAProxy has in its first section, by any of these first words. */
const proof = new Set([
  "mode",
  "timeout",
  "option",
  "bind",
  "server",
  "balance",
  "default_backend",
  "use_backend",
  "acl",
  "maxconn",
  "daemon",
  "chroot",
  "nbthread",
  "stats",
  "log",
  "http-request",
  "tcp-request",
  "stick-table",
  "lua-load",
  "lua-load-per-thread",
  "peer",
  "nameserver",
  "ssl-default-bind-options",
  "user",
  "group",
  "master-worker",
  "pidfile",
  "retries",
  "cookie",
  "description",
  "table",
]);
/** How many words a header may have; all other sections need a name. */
const shortHeaders: ReadonlyMap<string, number> = new Map([
  ["global", 1],
  ["traces", 1],
  ["defaults", 4],
]);
const macros = /^\.(?:if|elif|else|endif|notice|warning|alert|diag)$/;

/** True when the first statement opens a section as HAProxy writes it and what follows belongs there. */
export function looksLikeConfig(text: string): boolean {
  let opened = false;
  for (const line of firstLines(text)) {
    const first = line.words[0]?.value;
    if (first === undefined || macros.test(first)) continue;
    if (!opened) {
      if (!isHeader(line)) return false;
      opened = true;
    } else if (isHeader(line)) return true;
    else return proof.has(first);
  }
  return false;
}

/** A header has a name where it needs one, and nothing behind but `from` and an old-style address. */
function isHeader(line: Line): boolean {
  const kind = openedSection(line);
  if (kind === undefined || !sectionKinds.includes(kind)) return false;
  const most = shortHeaders.get(kind);
  return most === undefined ? line.words.length >= 2 && line.words.length <= 5 : line.words.length <= most;
}

function* firstLines(text: string): Generator<Line> {
  let from = 0;
  for (let i = 0; i < linesRead && from <= text.length; i++) {
    const feed = text.indexOf("\n", from);
    const end = feed < 0 ? text.length : feed;
    yield readLine(text.slice(from, end));
    from = end + 1;
  }
}
