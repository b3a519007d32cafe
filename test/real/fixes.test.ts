/** Fixes and refactorings of real configurations before real HAProxy: what it took it still takes, and what it read it still reads. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { configFindings } from "../../server/src/features/configFindings.ts";
import { draftsFor, fixedText, safeFixes } from "../../server/src/features/fixes/fixes.ts";
import { refactorings } from "../../server/src/features/refactor/refactorings.ts";
import { changedText } from "../../server/src/features/textChange.ts";
import { modelOf } from "../../server/src/model/model.ts";
import { readReleaseInUse } from "../../server/src/model/releaseInUse.ts";
import { readConfig } from "../../server/src/syntax/config.ts";
import { corpusFiles } from "../support/generated.ts";
import { presentBranches, type Verdict, verdictsOf } from "../support/realHaproxy.ts";

const branches = presentBranches();
const files = branches.length === 0 ? [] : corpusFiles();
const longest = 1500;
const texts = files.map((file) => readFileSync(file, "latin1")).filter((text) => text.endsWith("\n") && text.split("\n").length < longest);

const accepted = ({ state }: Verdict) => state === "ok" || state === "warning";
const said = ({ messages }: Verdict) => messages.length;

interface Changed {
  readonly before: string;
  readonly after: string;
  readonly what: string;
}

/** Pairs whose second text is worse off: refused where the first was taken, or with more messages. */
async function worse(branch: string, pairs: readonly Changed[], isWorse: (before: Verdict, after: Verdict) => boolean): Promise<string[]> {
  const before = await verdictsOf(
    branch,
    pairs.map((pair) => pair.before),
  );
  const after = await verdictsOf(
    branch,
    pairs.map((pair) => pair.after),
  );
  return pairs.flatMap(({ what }, i) =>
    isWorse(before[i]!, after[i]!) ? [`${what}: ${JSON.stringify(after[i]!.messages.slice(0, 2))}`] : [],
  );
}

describe.skipIf(texts.length === 0).each(branches)("HAProxy %s", (branch) => {
  const options = { release: readReleaseInUse(branch), ignored: [] };

  test("says less after safe fixes", async () => {
    const pairs = texts.flatMap((before): Changed[] => {
      const file = readConfig("a.cfg", before);
      const model = modelOf([file]);
      const fixes = safeFixes(model, configFindings(model, options), options);
      return fixes.length === 0 ? [] : [{ before, after: fixedText(file, fixes), what: fixes.map(({ code }) => code).join() }];
    });
    expect(pairs.length).toBeGreaterThan(0);
    expect(await worse(branch, pairs, (one, two) => (accepted(one) && !accepted(two)) || (accepted(one) && said(two) > said(one)))).toEqual(
      [],
    );
  }, 300_000);

  test("still takes what it took after any fix", async () => {
    const codes = new Map<string, number>();
    const pairs = texts.flatMap((before): Changed[] => {
      const file = readConfig("a.cfg", before);
      const model = modelOf([file]);
      return configFindings(model, options).flatMap((finding) => {
        const seen = codes.get(finding.code) ?? 0;
        if (seen >= 3) return [];
        const drafts = draftsFor(model, options.release, finding).filter(({ changes }) => changes.every(({ uri }) => uri === "a.cfg"));
        if (drafts.length > 0) codes.set(finding.code, seen + 1);
        return drafts.map(({ title, changes }) => ({ before, after: changedText(file, changes), what: `${finding.code}: ${title}` }));
      });
    });
    expect(pairs.length).toBeGreaterThan(20);
    expect(await worse(branch, pairs, (one, two) => accepted(one) && !accepted(two))).toEqual([]);
  }, 300_000);

  test("says the same after a refactoring", async () => {
    const kinds = new Map<string, number>();
    const pairs = texts.flatMap((before): Changed[] => {
      const file = readConfig("a.cfg", before);
      const model = modelOf([file]);
      return file.lines.flatMap(({ words }, line) =>
        words.slice(0, 12).flatMap(({ span }) =>
          refactorings(model, "a.cfg", line, span.start, options.release).flatMap((action) => {
            const seen = kinds.get(action.kind) ?? 0;
            kinds.set(action.kind, seen + 1);
            const changes = action.changes ?? action.laterChanges?.() ?? [];
            return seen % 67 === 0 ? [{ before, after: changedText(file, changes), what: action.title }] : [];
          }),
        ),
      );
    });
    expect(pairs.length).toBeGreaterThan(20);
    expect(await worse(branch, pairs, (one, two) => accepted(one) !== accepted(two) || (accepted(one) && said(one) !== said(two)))).toEqual(
      [],
    );
  }, 300_000);
});

// a file without tests is an error to vitest
if (branches.length === 0) test.skip("fixes before real HAProxy", () => {});
