/** Has the user's own haproxy check a configuration: `haproxy -c` with its files, texts that are not saved through private copies. */
import { readFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { releaseToldBy } from "./banner.ts";
import { isFolder } from "./folders.ts";
import { PrivateCopies } from "./privateCopies.ts";
import { findProgram } from "./program.ts";
import { type Run, type RunEnd, run } from "./run.ts";

/** How haproxy is started on this machine; only the user may say so, never a workspace. */
export interface HaproxyCommand {
  /** The program and its first arguments, where `${folder}` and `${temp}` stand for the folder of the configuration and of the copies. */
  readonly words: readonly string[];
  /** Where the program sees files: prefix of a path here > prefix there. */
  readonly mapping: readonly (readonly [string, string])[];
  readonly seconds: number;
}

export interface FileToCheck {
  /** Undefined for a text without a file. */
  readonly path: string | undefined;
  readonly text: string;
}

export type Checked =
  | {
      readonly how: "answered";
      readonly code: number;
      readonly output: string;
      readonly paths: readonly string[];
      readonly banner?: string;
    }
  | { readonly how: "signal"; readonly signal: string }
  | { readonly how: "timeout" | "cancelled" | "not-found" | "no-permission" | "not-absolute" | "no-folder" | "unsaved" | "odd-path" }
  | { readonly how: "refused"; readonly code: string };

/** No verdict, and why. */
export type Unchecked = Exclude<Checked, { readonly how: "answered" }>;

/** Programs that hand their arguments to a shell, perhaps elsewhere; these get only paths that no shell takes for anything else. */
const shells = /^(?:ssh|plink|mosh|(?:ba|da|z|k|fi)?sh|su|wsl)(?:\.exe)?$/i;
const plainPath = /^[\p{L}\p{N}_./:@%+=,\\-]+$/u;

/** Stand for folders in the words and the mapping of a command. */
const placeholders = { folder: /\$\{folder\}/g, temp: /\$\{temp\}/g };

export async function checkWithHaproxy(files: readonly FileToCheck[], command: HaproxyCommand, cancelled?: AbortSignal): Promise<Checked> {
  const program = await findProgram(command.words[0] ?? "");
  if ("problem" in program) return { how: program.problem };
  const first = files.find((file) => file.path !== undefined)?.path;
  const folder = first === undefined ? os.homedir() : path.dirname(first);
  if (!(await isFolder(folder))) return { how: "no-folder" };
  const copies = await PrivateCopies.make();
  try {
    const places = await placesOf(files, command, folder, copies);
    if (places === undefined) return { how: "unsaved" };
    const fill = (word: string) => word.replace(placeholders.folder, () => folder).replace(placeholders.temp, () => copies.folder);
    const mapping = command.mapping.map(([here, there]) => [fill(here), fill(there)] as const);
    const paths = places.map((place) => mapped(place, mapping));
    const shelled = command.words.some((word) => shells.test(path.basename(word)));
    if (shelled && ![folder, ...paths].every((one) => plainPath.test(one))) return { how: "odd-path" };
    const how: Run = { file: program.file, args: command.words.slice(1).map(fill), folder, seconds: command.seconds };
    const end = await run({ ...how, args: [...how.args, "-c", ...paths.flatMap((one) => ["-f", one])], ...(cancelled && { cancelled }) });
    return end.how === "exit" ? await answered(end, paths, how) : end;
  } finally {
    await copies.remove();
  }
}

type Exit = Extract<RunEnd, { readonly how: "exit" }>;

/** HAProxy tells its version beside alerts only: where it says none, it is asked. */
async function answered({ code, stdout, stderr }: Exit, paths: readonly string[], how: Run): Promise<Checked> {
  const output = `${stderr}\n\n${stdout}`;
  const banner = /haproxy version is \S/.test(output) ? undefined : await releaseToldBy(how);
  return { how: "answered", code, output, paths, ...(banner !== undefined && { banner }) };
}

/** Saved files where they are, others as copies; undefined where the program would not see a copy. */
async function placesOf(
  files: readonly FileToCheck[],
  { words, mapping }: HaproxyCommand,
  folder: string,
  copies: PrivateCopies,
): Promise<readonly string[] | undefined> {
  const seesCopies = mapping.length === 0 || [...words, ...mapping.flat()].some((word) => word.search(placeholders.temp) >= 0);
  const places: string[] = [];
  for (const { path: file, text } of files) {
    if (file !== undefined && (await isSaved(file, text))) places.push(file);
    else if (!seesCopies) return undefined;
    else
      places.push(
        await copies.add(file === undefined ? "haproxy.cfg" : path.basename(file), text, file === undefined ? folder : path.dirname(file)),
      );
  }
  return places;
}

async function isSaved(file: string, text: string): Promise<boolean> {
  try {
    const bytes = await readFile(file);
    return bytes.toString("utf8").replace(/^\uFEFF/, "") === text.replace(/^\uFEFF/, "");
  } catch {
    return false;
  }
}

/** The longest prefix that fits decides; it ends at a separator. */
function mapped(place: string, mapping: HaproxyCommand["mapping"]): string {
  const fitting = mapping
    .map(([here, there]) => [here.replace(/[/\\]+$/, ""), there.replace(/[/\\]+$/, "")] as const)
    .filter(([here]) => place === here || place.startsWith(`${here}/`) || place.startsWith(`${here}\\`))
    .sort(([a], [b]) => b.length - a.length)[0];
  if (fitting === undefined) return place;
  const [here, there] = fitting;
  return there + place.slice(here.length).replaceAll("\\", there.includes("\\") ? "\\" : "/");
}
