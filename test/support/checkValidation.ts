/** Captured output of `haproxy -c` as the findings that an editor would get. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "vitest";
import { verdictOf } from "../../server/src/features/validate/verdict.ts";
import { readConfig } from "../../server/src/syntax/config.ts";

const folder = path.resolve(import.meta.dirname, "../fixtures/haproxy-output");

/** `names`: configurations in the order of -f; `run`: the file that holds the output. */
export function validationOf(names: readonly string[], run: string, code: number) {
  const files = names.map((name) => readConfig(`file:///etc/haproxy/${name}.cfg`, readFileSync(path.join(folder, `${name}.cfg`), "utf8")));
  const output = readFileSync(path.join(folder, `${run}.txt`), "utf8");
  const paths = names.map((name) => `/etc/haproxy/${name}.cfg`);
  return { files, verdict: verdictOf({ code, output, paths }, files, "haproxy", undefined) };
}

/** Expects "SEVERITY FILE:LINE MARKED: start of the message" for each finding, lines from 1. */
export function checkValidation(names: readonly string[], run: string, code: number, expected: readonly string[]): void {
  const { files, verdict } = validationOf(names, run, code);
  const told = verdict.findings.map(({ uri, line, span, severity, message }) => {
    const raw = files.find((file) => file.uri === uri)?.lines[line]?.raw ?? "";
    return `${severity} ${uri.split("/").at(-1)}:${line + 1} ${raw.slice(span.start, span.end)}: ${message}`;
  });
  expect(told).toHaveLength(expected.length);
  for (const [i, one] of expected.entries()) expect(told[i]?.slice(0, one.length)).toBe(one);
}
