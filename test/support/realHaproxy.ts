/** Real HAProxy binaries: where they are, and what `haproxy -c` says of a text. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** Branches whose Debian packages scripts/get-haproxy.sh fetches. */
export const realBranches = ["2.6", "3.0", "3.2", "3.4"] as const;

const root = path.resolve(import.meta.dirname, "../..");
const binaries = process.env["HAPROXY_BINARIES"] ?? path.join(root, ".cache/haproxy");

export interface Message {
  readonly level: "ALERT" | "WARNING";
  /** From 1; undefined where HAProxy names no line. */
  readonly line: number | undefined;
  readonly text: string;
}

/** `environment`: refused only for what the text does not show, such as a missing file or a name that does not resolve. */
export interface Verdict {
  readonly state: "ok" | "warning" | "error" | "environment" | "failed";
  readonly messages: readonly Message[];
}

export function binaryOf(branch: string): string | undefined {
  const file = path.join(binaries, `haproxy-${branch}`);
  return existsSync(file) ? file : undefined;
}

/** The branches that can be asked here; says loudly when there are none. */
export function presentBranches(): readonly string[] {
  const present = realBranches.filter((branch) => binaryOf(branch) !== undefined);
  if (present.length === 0) console.warn(`SKIPPED: no HAProxy in ${binaries}; scripts/get-haproxy.sh fetches them on Debian`);
  return present;
}

/** Verdicts in the order of the texts. What a binary said once of a text is remembered beside the binaries, to be judged anew. */
export async function verdictsOf(branch: string, texts: readonly string[]): Promise<readonly Verdict[]> {
  const binary = binaryOf(branch);
  if (binary === undefined) throw new Error(`no HAProxy ${branch} in ${binaries}`);
  const version = createHash("sha1")
    .update(await outputOf(binary, ["-v"]))
    .digest("hex")
    .slice(0, 8);
  const memory = path.join(root, ".cache/outputs", `${branch}-${version}`);
  mkdirSync(memory, { recursive: true });
  const verdicts: Verdict[] = [];
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < texts.length; i = next++) verdicts[i] = await remembered(binary, memory, texts[i] ?? "");
  };
  await Promise.all(Array.from({ length: os.availableParallelism() }, worker));
  return verdicts;
}

interface Said {
  readonly output: string;
  /** The name under which the binary read the text. */
  readonly file: string;
}

async function remembered(binary: string, memory: string, text: string): Promise<Verdict> {
  const place = path.join(memory, `${createHash("sha1").update(text).digest("hex")}.json`);
  const known = existsSync(place);
  const { output, file } = known ? (JSON.parse(readFileSync(place, "utf8")) as Said) : await said(binary, text);
  const verdict = judge(output, file);
  if (!known && verdict.state !== "failed") writeFileSync(place, JSON.stringify({ output, file }));
  return verdict;
}

async function said(binary: string, text: string): Promise<Said> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "sleuth-"));
  const file = path.join(folder, "haproxy.cfg");
  writeFileSync(file, text, "latin1");
  return { output: await outputOf(binary, ["-c", "-f", file]), file };
}

function outputOf(binary: string, parameters: readonly string[]): Promise<string> {
  return new Promise((done) => {
    const options = { timeout: 20_000, env: { PATH: process.env["PATH"] ?? "" }, cwd: os.tmpdir() };
    execFile(binary, parameters, options, (error, stdout, stderr) => {
      done(`${stdout}${stderr}\nexit ${error === null ? 0 : (error.code ?? error.signal)}`);
    });
  });
}

/** The last words of a run repeat what was said before; backends without a listener are no fault of the text. */
const closing =
  /^(?:Error\(s\) found in|Fatal errors found|Warnings were found|Some (?:warnings|configuration)|Configuration file has no error)/;
const outside = [
  /cannot (?:find|get) (?:user|group)/i,
  /no such file|permission denied|not a directory/i,
  /could not resolve/i,
  /unable to (?:stat|load|open)/i,
  /error opening file/i,
  /(?:failed|unable|cannot) to? ?(?:open|load|read)/i,
  /not supported by this SSL|support .*not compiled/i,
];

function judge(output: string, file: string): Verdict {
  const code = /exit (\w+)$/.exec(output)?.[1];
  const heads = [...output.matchAll(/^\[(ALERT|WARNING)\]\s*(?:\d+\/\d+ )?\(\d+\) : ((?:.*)(?:\n[ |\t].*)*)/gm)];
  const messages = heads.flatMap(([, level, said = ""]): Message[] =>
    partsOf(said.replace(/^config : /, ""), file).map((part) => ({ level: level as Message["level"], ...part })),
  );
  const told = messages.filter(({ text }) => !closing.test(text));
  const alerts = told.filter(({ level }) => level === "ALERT");
  // some alerts are survived: the file has no error then, though it may lack a listener
  const fine = code === "0" || (code === "2" && (alerts.length === 0 || output.includes("Configuration file has no error")));
  if (fine) return { state: told.length === 0 ? "ok" : "warning", messages: told };
  if (alerts.length === 0) return { state: "failed", messages: told };
  return { state: alerts.every(({ text }) => outside.some((words) => words.test(text))) ? "environment" : "error", messages: told };
}

/** Several argument errors may come as one message with a line each. */
function partsOf(said: string, file: string): readonly Pick<Message, "line" | "text">[] {
  const places = [...said.matchAll(/parsing \[[^\]]*:(\d+)\]\s*:?\s*([^\n]*)/g)];
  if (places.length > 1) return places.map(([, line, text = ""]) => ({ line: Number(line), text }));
  const name = file.replace(/[.\\/]/g, "\\$&");
  const line = new RegExp(`(?:${name}|haproxy\\.cfg):(\\d+)`).exec(said)?.[1];
  return [
    {
      line: line === undefined ? undefined : Number(line),
      text: said
        .replaceAll(file, "haproxy.cfg")
        .replace(/^parsing \[[^\]]*\]\s*:?\s*/, "")
        .replace(/\n[\s\S]*/, ""),
    },
  ];
}
