/** Shows the hover at the cursor mark `$0`. */
import { configHover } from "../../server/src/features/hover/configHover.ts";
import { modelOf } from "../../server/src/model/model.ts";
import { readConfig } from "../../server/src/syntax/config.ts";
import { configUri, releaseFrom, type Scripts, withCursor } from "./configText.ts";

/** "«words under the cursor»" and the Markdown, or "nothing". */
export function hoverAt(marked: string, release = "3.0.2", scripts: Scripts = {}): string {
  const { text, line, column } = withCursor(marked);
  const file = readConfig(configUri, text);
  const model = modelOf([file], new Map(Object.entries(scripts)));
  const note = configHover(model, file, line, column, { release: releaseFrom(release), link: ({ id }) => `page:${id}` });
  if (note === undefined) return "nothing";
  return `«${text.split("\n")[line]?.slice(note.span.start, note.span.end)}»\n${note.markdown}`;
}

/** The hover at a word of a text; `marked` holds the cursor mark and enough around it to be found once. */
export function hoverIn(text: string, marked: string, release: string): string {
  const plain = marked.replace("$0", "");
  if (text.split(plain).length !== 2) throw new Error(`"${plain}" is not there once`);
  return hoverAt(
    text.replace(plain, () => marked),
    release,
  );
}

/** Only the part on known issues: state, conditions, what to do. */
export function issuesAt(marked: string, release = "3.0.2", scripts: Scripts = {}): string {
  const parts = hoverAt(marked, release, scripts).split(/\n\n---\n\n/);
  return parts.find((part) => part.startsWith("**Known issues")) ?? "none";
}
