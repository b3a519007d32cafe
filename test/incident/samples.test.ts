/** Over the crash samples kept beside the repository: genuine outputs of many releases and excerpts of public reports. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { diagnose, named } from "../../server/src/diagnosis/diagnose.ts";
import { Profiles } from "../../server/src/diagnosis/profiles.ts";
import { verdictOf } from "../../server/src/diagnosis/verdict.ts";
import { readIncidents } from "../../server/src/incident/read.ts";
import { looksLikeCrashLog } from "../../server/src/incident/recognise.ts";
import { findAdvisory } from "../../server/src/knowledge/knowledge.ts";

const root = path.resolve(import.meta.dirname, "../../../shared/crash-samples");
const present = existsSync(path.join(root, "index.jsonl"));
if (!present) console.warn(`SKIPPED: no crash samples at ${root}`);

interface Sample {
  readonly name: string;
  readonly label: string;
  /** Commit that fixed it, where known. */
  readonly fix: string | undefined;
  /** Id in the catalogue of what is behind it, where known, and whether its frames are as somebody reported them. */
  readonly behind?: string | undefined;
  readonly reported?: boolean;
  /** GitHub issue that it is from, "#2611". */
  readonly issue?: string | undefined;
  readonly exitCode: number | undefined;
  readonly release: string | undefined;
  readonly kind: string | undefined;
  /** People found that it is no defect of HAProxy. */
  readonly outside: boolean;
  readonly log: string;
}

const advisoryOfFix: Readonly<Record<string, string>> = {
  "935787364": "stick-table-kill-race",
  d0e010518: "lua-ctx-renew-abort",
  f88f16286: "lua-null-error-pointer",
};
/** Runs of ours in which the crash leaves nothing but the master's line; the last releases without the fix are in facts/seed-issues.md. */
const bareCause: Readonly<Record<string, string>> = {
  "lua-maxmem-exhausted-abort": "lua-ctx-renew-abort",
  "lua-hmac-bad-arg": "lua-null-error-pointer",
  "lua-hmac-bad-arg2": "lua-null-error-pointer",
};
const unfixed = new Set(["2.4.22", "2.6.12", "2.8.7", "2.9.4", "3.0.2"]);

const samples: readonly Sample[] = present ? [...publicSamples(), ...genuineSamples()] : [];

function publicSamples(): Sample[] {
  const index = readFileSync(path.join(root, "index.jsonl"), "utf8").trim().split("\n");
  return index
    .map((line) => JSON.parse(line) as Record<string, string | null>)
    .map((row) => ({
      name: row["file"]!,
      label: row["label"]!,
      fix: row["fix_commit"] ?? undefined,
      exitCode: undefined,
      release: row["haproxy_version"] ?? undefined,
      kind: row["crash_kind"] ?? undefined,
      outside: row["verdict"] === "not a haproxy bug",
      behind: row["in_catalogue"] ?? undefined,
      reported: /^frames and messages as shown/.test(row["frames_source"] ?? ""),
      issue: /#\d+/.exec(row["source"] ?? "")?.[0],
      log: readFileSync(path.join(root, row["file"]!), "utf8"),
    }));
}

function genuineSamples(): Sample[] {
  const folder = path.join(root, "genuine");
  const logs = readdirSync(folder).filter((name) => name.endsWith(".log"));
  return logs.map((name) => {
    const facts = JSON.parse(readFileSync(path.join(folder, name.replace(/log$/, "json")), "utf8")) as Record<string, unknown>;
    const exitCode = facts["exit_status"] as number | undefined;
    return {
      name: `genuine/${name}`,
      label: labelOf(name, exitCode),
      fix: facts["fix"] as string | undefined,
      exitCode,
      release: facts["version"] as string | undefined,
      kind: undefined,
      outside: /-lua-(?:c-regex|task|service)-stuck|-worker-sigkill|-dev-bug/.test(name),
      log: readFileSync(path.join(folder, name), "utf8"),
    };
  });
}

function labelOf(name: string, exitCode: number | undefined): string {
  if (exitCode !== undefined && exitCode >= 128 && exitCode !== 143) return "crash";
  if (name.startsWith("gdb-")) return "crash";
  // a process without a master dies without a word
  return /neg-/.test(name) ? "negative" : exitCode !== undefined && exitCode < 0 ? "silent" : "negative-diagnostic";
}

/** What is behind a sample, and whether its log says more than an exit code. */
function causeOf({ name, fix, release, exitCode }: Sample): { advisory: string; bare: boolean } | undefined {
  const known = fix === undefined ? undefined : advisoryOfFix[fix];
  if (known !== undefined) return { advisory: known, bare: false };
  const bare = Object.entries(bareCause).find(([scenario]) => name.endsWith(`${scenario}.log`))?.[1];
  const crashed = exitCode === 134 || exitCode === 139;
  return bare !== undefined && crashed && unfixed.has(release ?? "") ? { advisory: bare, bare: true } : undefined;
}

const diagnosesOf = ({ log }: Sample) => readIncidents(log).map((incident) => diagnose(incident, { language: "en" }));
const namedIn = (sample: Sample) =>
  diagnosesOf(sample).flatMap(({ candidates }) =>
    candidates.filter(({ confidence }) => confidence >= named).map(({ advisory }) => advisory),
  );

const plainCauses = samples.filter((sample) => causeOf(sample)?.bare === false);
const bareCauses = samples.filter((sample) => causeOf(sample)?.bare === true);
const others = samples.filter((sample) => causeOf(sample) === undefined);
const byName = (list: readonly Sample[]) => list.map((sample) => [sample.name, sample] as const);

describe.skipIf(!present)("samples", () => {
  test("there are enough of each sort", () => {
    expect([plainCauses.length, bareCauses.length, others.length].map((count) => count >= 7)).toEqual([true, true, true]);
  });

  test.each(byName(plainCauses))("%s names its cause first", (_, sample) => {
    const diagnoses = diagnosesOf(sample);
    expect(diagnoses).toHaveLength(1);
    expect(diagnoses[0]!.candidates[0]!.advisory.id).toBe(causeOf(sample)!.advisory);
    expect(diagnoses[0]!.candidates[0]!.confidence).toBeGreaterThanOrEqual(named);
  });

  test.each(byName(bareCauses))("%s keeps its cause among the candidates, with what to collect", (_, sample) => {
    const [diagnosis, ...more] = diagnosesOf(sample);
    expect(more).toEqual([]);
    const candidate = diagnosis!.candidates.find(({ advisory }) => advisory.id === causeOf(sample)!.advisory);
    expect(candidate!.confidence).toBeLessThan(named);
    expect(candidate!.confidence).toBeGreaterThan(0);
    expect(candidate!.advisory.collect.en.length).toBeGreaterThan(0);
  });

  test.each(byName(others.filter(({ behind }) => behind === undefined)))("%s is blamed on no defect of ours", (_, sample) => {
    const defects = namedIn(sample).filter(({ effect }) => effect !== "environment");
    expect(defects.map(({ id }) => id)).toEqual([]);
  });

  test.each(byName(samples.filter(({ behind }) => behind !== undefined)))("%s, a defect, is not called none", (_, sample) => {
    expect(diagnosesOf(sample).map(verdictOf)).not.toContain("not-haproxy");
  });

  test("most of what is no defect of HAProxy is called so, and none of it a defect", () => {
    const outside = samples.filter((sample) => sample.outside);
    const verdicts = outside.map((sample) => diagnosesOf(sample).map(verdictOf)[0]);
    expect(verdicts).not.toContain("known-bug");
    expect(outside.length).toBeGreaterThan(20);
    expect(verdicts.filter((verdict) => verdict === "not-haproxy").length).toBeGreaterThanOrEqual(outside.length - 1);
  });

  /** How often what is behind is among the first candidates, as a share of the samples of a sort. */
  function foundShares(profilesOf: (sample: Sample) => Profiles | undefined): (reported: boolean, most: number) => number {
    const ranks = samples.flatMap((sample) => {
      const id = sample.behind === undefined ? undefined : findAdvisory(sample.behind)?.id;
      if (id === undefined) return [];
      const [incident] = readIncidents(sample.log);
      const candidates = incident === undefined ? [] : diagnose(incident, { language: "en", profiles: profilesOf(sample) }).candidates;
      return [{ reported: sample.reported === true, rank: candidates.findIndex(({ advisory }) => advisory.id === id) }];
    });
    return (reported, most) => {
      const list = ranks.filter((one) => one.reported === reported);
      return list.filter(({ rank }) => rank >= 0 && rank < most).length / list.length;
    };
  }

  test("what is behind is found, as often as was reached so far", () => {
    const share = foundShares(() => undefined);
    expect(share(true, 1)).toBeGreaterThanOrEqual(0.94);
    expect(share(true, 3)).toBeGreaterThanOrEqual(0.97);
    expect(share(false, 3)).toBeGreaterThanOrEqual(0.84);
  });

  test("so it is by those who never saw the issue that a sample is from", () => {
    const share = foundShares(({ issue }) => (issue === undefined ? undefined : Profiles.without(issue)));
    expect(share(true, 1)).toBeGreaterThanOrEqual(0.64);
    expect(share(false, 3)).toBeGreaterThanOrEqual(0.69);
  });

  test.each(byName(samples.filter(({ label }) => label === "negative")))("%s is no crash", (_, sample) => {
    expect(looksLikeCrashLog(sample.log)).toBe(false);
    expect(readIncidents(sample.log)).toEqual([]);
  });

  test.each(byName(samples.filter(({ label }) => label === "crash")))("%s is a crash, and read as one incident", (_, sample) => {
    expect(looksLikeCrashLog(sample.log)).toBe(true);
    expect(readIncidents(sample.log)).toHaveLength(1);
  });
});

const kinds: Readonly<Record<string, readonly string[]>> = {
  "double-free": ["pool-inconsistency", "heap-corruption", "segfault"],
  assertion: ["bug-condition"],
  watchdog: ["watchdog", "abort"],
  spinning: ["spinning"],
  segfault: ["segfault", "illegal-instruction"],
  "null-deref": ["segfault"],
};

describe.skipIf(!present)("facts of the samples", () => {
  test.each(byName(samples.filter(({ kind }) => kind !== undefined && kind in kinds)))("%s has a fitting kind", (_, { kind, log }) => {
    expect(kinds[kind!]).toContain(readIncidents(log)[0]?.kind);
  });

  test.each(byName(samples.filter(({ exitCode }) => exitCode !== undefined && exitCode >= 132 && exitCode < 140)))(
    "%s has its exit code, release and thread",
    (_, { log, exitCode, release }) => {
      const [incident] = readIncidents(log);
      if (log.includes("exited with code")) expect(incident?.exitCode).toBe(exitCode);
      if (log.includes("version is")) expect(`${incident?.release?.release.branch}.${incident?.release?.release.patch}`).toBe(release);
      const thread = /thread (\d+): tag|Thread (\d+) is about/.exec(log);
      if (thread) expect(incident?.thread).toBe(Number(thread[1] ?? thread[2]));
    },
  );
});
