/** Another path where a line names one. */
import type { ConfigFile } from "../../syntax/config.ts";
import { quoted } from "../fixes/quoting.ts";
import { inLine, type TextChange } from "../textChange.ts";
import type { WrittenPath } from "./documentLinks.ts";

/** What the line must say for `path` to be named; undefined where it says so already, or where no text can. */
export function pathEdit(file: ConfigFile, at: WrittenPath, path: string): TextChange | undefined {
  const { line, span, written, base, word } = at;
  const named = base !== undefined && path.startsWith(`${base}/`) ? path.slice(base.length + 1) : path;
  // a relative path would be looked for below the folder
  if (named === written || (base !== undefined && named === path && !path.startsWith("/"))) return undefined;
  const raw = file.lines[line]?.raw ?? "";
  if (isPlain(named) && raw.slice(span.start, span.end).endsWith(written))
    return inLine(file.uri, line, span.end - written.length, span.end, named);
  const whole = word.value.endsWith(written) ? quoted(word.value.slice(0, -written.length) + named) : undefined;
  return whole === undefined ? undefined : inLine(file.uri, line, word.span.start, word.span.end, whole);
}

/** Means the same in quotes and without, and inside parentheses. */
function isPlain(path: string): boolean {
  return !/[\s"'\\#$(),%[\]{}]/.test(path);
}
