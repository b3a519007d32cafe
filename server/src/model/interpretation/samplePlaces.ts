/** Where in the processing of a stream a statement looks at samples (SMP_VAL_* in HAProxy's sample.h), and which fetches have a value there. */
import { type SampleSpec, samplePlaces } from "../../knowledge/grammar.ts";
import type { Statement } from "../statement.ts";
import type { Placement } from "./placement.ts";

/** Columns of a sample's `where`; one of them must be marked. */
export interface Places {
  /** For log-formats, and for expressions where HAProxy checks them; undefined where it does not. */
  readonly format: readonly number[] | undefined;
  readonly expression: readonly number[] | undefined;
  readonly condition: readonly number[] | undefined;
}

type Sides = readonly [frontend: string | undefined, backend: string | undefined];

const rulesets: Readonly<Record<string, Sides>> = {
  "tcp-request connection": ["frontend tcp-request connection rule", undefined],
  "tcp-request session": ["frontend tcp-request session rule", undefined],
  "tcp-request content": ["frontend tcp-request content rule", "backend tcp-request content rule"],
  "tcp-response content": ["frontend tcp-response content rule", "backend tcp-response content rule"],
  "http-request": ["frontend http-request header rule", "backend http-request header rule"],
  "http-response": ["frontend http-response header rule", "backend http-response header rule"],
  "http-after-response": ["frontend http-response header rule", "backend http-response header rule"],
};
/** Actions whose expressions are checked; others take any fetch and find no value. */
const checkedActions = /^(?:set-var\(|track-sc|capture$|(?:add|set|del)-headers-bin$)/;
/** Checked for what an HTTP request has, in whatever rule they stand. */
const addressActions = /^set-(?:src|dst)/;
const request = rulesets["http-request"] as Sides;
const logs: Sides = ["logs", "logs"];
const balancing = "backend use-server, balance or stick-match rule";
const checks: Sides = ["backend tcp-check rule", "backend tcp-check rule"];

/** The statements of proxies besides rules: for log-formats, expressions, conditions. */
const statements: Readonly<Record<string, Readonly<Partial<Record<keyof Places, Sides>>>>> = {
  redirect: { format: request, condition: request },
  use_backend: { format: [request[0], request[0]], condition: ["frontend use-backend rule", "frontend use-backend rule"] },
  "use-server": { format: [request[0], request[0]], condition: [balancing, balancing] },
  "log-format": { format: logs },
  "log-format-sd": { format: logs },
  "error-log-format": { format: logs },
  "unique-id-format": { format: request },
  "http-check": { format: checks, expression: checks },
  "tcp-check": { format: checks, expression: checks },
  "stick on": { expression: [balancing, balancing], condition: [balancing, balancing] },
  "stick match": { expression: [balancing, balancing], condition: [balancing, balancing] },
};

const nowhere: Places = { format: undefined, expression: undefined, condition: undefined };
const bothSides = new Set(["listen", "defaults"]);

const ofRules = new Map<string, Map<string, { readonly checked: Places; readonly unchecked: Places }>>();

export function placesOf({ words }: Statement, sectionKind: string, { ruleset, head }: Pick<Placement, "ruleset" | "head">): Places {
  if (ruleset === undefined || rulesets[ruleset] === undefined) return placesOfStatement(words, sectionKind);
  const ofKind = ofRules.get(sectionKind) ?? new Map<string, { checked: Places; unchecked: Places }>();
  ofRules.set(sectionKind, ofKind);
  let both = ofKind.get(ruleset);
  if (both === undefined) {
    const places = columns(rulesets[ruleset] as Sides, sectionKind);
    both = {
      checked: { format: places, expression: places, condition: places },
      unchecked: { format: places, expression: undefined, condition: places },
    };
    ofKind.set(ruleset, both);
  }
  const action = words[head - 1]?.value ?? "";
  if (addressActions.test(action)) return { ...both.unchecked, expression: columns(request, sectionKind) };
  return checkedActions.test(action) ? both.checked : both.unchecked;
}

const firstWords = new Set(Object.keys(statements).map((name) => name.split(" ", 1)[0]));

const ofStatements = new Map<string, Map<string, Places>>();

function placesOfStatement(words: Statement["words"], sectionKind: string): Places {
  const first = words[0]?.value ?? "";
  if (!firstWords.has(first)) return nowhere;
  const name = statements[first] === undefined ? `${first} ${words[1]?.value ?? ""}` : first;
  const found = statements[name];
  if (found === undefined || !(bothSides.has(sectionKind) || sectionKind === "frontend" || sectionKind === "backend")) return nowhere;
  const ofKind = ofStatements.get(sectionKind) ?? new Map<string, Places>();
  ofStatements.set(sectionKind, ofKind);
  const places = ofKind.get(name) ?? {
    format: found.format && columns(found.format, sectionKind),
    expression: found.expression && columns(found.expression, sectionKind),
    condition: found.condition && columns(found.condition, sectionKind),
  };
  ofKind.set(name, places);
  return places;
}

function columns([frontend, backend]: Sides, sectionKind: string): readonly number[] {
  const names = bothSides.has(sectionKind) ? [frontend, backend] : [sectionKind === "backend" ? backend : frontend];
  return names.map((name) => samplePlaces.indexOf(name ?? "")).filter((column) => column >= 0);
}

/** False only where no shape of the fetch has a value in any of the places. */
export function isAvailable(specs: readonly SampleSpec[], places: readonly number[] | undefined): boolean {
  if (places === undefined || places.length === 0 || specs.length === 0) return true;
  return specs.some(({ where }) => where === undefined || places.some((column) => where[column] === "Y"));
}
