/** Which file a command runs. A name is looked up in PATH by us, so that no folder of a workspace can bring a program of its own. */
import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

export type Program = { readonly file: string } | { readonly problem: "not-found" | "no-permission" | "not-absolute" };

/** A bare name, an absolute path, or one below the home folder ("~/bin/haproxy"). */
export async function findProgram(name: string): Promise<Program> {
  const given = name.startsWith("~/") ? path.join(os.homedir(), name.slice(2)) : name;
  if (path.isAbsolute(given)) return runnable(given);
  if (given === "" || /[/\\]/.test(given)) return { problem: "not-absolute" };
  let refused: Program = { problem: "not-found" };
  for (const folder of (process.env["PATH"] ?? "").split(path.delimiter)) {
    if (!path.isAbsolute(folder)) continue;
    for (const ending of endings) {
      const found = await runnable(path.join(folder, given + ending));
      if ("file" in found) return found;
      if (found.problem === "no-permission") refused = found;
    }
  }
  return refused;
}

const endings = process.platform === "win32" ? ["", ".exe"] : [""];

async function runnable(file: string): Promise<Program> {
  try {
    if (!(await stat(file)).isFile()) return { problem: "not-found" };
    await access(file, constants.X_OK);
    return { file };
  } catch (error) {
    return { problem: (error as NodeJS.ErrnoException).code === "EACCES" ? "no-permission" : "not-found" };
  }
}
