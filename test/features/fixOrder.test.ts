/** Fixes of what HAProxy wants in an order: filters, and steps of checks. */
import { describe, expect, test } from "vitest";
import { fixesAt } from "../support/checkActions.ts";

const fixed = (marked: string, code: string, release?: string) => Object.values(fixesAt(marked, release, code));
const lines = (...all: readonly string[]) => all.map((line, i) => (i === 0 ? `${line}\n` : `    ${line}\n`)).join("");

describe("filters", () => {
  const backend = (...rest: readonly string[]) => lines("backend b", "mode http", ...rest, "server s 192.0.2.1:80");

  test("that are missing are written down, the cache in front of compression", () => {
    expect(fixed(backend("filter trace", "compression algo gzip$0"), "undeclared-filter")).toEqual([
      backend("filter trace", "filter compression", "compression algo gzip"),
    ]);
    const cache = "cache c\n    total-max-size 4\n";
    expect(fixed(cache + backend("filter trace", "filter compression", "http-request cache-use c$0"), "undeclared-filter")).toEqual([
      cache + backend("filter trace", "filter cache c", "filter compression", "http-request cache-use c"),
    ]);
  });

  test("that stand the wrong way round change places", () => {
    const text = backend("filter trace", "filter compression", "filter cache c$0", "http-request cache-use c");
    expect(fixed(`cache c\n    total-max-size 4\n${text}`, "undeclared-filter").join()).toContain(
      "filter cache c\n    filter compression\n",
    );
  });

  test("a limit that nobody sets: the nearest one, or a new one", () => {
    const text = backend("filter bwlim-out slow default-limit 1m default-period 1s", "http-response set-bandwidth-limit slwo$0");
    expect(Object.keys(fixesAt(text, "3.2.4", "undefined-member"))).toEqual([
      'Change "slwo" to "slow"',
      'Add "filter bwlim-out slwo default-limit 1m default-period 1s" (fit the value)',
    ]);
  });
});

describe("steps of checks", () => {
  const check = (option: string, ...steps: readonly string[]) => lines("backend b", `option ${option}`, ...steps, "server s 192.0.2.1:80");

  test.each([
    ["tcp-check", ["tcp-check send A", "tcp-check connect port 1$0"], ["tcp-check connect port 1", "tcp-check send A"]],
    [
      "httpchk",
      ["http-check connect", "http-check expect status 200$0", "http-check send meth GET uri /"],
      ["http-check connect", "http-check send meth GET uri /", "http-check expect status 200"],
    ],
    [
      "httpchk",
      ["http-check connect", "http-check send meth GET uri /", "http-check connect port 1$0"],
      ["http-check connect", "http-check send meth GET uri /", "http-check expect status 200", "http-check connect port 1"],
    ],
  ])("%s %j", (option, before, after) => {
    expect(fixed(check(option, ...before), "check-steps")[0]).toBe(check(option, ...after));
  });

  test("a section of checks says what they are", () => {
    const section = (...steps: readonly string[]) => lines("healthcheck h", ...steps);
    expect(fixed(`healthcheck h$0\n    tcp-check connect\n`, "check-steps", "3.4.0")).toEqual([
      section("type tcp-check", "tcp-check connect"),
    ]);
    expect(fixed(section("type tcp-check", "type tcp-check$0", "tcp-check connect"), "check-steps", "3.4.0")).toContain(
      section("type tcp-check", "tcp-check connect"),
    );
  });
});
