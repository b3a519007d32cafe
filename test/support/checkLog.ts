/** Shows what the editor tells of a crash log. */
import { diagnose } from "../../server/src/diagnosis/diagnose.ts";
import { logFolds } from "../../server/src/features/log/folding.ts";
import { logHints } from "../../server/src/features/log/hints.ts";
import { logHover } from "../../server/src/features/log/hover.ts";
import { type LogSymbol, logOutline } from "../../server/src/features/log/outline.ts";
import { LogText } from "../../server/src/incident/logText.ts";
import { type Release, releaseOf } from "../../server/src/knowledge/release.ts";
import { withCursor } from "./configText.ts";

const releaseFrom = (text: string | undefined): Release | undefined => (text === undefined ? undefined : releaseOf(text));

/** "«words under the cursor»" and the Markdown at the cursor mark `$0`, or "nothing". */
export function logHoverAt(marked: string, release?: string): string {
  const { text, line, column } = withCursor(marked);
  const log = new LogText(text);
  const diagnoses = log.incidents.map((incident) => diagnose(incident, { language: "en" }));
  const note = logHover(log, diagnoses, line, column, { release: releaseFrom(release), link: ({ id }) => `page:${id}` });
  return note === undefined ? "nothing" : `«${log.line(line).slice(note.span.start, note.span.end)}»\n${note.markdown}`;
}

/** The log with its hints where an editor shows them, between « and ». */
export function withHints(text: string, release?: string): string {
  const log = new LogText(text);
  const hints = logHints(log, 0, log.lineCount, () => releaseFrom(release));
  const lines = text.split("\n");
  for (const { line, column, label } of hints.toReversed()) {
    const raw = lines[line] ?? "";
    lines[line] = `${raw.slice(0, column)}«${label}»${raw.slice(column)}`;
  }
  return lines.join("\n");
}

/** One symbol a line, indented, with its lines from 1. */
export function outlineOf(text: string): string {
  const show = ({ kind, name, detail, line, endLine, children }: LogSymbol, depth: number): string[] => [
    `${"  ".repeat(depth)}${kind} ${name}${detail === "" ? "" : `; ${detail}`} [${line + 1}-${endLine + 1}]`,
    ...children.flatMap((one) => show(one, depth + 1)),
  ];
  return logOutline(new LogText(text))
    .flatMap((one) => show(one, 0))
    .join("\n");
}

/** "1-20 3-9": lines from 1. */
export function foldsOf(text: string): string {
  return logFolds(new LogText(text))
    .map(({ line, endLine }) => `${line + 1}-${endLine + 1}`)
    .join(" ");
}
