/** Findings in which one statement needs or hides another one, of which the lints' pages have no example: the line, the gravity, the words. */
import { expect, test } from "vitest";
import { configFindings } from "../server/src/features/configFindings.ts";
import { modelFrom, releaseFrom } from "./support/configText.ts";

/** "4 error: message", lines from 1, of one code. */
function told(text: string, code: string, release = "3.2.4"): readonly string[] {
  const found = configFindings(modelFrom(text), { release: releaseFrom(release), ignored: [] });
  return found.filter((one) => one.code === code).map(({ line, severity, message }) => `${line + 1} ${severity}: ${message}`);
}

test("external checks need the leave of the global section, and their command", () => {
  const backend = (...lines: readonly string[]) =>
    `backend b\n    option external-check\n${lines.join("")}    server s 192.0.2.1:80 check\n`;
  const command = "    external-check command /bin/true\n";
  const code = "external-check-forbidden";
  expect(told(`global\n    maxconn 9\n${backend(command)}`, code)).toEqual([
    '4 error: "option external-check" needs "external-check" in the global section',
  ]);
  expect(told(`global\n    external-check\n${backend()}`, code)).toEqual([
    '4 error: "option external-check" needs "external-check command" in the backend section',
  ]);
  expect(told(`global\n    external-check\n    insecure-fork-wanted\n${backend(command)}`, code)).toEqual([]);
});

test("a ring has 16 KiB at least: a smaller size is left out of account, which releases up to 2.8 warn of", () => {
  const ring = (size: string) => `ring r\n    size ${size}\n    server s 192.0.2.1:514\n`;
  const message = 'HAProxy ignores the size "1000", of which it reads 1000 bytes: a ring has 16384 at least';
  expect(told(ring("1000"), "ineffective-keyword", "2.8.5")).toEqual([`2 warning: ${message}`]);
  expect(told(ring("1000"), "ineffective-keyword", "3.0.2")).toEqual([`2 information: ${message}`]);
  expect(told(ring("16384"), "ineffective-keyword", "3.0.2")).toEqual([]);
});
