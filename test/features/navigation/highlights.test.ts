/** Highlights and linked editing: the places of a name in the file at hand. */
import { expect, test } from "vitest";
import { highlightsFrom, linkedFrom } from "../../support/checkNames.ts";

test("highlights tell where a name is written", () => {
  expect(highlightsFrom("frontend f\n acl $0a path /\n http-request deny if a\n http-request set-var(txn.a) str(a)")).toBe("1w 2");
  expect(
    highlightsFrom(
      "frontend f\n http-request set-var(txn.a) str(a)\n http-request deny if { var($0txn.a) -m found }\n http-request unset-var(txn.a)",
    ),
  ).toBe("1w 2 3w");
  expect(highlightsFrom("frontend f\n mode $0http")).toBe("");
});

test("linked editing takes what is declared here and written alike", () => {
  expect(linkedFrom("frontend f\n default_backend b$0\nbackend b")).toBe(2);
  expect(linkedFrom("frontend f\n default_backend b$0")).toBeUndefined();
  expect(linkedFrom("backend b\n server-template w 3 192.0.2.1:80\n use-server w$02 if TRUE")).toBe(2);
});
