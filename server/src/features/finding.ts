/** What we tell about a stretch of text, whoever shows it: the editor, the command line, a pipeline. */
import type { Place, Span } from "../syntax/span.ts";

/** From the gravest on. */
export const severities = ["error", "warning", "information", "hint"] as const;
export type Severity = (typeof severities)[number];

export interface RelatedPlace {
  readonly at: Place;
  readonly message: string;
}

/** What a lint finds is one as it is. */
export interface Finding {
  readonly uri: string;
  readonly line: number;
  readonly span: Span;
  readonly severity: Severity;
  /** Id of the advisory or lint; stable for ever. */
  readonly code: string;
  readonly message: string;
  /** Other places that matter, each with its words. */
  readonly related?: readonly RelatedPlace[];
  /** Page of upstream, for those who have no explanation page of ours. */
  readonly url?: string | undefined;
  /** Who says it, where that is not us but the user's own binary. */
  readonly source?: "haproxy";
}
