/** Where the crashing thread was, below what only reports: signal handlers and the C library. */
import type { Frame, Incident } from "./incident.ts";
import { matchPattern } from "./patterns.ts";

/** The C library and what the loader brings: whoever called them is meant. */
const plumbing = /^(?:libc|libpthread|libdl|librt|libm|libgcc_s|linux-vdso|linux-gate|ld-linux|ld-musl|vdso)(?![a-z])/;

/** What HAProxy is usually built with or runs on; whatever else is on a stack was brought by the user. */
const usual =
  /^(?:haproxy|libcrypt|libssl|libcrypto|libwolfssl|liblua|lua\d|libpcre|libz|libslz|libsystemd|libjemalloc|libtcmalloc|libmimalloc|libatomic|libstdc|lib[a-z]{1,2}san)(?![a-z])/;

/** The first frame that tells where the thread was; undefined without frames. */
export function innermostFrame(incident: Incident): Frame | undefined {
  return incident.frames[innermostAt(incident)];
}

/** The stack below who reported the crash, if any did; all of it where reporters are all there is. */
export function framesOfCrash(incident: Incident): readonly Frame[] {
  const { frames } = incident;
  const start = innermostAt(incident);
  const reported = frames.slice(0, start).some(({ function: name }) => name !== undefined && isReporter(name));
  return reported && start < frames.length ? frames.slice(start) : frames;
}

function innermostAt({ frames }: Incident): number {
  let start = reportersEnd(frames);
  let reported = start > 0;
  for (const [i, frame] of frames.entries()) {
    if (i < start) continue;
    const own = frame.library === undefined;
    const handler = frame.function !== undefined && isReporter(frame.function);
    if (handler) reported = true;
    // the C library's frame behind the handlers is the kernel's way back from the signal; nearer ones were called by the thread itself
    if (!own && plumbing.test(frame.library ?? "")) start = i + 1;
    else if (handler) start = i + 1;
    else if (!own || frame.function !== undefined || !reported) break;
  }
  return start;
}

/** So many frames of who reports a crash stand above the crash, at most. */
const mostReporters = 8;

/** In some builds the reporters' own functions have no names: those above one that has are theirs as well. */
function reportersEnd(frames: readonly Frame[]): number {
  const head = frames.slice(0, mostReporters);
  const last = head.findLastIndex(({ function: name }) => name !== undefined && isReporter(name));
  return head.slice(0, last + 1).every(({ library, function: name }) => library !== undefined || name === undefined || isReporter(name))
    ? last + 1
    : 0;
}

function isReporter(name: string): boolean {
  return matchPattern("frame.handler", name) !== undefined;
}

/** Library of that frame, or of the address that the kernel names; undefined for HAProxy's own code. */
export function innermostLibrary(incident: Incident): string | undefined {
  if (incident.frames.length > 0) return innermostFrame(incident)?.library;
  const module = incident.fault?.module;
  return module === undefined || module.startsWith("haproxy") || plumbing.test(module) ? undefined : module.replace(/\.so[.\d]*$/, "");
}

/** Whether neither HAProxy nor its usual libraries bring it along. */
export function isForeign(library: string): boolean {
  return !usual.test(library) && !plumbing.test(library);
}
