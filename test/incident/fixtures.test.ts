/** Golden readings of whole logs: test/fixtures/incidents/<case>/{input.log, expected.md}. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { looksLikeCrashLog } from "../../server/src/incident/recognise.ts";
import { incidentsInWords } from "../support/incidents.ts";

const root = path.resolve(import.meta.dirname, "../fixtures/incidents");
const cases = readdirSync(root).filter((name) => existsSync(path.join(root, name, "input.log")));

test("there are cases", () => expect(cases.length).toBeGreaterThan(10));

describe.each(cases)("%s", (name) => {
  const log = readFileSync(path.join(root, name, "input.log"), "utf8");

  test("is read as its golden file says", async () => {
    await expect(incidentsInWords(log)).toMatchFileSnapshot(path.join(root, name, "expected.md"));
  });

  test("is recognised as a crash log", () => expect(looksLikeCrashLog(log)).toBe(true));
});
