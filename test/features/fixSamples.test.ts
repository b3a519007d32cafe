/** Fixes of samples that only the request has, in responses: variables keep them, and sessions a stick-table. */
import { describe, expect, test } from "vitest";
import { fixesAt } from "../support/checkActions.ts";

const fixed = (marked: string, code: string, release?: string) => Object.values(fixesAt(marked, release, code));
const lines = (...all: readonly string[]) => all.map((line, i) => (i === 0 ? `${line}\n` : `    ${line}\n`)).join("");

describe("samples that only the request has", () => {
  test.each([
    ["set-header X %[path]", "path", "path", "set-header X %[var(txn.path)]"],
    ['set-header X "%[req.hdr(host),lower] y"', "req.hdr(host)", "hdr_host", 'set-header X "%[var(txn.hdr_host),lower] y"'],
    ["set-header X y if { path_beg -i /x }", "path", "path", "set-header X y if { var(txn.path) -m beg -i /x }"],
    ["set-header X y if { path -m end y }", "path", "path", "set-header X y if { var(txn.path) -m end y }"],
    ["set-header X y if { method GET }", "method", "method", undefined],
  ])("%s", (rule, call, name, after) => {
    const rest = ["backend b", "mode http", "http-request deny if { path /a }"];
    const text = lines(...rest, `http-response ${rule}$0`, "server s 192.0.2.1:80");
    const wanted =
      after === undefined
        ? []
        : [lines(...rest, `http-request set-var(txn.${name}) ${call}`, `http-response ${after}`, "server s 192.0.2.1:80")];
    expect(fixed(text, "unavailable-sample")).toEqual(wanted);
  });

  test("a variable that is there is taken, and the rule for a new one stands above backends", () => {
    const front = ["frontend f", "mode http", "bind :80"];
    const given = lines(...front, "http-request set-var(txn.path) path", "http-response set-header X %[path]$0");
    expect(fixed(given, "unavailable-sample")).toEqual([
      lines(...front, "http-request set-var(txn.path) path", "http-response set-header X %[var(txn.path)]"),
    ]);
    const late = lines(...front, "default_backend b", "http-response set-header X %[path]$0");
    expect(fixed(late, "unavailable-sample")).toEqual([
      lines(...front, "http-request set-var(txn.path) path", "default_backend b", "http-response set-header X %[var(txn.path)]"),
    ]);
  });
});

test("cookies of sessions go into a stick-table", () => {
  const text = lines("backend b", "mode http", "appsession SID len 52 timeout 3h$0", "server s 192.0.2.1:80");
  expect(fixed(text, "removed-keyword")).toEqual([
    lines(
      "backend b",
      "mode http",
      "stick-table type string len 52 size 100k expire 3h",
      "stick match req.cook(SID)",
      "stick store-response res.cook(SID)",
      "server s 192.0.2.1:80",
    ),
  ]);
  expect(fixed(text.replace("3h", "3h request-learn"), "removed-keyword").join()).toContain("stick on req.cook(SID)");
  expect(fixed(text.replace("3h", "3h prefix"), "removed-keyword")).toEqual([]);
  expect(fixed(text.replace("mode http", "stick-table type ip size 1k expire 1m"), "removed-keyword")).toEqual([]);
});
