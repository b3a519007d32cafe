/** Raw facts that a lint turns into a finding: what is wrong with which words. No sentence is made here. */

import type { SampleKind } from "../../knowledge/grammar.ts";
import type { Node } from "../../knowledge/notation.ts";
import type { WordFault } from "./wordTypes.ts";

/** What kind of word a name was expected to be. */
export type NameKind = "keyword" | "option" | "action" | "bind parameter" | "server parameter" | "section";

export type Issue =
  | {
      readonly id: "unknown-word";
      readonly index: number;
      readonly name: string;
      readonly kind: NameKind;
      readonly where: string;
      readonly known: readonly string[];
    }
  | { readonly id: "misplaced-word"; readonly index: number; readonly name: string; readonly where: string; readonly fatal: boolean }
  | {
      readonly id: "word-of-other-release";
      readonly index: number;
      readonly name: string;
      readonly where: string;
      readonly first: string | undefined;
      readonly last: string | undefined;
    }
  | { readonly id: "needs-build"; readonly index: number; readonly name: string; readonly build: string }
  | { readonly id: "removed-word"; readonly index: number; readonly name: string; readonly replacedBy: string | undefined }
  | {
      readonly id: "deprecated-word";
      readonly index: number;
      readonly name: string;
      readonly replacedBy: string | undefined;
      /** What `expose-deprecated-directives` does: nothing, silence a warning, or make HAProxy take the word at all. */
      readonly exposed: "ignored" | "silences" | "allows";
    }
  | { readonly id: "missing-argument"; readonly index: number; readonly after: string; readonly expected: readonly Node[] }
  | { readonly id: "unexpected-argument"; readonly index: number; readonly name: string; readonly expected: readonly Node[] }
  | {
      readonly id: "malformed-argument";
      readonly index: number;
      readonly name: string;
      readonly fault: WordFault;
      readonly expected: readonly Node[];
      /** HAProxy complains, and goes on. */
      readonly passed?: boolean;
    }
  | {
      readonly id: "unknown-sample";
      readonly index: number;
      readonly name: string;
      readonly sample: SampleKind;
      readonly known: readonly string[];
    }
  /** `problem`: what is wrong, and the argument behind a blank; `expected` and `fault` where the notation says more. */
  | {
      readonly id: "bad-sample-arguments";
      readonly index: number;
      readonly name: string;
      readonly spec: string;
      readonly problem: string;
      readonly expected?: readonly Node[];
      readonly fault?: WordFault | undefined;
    }
  | { readonly id: "sample-type-mismatch"; readonly index: number; readonly name: string; readonly takes: string; readonly given: string }
  | { readonly id: "unavailable-sample"; readonly index: number; readonly name: string; readonly fatal: boolean }
  /** `taken`: HAProxy takes it all the same, less its last character. */
  | {
      readonly id: "malformed-expression";
      readonly index: number;
      readonly name: string;
      readonly problem: string;
      readonly taken?: boolean;
    }
  | { readonly id: "unknown-log-alias"; readonly index: number; readonly name: string; readonly known: readonly string[] }
  | { readonly id: "malformed-log-format"; readonly index: number; readonly problem: string }
  | { readonly id: "unbalanced-condition"; readonly index: number; readonly problem: string }
  | { readonly id: "junk-number"; readonly index: number; readonly name: string }
  | { readonly id: "junk-after-time"; readonly index: number; readonly name: string; readonly what: string }
  | { readonly id: "small-time"; readonly index: number; readonly name: string; readonly what: string; readonly fatal: boolean }
  | { readonly id: "stored-twice"; readonly index: number; readonly name: string }
  | { readonly id: "never-matches"; readonly index: number; readonly name: string }
  | { readonly id: "not-in-anonymous-defaults"; readonly index: number; readonly name: string }
  | { readonly id: "hidden-headers"; readonly index: number; readonly fatal: boolean }
  | {
      readonly id: "odd-header-name" | "raw-fetch-in-http" | "dotless-domain" | "content-type-ignored" | "method-overwritten";
      readonly index: number;
      readonly name: string;
    }
  | { readonly id: "prefix-not-taken"; readonly index: number; readonly name: string; readonly prefix: "no" | "default" }
  | { readonly id: "unread-line"; readonly index: number }
  | {
      readonly id: "unknown-value";
      readonly index: number;
      readonly name: string;
      /** The word that does not know it; empty where it stands for a flag of an ACL. */
      readonly what: string;
      readonly known: readonly string[];
    };

/** A name that a statement uses or declares. */
export interface NameUse {
  readonly kind: string;
  readonly name: string;
  /** Word of the statement that holds it. */
  readonly index: number;
  readonly declares: boolean;
}
