/** Stretches of text inside one line, and places in a file. */

/** Half-open range of UTF-16 units inside its line. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A span in a file; `line` counts from 0. */
export interface Place {
  readonly uri: string;
  readonly line: number;
  readonly span: Span;
}

/** True when `column` lies inside the span or at its end (where a cursor still touches the word). */
export function touches(span: Span, column: number): boolean {
  return span.start <= column && column <= span.end;
}
