/** Whole configurations as operators write them: what we say of each release, and what its binary says. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { languageHits } from "../../server/src/lints/language.ts";
import { readReleaseInUse } from "../../server/src/model/releaseInUse.ts";
import { modelFrom } from "../support/configText.ts";
import { presentBranches, realBranches, verdictsOf } from "../support/realHaproxy.ts";

const folder = path.resolve(import.meta.dirname, "../fixtures/operators");
const configs = readdirSync(folder).map((name) => ({ name, text: readFileSync(path.join(folder, name), "utf8") }));

const hitsOf = (text: string, branch: string) =>
  languageHits(modelFrom(text), readReleaseInUse(branch)).filter(({ severity }) => severity === "error" || severity === "warning");

type State = "error" | "warning" | "ok";
/** What the binaries said of each, in the order of realBranches where they differ. */
const states: Readonly<Record<string, State | readonly State[]>> = {
  "canary.cfg": "ok",
  "common-mistakes.cfg": "error",
  "databases.cfg": "warning",
  "defaults-by-name-and-place.cfg": "warning",
  "dns-discovery.cfg": "ok",
  "first-steps.cfg": "error",
  "health-checks.cfg": "error",
  "peers-rate-limit.cfg": "ok",
  "statistics-twice-guarded.cfg": "error",
  "stick-tables.cfg": ["error", "error", "ok", "ok"],
  "syslog-relay.cfg": ["error", "error", "ok", "ok"],
  "tls-to-servers.cfg": "error",
};

describe.each(realBranches)("HAProxy %s", (branch) => {
  test.each(configs)("$name", ({ name, text }) => {
    const state = states[name];
    expect(stateOf(hitsOf(text, branch))).toBe(typeof state === "string" ? state : state?.[realBranches.indexOf(branch)]);
  });
});

const present = presentBranches();
// a file without tests is an error to vitest
if (present.length === 0) test.skip("operators' configurations before real HAProxy", () => {});

describe.each(present)("before haproxy %s", (branch) => {
  test("each is refused, warned of or taken as we say, and all lines that are blamed are found", { timeout: 120_000 }, async () => {
    const verdicts = await verdictsOf(
      branch,
      configs.map(({ text }) => text),
    );
    const theirs = configs.map(({ name, text }, i) => {
      const found = new Set(hitsOf(text, branch).map(({ line }) => line + 1));
      const missed = (verdicts[i]?.messages ?? []).filter(({ line }) => line !== undefined && !found.has(line));
      return { name, state: verdicts[i]?.state, missed: missed.map(({ line, text: said }) => `${line}: ${said}`) };
    });
    const ours = configs.map(({ name, text }) => ({ name, state: stateOf(hitsOf(text, branch)), missed: [] }));
    expect(theirs).toEqual(ours);
  });
});

function stateOf(hits: readonly { readonly severity: string }[]): string {
  return hits.some(({ severity }) => severity === "error") ? "error" : hits.length > 0 ? "warning" : "ok";
}
