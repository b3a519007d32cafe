/** The house rules that a machine can check. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { unusedExports } from "./support/exports.ts";
import { forbiddenImports, importsOf } from "./support/floors.ts";
import { functionsOf } from "./support/functions.ts";

const root = path.resolve(import.meta.dirname, "..");
const mostFileLines = 250;
const mostFunctionLines = 40;

/** Files that git tracks or would track, so that work in progress counts too. */
const tracked = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: root, encoding: "utf8" })
  .split("\0")
  .filter((file) => file !== "" && readable(file));
/** What VS Code and the runners of its tests call by name. */
const calledFromOutside = new Set(["client/src/extension.ts: activate", "test/e2e/pictures/index.ts: run", "test/e2e/suite/index.ts: run"]);
const sources = tracked.filter((file) => /^(?:server\/src|client\/src|scripts)\/.*\.(?:ts|mjs)$/.test(file));

/** They have the exports of the modules of Node that they stand for. */
function isStandIn(file: string): boolean {
  return file.startsWith("server/src/host/browser/");
}

function readable(file: string): boolean {
  try {
    return readFileSync(path.join(root, file)).length >= 0;
  } catch {
    return false;
  }
}

function textOf(file: string): string {
  return readFileSync(path.join(root, file), "utf8");
}

describe("floors", () => {
  test("there is something to check", () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(importsOf(textOf("server/src/features/hover/statementBugs.ts"))).toContain("../../knowledge/knowledge.ts");
  });

  test("every import goes downwards", () => {
    expect(sources.flatMap((file) => forbiddenImports(file, textOf(file)))).toEqual([]);
  });

  test.each([
    ["server/src/syntax/x.ts", 'import { y } from "../knowledge/y.ts";'],
    ["server/src/syntax/x.ts", 'import fs from "node:fs";'],
    ["server/src/knowledge/x.ts", 'import { y } from "../model/y.ts";'],
    ["server/src/lua/x.ts", 'import { y } from "../knowledge/y.ts";'],
    ["server/src/machine/x.ts", 'import { y } from "../model/y.ts";'],
    ["server/src/model/x.ts", 'import luaparse from "luaparse";'],
    ["server/src/model/x.ts", 'import type { y } from "../incident/y.ts";'],
    ["server/src/diagnosis/x.ts", 'import { y } from "../features/y.ts";'],
    ["server/src/lints/x.ts", 'import { y } from "../diagnosis/y.ts";'],
    ["server/src/features/x.ts", 'import { y } from "vscode-languageserver";'],
    ["server/src/features/x.ts", 'import { y } from "../host/y.ts";'],
    ["server/src/host/x.ts", 'import { y } from "../features/y.ts";'],
    ["server/src/lsp/x.ts", 'import { y } from "../cli/y.ts";'],
    ["server/src/cli/x.ts", 'import { y } from "vscode-languageserver/node";'],
    ["server/src/cli/x.ts", 'const y = await import("../lsp/session.ts");'],
    ["client/src/x.ts", 'import { y } from "../../server/src/model/y.ts";'],
    ["client/src/x.ts", 'import { y } from "../../server/src/lsp/protocol.ts";'],
  ])("%s may not: %s", (file, text) => {
    expect(forbiddenImports(file, text)).toHaveLength(1);
  });
});

describe("sizes", () => {
  test(`no file has more than ${mostFileLines} lines`, () => {
    const long = sources.map((file) => [file, textOf(file).trimEnd().split("\n").length] as const);
    expect(long.filter(([, lines]) => lines > mostFileLines)).toEqual([]);
  });

  test(`no function has more than ${mostFunctionLines} lines`, () => {
    const long = sources.flatMap((file) =>
      functionsOf(textOf(file))
        .filter(({ lines }) => lines > mostFunctionLines)
        .map(({ name, lines }) => `${file}: ${name} has ${lines}`),
    );
    expect(long).toEqual([]);
  });

  test("functions are found, whatever their form", () => {
    const text = [
      ...["export function a(): void {", "  if (x) {", "  }", "}", "const b = async (y) => {", "  y();", "};"],
      ...["class C {", "  private d(", "    e: string,", "  ): void {", "    e;", "  }", "}", "function* f() {", "}"],
    ].join("\n");
    expect(functionsOf(text).map(({ name, lines }) => `${name} ${lines}`)).toEqual(["a 4", "b 3", "d 5", "f 2"]);
  });
});

describe("names and forms", () => {
  test("no folder of leftovers", () => {
    const folders = tracked.flatMap((file) => path.dirname(file).split("/"));
    expect(folders.filter((folder) => /^(?:utils?|helpers?|common|shared)$/i.test(folder))).toEqual([]);
  });

  test("no default exports, no re-exports", () => {
    const files = sources.filter((file) => file.endsWith(".ts") && !isStandIn(file));
    expect(files.filter((file) => /^export (?:default\b|\*|(?:type )?\{[^}]+\})/m.test(textOf(file)))).toEqual([]);
  });

  test("nothing is exported that nobody imports", () => {
    const texts = new Map([
      ["a.ts", 'import { c } from "./b.ts";\nexport const a = c;\nexport function d(): void {}'],
      ["b.ts", "export const c = 1;\nexport class E {}"],
      ["d.ts", 'import {\n  type X,\n  d as e,\n} from "./a.ts";\nexport async function f() {}\nawait import("./d.ts");'],
    ]);
    expect(unusedExports(texts)).toEqual(["a.ts: a", "b.ts: E"]);
    const files = tracked.filter((file) => /\.(?:ts|mjs)$/.test(file) && !isStandIn(file));
    expect(unusedExports(new Map(files.map((file) => [file, textOf(file)]))).filter((name) => !calledFromOutside.has(name))).toEqual([]);
  });

  test("nothing is left to do", () => {
    const mark = new RegExp(`\\b(?:${["TO", "FIX"].map((word, i) => word + ["DO", "ME"][i]).join("|")})\\b`);
    expect(mark.test(`// ${"TO"}${"DO"}: later`)).toBe(true);
    expect(sources.filter((file) => mark.test(textOf(file)))).toEqual([]);
  });

  test("every source file opens with a comment on its job", () => {
    const bare = sources.filter((file) => !/^(?:#![^\n]*\n)?(?:\/\*\*|\/\/ )/.test(textOf(file)));
    expect(bare).toEqual([]);
  });

  test("no enum, no any", () => {
    const files = sources.filter((file) => file.endsWith(".ts"));
    expect(files.filter((file) => /^\s*(?:export )?(?:const )?enum\b|[:<,]\s*any\b(?!\w|["'])/m.test(code(textOf(file))))).toEqual([]);
  });
});

/** A text without its comments and strings. */
function code(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g, "");
}

test("no address of a package registry is in a tracked file", () => {
  const registry = execFileSync("npm", ["config", "get", "registry"], { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  const host = new URL(registry.trim()).host;
  expect(host).not.toBe("");
  expect(tracked.filter((file) => textOf(file).includes(host))).toEqual([]);
});

describe("settings and texts", () => {
  const manifest = textOf("package.json");
  const texts = ["package.nls.json", "package.nls.zh-cn.json"].map((file) => ({
    file,
    words: JSON.parse(textOf(file)) as Record<string, string>,
  }));
  const keys = [...new Set([...manifest.matchAll(/"%([\w.-]+)%"/g)].map((match) => match[1] as string))].sort();

  test.each(texts)("$file has every text of the manifest and no other", ({ words }) => {
    expect(Object.keys(words).sort()).toEqual(keys);
    for (const [key, value] of Object.entries(words)) expect(value.trim(), key).not.toBe("");
  });

  test("every setting and command takes its words from there", () => {
    const { contributes } = JSON.parse(manifest) as {
      contributes: { configuration: { properties: Record<string, Record<string, unknown>> }; commands: { title: string }[] };
    };
    const settings = Object.entries(contributes.configuration.properties);
    expect(settings.length).toBeGreaterThan(0);
    for (const [name, setting] of settings) {
      expect(String(setting["markdownDescription"] ?? setting["description"]), name).toMatch(/^%[\w.-]+%$/);
    }
    for (const { title } of contributes.commands) expect(title).toMatch(/^%[\w.-]+%$/);
  });
});
