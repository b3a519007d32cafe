/** Every string shown to people has its Simplified Chinese counterpart, and nothing else is in the bundles. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "..");

interface Call {
  /** file:line, for messages. */
  readonly at: string;
  /** Undefined where the first argument is anything but one plain string literal. */
  readonly text: string | undefined;
}

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", "\n": "" };

/** Every mention of `l10n.t` in a source, with its first argument. */
function callsIn(source: string, file: string): Call[] {
  return [...source.matchAll(/\bl10n\s*(?:\?\.|\.)\s*t\b/g)].map((mention) => ({
    at: `${file}:${source.slice(0, mention.index).split("\n").length}`,
    text: firstArgument(source.slice(mention.index + mention[0].length)),
  }));
}

/** The string literal that opens the argument list and is followed by a comma or the closing parenthesis. */
function firstArgument(rest: string): string | undefined {
  const gap = String.raw`(?:\s|//[^\n]*\n|/\*[\s\S]*?\*/)*`;
  const literal = String.raw`"((?:[^"\\\n]|\\[\s\S])*)"|'((?:[^'\\\n]|\\[\s\S])*)'`;
  const match = new RegExp(`^${gap}\\(${gap}(?:${literal})${gap}[,)]`).exec(rest);
  const inner = match?.[1] ?? match?.[2];
  return inner?.replace(/\\(?:u\{([0-9a-f]+)\}|u([0-9a-f]{4})|x([0-9a-f]{2})|([\s\S]))/gi, (_, a, b, c, plain: string) =>
    plain === undefined ? String.fromCodePoint(Number.parseInt(a ?? b ?? c, 16)) : (escapes[plain] ?? plain),
  );
}

function callsUnder(folder: string): Call[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => path.join(folder, file))
    .flatMap((file) => callsIn(readFileSync(path.join(root, file), "utf8"), file));
}

function strings(file: string): Record<string, string> {
  return JSON.parse(readFileSync(path.join(root, file), "utf8")) as Record<string, string>;
}

/** Parts that must survive translation, sorted, since word order differs. */
function parts(text: string, shape: RegExp): string[] {
  return [...text.matchAll(shape)].map(([part]) => part).sort();
}

const placeholder = /\{\d+\}/g;
const codeSpan = /`[^`]*`/g;
const bold = /\*\*/g;

describe("the scanner", () => {
  const first = (source: string) => callsIn(source, "x.ts").map(({ text }) => text);

  it("reads literals in both quotes, with escapes, over several lines and behind comments", () => {
    expect(first(`l10n.t("a {0}", x) + vscode.l10n.t('say "b"')`)).toEqual(["a {0}", 'say "b"']);
    expect(first(String.raw`l10n.t("say \"a\", it\'s \u4e2d \x41")`)).toEqual([`say "a", it's 中 A`]);
    expect(first(`l10n.t(\n  // why\n  "a, (b)",\n  plain(x),\n)`)).toEqual(["a, (b)"]);
  });

  it("does not take anything else for a literal", () => {
    const sources = ["l10n.t(x)", "l10n.t(`a`)", 'l10n.t("a" + b)', 'l10n.t({ message: "a" })', 'l10n.t(a ? "b" : "c")', "map(l10n.t)"];
    for (const source of sources) expect(first(source), source).toEqual([undefined]);
  });
});

const sources = [...callsUnder("server/src"), ...callsUnder("client/src")];
const ofCommandLine = path.join("server/src/cli", path.sep);
/** What the command line says and nobody else; the extension comes without it. */
const elsewhere = new Set(sources.flatMap(({ at, text }) => (at.startsWith(ofCommandLine) ? [] : [text])));
const own = sources.filter(({ text }) => text !== undefined && !elsewhere.has(text));

describe.each([
  ["l10n/bundle.l10n.zh-cn.json", sources.filter((call) => !own.includes(call))],
  ["l10n/commandLine.zh-cn.json", own],
])("%s", (file, calls) => {
  const bundle = strings(file);
  const used = new Set(calls.flatMap(({ text }) => (text === undefined ? [] : [text])));

  it("can be checked: every call names its string literally", () => {
    expect(calls.length).toBeGreaterThan(0);
    expect(calls.filter(({ text }) => text === undefined).map(({ at }) => at)).toEqual([]);
  });

  it("translates every string", () => {
    const missing = calls.filter(({ text }) => text !== undefined && !bundle[text]);
    expect(missing.map(({ at, text }) => `${at}: ${text}`)).toEqual([]);
  });

  it("holds no stale translation", () => {
    expect(Object.keys(bundle).filter((text) => !used.has(text))).toEqual([]);
  });

  it("is sorted and names no string twice", () => {
    const keys = Object.keys(bundle);
    expect(keys).toEqual([...keys].sort());
    expect(readFileSync(path.join(root, file), "utf8")).toBe(`${JSON.stringify(bundle, null, 2)}\n`);
  });

  it.each([
    ["placeholders", placeholder],
    ["code", codeSpan],
    ["emphasis", bold],
  ])("keeps %s", (_, shape) => {
    for (const [english, chinese] of Object.entries(bundle)) expect(parts(chinese, shape), english).toEqual(parts(english, shape));
  });
});

it("package.nls has the same keys in both languages", () => {
  expect(Object.keys(strings("package.nls.zh-cn.json")).sort()).toEqual(Object.keys(strings("package.nls.json")).sort());
});
