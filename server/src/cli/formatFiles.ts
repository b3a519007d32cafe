/** `format`: configurations laid out, on standard output, in their files, or only looked at. */
import * as l10n from "@vscode/l10n";
import { formatDocument } from "../features/format/format.ts";
import { type FormatOptions, usualLayout } from "../features/format/options.ts";
import { changedText } from "../features/textChange.ts";
import { readConfig } from "../syntax/config.ts";
import { notKnown, type Option, readArguments } from "./arguments.ts";
import { writeTexts } from "./fix.ts";
import { bytesOf, shownName, textOf } from "./input.ts";
import { exitCodes, needsFile, type Streams, UsageError } from "./output.ts";
import { fileSets } from "./sources.ts";

const definition: Readonly<Record<string, Option>> = {
  check: { type: "boolean" },
  write: { type: "boolean" },
  indent: { type: "string" },
  "align-columns": { type: "boolean" },
  lang: { type: "string" },
};

export async function format(args: readonly string[], streams: Streams): Promise<number> {
  const given = readArguments(args, definition);
  const [check, write] = [given.has("check"), given.has("write")];
  const options: FormatOptions = { ...indentOf(given.text("indent")), alignColumns: given.has("align-columns") };
  const names = (await fileSets([], given.positionals)).flat();
  if (names.length === 0) throw needsFile("format [--check|--write] FILE…|DIRECTORY…|-");
  if (check && write) throw new UsageError(l10n.t("--check only looks and --write writes: give one of them"));
  if (write && names.includes("-")) throw new UsageError(l10n.t("--write cannot change standard input; without it the result is printed"));
  const files = [];
  // everything is read before anything is written or said
  for (const name of names) files.push(readConfig(name, await exactText(name, streams)));
  const results = files.map((file) => ({ file, text: changedText(file, formatDocument(file, options)) }));
  const changed = results.filter(({ file, text }) => file.text !== text);
  if (write) await writeTexts(files, new Map(changed.map(({ file, text }) => [file.uri, text])));
  for (const { text } of check || write ? [] : results) streams.out(text);
  for (const { file } of check || write ? changed : []) streams.out(`${file.uri}\n`);
  if (check || write) streams.err(`${inWords(changed.length, write)}\n`);
  return check && changed.length > 0 ? exitCodes.found : exitCodes.clean;
}

function inWords(count: number, written: boolean): string {
  if (count === 0) return written ? l10n.t("nothing to lay out") : l10n.t("all is laid out");
  if (written) return count === 1 ? l10n.t("1 file laid out") : l10n.t("{0} files laid out", count);
  return count === 1 ? l10n.t("1 file would change; --write changes it") : l10n.t("{0} files would change; --write changes them", count);
}

function indentOf(text: string | undefined): FormatOptions {
  if (text === undefined) return usualLayout;
  if (text === "tab") return { ...usualLayout, indent: "\t", tabSize: 8 };
  if (!/^(?:[1-9]|1[0-6])$/.test(text)) throw notKnown("indent", text, [l10n.t("1 to 16 blanks"), "tab"]);
  return { ...usualLayout, indent: " ".repeat(Number(text)) };
}

/** The text of a file whose bytes can be written again as they were. */
async function exactText(name: string, streams: Streams): Promise<string> {
  const shown = shownName(name);
  const bytes = await bytesOf(name, streams);
  const text = textOf(shown, bytes);
  if (!bytes.equals(Buffer.from(text))) throw new UsageError(l10n.t("cannot format {0}: it is not UTF-8; nothing is written", shown));
  return text;
}
