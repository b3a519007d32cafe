/** Real editors as clients, set up with the very code of their page in docs/editors. */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundle } from "./bundle.ts";
import { linesOf, smallConfig } from "./smallConfig.ts";

const repository = path.resolve(import.meta.dirname, "../..");

/** What an editor saw; lines count from 0, severities are those of LSP. */
interface Seen {
  readonly language: string;
  readonly diagnostics: readonly { readonly line: number; readonly severity: number; readonly code: string }[];
  readonly hover: string;
  readonly completion: readonly string[];
  /** Line where the cursor stood after the jump. */
  readonly definition: number;
  readonly renamed: string;
  readonly formatted: string;
}

/** The one block of code on a page. */
export function codeOn(page: string, language: string): string {
  const text = readFileSync(path.join(repository, "docs/editors", page), "utf8");
  const blocks = [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))];
  if (blocks.length !== 1) throw new Error(`${page} has ${blocks.length} blocks of ${language}`);
  return blocks[0]?.[1] ?? "";
}

interface Workplace {
  readonly folder: string;
  run(program: string, args: readonly string[]): Promise<Seen>;
  remove(): void;
}

export interface EditorUnderTest {
  readonly name: string;
  readonly program: string;
  /** How to install what is missing, for the note of a skipped test. */
  readonly install: string;
  /** Something that ends well where all that is needed is there. */
  readonly probe: readonly string[];
  /** File that the page tells to write, and its code. */
  readonly settings: { readonly file: string; readonly code: string };
  /** Arguments that make the editor read the settings, then do what `Seen` tells of. */
  args(settings: string): readonly string[];
}

/** Registers the tests of an editor; where it is absent they are skipped, and that is said. */
export function checkEditor(editor: EditorUnderTest): void {
  const there = spawnSync(editor.program, editor.probe).status === 0;
  if (!there) console.warn(`SKIPPED: ${editor.name} as a client, for it is not installed (Debian: ${editor.install})`);
  describe.skipIf(!there)(editor.name, () => {
    let place: Workplace | undefined;
    let seen: Seen;
    beforeAll(async () => {
      place = workplace();
      const settings = path.join(place.folder, editor.settings.file);
      writeFileSync(settings, editor.settings.code);
      seen = await place.run(editor.program, editor.args(settings));
    }, 60_000);
    afterAll(() => place?.remove());
    checkSeen(() => seen);
  });
}

function checkSeen(seen: () => Seen): void {
  test("knows the language", () => expect(seen().language).toBe("haproxy"));
  test("shows findings", () => {
    expect(seen().diagnostics).toContainEqual({ line: linesOf.missing, severity: 1, code: "undefined-backend" });
  });
  test("hands over the settings of its page", () => {
    // by itself it is a warning
    expect(seen().diagnostics).toContainEqual({ line: linesOf.unfinished, severity: 4, code: "rule-order" });
  });
  test("shows hovers", () => expect(seen().hover).toContain("connect"));
  test("completes", () => expect(seen().completion.map((word) => word.trim())).toEqual(expect.arrayContaining(["deny", "del-header"])));
  test("goes to a definition", () => expect(seen().definition).toBe(linesOf.declared));
  test("renames", () => {
    expect(seen().renamed).toContain("default_backend web\n");
    expect(seen().renamed).toContain("\nbackend web\n");
  });
  test("formats", () => expect(seen().formatted).toContain("\nbackend web\n    server s1 192.0.2.1:80 check\n"));
}

/** A folder with the configuration, the command in the PATH, and a home of its own. */
function workplace(): Workplace {
  const cli = bundle("cli/main.ts");
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "sleuth-editor-")));
  const result = path.join(folder, "seen.json");
  writeFileSync(path.join(folder, "haproxy.cfg"), smallConfig);
  writeFileSync(path.join(folder, "haproxy-sleuth"), `#!/bin/sh\nexec "${process.execPath}" "${cli}" "$@"\n`, { mode: 0o755 });
  const own = { HOME: folder, PATH: `${folder}:${process.env["PATH"]}`, LC_ALL: "C.UTF-8", SEEN: result, PLACES: JSON.stringify(linesOf) };
  const env = { ...process.env, ...own };
  return {
    folder,
    run: async (program, args) => {
      const said = await ended(program, args, folder, env);
      try {
        return JSON.parse(readFileSync(result, "utf8")) as Seen;
      } catch {
        throw new Error(`${program} wrote no result. It said:\n${said}`);
      }
    },
    remove: () => {
      for (const one of [folder, path.dirname(cli)]) rmSync(one, { recursive: true, force: true });
    },
  };
}

function ended(program: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], timeout: 50_000, killSignal: "SIGKILL" });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (data) => {
      said += String(data);
    });
  return new Promise((resolve, failed) => child.on("error", failed).on("close", () => resolve(said)));
}
