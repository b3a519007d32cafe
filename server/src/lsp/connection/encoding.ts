/** Columns as clients count them: in UTF-16 units as we do, in bytes of UTF-8, or in code points. */
import type { InitializeParams, PositionEncodingKind } from "vscode-languageserver";

export type Encoding = "utf-8" | "utf-16" | "utf-32";
const known: readonly Encoding[] = ["utf-8", "utf-16", "utf-32"];

/** The first of the client's encodings that we can; every client can UTF-16. */
export function encodingFor({ capabilities }: InitializeParams): Encoding {
  const offered: readonly PositionEncodingKind[] | undefined = capabilities?.general?.positionEncodings;
  const found = Array.isArray(offered) ? offered.map((one) => known.find((other) => other === one)) : [];
  return found.find((one) => one !== undefined) ?? "utf-16";
}

/** From UTF-16 to what the client counts. Behind the end of the line every unit counts one. */
export function toClient(line: string, column: number, encoding: Encoding): number {
  if (encoding === "utf-16" || column <= 0) return column;
  const before = line.slice(0, column);
  const beyond = column - before.length;
  return (encoding === "utf-8" ? bytesOf(before) : [...before].length) + beyond;
}

/** From what the client counts to UTF-16; inside of a character means its beginning, behind the end of the line its end. */
export function fromClient(line: string, column: number, encoding: Encoding): number {
  if (encoding === "utf-16" || column <= 0) return column;
  let units = 0;
  let counted = 0;
  for (const character of line) {
    counted += encoding === "utf-32" ? 1 : bytesOf(character);
    if (counted > column) return units;
    units += character.length;
    if (counted === column) return units;
  }
  return units;
}

const utf8 = new TextEncoder();

function bytesOf(text: string): number {
  return utf8.encode(text).length;
}
