/** Checks sample expressions against the fetches and converters of the release: names, arguments, types along the chain. */
import {
  aclCriteria,
  aclFetch,
  isAclCriterion,
  type SampleKind,
  type SampleSpec,
  sampleLifetime,
  sampleNames,
  samplesNamed,
} from "../../knowledge/grammar.ts";
import { readExpression, type SampleCall, type SampleExpression } from "../../syntax/expression.ts";
import { type CounterUse, counterUseOf } from "./counterUse.ts";
import type { Issue, NameUse } from "./issue.ts";
import { perExpression } from "./perExpression.ts";
import { readSampleArguments } from "./sampleArguments.ts";
import { isAvailable } from "./samplePlaces.ts";
import { needsBuild } from "./wordIssues.ts";

/** Which types a value of a type can be turned into (sample_casts in src/sample.c). */
const casts: Readonly<Record<string, string>> = {
  any: "any bool sint addr ipv4 ipv6 str bin meth",
  bool: "any bool sint str bin",
  sint: "any bool sint addr ipv4 ipv6 str bin",
  addr: "any addr ipv4 ipv6 str bin",
  ipv4: "any sint bool addr ipv4 ipv6 str bin",
  ipv6: "any addr ipv4 ipv6 str bin",
  str: "any bool sint addr ipv4 ipv6 str bin meth",
  bin: "any str bin meth",
  meth: "any str bin meth",
};
const castable = new Map(Object.entries(casts).map(([from, to]) => [from, new Set(to.split(" "))]));

/** Whether HAProxy turns a value of one type into the other. */
export function isCastable(from: string, to: string): boolean {
  return castable.get(from)?.has(to) === true;
}

export interface SampleFindings {
  readonly issues: readonly Issue[];
  readonly uses: readonly NameUse[];
  readonly counters: readonly CounterUse[];
}

/** Checks an expression that was read from the word at `index`; with `places`, whether the fetch has a value there. */
export function checkExpression(
  expression: SampleExpression,
  index: number,
  branch: string | undefined,
  places?: readonly number[],
): SampleFindings {
  return movedTo(withPlaces(expressionFindings(expression, branch), places, true), index);
}

/** Checks the criterion of an ACL: an expression, or a criterion that only ACLs know, which stands for a fetch. */
export function checkCriterion(text: string, index: number, branch: string | undefined, places?: readonly number[]): SampleFindings {
  // an ACL without a value never matches; HAProxy only warns of it
  return movedTo(withPlaces(criterionFindings(readExpression(text), branch), places, false), index);
}

/** The shapes of the fetch that a criterion asks; none where it is not known. */
export function fetchShapes(criterion: string, branch: string | undefined): readonly SampleSpec[] {
  return criterionFindings(readExpression(criterion), branch).fetch?.specs ?? [];
}

/** Findings are worked out as of the first word. */
const index = 0;

interface Worked extends SampleFindings {
  /** The shapes of the fetch; empty where it is not known. */
  readonly fetch: { readonly name: string; readonly specs: readonly SampleSpec[] } | undefined;
}

/** Whether the fetch has a value depends on where the expression stands; all else does not. */
function withPlaces(found: Worked, places: readonly number[] | undefined, fatal: boolean): SampleFindings {
  if (found.fetch === undefined || isAvailable(found.fetch.specs, places)) return found;
  return { ...found, issues: [...found.issues, { id: "unavailable-sample", index, name: found.fetch.name, fatal }] };
}

function movedTo(found: SampleFindings, to: number): SampleFindings {
  const { issues, uses, counters } = found;
  if (to === index || issues.length + uses.length + counters.length === 0) return found;
  return {
    issues: issues.map((issue) => ({ ...issue, index: to })),
    uses: uses.map((use) => ({ ...use, index: to })),
    counters: counters.map((use) => ({ ...use, index: to })),
  };
}

const expressionFindings = perExpression(findingsOf);

/** "hdr_beg" and "path_len" are read as the fetches that they stand for. */
const criterionFindings = perExpression((expression, branch): Worked => {
  const [first, ...converters] = expression.calls;
  const fetch = fetchOfCriterion(first?.name ?? "", branch);
  if (first !== undefined && fetch !== undefined)
    return findingsOf({ ...expression, calls: [{ ...first, name: fetch }, ...converters] }, branch);
  return isAclCriterion(first?.name ?? "") ? nothing : withCriteria(findingsOf(expression, branch), branch);
});

/** What a misspelt criterion may have been meant to be. */
function withCriteria(found: Worked, branch: string | undefined): Worked {
  if (!found.issues.some(({ id }) => id === "unknown-sample")) return found;
  const more = aclCriteria().filter((name) => fetchOfCriterion(name, branch) !== undefined);
  return {
    ...found,
    issues: found.issues.map((issue) =>
      issue.id === "unknown-sample" && issue.sample === "fetch" ? { ...issue, known: [...issue.known, ...more] } : issue,
    ),
  };
}

const nothing: Worked = { issues: [], uses: [], counters: [], fetch: undefined };

function findingsOf(expression: SampleExpression, branch: string | undefined): Worked {
  const issues: Issue[] = [];
  const uses: NameUse[] = [];
  const counters: CounterUse[] = [];
  let type: string | undefined;
  let fetch: Worked["fetch"];
  expression.calls.forEach((call, i) => {
    const kind: SampleKind = i === 0 ? "fetch" : "converter";
    const specs = samplesNamed(kind, call.name, branch);
    if (specs.length === 0) {
      if (!isOutsideNamed(call.name)) issues.push(unknownSample(call, kind, branch));
      type = undefined;
      return;
    }
    const spec = specs.at(-1) as SampleSpec;
    const found = readSampleArguments(call, kind, specs, index, branch);
    issues.push(...found.issues, ...needsBuild(index, call.name, spec.build));
    uses.push(...found.uses);
    if (kind === "fetch") fetch = { name: call.name, specs };
    const counter = counterUseOf(call, kind, spec, index);
    if (counter !== undefined) counters.push(counter);
    if (kind === "converter" && type !== undefined && spec.in !== undefined && !isCastable(type, spec.in)) {
      issues.push({ id: "sample-type-mismatch", index, name: call.name, takes: spec.in, given: type });
    }
    type = spec.out === "same" ? type : spec.out;
  });
  const last = expression.calls.at(-1)?.name ?? expression.text;
  if (expression.problem !== undefined && !issues.some(({ id }) => id === "unknown-sample" || id === "word-of-other-release")) {
    issues.push({ id: "malformed-expression", index, name: last, problem: expression.problem });
  }
  return { issues, uses, counters, fetch };
}

/** "hdr_beg" and "path_len" stand for a fetch with a match method; undefined for what is a fetch itself. */
export function fetchOfCriterion(name: string, branch: string | undefined): string | undefined {
  const fetch = aclFetch(name);
  if (fetch !== undefined) return samplesNamed("fetch", fetch, branch).length > 0 ? fetch : undefined;
  if (samplesNamed("fetch", name, branch).length > 0) return undefined;
  const base = /^(.+)_(?:beg|dir|dom|end|len|reg|sub|str|ip)$/.exec(name)?.[1];
  return base !== undefined && samplesNamed("fetch", base, branch).length > 0 ? base : undefined;
}

/** Names that scripts and modules bring. */
function isOutsideNamed(name: string): boolean {
  return name.startsWith("lua.") || name.includes("$");
}

function unknownSample(call: SampleCall, sample: SampleKind, branch: string | undefined): Issue {
  const lifetime = sampleLifetime(sample, call.name);
  if (lifetime !== undefined) return { id: "word-of-other-release", index, name: call.name, where: "", ...lifetime };
  return { id: "unknown-sample", index, name: call.name, sample, known: sampleNames(sample, branch) };
}
