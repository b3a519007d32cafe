/** Single-fault mutants of our own configurations before real binaries: what they refuse we find, what they accept we leave alone. */
import { describe, expect, test } from "vitest";
import { bases, type Mutant, mutants } from "../../scripts/mutants.ts";
import type { Hit } from "../../server/src/lints/hit.ts";
import { languageHits } from "../../server/src/lints/language.ts";
import { readReleaseInUse } from "../../server/src/model/releaseInUse.ts";
import { modelFrom } from "../support/configText.ts";
import { presentBranches, type Verdict, verdictsOf } from "../support/realHaproxy.ts";

const all = mutants();

test("there are more than 220 mutants of many kinds, always the same", () => {
  expect(all.length).toBeGreaterThanOrEqual(220);
  expect(new Set(all.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(25);
  expect(mutants().map(({ text }) => text)).toEqual(all.map(({ text }) => text));
});

describe.each(presentBranches())("haproxy %s", (branch) => {
  test("the larger configurations give nothing", { timeout: 120_000 }, async () => {
    const larger = bases().filter(({ name }) => name.startsWith("test/fixtures/"));
    const verdicts = await verdictsOf(
      branch,
      larger.map(({ text }) => text),
    );
    expect(verdicts.map(({ state }) => state)).toEqual(larger.map(() => "ok"));
    expect(larger.flatMap(({ name, text }) => loudHits(branch, text).map((hit) => `${name}:${hit.line + 1} ${hit.code}`))).toEqual([]);
  });

  const results = memoised(() => judged(branch));

  test("says what is missed", { timeout: 600_000 }, async () => {
    const { refused, warned } = await results();
    const found = (those: readonly Judged[], severity?: Hit["severity"]) =>
      those.filter(({ here }) => here.some((hit) => severity === undefined || hit.severity === severity));
    console.info(
      `${branch}: refused ${refused.length}, on the line ${percent(found(refused), refused)}, as an error ${percent(found(refused, "error"), refused)}; warned of ${warned.length}, found ${percent(found(warned), warned)}`,
    );
    for (const { mutant, verdict } of [...refused, ...warned].filter(({ here }) => here.length === 0))
      console.info(missed(mutant, verdict));
    expect(refused.length).toBeGreaterThan(200);
  });

  test("mutants that it accepts give no error and no warning", { timeout: 600_000 }, async () => {
    const { accepted } = await results();
    expect(accepted.flatMap(({ mutant, loud }) => loud.map(({ code }) => `${code}: ${mutant.after.trim()}`))).toEqual([]);
  });

  test("at least 97 % of what it refuses is found on the line", { timeout: 600_000 }, async () => {
    const { refused } = await results();
    expect(refused.filter(({ here }) => here.length > 0).length / refused.length).toBeGreaterThanOrEqual(0.97);
  });

  test("at least 93 % of what it refuses is an error of ours", { timeout: 600_000 }, async () => {
    const { refused } = await results();
    const errors = refused.filter(({ here }) => here.some(({ severity }) => severity === "error"));
    expect(errors.length / refused.length).toBeGreaterThanOrEqual(0.93);
  });
});

function memoised<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

interface Judged {
  readonly mutant: Mutant;
  readonly verdict: Verdict;
  readonly loud: readonly Hit[];
  /** Those on the mutated line or on one that HAProxy blames; all of them where it warns without a line. */
  readonly here: readonly Hit[];
}

/** Mutants of what the branch accepts in silence, by what it says of them. */
async function judged(branch: string): Promise<Readonly<Record<"refused" | "warned" | "accepted", readonly Judged[]>>> {
  const from = bases();
  const verdictsOnBases = await verdictsOf(
    branch,
    from.map(({ text }) => text),
  );
  const silent = new Set(from.filter((_, i) => verdictsOnBases[i]?.state === "ok").map(({ name }) => name));
  const asked = all.filter(({ base }) => silent.has(base.name));
  const verdicts = await verdictsOf(
    branch,
    asked.map(({ text }) => text),
  );
  const results = asked.map((mutant, i): Judged => {
    const verdict = verdicts[i] as Verdict;
    const loud = loudHits(branch, mutant.text);
    const lines = [mutant.line, ...verdict.messages.map(({ line }) => line)];
    const nowhere = verdict.state === "warning" && verdict.messages.every(({ line }) => line === undefined);
    return { mutant, verdict, loud, here: loud.filter(({ line }) => nowhere || lines.includes(line + 1)) };
  });
  const those = (state: Verdict["state"]) => results.filter(({ verdict }) => verdict.state === state);
  return { refused: those("error"), warned: those("warning"), accepted: those("ok") };
}

function loudHits(branch: string, text: string): readonly Hit[] {
  return languageHits(modelFrom(text), readReleaseInUse(branch)).filter(({ severity }) => severity === "error" || severity === "warning");
}

function missed({ kind, base, line, after }: Mutant, { state, messages }: Verdict): string {
  return `  missed (${state}): ${kind}: ${base.name}:${line}: ${after.split("\n").at(-1)?.trim()} | ${messages[0]?.text.slice(0, 140)}`;
}

function percent(part: readonly unknown[], whole: readonly unknown[]): string {
  return `${part.length} (${((100 * part.length) / Math.max(whole.length, 1)).toFixed(1)} %)`;
}
