/** Which arguments a predicate behind `.if` takes, and what stands behind the other directives. */

import { meaningOf } from "../../knowledge/meanings.ts";
import { own } from "../../knowledge/own.ts";
import { knowsPredicate, predicateNamed } from "../../knowledge/preprocessor.ts";
import { conditionBefore, openPredicate } from "../completion/macros.ts";
import type { Place } from "../completion/place.ts";
import { calledWith } from "./calledWith.ts";
import type { Signature } from "./signatureHelp.ts";

export function macroSignature(place: Place, branch: string | undefined): Signature | undefined {
  const condition = conditionBefore(place);
  const call = condition === undefined ? undefined : openPredicate(condition);
  return call === undefined ? directiveSignature(place) : predicateSignature(call.name, call.index, branch);
}

function predicateSignature(name: string, index: number, branch: string | undefined): Signature | undefined {
  const predicate = predicateNamed(name);
  if (predicate === undefined || index >= predicate.args.length || !knowsPredicate(name, branch)) return undefined;
  return { ...calledWith(name, predicate.args), active: index, documentation: meaningOf("predicates", name) };
}

/** What the directives take behind them; the others stand alone. */
const argumentOf: Readonly<Record<string, string>> = {
  ".if": "condition",
  ".elif": "condition",
  ".notice": "text",
  ".warning": "text",
  ".alert": "text",
  ".diag": "text",
};

function directiveSignature({ words, prefix }: Place): Signature | undefined {
  const directive = prefix.words[0]?.value ?? "";
  const argument = words.length > 0 ? own(argumentOf, directive) : undefined;
  if (argument === undefined) return undefined;
  const label = `${directive} <${argument}>`;
  const parameters = [{ start: directive.length + 1, end: label.length }];
  return { label, parameters, active: 0, documentation: meaningOf("directives", directive) };
}
