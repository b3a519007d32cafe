/** Which crash a line of a log belongs to, where the same crash happened more than once. */
import { expect, test } from "vitest";
import { diagnose } from "../../../server/src/diagnosis/diagnose.ts";
import { findingsAround } from "../../../server/src/features/log/around.ts";
import { logFindings } from "../../../server/src/features/logFindings.ts";
import { LogText } from "../../../server/src/incident/logText.ts";

const crash = (thread: number) => [
  `FATAL: pool inconsistency detected in thread ${thread}: tag mismatch on free().`,
  "  caller: 0x55d81505fe6e (__stksess_kill+0x67/0x118)",
  "  pool: 0x55d8160c4a80 ('sticktables', size 288, real 320, users 1)",
];
const panic = [
  "Thread 2 is about to kill the process.",
  "*>Thread 2 : id=0x7f act=1 glob=0 wq=1 rq=0 tl=0 tlsz=0 rqsz=0",
  "             stuck=1 prof=0",
];
const text = [...crash(3), "", "an ordinary line", ...panic, "", ...crash(3)].join("\n");

const log = new LogText(text);
const diagnoses = log.incidents.map((incident) => diagnose(incident, { language: "en" }));
const findings = logFindings("file:///a.log", diagnoses);
/** Lines from 1 of the findings that belong to lines from `first` to `last`, from 1. */
const around = (first: number, last = first) =>
  findingsAround(findings, diagnoses, log.all, first - 1, last - 1).map(({ line }) => line + 1);

test("every line of a crash leads to its finding, a later time of the same crash to the first", () => {
  expect(findings.map(({ line }) => line + 1)).toEqual([1, 6]);
  expect([1, 2, 3, 10, 11, 12].map((line) => around(line))).toEqual([[1], [1], [1], [1], [1], [1]]);
  expect([6, 7, 8].map((line) => around(line))).toEqual([[6], [6], [6]]);
});

test("lines between belong to none, a stretch to all that it touches", () => {
  expect([around(5), around(4, 5)]).toEqual([[], []]);
  expect([around(3, 6), around(1, 12), around(8, 10)]).toEqual([
    [1, 6],
    [1, 6],
    [1, 6],
  ]);
});
