/** From which releases a report without a release can be, by what only some of them print. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { diagnose } from "../../server/src/diagnosis/diagnose.ts";
import { eraInWords, eraOf } from "../../server/src/diagnosis/era.ts";
import { summaryOf } from "../../server/src/features/diagnosisSummary.ts";
import { readAll, readIncidents } from "../../server/src/incident/read.ts";
import { knowledge } from "../../server/src/knowledge/knowledge.ts";
import { compareBranches, releaseOf } from "../../server/src/knowledge/release.ts";

const dump = (...lines: readonly string[]) =>
  ["Thread 3 is about to kill the process.", "*>Thread 3 : id=0x7f03 act=1 glob=0 wq=1 rq=0 tl=1 tlsz=1 rqsz=2", ...lines].join("\n");
const alone = "             stuck=1 prof=0 harmless=0 wantrdv=0";
const group = "     1/3    stuck=1 prof=0 harmless=0 isolated=0";
const loops = "     1/3    loops=1 ctxsw=2 stuck=1 prof=0 harmless=0 isolated=0 locks=0";

function check(log: string, era: string | undefined, from: readonly string[] = []): void {
  const incident = readAll(log)[0]!;
  const found = eraOf(incident);
  expect(found && eraInWords(found)).toBe(era);
  const lines = log.split("\n");
  if (from.length > 0) expect(found?.places.map(({ line, span }) => lines[line]!.slice(span.start, span.end))).toEqual(from);
}

describe("the form of a report", () => {
  test("fields of a thread", () => {
    check(dump(alone), "2.2 to 2.4", ["Thread 3 : id=0x7", "stuck=1 prof=0"]);
    check(dump(group), "2.8 to 3.2");
    check(dump(group.replace("isolated", "wantrdv")), "2.5 to 2.7");
    check(dump(loops), "3.2 from 3.2.6 on");
    check(dump(loops).replace(/^Thread (3 .*)\.$/m, "PANIC! Thread $1 (pid 812)."), "3.3 or later");
  });

  test("a stream in a line, and over several", () => {
    check(dump(group, "             strm=0x55,c00 src=192.0.2.1 fe=a be=b dst=unknown"), "2.8");
    check(dump(group, "             stream=0x55: [18/Mar/2025:13:54:08.114000] id=1 proto=tcpv4 source=192.0.2.1:1"), "2.9 to 3.2");
    check(dump(alone, "             rqf=80dcc2 rqa=30 rpf=80000000 rpa=0 sif=EST,200028 sib=INI,30"), "2.2 to 2.4");
  });

  test("an exit, as the master tells of it", () => {
    check("[ALERT] 304/102030 (812) : Current worker #1 (814) exited with code 139 (Segmentation fault)", "2.3 or older");
    check("[ALERT]    (812) : Current worker #1 (814) exited with code 139 (Segmentation fault)", "2.4");
    check("[ALERT]    (812) : Current worker (814) exited with code 139 (Segmentation fault)", "2.5 or later");
  });

  test("forms of no common release tell nothing", () => check(dump(alone, group), undefined));

  test("lines far behind a report are not its own", () => {
    const hint = "Hint: when reporting this bug to developers, please check if a core file was";
    check(`${dump(group)}\n\n${hint}`, "2.9.12 to 3.2");
    check(`${dump(group)}\n${"x\n".repeat(80)}${hint}`, "2.8 to 3.2");
  });
});

describe("a diagnosis by it", () => {
  test("says so, with the places", () => {
    const diagnosis = diagnose(readIncidents(dump(alone))[0]!, { language: "en" });
    expect(summaryOf(diagnosis).what).toContain("release not stated (its form is that of 2.2 to 2.4)");
    expect(diagnosis.era?.places.length).toBeGreaterThan(0);
  });

  test("a release that is stated wins", () => {
    const log = `[NOTICE]   (1) : haproxy version is 3.0.2\n${dump(alone)}`;
    const diagnosis = diagnose(readIncidents(log)[0]!, { language: "en" });
    expect([diagnosis.release, diagnosis.era]).toEqual([releaseOf("3.0.2"), undefined]);
    expect(summaryOf(diagnosis).what).toContain("HAProxy 3.0.2");
  });

  test("puts defects of other releases behind those of its own", () => {
    const expression = "task->expire == 0";
    const bug = (frame: string) =>
      `FATAL: bug condition "${expression}" matched at src/task.c:285\n  call trace(2):\n  | 0x55d815 ${frame}: stktable_requeue_exp+0x6/0x9\n`;
    const best = (log: string) => diagnose(readIncidents(log)[0]!, { language: "en" }).candidates;
    const [young, old] = [best(bug("<0f 0b c5 c6 1d bc eb 95]")), best(bug("[0f 0b c5 c6 1d bc eb 95]"))];
    const beforeSquare = old.filter(({ advisory }) => advisory.releases !== "any" && !young.some((one) => one.advisory === advisory));
    const confidence = (list: typeof old, id: string) => list.find(({ advisory }) => advisory.id === id)?.confidence ?? 0;
    expect(old.length).toBeGreaterThan(0);
    const fixedBefore = old.filter(
      ({ advisory: { releases } }) =>
        releases !== "any" && ["3.2", "3.3", "3.4"].every((branch) => releases[branch]?.state === "fixed-from-start"),
    );
    expect(fixedBefore.length).toBeGreaterThan(0);
    for (const { advisory } of [...fixedBefore, ...beforeSquare])
      expect(confidence(young, advisory.id)).toBeLessThan(confidence(old, advisory.id));
  });
});

test("every form is bounded by branches that there are", () => {
  const forms = knowledge.crashPatterns.filter(({ role }) => role === "form");
  expect(forms.length).toBeGreaterThan(30);
  for (const { id, releases = "" } of forms) {
    const bounds = releases.split(",").map((range) => range.split("-"));
    expect(
      bounds.every(([from, to]) => (from ?? "") !== "" || (to ?? "") !== ""),
      id,
    ).toBe(true);
    for (const [from = "", to = ""] of bounds)
      if (from !== "" && to !== "") expect(compareBranches(from.split(".").slice(0, 2).join("."), to), id).toBeLessThanOrEqual(0);
  }
});

const root = path.resolve(import.meta.dirname, "../../../shared/crash-samples/genuine");
const present = existsSync(root);
if (!present) console.warn(`SKIPPED: no genuine crash logs at ${root}`);

test.skipIf(!present)("no genuine output is taken for one of other releases", () => {
  const names = readdirSync(root).filter((name) => name.endsWith(".log"));
  const told = names.flatMap((name) => {
    const { version } = JSON.parse(readFileSync(path.join(root, name.replace(/log$/, "json")), "utf8")) as { version: string };
    const { branch, patch = 0 } = releaseOf(version);
    return readAll(readFileSync(path.join(root, name), "utf8")).flatMap((incident) => {
      const era = eraOf(incident);
      if (era !== undefined) expect(era.patches.get(branch), `${name}: ${eraInWords(era)}`).toBeLessThanOrEqual(patch);
      return era ?? [];
    });
  });
  expect(told.length).toBeGreaterThan(80);
});
