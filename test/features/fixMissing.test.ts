/** Fixes that put in what is missing in the middle of a line: signs, parameters, operators, targets of logs. */
import { describe, expect, test } from "vitest";
import { fixesAt } from "../support/checkActions.ts";

const fixed = (marked: string, code: string, release?: string) => Object.values(fixesAt(marked, release, code));

describe("what is missing in the middle of a line", () => {
  const rule = (text: string) => `backend b\n    mode http\n    ${text}\n`;

  test.each([
    ["http-request set-header x %[req.hdr(host)lower]$0", "malformed-expression", "%[req.hdr(host),lower]"],
    ["http-request set-header x %[src$0", "malformed-log-format", "x %[src]"],
    ['http-request set-header x "%[src$0"', "malformed-log-format", 'x "%[src]"'],
    ["http-request deny if { path_reg (^|/)x$0 }", "stray-parenthesis", "path_reg -- (^|/)x"],
    ["use-fcgi-app php$0\n    server s 192.0.2.1:9000", "incomplete-server", "192.0.2.1:9000 proto fcgi"],
    ["server s 192.0.2.1:80 agent-check$0 weight 1", "incomplete-server", "agent-check agent-port 8888 weight 1"],
  ])("%s", (text, code, part) => {
    expect(fixed(`fcgi-app php\n    docroot /var/www\n${rule(text)}`, code)[0]).toContain(part);
  });

  test.each([
    [".if versionatleast$0(3.0)", ["version_atleast(3.0)"]],
    [".if feature(OPENSSL) feature$0(LUA)", ["feature(OPENSSL) && feature(LUA)", "feature(OPENSSL) || feature(LUA)"]],
    [".if nothing_like_it$0(LUA)", []],
  ])("%s", (text, conditions) => {
    expect(fixed(`global\n    ${text}\n    .endif\n`, "malformed-condition")).toEqual(
      conditions.map((condition) => `global\n    .if ${condition}\n    .endif\n`),
    );
  });

  test("an address for a log format", () => {
    const frontend = "frontend f$0\n    bind :80\n    option httplog\n";
    const logging = (log: string) => frontend.replace("$0", "").replace("bind", `${log}\n    bind`);
    expect(fixed(`global\n    log stdout local0\n${frontend}`, "log-format-without-log")).toEqual([
      `global\n    log stdout local0\n${logging("log global")}`,
    ]);
    expect(fixed(frontend, "log-format-without-log")).toEqual([logging("log stdout format raw local0")]);
  });
});
