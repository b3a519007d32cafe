/** What a condition behind `.if` comes to, as far as the text and the release say: true, false, or not known. */
import { featureIn } from "../../knowledge/buildFeatures.ts";
import { featureOf, isCommon, settings, tlsLibrary } from "../../knowledge/preprocessor.ts";
import type { Release } from "../../knowledge/release.ts";
import { compareToVersion } from "../../knowledge/version.ts";
import { hiddenValue, type MacroExpression } from "../../syntax/macroCondition.ts";
import type { Environment } from "./environment.ts";

/** Undefined: only HAProxy on its machine knows. */
export type Truth = boolean | undefined;

export interface Circumstances {
  readonly release: Release | undefined;
  readonly environment: Environment;
  /** Of what is not known of the build, it is taken for a common one. */
  readonly common: boolean;
}

export function evaluate(expression: MacroExpression, circumstances: Circumstances): Truth {
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "not":
      return not(evaluate(expression.item, circumstances));
    case "or":
      return any(expression.items.map((item) => evaluate(item, circumstances)));
    case "and":
      return both(expression.items.map((item) => evaluate(item, circumstances)));
    case "call":
      return expression.args.some((arg) => arg.includes(hiddenValue))
        ? undefined
        : predicates[expression.name]?.(expression.args, circumstances);
    default:
      return undefined;
  }
}

export function not(value: Truth): Truth {
  return value === undefined ? undefined : !value;
}

/** True when one is true, false when all are. */
export function any(values: readonly Truth[]): Truth {
  if (values.includes(true)) return true;
  return values.includes(undefined) ? undefined : false;
}

/** False when one is false, true when all are. */
export function both(values: readonly Truth[]): Truth {
  if (values.includes(false)) return false;
  return values.includes(undefined) ? undefined : true;
}

type Predicate = (args: readonly string[], circumstances: Circumstances) => Truth;

/** The others depend on the TLS library and on the state of the process. */
const predicates: Readonly<Record<string, Predicate>> = {
  defined: ([name = ""], { environment }) => {
    if (name === "" || name.includes("=")) return false;
    const { state } = environment.stateOf(name);
    return state === "unknown" ? undefined : state === "set";
  },
  feature: ([name = ""], { release, common }) => {
    if (release === undefined) return undefined;
    return featureIn(release, name) ?? featureOf(name, release.branch) ?? (common && isCommon(name, release.branch) ? true : undefined);
  },
  ssllib_name_startswith: ([name = ""], { release, common }) =>
    common && !tlsLibrary.others.some((other) => featureIn(release, other)) ? tlsLibrary.common.startsWith(name) : undefined,
  enabled: ([name = ""]) => (settings.has(name) ? undefined : false),
  streq: ([a, b]) => a === b,
  strneq: ([a, b]) => a !== b,
  strstr: ([text = "", part = ""]) => text.includes(part),
  // a text that is no version counts as older than any
  version_atleast: ([text = ""], { release }) => (release === undefined ? undefined : (compareToVersion(release, text) ?? 1) >= 0),
  version_before: ([text = ""], { release }) => (release === undefined ? undefined : (compareToVersion(release, text) ?? 1) < 0),
};
