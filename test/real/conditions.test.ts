// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are variables of HAProxy
/** Blocks of `.if`, made up at random but the same each time, before real HAProxy: it blames the lines that we blame. */
import { describe, expect, test } from "vitest";
import { compareBranches } from "../../server/src/knowledge/release.ts";
import { languageHits } from "../../server/src/lints/language.ts";
import { readReleaseInUse } from "../../server/src/model/releaseInUse.ts";
import { modelFrom } from "../support/configText.ts";
import { randomly } from "../support/randomly.ts";
import { presentBranches, type Verdict, verdictsOf } from "../support/realHaproxy.ts";

const count = Number(process.env["CONDITION_CASES"] ?? 80);
const random = randomly(20261123);
const pick = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)] as T;

/** Nothing that depends on the build: the text decides. */
const terms = [
  ...["0", "1", "0x0", "010", "-1", "(1)", "((0)", "defined", "defined()", "defined(A)", "defined(B)", 'defined("A")'],
  ...["defined(HAPROXY_BRANCH)", "defined(NOT_HERE)", "feature(THREAD)", "feature(PRIVATE_CACHE)", 'streq("$A",x)', 'streq("${B-x}",x)'],
  ...["streq(a,a)", "streq('a,b',\"a,b\")", "strneq(a,b)", "version_atleast(3.0)", "version_before(3.2)", "version_atleast(3.2-dev1)"],
  ...["version_atleast(x)", "version_before()", "version_atleast(2.9.99.1-rc1)", "version_before(99)"],
];
/** Refused by some release or by all. */
const oddTerms = [
  "1x",
  "",
  "!",
  "0)",
  "(1",
  "defined(A",
  "streq(a)",
  "streq",
  "streq(a,a,a)",
  "strstr(abc,bc)",
  "nosuch(a)",
  "Defined(A)",
  "enabled(NOTHING)",
];

function condition(depth: number): string {
  const roll = random();
  if (roll < 0.04) return pick(oddTerms);
  if (depth > 2 || roll < 0.65) return pick(terms);
  if (roll < 0.75) return `!${pick(["", " "])}${condition(depth + 1)}`;
  if (roll < 0.8) return `(${condition(depth + 1)})`;
  return `${condition(depth + 1)}${pick([" ", ""])}${pick(["&&", "||", "&&", "||", "&&", "||", "&", ""])}${pick([" ", ""])}${condition(depth + 1)}`;
}

const statement = () =>
  pick([
    ...["nosuch", "nosuch", "nosuch", "setenv A x", "unsetenv A", "setenv B y", "presetenv B x", "resetenv PATH", "nbthread 1"],
    ...["nosuch", "nosuch", "nosuch", "nosuch", ".notice a", ".warning a", "# c", '"" nosuch', "nosuch 'x"],
    ...(random() < 0.2 ? [".notice a b", ".alert a", ".alert", ".diag a b", ".other"] : []),
  ]);

function block(depth: number): string[] {
  if (depth > 2 || random() < 0.5) return [statement()];
  const rest = [
    () => [`.elif ${condition(0)}`, ...block(depth + 1)],
    () => [".else", ...block(depth + 1)],
    () => (random() < 0.2 ? [pick([".else x", ".endif x", ".endif"])] : [statement()]),
  ];
  const lines = [`.if ${condition(0)}`, ...block(depth + 1)];
  while (random() < 0.5) lines.push(...pick(rest)());
  if (random() < 0.98) lines.push(".endif");
  return random() < 0.5 ? lines : [...lines, ...block(depth + 1)];
}

const texts = Array.from({ length: count }, () => `${["global", "unsetenv A B NOT_HERE", ...block(0), ...block(0)].join("\n")}\n`);

const present = presentBranches();
// a file without tests is an error to vitest
if (present.length === 0) test.skip("conditions before real HAProxy", () => {});

describe.each(present)("haproxy %s", (branch) => {
  test("blames the same lines", { timeout: 240_000 }, async () => {
    const verdicts = await verdictsOf(branch, texts);
    const differences = texts.flatMap((text, i) => difference(text, verdicts[i], branch));
    expect(differences).toEqual([]);
    expect(new Set(verdicts.map((verdict) => verdict.state)).size).toBeGreaterThan(1);
  });
});

/**
 * HAProxy may stop reading at an error: what we say of later lines is not compared.
 * From 3.1 on it reads twice, and does not come to the second time when the first finds something.
 */
function difference(text: string, verdict: Verdict | undefined, branch: string): string[] {
  const blamed = new Set(verdict?.messages.flatMap(({ level, line }) => (level === "ALERT" && line !== undefined ? [line] : [])));
  const readsTwice = compareBranches(branch, "3.1") >= 0;
  const last = Math.max(...blamed);
  const ours = languageHits(modelFrom(text), readReleaseInUse(branch))
    .filter(({ severity, message }) => severity === "error" && message !== 'this ".if" has no ".endif"')
    .map(({ line }) => line + 1);
  const missed = [...blamed].filter((line) => !ours.includes(line));
  const invented = ours.filter((line) => blamed.size === 0 || (!readsTwice && line <= last && !blamed.has(line)));
  return missed.length + invented.length === 0
    ? []
    : [`${text}missed ${missed}, invented ${invented}: ${verdict?.messages.map((m) => m.text)}`];
}
