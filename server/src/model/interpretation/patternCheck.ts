/** The flags and values behind the criterion of an ACL (parse_acl_expr() in src/acl.c). */
import { aclFetch, aclMethod, enumValues, samplesNamed } from "../../knowledge/grammar.ts";
import { comparisons } from "../../knowledge/meanings.ts";
import { ofBranch } from "../../knowledge/ofBranch.ts";
import { compareBranches } from "../../knowledge/release.ts";
import { readExpression } from "../../syntax/expression.ts";
import type { Word } from "../../syntax/line.ts";
import { recalled } from "../../syntax/recalled.ts";
import type { Issue } from "./issue.ts";
import { valueFault } from "./patternValues.ts";
import { fetchOfCriterion, isCastable } from "./sampleCheck.ts";

/** Of all numbers only the version of TLS is written with a dot. */
const versions = /^req[._]ssl_ver$/;
/** HAProxy looks for the groups that are to be compared, whatever the match method. */
const asksGroups = /^http_auth_group\b/;
/** Methods whose patterns HAProxy keeps in trees, where it finds no groups. */
const inTrees = new Set(["str", "beg", "ip"]);
const withMethod = /_(?:beg|dir|dom|end|len|reg|sub)(?:$|[(,])/;

/** `from` is the index of the criterion; the values end before `to`. */
export function checkPatterns(words: readonly Word[], from: number, to: number, branch: string | undefined): readonly Issue[] {
  const criterion = words[from] as Word;
  const facts = criterionFacts(criterion, branch);
  const { flags, end } = hasFlags(words, from, to) ? readFlags(words, from, to) : { flags: none, end: from + 1 };
  const { issues, method, refused } = checkFlags(words, flags, from, branch, facts);
  if (refused !== undefined) return [refused];
  if (method === undefined && !facts.comparable && !words.slice(from + 1, to).some(({ dynamic }) => dynamic))
    return [{ id: "missing-argument", index: from, after: criterion.value, expected: [{ kind: "word", text: "-m" }] }];
  const flag = (name: string) => flags.some(({ index }) => words[index]?.value === name);
  if (asksGroups.test(criterion.value) && ((end >= to && !flag("-f")) || (inTrees.has(method ?? "") && !flag("-i"))))
    return [{ id: "missing-argument", index: from, after: criterion.value, expected: [] }];
  const values = valueIssues(words, end, to, method ?? (versions.test(criterion.value) ? "version" : facts.type));
  if (to === from + 1 && facts.needsPattern) return [...issues, { id: "never-matches", index: from, name: criterion.value }, ...values];
  return values.length === 0 ? issues : [...issues, ...values];
}

/** What of the words between `from` and `to` cannot be compared as `type` says. */
function valueIssues(words: readonly Word[], from: number, to: number, type: string | undefined): readonly Issue[] {
  // behind a comparison HAProxy reads a number with a dot, whatever it compares
  const compared = isComparison(words[from]) && (type === "sint" || type === "int") ? "version" : type;
  let found: Issue[] | undefined;
  for (let i = from; i < to; i++) {
    const { dynamic, value } = words[i] as Word;
    const fault = dynamic || value === "--" ? undefined : valueFault(value, compared);
    if (fault === undefined) continue;
    found ??= [];
    found.push({ id: "malformed-argument", index: i, name: value, fault, expected: [] });
  }
  return found ?? none;
}

const none: readonly never[] = [];

function isComparison(word: Word | undefined): boolean {
  return word !== undefined && comparisons.has(word.value);
}

/** What a match method compares; those that are not here take texts. */
const comparedTypes: Readonly<Record<string, string>> = { bool: "sint", int: "sint", ip: "addr", bin: "bin" };

interface CheckedFlags {
  readonly issues: readonly Issue[];
  /** What stands behind the last `-m`. */
  readonly method: string | undefined;
  /** HAProxy reads no further. */
  readonly refused: Issue | undefined;
}

const noFlags: CheckedFlags = { issues: none, method: undefined, refused: undefined };

function checkFlags(
  words: readonly Word[],
  flags: readonly PatternFlag[],
  from: number,
  branch: string | undefined,
  { own, converted }: CriterionFacts,
): CheckedFlags {
  if (flags.length === 0 && (own === undefined || !converted)) return noFlags;
  const criterion = words[from] as Word;
  const issues: Issue[] = [];
  let method: string | undefined;
  for (const { index, value = -1 } of flags) {
    const flag = (words[index] as Word).value;
    if (!/^-[imfMnu]$/.test(flag)) return refuse({ id: "unknown-value", index, name: flag, what: "", known: [] });
    if (!takesValue.test(flag)) continue;
    const word = words[value];
    if (word === undefined) return refuse({ id: "missing-argument", index, after: flag, expected: [] });
    if (flag === "-u" && !word.dynamic && !/^\d+$/.test(word.value))
      return refuse({ id: "malformed-argument", index: value, name: word.value, fault: "not-a-number", expected: [] });
    if (flag !== "-m" || word.dynamic) continue;
    method = word.value;
    const methods = enumValues("match_methods", branch);
    const given = outputType(criterion.value, branch);
    const takes = comparedTypes[method] ?? "str";
    if (methods.has(method) && method !== "found" && given !== undefined && !isCastable(given, takes))
      issues.push({ id: "sample-type-mismatch", index: value, name: `-m ${method}`, takes, given });
    if (!methods.has(method)) issues.push({ id: "unknown-value", index: value, name: method, what: "-m", known: [...methods] });
  }
  const unknown = flags.some(({ index, value = -1 }) => words[index]?.value === "-m" && words[value]?.dynamic);
  if (own !== undefined && !unknown && (method ?? (converted ? undefined : own)) !== own)
    issues.push({ id: "method-overwritten", index: from, name: criterion.value });
  return { issues, method, refused: undefined };
}

function refuse(refused: Issue): CheckedFlags {
  return { issues: none, method: undefined, refused };
}

const takesValue = /^-[mfu]$/;

/** A flag, and the word that it takes, where it takes one and there is one. */
export interface PatternFlag {
  readonly index: number;
  readonly value: number | undefined;
}

function hasFlags(words: readonly Word[], from: number, to: number): boolean {
  return from + 1 < to && words[from + 1]?.value.startsWith("-") === true;
}

/** The flags behind a criterion (at `from`), as far as they go; the values begin at `end`. */
export function readFlags(
  words: readonly Word[],
  from: number,
  to: number,
): { readonly flags: readonly PatternFlag[]; readonly end: number } {
  const flags: PatternFlag[] = [];
  let i = from + 1;
  for (; i < to; i++) {
    const { dynamic, value } = words[i] as Word;
    if (dynamic || !value.startsWith("-") || value === "--") break;
    const takes = takesValue.test(value) && i + 1 < to;
    flags.push({ index: i, value: takes ? i + 1 : undefined });
    if (takes) i++;
  }
  return { flags, end: i };
}

/** The match method that a criterion brings, or else the type of what it gives; undefined where nothing says it. */
export function comparedAs(criterion: Word, branch: string | undefined): string | undefined {
  return criterionFacts(criterion, branch).type;
}

/** What the name of a criterion says of the values behind it. */
interface CriterionFacts {
  /** A method of its own: from 3.3 on HAProxy warns where `-m` or a converter puts another one in its place. */
  readonly own: string | undefined;
  readonly converted: boolean;
  /** Its own match method where no converter follows, or else the type of what it gives. */
  readonly type: string | undefined;
  readonly needsPattern: boolean;
  /** Bytes, and values of any type, can be compared only in a way that `-m` names. */
  readonly comparable: boolean;
}

function criterionFacts(criterion: Word, branch: string | undefined): CriterionFacts {
  return facts(branch)(criterion.value);
}

const facts = ofBranch((branch) =>
  recalled((text): CriterionFacts => {
    const converted = readExpression(text).calls.length > 1;
    // behind converters only what they give counts, whatever method the name of the criterion says
    const method = converted ? undefined : ownMethod(text);
    const given = outputType(text, branch);
    return {
      own: fixedMethod(text, branch),
      converted,
      type: method ?? given,
      needsPattern: needsPattern(text, branch),
      comparable: method !== undefined || isComparable(text, given),
    };
  }),
);

/** Without a method only `method` among the methods of HTTP is compared. */
function isComparable(criterion: string, type = ""): boolean {
  return !(["any", "bin"].includes(type) || (type === "meth" && /^meth\b/.test(criterion)));
}

function fixedMethod(criterion: string, branch: string | undefined): string | undefined {
  if (branch === undefined || compareBranches(branch, "3.3") < 0) return undefined;
  const name = criterion.replace(/[(,].*$/, "");
  if (name === "method") return "meth";
  if (name === "http_auth_group") return "auth";
  return withMethod.test(criterion) && !isFetch(name, branch) ? ownMethod(criterion) : undefined;
}

/** The method that a criterion brings by its name: "url_len", "hdr_reg(host)". */
function ownMethod(criterion: string): string | undefined {
  const name = /^[\w.]+/.exec(criterion)?.[0] ?? "";
  return aclMethod(name) ?? /_(beg|dir|dom|end|len|reg|sub)$/.exec(name)?.[1];
}

/** Only a boolean, and types that HAProxy gives no way to compare, stand without a value. */
function needsPattern(criterion: string, branch: string | undefined): boolean {
  const { calls } = readExpression(criterion);
  const name = calls[0]?.name ?? "";
  if (calls.length === 1 && (aclFetch(name) !== undefined || (ownMethod(name) !== undefined && !isFetch(name, branch)))) return true;
  return ["sint", "addr", "ipv4", "ipv6", "str", "meth"].includes(outputType(criterion, branch) ?? "");
}

function isFetch(name: string, branch: string | undefined): boolean {
  return samplesNamed("fetch", name, branch).length > 0;
}

/** Type that an expression gives; undefined where a part of it is not known. */
export function outputType(criterion: string, branch: string | undefined): string | undefined {
  const { calls } = readExpression(criterion);
  const types = calls.map(({ name }, i) => {
    const specs = i === 0 ? samplesNamed("fetch", fetchOfCriterion(name, branch) ?? name, branch) : samplesNamed("converter", name, branch);
    return specs.at(-1)?.out;
  });
  return types.includes(undefined) ? undefined : types.findLast((type) => type !== "same");
}
