/** Checks sample expressions against the fetches and converters of the release: names, arguments, types along the chain. */
import { aclFetch, isAclCriterion, type SampleKind, type SampleSpec, sampleNames, samplesNamed } from "../knowledge/grammar.ts";
import { readExpression, type SampleCall, type SampleExpression } from "../syntax/expression.ts";
import type { Issue, NameUse } from "./issue.ts";
import { readSampleArguments } from "./sampleArguments.ts";
import { isAvailable } from "./samplePlaces.ts";

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

export interface SampleFindings {
  readonly issues: readonly Issue[];
  readonly uses: readonly NameUse[];
}

/** Checks an expression that was read from the word at `index`; with `places`, whether the fetch has a value there. */
export function checkExpression(
  expression: SampleExpression,
  index: number,
  branch: string | undefined,
  places?: readonly number[],
): SampleFindings {
  const issues: Issue[] = [];
  const uses: NameUse[] = [];
  let type: string | undefined;
  expression.calls.forEach((call, i) => {
    const kind: SampleKind = i === 0 ? "fetch" : "converter";
    const specs = samplesNamed(kind, call.name, branch);
    if (specs.length === 0) {
      if (!isOutsideNamed(call.name)) issues.push(unknownSample(call, kind, index));
      type = undefined;
      return;
    }
    const spec = specs.at(-1) as SampleSpec;
    const found = readSampleArguments(call, kind, specs, index, branch);
    issues.push(...found.issues);
    uses.push(...found.uses);
    if (kind === "fetch" && !isAvailable(specs, places)) issues.push({ id: "unavailable-sample", index, name: call.name, fatal: true });
    if (kind === "converter" && type !== undefined && spec.in !== undefined && !castable.get(type)?.has(spec.in)) {
      issues.push({ id: "sample-type-mismatch", index, name: call.name, takes: spec.in, given: type });
    }
    type = spec.out === "same" ? type : spec.out;
  });
  const last = expression.calls.at(-1)?.name ?? expression.text;
  if (expression.problem !== undefined && !issues.some(({ id }) => id === "unknown-sample")) {
    issues.push({ id: "malformed-expression", index, name: last, problem: expression.problem });
  }
  return { issues, uses };
}

/** Checks the criterion of an ACL: an expression, or a criterion that only ACLs know, which stands for a fetch. */
export function checkCriterion(text: string, index: number, branch: string | undefined, places?: readonly number[]): SampleFindings {
  const expression = readExpression(text);
  const [first, ...converters] = expression.calls;
  const fetch = fetchOfCriterion(first?.name ?? "", branch);
  if (first === undefined || fetch === undefined) {
    if (isAclCriterion(first?.name ?? "")) return { issues: [], uses: [] };
    return softened(checkExpression(expression, index, branch, places));
  }
  return softened(checkExpression({ ...expression, calls: [{ ...first, name: fetch }, ...converters] }, index, branch, places));
}

/** An ACL without a value never matches; HAProxy only warns of it. */
function softened({ issues, uses }: SampleFindings): SampleFindings {
  return { issues: issues.map((issue) => (issue.id === "unavailable-sample" ? { ...issue, fatal: false } : issue)), uses };
}

/** "hdr_beg" and "path_len" stand for a fetch with a match method; undefined for what is a fetch itself. */
function fetchOfCriterion(name: string, branch: string | undefined): string | undefined {
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

function unknownSample(call: SampleCall, sample: SampleKind, index: number): Issue {
  return { id: "unknown-sample", index, name: call.name, sample, known: sampleNames(sample) };
}
