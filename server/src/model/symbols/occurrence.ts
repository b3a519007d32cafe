/** Where a name stands: one declaration or one use, with its exact columns. */
import type { Span } from "../../syntax/span.ts";

/** `declares` also where a declaration gives a variable its value; `removes`: unset-var, unsetenv. */
export type Access = "declares" | "removes" | "uses";

/** A name in a line of a section. Its line counts from the section's first line, so that it survives edits elsewhere. */
export interface Occurrence {
  /**
   * What kind of name is written here: the kind of a section that has names, or "acl", "server", "table", "peer", "nameserver", "mailer",
   * "user", "group", "filter", "spoe-engine", "certificate", "variable", "env", "lua.action" … ; a frontend is also referred to as "table".
   */
  readonly kind: string;
  readonly name: string;
  /** The section that is named with it: "be" of `be/srv`, "p" of `p/table`; absent where it is the section that the line stands in. */
  readonly owner?: string;
  /** A declaration of several names: `server-template web 1-3` declares web1, web2 and web3. */
  readonly numbers?: { readonly first: number; readonly last: number };
  readonly offset: number;
  readonly span: Span;
  readonly access: Access;
}

/** A name inside the value of a word, before its columns are known. */
export interface NameInWord {
  readonly kind: string;
  readonly name: string;
  readonly owner?: string;
  /** Stretch of the word's value. */
  readonly start: number;
  readonly end: number;
  readonly access: Access;
}
