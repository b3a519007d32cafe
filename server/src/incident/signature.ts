/**
 * A signature of a crash: equal for two logs of the same crash, whatever addresses, processes, threads and offsets they have.
 *
 * "v1 | kind | what was said | function < function < function". The parts that a log does not have are "-".
 * - Said: the expression and file of a bug condition without its line, the problem of a pool report with who handed the item back
 *   (who had freed it before is chance where two race), the object that span, a sanitizer's or glibc's words.
 * - Functions: the innermost three (of a watchdog's report the outermost: where inside a loop it struck is chance) of HAProxy that are known by name, without those that only report a crash and those that every
 *   task runs in. A stack that names none falls back on the task's handler, then on the place in the Lua script.
 * Left out because they vary from run to run or from build to build: addresses, offsets, pools' names and sizes (pools of equal size
 * share one), threads, exit codes, signals. A change of these rules takes a new version.
 */
import { symbolOf, tellsNothing } from "./frames.ts";
import type { Incident } from "./incident.ts";

const version = "v1";
const functionsTaken = 3;
/** Functions of the Lua library, which a debugger names without it. */
const luaLibrary = /^lua[A-Z_]/;

/** What the signature is made of; `said` is the text of the headline where the kind has one that tells crashes apart. */
export type Signed = Pick<Incident, "kind" | "frames" | "pool" | "bugCondition" | "luaTraceback" | "threads" | "thread"> & {
  readonly said: string | undefined;
};

export function signatureOf(signed: Signed): string {
  return [version, signed.kind, saidIn(signed) ?? "-", placesIn(signed) ?? "-"].join(" | ");
}

/** Whether nothing but the kind is in it, so that any two such crashes look alike. */
export function saysOnlyKind(signature: string): boolean {
  return signature.endsWith(" | - | -");
}

function saidIn({ bugCondition, pool, said }: Signed): string | undefined {
  if (bugCondition !== undefined) return `${bugCondition.expression} @ ${bugCondition.file || "?"}`;
  if (pool === undefined) return said;
  const problem = pool.problem.replace(/\.$/, "");
  return pool.caller === undefined || pool.caller === "?" ? problem : `${problem}, ${pool.caller}`;
}

function placesIn({ kind, frames, threads, thread, luaTraceback }: Signed): string | undefined {
  const names = frames.flatMap(({ function: name, text }) => {
    const known = name !== undefined && symbolOf(text).library === undefined && !luaLibrary.test(name);
    return known && !tellsNothing(name) ? [name] : [];
  });
  const taken = kind === "watchdog" ? names.slice(-functionsTaken) : names.slice(0, functionsTaken);
  if (taken.length > 0) return taken.join(" < ");
  const crashed = threads.find(({ stuck, number }) => stuck && number === thread) ?? threads.find(({ number }) => number === thread);
  const handler = crashed?.task?.handler;
  const lua = luaTraceback.find(({ file }) => file !== undefined)?.text;
  const parts = [handler === "?" ? undefined : handler, lua].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(" < ");
}
