/** Words whose form HAProxy checks by rules of its own: what it takes and what it refuses (asked of 3.2). */
import { describe, expect, test } from "vitest";
import { configFindings } from "../../server/src/features/configFindings.ts";
import { modelFrom, releaseFrom } from "../support/configText.ts";

/** Whether the line that holds the word would be refused. */
function isRefused(text: string, release: string): boolean {
  const found = configFindings(modelFrom(text), { release: releaseFrom(release), ignored: [] });
  const line = text.split("\n").length - 2;
  return found.some((finding) => finding.line === line && finding.severity === "error");
}

const timeouts = "defaults\n    mode http\n    timeout client 5s\n    timeout connect 5s\n    timeout server 5s\n";
const inFrontend = `${timeouts}frontend f\n    bind :18080\n`;
const inBackend = `${timeouts}backend b\n`;

/** `@` stands for the word. */
const forms: readonly (readonly [lead: string, line: string, taken: readonly string[], refused: readonly string[]])[] = [
  ["global\n", "http-fail-codes @", ["500-599", "+404", "-404", "100", "404,500-510"], ["99", "600", "500-400", "x"]],
  [inBackend, "server s a.example:80 init-addr none resolve-net @", ["10.0.0.0/8", "10.0.0.0/8,2001:db8::/32"], ["10.0.0.0/8,x"]],
  ["global\n", "tune.quic.frontend.stream-data-ratio @", ["1", "100"], ["0", "101", "x"]],
  [inFrontend, "log 127.0.0.1 sample @ local0", ["1:10", "2-3,7:8"], ["0:2", "3-2:8", "9:8", "x"]],
  [inFrontend, "bind :18081 thread @", ["all", "odd", "1", "1/1-2"], ["x", "0", "1/65"]],
  ["ring r\n", "size @", ["65536"], ["0", "x"]],
  [inFrontend, "http-request deny if { bool(@) }", ["true", "FALSE", "0", "1"], ["yes", "2"]],
  [inBackend, "http-request set-header A %[src,hmac(sha256,@)]", ["c2VjcmV0", "c2VjcmU="], ["x%"]],
  [inBackend, "http-request set-var(@) src", ["txn.a", "req.a.b", "psess.x"], ["a", "foo.a", "txn.", "txn.a-b"]],
  [inBackend, "http-request deny if { path -m reg @ }", ["^/a", "(a|b)", "[(]"], ["(a", "*", "[a", "a\\"]],
  [inBackend, "stick-table type ip size @", ["1k", "100000", "1m"], ["0", "1x", "-1"]],
  [inBackend, "timeout queue @", ["5s", "1d", "0"], ["x", "5x5", "-1s", "25d20h"]],
  [inBackend, "http-check expect status @", ["200", "200-399", "200,404"], ["399-200", "x"]],
  ["global\n", "cpu-map @ 0", ["1", "auto:1/1-2", "all", "odd"], ["x", "auto:x"]],
  [inBackend, "server s 192.0.2.1:80 resolve-opts @", ["allow-dup-ip", "ignore-weight,prevent-dup-ip"], ["x", "allow-dup-ip,x"]],
  [inBackend, "server-template s @ 192.0.2.1:80", ["3", "1-3"], ["0", "x", "3-1"]],
];

describe.each(forms)("%s%s", (lead, line, taken, refused) => {
  const text = (word: string) => `${lead}    ${line.replace("@", () => word)}\n`;

  test.each(taken)("takes %s", (word) => {
    expect(isRefused(text(word), "3.2.4")).toBe(false);
  });

  test.each(refused)("refuses %s", (word) => {
    expect(isRefused(text(word), "3.2.4")).toBe(true);
  });
});

test("from 3.3 on HAProxy adds no header that it makes itself", () => {
  const text = `${inBackend}    http-send-name-header Host\n`;
  expect([isRefused(text, "3.2.4"), isRefused(text, "3.3.0")]).toEqual([false, true]);
});
