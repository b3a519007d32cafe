/** The server as an editor has it: over stdio, at random places of a long file, at rest and right behind an edit. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { cacheVariable } from "../server/src/host/start/cacheFolder.ts";
import { LanguageServer } from "../test/support/languageServer.ts";
import { randomly } from "../test/support/randomly.ts";
import { bundles, serverProgram } from "./bundles.mjs";

const uri = "untitled:bench.cfg";
const rounds = 300;

interface Input {
  readonly name: string;
  readonly text: string;
}

/** A table of p50 and p95 in milliseconds, as the client sees them. */
export async function lspBench(inputs: readonly Input[], short: string): Promise<string> {
  const bundled = await shipped();
  try {
    const [first = Number.NaN, ...later] = await firstDiagnostics(bundled, short);
    const start = "first diagnostics of 1,000 lines after the process starts";
    const lines = [`${start}: ${percentile(later, 0.5).toFixed(0)} ms; of a version that was never run before: ${first.toFixed(0)} ms`];
    for (const input of inputs) lines.push(...(await measuredOn(bundled, input)));
    lines.push(await memoryRow(bundled, short));
    return lines.join("\n");
  } finally {
    rmSync(path.dirname(bundled), { recursive: true, force: true });
  }
}

/** The server as it is shipped, in a new folder. */
async function shipped(): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), "sleuth-shipped-"));
  for (const bundle of serverProgram) await build({ ...bundle, outdir: folder });
  writeFileSync(path.join(folder, "package.json"), '{ "type": "commonjs" }\n');
  return path.join(folder, "server.js");
}

/** Medians of the time until the client's `activate` returns, and of its processor time. */
export async function activationBench(): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), "sleuth-client-"));
  const client = bundles.find(({ entryPoints }) => "extension" in (entryPoints ?? {}));
  try {
    await build({ ...client, outdir: folder });
    writeFileSync(path.join(folder, "package.json"), '{ "type": "commonjs" }\n');
    const script = path.join(import.meta.dirname, "activationBench.mjs");
    const run = () => execFileSync(process.execPath, [script, path.join(folder, "extension.js")], { encoding: "utf8" }).split(" ");
    const runs = Array.from({ length: 9 }, () => run().map(Number));
    const [wall, processor] = [0, 1].map((i) =>
      percentile(
        runs.map((one) => one[i] ?? Number.NaN),
        0.5,
      ).toFixed(0),
    );
    return `activation of the extension: ${wall} ms, ${processor} ms of the processor`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function firstDiagnostics(bundled: string, text: string): Promise<number[]> {
  const times: number[] = [];
  // the code of the first is kept for the others, as it is in a user's cache
  process.env[cacheVariable] = path.join(path.dirname(bundled), "cache");
  for (let i = 0; i < 8; i++) {
    const start = performance.now();
    const server = await LanguageServer.start([bundled, "--stdio"]);
    await server.open(uri, text);
    await server.push(uri);
    times.push(performance.now() - start);
    await server.stop();
  }
  return times;
}

async function measuredOn(bundled: string, { name, text }: Input): Promise<string[]> {
  // an editor that pulls is asked about findings only when it wants them
  const pulls = {
    textDocument: {
      diagnostic: {},
      completion: { completionItem: { snippetSupport: true }, completionList: { itemDefaults: ["editRange"] } },
    },
  };
  const server = await LanguageServer.start([bundled, "--stdio"], { capabilities: pulls });
  try {
    await server.open(uri, text);
    const table = [
      ["completion", await requests(server, text, "textDocument/completion", false)],
      ["completion right after an edit", await requests(server, text, "textDocument/completion", true)],
      ["signature help", await requests(server, text, "textDocument/signatureHelp", false)],
      ["hover", await requests(server, text, "textDocument/hover", false)],
    ] as const;
    const tokens = await tokensAfterEdit(server, text);
    return [
      ...table.map(([what, times]) => row(name, what, times)),
      ...(tokens === undefined ? [] : [row(name, "semantic tokens delta after an edit", tokens)]),
    ];
  } finally {
    await server.stop();
  }
}

/** Nothing of a file may stay when it is closed: later rounds must need no more than the first. */
async function memoryRow(bundled: string, text: string): Promise<string> {
  const server = await LanguageServer.start([bundled, "--stdio"]);
  const part = text.split("\n").slice(0, 200).join("\n");
  try {
    const rounds: string[] = [];
    for (let i = 1; i <= 1500; i++) {
      const one = `untitled:bench-${i}.cfg`;
      // each has words of its own, which would add up if they were kept
      await server.open(one, part.replaceAll("_", `_${i}_`));
      await server.push(one);
      await server.notify("textDocument/didClose", { textDocument: { uri: one } });
      server.forget();
      if (i % 500 === 0) rounds.push(residentOf(server));
    }
    return `resident after 500, 1,000 and 1,500 files were opened and closed: ${rounds.join(", ")} MB`;
  } finally {
    await server.stop();
  }
}

/** Where the system tells. */
function residentOf({ child }: LanguageServer): string {
  const file = `/proc/${child.pid}/status`;
  const kilobytes = existsSync(file) ? /VmRSS:\s+(\d+)/.exec(readFileSync(file, "utf8"))?.[1] : undefined;
  return kilobytes === undefined ? "?" : (Number(kilobytes) / 1024).toFixed(0);
}

interface Taken {
  readonly times: readonly number[];
  /** Milliseconds of processor time of the server for each request, edits included; a busy machine changes it less. */
  readonly processor: number | undefined;
}

async function requests(server: LanguageServer, text: string, method: string, edits: boolean): Promise<Taken> {
  const before = processorOf(server);
  const random = randomly(7);
  const lines = text.split("\n");
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const line = Math.floor(random() * lines.length);
    const character = Math.floor(random() * ((lines[line]?.length ?? 0) + 1));
    const position = { line, character };
    if (edits) await edit(server, position, i);
    const start = performance.now();
    await server.request(method, { textDocument: { uri }, position });
    // what the process does first once is not what a user waits for at each key
    if (i >= 20) times.push(performance.now() - start);
  }
  return { times, processor: spentBy(server, before, rounds) };
}

/** Processor time of the server so far, in milliseconds, where the system tells. */
function processorOf({ child }: LanguageServer): number | undefined {
  const file = `/proc/${child.pid}/stat`;
  if (!existsSync(file)) return undefined;
  const [user = 0, system = 0] = readFileSync(file, "utf8").split(") ")[1]?.split(" ").slice(11, 13).map(Number) ?? [];
  return (user + system) * 10;
}

function spentBy(server: LanguageServer, before: number | undefined, requests: number): number | undefined {
  const after = processorOf(server);
  return after === undefined || before === undefined ? undefined : (after - before) / requests;
}

let version = 1;

/** Types a character, and takes it back the next time. */
async function edit(server: LanguageServer, start: { line: number; character: number }, i: number): Promise<void> {
  const change = { range: { start, end: start }, text: i % 2 === 0 ? "x" : " " };
  await server.notify("textDocument/didChange", { textDocument: { uri, version: ++version }, contentChanges: [change] });
}

async function tokensAfterEdit(server: LanguageServer, text: string): Promise<Taken | undefined> {
  const provider = server.answered.capabilities.semanticTokensProvider;
  if (provider === undefined || typeof provider.full !== "object" || provider.full.delta !== true) return undefined;
  const random = randomly(11);
  const count = text.split("\n").length;
  let { resultId } = await server.request<{ resultId: string }>("textDocument/semanticTokens/full", { textDocument: { uri } });
  const times: number[] = [];
  const before = processorOf(server);
  for (let i = 0; i < rounds / 3; i++) {
    await edit(server, { line: Math.floor(random() * count), character: 0 }, i);
    const start = performance.now();
    const answer = await server.request<{ resultId: string }>("textDocument/semanticTokens/full/delta", {
      textDocument: { uri },
      previousResultId: resultId,
    });
    resultId = answer.resultId;
    times.push(performance.now() - start);
  }
  return { times, processor: spentBy(server, before, rounds / 3) };
}

function row(name: string, what: string, { times, processor }: Taken): string {
  const mean = processor === undefined ? "" : `, processor ${processor.toFixed(1)} ms each`;
  return `${name.padEnd(14)} ${what.padEnd(36)} p50 ${percentile(times, 0.5).toFixed(1).padStart(6)}  p95 ${percentile(times, 0.95).toFixed(1).padStart(6)} ms${mean}`;
}

function percentile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

if (process.argv[1] !== undefined && path.resolve(process.argv[1]) === import.meta.filename) {
  const [short = "", ...files] = process.argv.slice(2);
  const inputs = files.map((file) => ({ name: path.basename(file, ".cfg"), text: readFileSync(file, "utf8") }));
  console.log(await lspBench(inputs, readFileSync(short, "utf8")));
}
