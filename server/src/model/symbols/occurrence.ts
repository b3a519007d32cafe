/** Where a name stands: one declaration or one use, with its exact columns. */
import type { Span } from "../../syntax/span.ts";

/** `declares` also where a statement gives a variable its value; `removes`: unset-var, unsetenv. */
export type Access = "declares" | "removes" | "uses";

/** A name in a line of a section. Its line counts from the section's first line, so that it survives edits elsewhere. */
export interface Occurrence {
  /**
   * What kind of name is written here: the keyword of a section, or "acl", "server", "server-template", "table", "peer", "nameserver",
   * "mailer", "user", "group", "filter", "spoe-engine", "certificate", "variable", "environment", "lua-action" … ; a proxy is also
   * referred to as "table".
   */
  readonly kind: string;
  readonly name: string;
  /** The section that is named with it: "be" of `be/srv`, "p" of `p/table`; absent where it is the section that the line stands in. */
  readonly owner?: string;
  readonly offset: number;
  readonly span: Span;
  readonly access: Access;
}
