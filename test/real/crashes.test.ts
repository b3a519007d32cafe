/** Real HAProxy made to crash on loopback: what it prints is read as what was done to it. */
import { describe, expect, test } from "vitest";
import { diagnose } from "../../server/src/diagnosis/diagnose.ts";
import { eraOf } from "../../server/src/diagnosis/era.ts";
import type { Incident } from "../../server/src/incident/incident.ts";
import { readAll, readIncidents } from "../../server/src/incident/read.ts";
import { releaseName } from "../../server/src/knowledge/release.ts";
import { crash, type Run, request, runsHere } from "../support/crashing.ts";
import { binaryOf, presentBranches } from "../support/realHaproxy.ts";

const present = presentBranches();
const asked = present.filter((branch) => branch === "2.6" || branch === present.at(-1));
const run = await Promise.all(asked.map((branch) => runsHere(binaryOf(branch) as string)));
const branches = asked.filter((_, i) => run[i]);
for (const branch of asked.filter((_, i) => !run[i])) console.warn(`SKIPPED: HAProxy ${branch} does not run here under its master`);
if (branches.length === 0) test.skip("crashes of real HAProxy", () => {});

/** The one crash of a run. */
function only({ output, worker }: Run, branch: string) {
  const incidents = readIncidents(output);
  expect(
    incidents.map(({ kind }) => kind),
    output,
  ).toHaveLength(1);
  const [incident] = incidents;
  expect(incident?.pid).toBe(worker);
  expect(incident?.release && releaseName(incident.release.release).startsWith(`${branch}.`)).toBe(true);
  return incident;
}

function bestOf(incident: Incident | undefined): string | undefined {
  const era = incident && eraOf(incident);
  expect(era?.patches.has(incident?.release?.release.branch ?? "")).toBe(true);
  return incident && diagnose(incident, { language: "en" }).candidates[0]?.advisory.id;
}

describe.each(branches)("haproxy %s", { timeout: 60_000 }, (branch) => {
  const binary = binaryOf(branch) as string;
  const old = branch === "2.6";

  test("a panic asked for", async () => {
    const run = await crash(binary, ({ say }) => say("expert-mode on; debug dev panic"));
    const incident = only(run, branch);
    expect(incident).toMatchObject({ kind: "watchdog", exitCode: 134, signal: "SIGABRT" });
    expect(incident?.threads.map(({ number }) => number)).toEqual([1, 2]);
    expect(incident?.threads.find(({ current }) => current)?.number).toBe(incident?.thread);
    expect(incident?.threads.find(({ number }) => number === incident.thread)?.task?.handler).toMatch(/^task_(?:run|process)_applet$/);
  });

  test("which no thread's being stuck shows to be wanted", async () => {
    const incident = only(await crash(binary, ({ say }) => say("expert-mode on; debug dev panic")), branch);
    expect(bestOf(incident)).toBe("crashed-on-purpose");
  });

  test("a service in Lua that cannot be interrupted", async () => {
    const incident = only(await crash(binary, (running) => request(running, "/service")), branch);
    const stuck = incident?.threads.find(({ number }) => number === incident.thread);
    expect(stuck).toMatchObject({ stuck: true, task: { applet: "<lua.spin>" } });
    // string.find tries a pattern, as the library's place on the stack again and again shows
    expect(bestOf(incident)).toBe("lua-calls-c-for-long");
  });

  test("a bug condition", async () => {
    const incident = only(await crash(binary, ({ say }) => say("expert-mode on; debug dev bug")), branch);
    expect(incident).toMatchObject({ kind: "bug-condition", exitCode: old ? 139 : 132 });
    expect(incident?.bugCondition).toMatchObject({ file: "src/debug.c" });
    expect(incident?.frames.length).toBeGreaterThan(3);
  });

  test("a condition that only warns is survived", async () => {
    const { output } = await crash(binary, ({ say }) => say("expert-mode on; debug dev warn"), true);
    expect(readIncidents(output)).toEqual([]);
    expect(readAll(output)).toMatchObject([{ kind: "bug-condition", survived: true, bugCondition: { file: "src/debug.c" } }]);
  });

  test("a loop in Lua that cannot be interrupted", async () => {
    const incident = only(await crash(binary, (running) => request(running, "/spin")), branch);
    expect(incident).toMatchObject({ kind: "watchdog", exitCode: 134 });
    const stuck = incident?.threads.find(({ number }) => number === incident.thread);
    expect(stuck).toMatchObject({ stuck: true, task: { handler: "process_stream" }, lua: "Lua from a stream analyser" });
    expect(Number(stuck?.fields["diff"])).toBeGreaterThan(5e8);
    expect(stuck?.stream?.frontend).toBe("fe1");
    expect(stuck?.frames.length).toBeGreaterThan(5);
    if (old) expect(incident?.luaTraceback.some(({ file, sourceLine }) => file?.endsWith("crash.lua") && sourceLine === 4)).toBe(true);
  });

  test("Lua out of memory", async () => {
    const { output, worker } = await crash(binary, (running) => request(running, "/fill"), true);
    expect(readIncidents(output)).toMatchObject([{ kind: "lua-out-of-memory", pid: worker }]);
  });

  test.each([
    ["SIGSEGV", "segfault", 139],
    ["SIGABRT", "abort", 134],
    ["SIGKILL", "worker-exit", 137],
  ] as const)("a worker that gets %s", async (signal, kind, exitCode) => {
    const incident = only(await crash(binary, async ({ worker }) => process.kill(worker, signal)), branch);
    expect(incident).toMatchObject({ kind, exitCode, signal });
  });

  test("a run that ends well is no incident", async () => {
    const { output } = await crash(binary, (running) => request(running, "/"), true);
    expect(readAll(output)).toEqual([]);
  });
});
