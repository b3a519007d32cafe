/** What a haproxy binary says of itself: `haproxy -v`. */
import os from "node:os";
import { releaseInBanner } from "../model/releaseInUse.ts";
import { findProgram } from "./program.ts";
import { type Run, run } from "./run.ts";

const seconds = 3;

/** Release of a binary, by its name or path as a user gives it; undefined where there is none, or it does not answer. */
export async function askRelease(name: string): Promise<string | undefined> {
  const program = await findProgram(name);
  return "file" in program ? releaseToldBy({ file: program.file, args: [], folder: os.homedir(), seconds }) : undefined;
}

/** `how` starts the binary; what is asked goes behind its arguments. */
export async function releaseToldBy(how: Run): Promise<string | undefined> {
  const end = await run({ ...how, args: [...how.args, "-v"], seconds: Math.min(how.seconds, seconds) });
  return end.how === "exit" && end.code === 0 ? releaseInBanner(end.stdout) : undefined;
}
