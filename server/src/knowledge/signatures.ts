/** What tells the crash of each advisory from others; kept apart from the advisories, because only who reads a log needs it. */
import compiled from "./generated/signatures.json" with { type: "json" };
import type { IncidentKind } from "./knowledge.ts";

/** A crash that a user reported; server/knowledge/signatureSchema.ts explains each field. */
export interface Observation {
  readonly source: string;
  readonly release?: string;
  readonly kind: IncidentKind;
  readonly frames: readonly string[];
  readonly expression?: string;
  readonly file?: string;
  readonly caller?: string;
  readonly freedBy?: string;
  readonly applet?: string;
  readonly messages: readonly string[];
}

export interface Signature {
  readonly frames: readonly string[];
  readonly messages: readonly string[];
  readonly expressions: readonly { readonly expression: string; readonly file?: string }[];
  readonly kinds: readonly IncidentKind[];
  readonly observed: readonly Observation[];
  readonly patched?: Patched;
}

/** What the fix tells; server/knowledge/signatureSchema.ts explains each list. */
export interface Patched {
  readonly functions: readonly string[];
  readonly told: readonly string[];
  readonly callers: readonly string[];
  readonly far: readonly string[];
}

/** By the advisory's id. */
export const signatures = compiled as unknown as Readonly<Record<string, Signature>>;
