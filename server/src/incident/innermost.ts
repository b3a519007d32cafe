/** Where the crashing thread was, below what only reports: signal handlers and the C library. */
import type { Frame, Incident } from "./incident.ts";
import { matchPattern } from "./patterns.ts";

/** The C library and what the loader brings: whoever called them is meant. */
const plumbing = /^(?:libc|libpthread|libdl|librt|libm|libgcc_s|linux-vdso|linux-gate|ld-linux|ld-musl|vdso)(?![a-z])/;

/** What HAProxy is usually built with or runs on; whatever else is on a stack was brought by the user. */
const usual =
  /^(?:haproxy|libcrypt|libssl|libcrypto|libwolfssl|liblua|lua\d|libpcre|libz|libslz|libsystemd|libjemalloc|libtcmalloc|libmimalloc|libatomic|libstdc|lib[a-z]{1,2}san)(?![a-z])/;

/** The first frame that tells where the thread was; undefined without frames. */
export function innermostFrame({ frames }: Incident): Frame | undefined {
  let start = 0;
  let reported = false;
  for (const [i, frame] of frames.entries()) {
    const own = frame.library === undefined;
    const handler = frame.function !== undefined && matchPattern("frame.handler", frame.function) !== undefined;
    if (handler) reported = true;
    // the C library's frame behind the handlers is the kernel's way back from the signal; nearer ones were called by the thread itself
    if (!own && plumbing.test(frame.library ?? "")) start = i + 1;
    else if (handler) start = i + 1;
    else if (!own || frame.function !== undefined || !reported) break;
  }
  return frames[start];
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
