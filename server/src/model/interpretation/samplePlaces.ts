/** Where in the processing of a stream a statement looks at samples (SMP_VAL_* in HAProxy's sample.h), and which fetches have a value there. */
import { type SampleSpec, samplePlaces } from "../../knowledge/grammar.ts";
import { recalled } from "../../syntax/recalled.ts";
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
const checkedActions = /^(?:set-var\(|track-sc|capture$|set-bandwidth-limit$|(?:add|set|del)-headers-bin$)/;
/** Checked for what an HTTP request has, in whatever rule they stand. */
const requestActions = /^(?:do-resolve\(|set-(?:src|dst|(?:fc-|bc-)?(?:mark|tos)$|priority-|retries$))/;
/** Checked for what the frontend has in rules on requests, and the backend in those on responses, in whatever proxy they stand. */
const counterActions = /^sc-(?:set-gpt|add-gpc)/;
const request = rulesets["http-request"] as Sides;
const logs: Sides = ["logs", "logs"];
const balancing = "backend use-server, balance or stick-match rule";
const storing = "backend stick-store rule";
const parser: Sides = ["configuration parser", "configuration parser"];
const checks: Sides = ["backend tcp-check rule", "backend tcp-check rule"];

/** The statements besides rules, nearly all of proxies: for log-formats, expressions, conditions. */
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
  "set-var": { expression: parser },
  "set-var-fmt": { format: parser },
  balance: { expression: [balancing, balancing] },
  "stick store-response": { expression: [storing, storing], condition: [storing, storing] },
  "stick store-request": { expression: [balancing, balancing], condition: [balancing, balancing] },
  "stick on": { expression: [balancing, balancing], condition: [balancing, balancing] },
  "stick match": { expression: [balancing, balancing], condition: [balancing, balancing] },
};

const nowhere: Places = { format: undefined, expression: undefined, condition: undefined };
const bothSides = new Set(["listen", "defaults"]);
const withPlaces = new Set(["listen", "defaults", "frontend", "backend", "global"]);

export function placesOf({ words }: Statement, sectionKind: string, { ruleset, head }: Pick<Placement, "ruleset" | "head">): Places {
  const ofRules = ruleset === undefined ? undefined : placesOfRules(sectionKind).get(ruleset);
  if (ofRules === undefined) return placesOfStatement(words, sectionKind);
  return ofRules[checkOfAction(words[head - 1]?.value ?? "")];
}

const checkOfAction = recalled((action) => {
  if (requestActions.test(action)) return "checkedAsRequest";
  if (counterActions.test(action)) return "checkedOnOneSide";
  return checkedActions.test(action) ? "checked" : "unchecked";
});

/** Rule set > the places of its rules in sections of that kind, by how the expressions of an action are checked. */
const placesOfRules = recalled(
  (sectionKind) =>
    new Map(
      Object.entries(rulesets).map(([name, sides]) => {
        const places = columns(sides, sectionKind);
        const unchecked: Places = { format: places, expression: undefined, condition: places };
        const checkedAsRequest = { ...unchecked, expression: columns(request, sectionKind) };
        const checkedOnOneSide = { ...unchecked, expression: columns(sides, name.includes("response") ? "backend" : "frontend") };
        return [name, { unchecked, checked: { ...unchecked, expression: places }, checkedAsRequest, checkedOnOneSide }];
      }),
    ),
);

function placesOfStatement(words: Statement["words"], sectionKind: string): Places {
  const bySecond = placesByWords(sectionKind).get(words[0]?.value ?? "");
  return bySecond === undefined ? nowhere : (bySecond.get("") ?? bySecond.get(words[1]?.value ?? "") ?? nowhere);
}

/** First word of a statement > its second, "" where the first is enough > the places in sections of that kind. */
const placesByWords = recalled((sectionKind) => {
  const found = new Map<string, Map<string, Places>>();
  if (!withPlaces.has(sectionKind)) return found;
  for (const [name, { format, expression, condition }] of Object.entries(statements)) {
    const [first = "", second = ""] = name.split(" ");
    const bySecond = found.get(first) ?? new Map<string, Places>();
    found.set(first, bySecond);
    bySecond.set(second, {
      format: format && columns(format, sectionKind),
      expression: expression && columns(expression, sectionKind),
      condition: condition && columns(condition, sectionKind),
    });
  }
  return found;
});

function columns([frontend, backend]: Sides, sectionKind: string): readonly number[] {
  const names = bothSides.has(sectionKind) ? [frontend, backend] : [sectionKind === "backend" ? backend : frontend];
  return names.map((name) => samplePlaces.indexOf(name ?? "")).filter((column) => column >= 0);
}

/** False only where no shape of the fetch has a value in any of the places. */
export function isAvailable(specs: readonly SampleSpec[], places: readonly number[] | undefined): boolean {
  if (places === undefined || places.length === 0 || specs.length === 0) return true;
  return specs.some(({ where }) => where === undefined || places.some((column) => where[column] === "Y"));
}
