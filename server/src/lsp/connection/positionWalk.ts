/** Finds every position in a message, with the document that it is of, and gives the message with other columns. */

/** The new column of a place; `uri` is undefined where nothing says which document it is of. */
export type Columns = (uri: string, line: number, character: number) => number;

type Fields = Readonly<Record<string, unknown>>;

/** Ours or the client's own, not for the other side to read. */
const opaque = new Set(["data", "arguments", "contentChanges"]);
/** Fields with a list for each of several documents. */
const byDocument = new Set(["changes", "relatedDocuments"]);

/** A copy with other columns; the value itself where it holds no position. `uri`: the document that the message is about. */
export function withColumns(value: unknown, uri: string | undefined, columns: Columns): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => withColumns(item, uri, columns));
    return items.every((item, i) => item === value[i]) ? value : items;
  }
  if (typeof value !== "object" || value === null) return value;
  const fields = value as Fields;
  if (isPosition(fields)) return uri === undefined ? value : { ...fields, character: columns(uri, fields.line, fields.character) };
  const own = documentOf(fields) ?? uri;
  let changed = false;
  const copy: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(fields)) {
    copy[key] = withColumnsOf(fields, key, field, own, uri, columns);
    changed ||= copy[key] !== field;
  }
  return changed ? copy : value;
}

function withColumnsOf(
  fields: Fields,
  key: string,
  field: unknown,
  own: string | undefined,
  outer: string | undefined,
  columns: Columns,
): unknown {
  if (opaque.has(key)) return field;
  if (byDocument.has(key) && isFields(field) && !Array.isArray(field))
    return Object.fromEntries(Object.entries(field).map(([uri, one]) => [uri, withColumns(one, uri, columns)]));
  if (key === "startCharacter" || key === "endCharacter") {
    const line = fields[key === "startCharacter" ? "startLine" : "endLine"];
    return typeof line === "number" && typeof field === "number" && own !== undefined ? columns(own, line, field) : field;
  }
  // a link names two documents: where it stands, and where it leads
  if (key === "targetRange" || key === "targetSelectionRange") return withColumns(field, textOf(fields["targetUri"]) ?? own, columns);
  // ranges of an incoming call stand in the caller, those of an outgoing one where the request asked
  if (key === "fromRanges") return withColumns(field, isFields(fields["from"]) ? (documentOf(fields["from"]) ?? outer) : outer, columns);
  return withColumns(field, own, columns);
}

/** The document that an object names: its own `uri`, or that of its `textDocument` or `item`. */
export function documentOf(fields: Fields): string | undefined {
  const own = textOf(fields["uri"]);
  if (own !== undefined) return own;
  for (const key of ["textDocument", "item"]) {
    const inner = fields[key];
    if (isFields(inner) && textOf(inner["uri"]) !== undefined) return textOf(inner["uri"]);
  }
  return undefined;
}

/** Columns of semantic tokens count from the token before, on the same line. */
export function tokensWithColumns(data: readonly number[], columns: (line: number, character: number) => number): number[] {
  const result: number[] = [];
  let line = 0;
  let start = 0;
  let before = 0;
  for (let i = 0; i + 4 < data.length; i += 5) {
    const [lineStep = 0, startStep = 0, length = 0, type = 0, modifiers = 0] = data.slice(i, i + 5);
    line += lineStep;
    if (lineStep > 0) {
      start = 0;
      before = 0;
    }
    start += startStep;
    const from = columns(line, start);
    result.push(lineStep, from - before, columns(line, start + length) - from, type, modifiers);
    before = from;
  }
  return result;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}

function isPosition(fields: Fields): fields is { readonly line: number; readonly character: number } {
  return typeof fields["line"] === "number" && typeof fields["character"] === "number";
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
