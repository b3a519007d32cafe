/** The notation of conditions on a configuration; server/knowledge/conditionSchema.ts explains each. */

/** A word as it must stand, a final "*" standing for any ending; one, or several of which one does. */
export type Patterns = string | readonly string[];

/** Conditions as data; server/knowledge/conditionSchema.ts explains each. A string is the name of a trigger. */
export type Condition =
  | string
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly proxy: Condition }
  | { readonly section: string; readonly min?: number }
  | {
      readonly statement: Patterns;
      readonly with?: readonly string[];
      readonly without?: readonly string[];
      readonly in?: readonly string[];
    }
  | {
      readonly global: Patterns;
      readonly min?: number;
      readonly max?: number;
      readonly is?: readonly string[];
      readonly unset?: "met" | "unmet" | "unknown";
    }
  | { readonly set: Patterns }
  | { readonly bind: Endpoint }
  | { readonly server: Endpoint & { readonly template?: boolean; readonly min?: number } }
  | { readonly fetch: Patterns }
  | { readonly converter: Patterns }
  | { readonly action: Patterns; readonly with?: readonly string[]; readonly in?: readonly string[] }
  | { readonly table: TableTraits }
  | { readonly peers: { readonly remote?: number; readonly binds?: number } }
  | { readonly mode: string }
  | { readonly reuse: readonly string[] }
  | { readonly threads: number }
  | { readonly lua: Patterns }
  | { readonly runtime: string }
  | { readonly machine: string };

/** What one bind or server line must have. */
export interface Endpoint {
  readonly parameters?: readonly string[];
  readonly without?: readonly string[];
  readonly address?: readonly string[];
  readonly alpn?: readonly string[];
}

/** What one stick-table must have. */
export interface TableTraits {
  readonly parameters?: readonly string[];
  readonly type?: readonly string[];
  readonly store?: readonly string[];
  readonly length?: number;
  readonly tracked?: boolean;
  readonly synced?: boolean;
  readonly min?: number;
}
