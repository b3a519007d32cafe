/** Messages of HAProxy as findings at the lines that they are about. */
import { type ConfigFile, openedSection, type PlacedSection } from "../../syntax/config.ts";
import { fileName } from "../../syntax/fileName.ts";
import type { Line } from "../../syntax/line.ts";
import type { Span } from "../../syntax/span.ts";
import type { Finding, Severity } from "../finding.ts";
import type { HaproxyLevel, HaproxyMessage } from "./output.ts";

/** Codes of what HAProxy says. */
export const haproxyCodes: Readonly<Record<HaproxyLevel, string>> = {
  alert: "haproxy-alert",
  warning: "haproxy-warning",
  notice: "haproxy-notice",
};

const severities: Readonly<Record<HaproxyLevel, Severity>> = { alert: "error", warning: "warning", notice: "information" };

/** `paths`: the files as they were given to -f, in the order of `files`. */
export function haproxyFindings(
  messages: readonly HaproxyMessage[],
  files: readonly ConfigFile[],
  paths: readonly string[],
): readonly Finding[] {
  const [first] = files;
  if (first === undefined) return [];
  const seen = new Set<string>();
  return messages.flatMap((message): Finding[] => {
    const { file, line } = placeOf(message, files) ?? { file: first, line: 0 };
    const text = withNames(message.text, files, paths);
    const key = `${file.uri} ${line} ${message.level} ${text}`;
    if (seen.has(key)) return [];
    seen.add(key);
    const { level } = message;
    const said = { severity: severities[level], code: haproxyCodes[level], message: text };
    return [haproxyFinding(file, { ...said, line, span: spanIn(file.lines[line], message.text) })];
  });
}

/** In the binary's name. */
export function haproxyFinding({ uri }: ConfigFile, said: Pick<Finding, "line" | "span" | "severity" | "code" | "message">): Finding {
  return { ...said, uri, source: "haproxy" };
}

interface FilePlace {
  readonly file: ConfigFile;
  readonly line: number;
}

/** Where HAProxy says it is, else the section or server that it names, else the keyword of a global setting. */
function placeOf({ at, text }: HaproxyMessage, files: readonly ConfigFile[]): FilePlace | undefined {
  if (at !== undefined) {
    const file = files[at.file];
    return file && { file, line: Math.min(at.line, file.lines.length - 1) };
  }
  const [first = ""] = text.split("\n");
  return namedServer(first, files) ?? namedSection(first, files) ?? globalKeyword(first, files) ?? namedPath(first, files);
}

const proxies = ["frontend", "backend", "listen", "defaults"];

function namedServer(text: string, files: readonly ConfigFile[]): FilePlace | undefined {
  const [, proxy, server] = /\bserver '?([^\s'/]+)\/([^\s'/:]+)/.exec(text) ?? [];
  if (proxy === undefined) return undefined;
  return files.flatMap((file) =>
    sectionsNamed(file, proxy, proxies).flatMap((placed) => {
      const i = placed.section.lines.findIndex(({ words }) => words[0]?.value === "server" && words[1]?.value === server);
      return i < 0 ? [] : [{ file, line: placed.firstLine + i }];
    }),
  )[0];
}

function namedSection(text: string, files: readonly ConfigFile[]): FilePlace | undefined {
  const named = [...text.matchAll(/\b([a-z][a-z-]*)(?: section)? ['"]([^'"]+)['"]/gi)];
  for (const [, kind = "", name = ""] of named) {
    const one = kind.toLowerCase();
    const wanted = one === "proxy" || one === "section" ? undefined : one;
    const places = (kinds: readonly string[] | undefined) =>
      files.flatMap((file) => sectionsNamed(file, name, kinds).map((placed) => ({ file, placed })));
    const exact = wanted === undefined ? [] : places([wanted]);
    const [found] = exact.length > 0 || (wanted !== undefined && !proxies.includes(wanted)) ? exact : places(proxies);
    if (found !== undefined) return { file: found.file, line: found.placed.firstLine + statementIn(found.placed, text, name) };
  }
  return undefined;
}

function sectionsNamed(file: ConfigFile, name: string, kinds: readonly string[] | undefined): readonly PlacedSection[] {
  return file.sections.filter(({ section }) => section.name === name && (kinds ?? [section.kind]).includes(section.kind));
}

/** The one statement whose keyword and argument the message names both, else the header: 0. */
function statementIn({ section }: PlacedSection, text: string, name: string): number {
  const quoted = quotedIn(text).filter((word) => word !== name);
  const fits = ({ words }: Line, i: number) =>
    i > 0 && isNamed(words[0]?.value, text) && words.slice(1).some(({ value }) => quoted.includes(value));
  const found = section.lines.flatMap((line, i) => (fits(line, i) ? [i] : []));
  return found.length === 1 ? (found[0] ?? 0) : 0;
}

/** As of `zero-warning`, which names the statement that made warnings fatal. */
function globalKeyword(text: string, files: readonly ConfigFile[]): FilePlace | undefined {
  const quoted = quotedIn(text);
  for (const file of files) {
    for (const { section, firstLine } of file.sections) {
      if (section.kind !== "global") continue;
      const i = section.lines.findIndex((line, at) => at > 0 && quoted.includes(line.words[0]?.value ?? " "));
      if (i >= 0) return { file, line: firstLine + i };
    }
  }
  return undefined;
}

/** The one line that names the same file as the message. */
function namedPath(text: string, files: readonly ConfigFile[]): FilePlace | undefined {
  const [path] = /(?<![^\s'"])\/[^\s'":,]*[^\s'":,.]/.exec(text) ?? [];
  if (path === undefined) return undefined;
  const found = files.flatMap((file) =>
    file.lines.flatMap(({ words }, line) => (words.some(({ value }) => value === path) ? [{ file, line }] : [])),
  );
  return found.length === 1 ? found[0] : undefined;
}

function quotedIn(text: string): readonly string[] {
  return [...text.matchAll(/(?<!\w)['"]([^'"\n]+)['"]/g)].map(([, word = ""]) => word);
}

/** The word stands in the text, not as a part of another one. */
export function isNamed(word: string | undefined, text: string): boolean {
  if (word === undefined || word === "") return false;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!/[\w.-]/.test(text[at - 1] ?? " ") && !/[\w-]/.test(text[at + word.length] ?? " ")) return true;
  }
  return false;
}

/** The last word of the line that the message quotes; without one the statement. */
function spanIn(line: Line | undefined, text: string): Span {
  const words = line?.words ?? [];
  const header = line !== undefined && openedSection(line) !== undefined;
  const quoted = quotedIn(text.split("\n")[0] ?? "").toReversed();
  for (const one of quoted) {
    const word = words.find(({ value }, i) => (i > 0 || !header) && (value === one || value.startsWith(`${one}(`)));
    if (word !== undefined) return word.span;
  }
  const [first, last] = [words[0], words.at(-1)];
  return first === undefined || last === undefined
    ? { start: 0, end: line?.raw.replace(/\r$/, "").length ?? 0 }
    : { start: first.span.start, end: last.span.end };
}

/** Paths of the run, which may be private copies, give way to the names of the files. */
function withNames(text: string, files: readonly ConfigFile[], paths: readonly string[]): string {
  let named = text;
  for (const [i, path] of paths.entries()) {
    if (path !== "") named = named.replaceAll(path, () => fileName(files[i]?.uri ?? path));
  }
  return named;
}
