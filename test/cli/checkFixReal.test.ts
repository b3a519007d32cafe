/** Safe fixes before real HAProxy: what it said of the word is gone, and it says nothing new. */
import { expect, test } from "vitest";
import { configFindings } from "../../server/src/features/configFindings.ts";
import { fixedText, safeFixes } from "../../server/src/features/fixes/fixes.ts";
import { modelOf } from "../../server/src/model/model.ts";
import { readReleaseInUse } from "../../server/src/model/releaseInUse.ts";
import { readConfig } from "../../server/src/syntax/config.ts";
import { presentBranches, verdictsOf } from "../support/realHaproxy.ts";

const present = presentBranches();
const proxy = (...lines: readonly string[]) =>
  `defaults\n    mode http\n${lines.map((line) => `    ${line}\n`).join("")}\nfrontend fe\n    bind 127.0.0.1:18080\n    default_backend be\n\nbackend be\n    server s 127.0.0.1:18081\n`;
const rest = { client: "timeout client 5s", connect: "timeout connect 5s", server: "timeout server 5s" };

const cases: readonly (readonly [string, string])[] = [
  ["clitimeout", proxy("clitimeout 5000", rest.connect, rest.server)],
  ["contimeout", proxy(rest.client, "contimeout 5s", rest.server)],
  ["srvtimeout", proxy(rest.client, rest.connect, "srvtimeout 5s")],
  ["small-time", proxy("timeout client 30", rest.connect, rest.server)],
  ["accept-invalid-http-request", proxy("option accept-invalid-http-request", ...Object.values(rest))],
  ["accept-invalid-http-response", proxy("option accept-invalid-http-response", ...Object.values(rest))],
  ["capture-cipherlist-size", `global\n    tune.ssl.capture-cipherlist-size 100\n\n${proxy(...Object.values(rest))}`],
  ["forceclose", proxy("option forceclose", ...Object.values(rest))],
  ["junk-after-time", proxy("timeout client 5sec", rest.connect, rest.server)],
  [
    "rule-order",
    proxy(...Object.values(rest)).replace(
      "    default_backend",
      "    use_backend be if { path / }\n    http-request deny if { path /x }\n    default_backend",
    ),
  ],
  [
    "undefined-acl",
    proxy(...Object.values(rest)).replace("    default_backend", "    http-request deny if a\n    acl a path /x\n    default_backend"),
  ],
  [
    "method-overwritten",
    proxy(...Object.values(rest)).replace("    default_backend", "    http-request deny if { path_beg -m str /x }\n    default_backend"),
  ],
  [
    "content-type-ignored",
    proxy(...Object.values(rest)).replace(
      "    default_backend",
      "    http-request return status 200 content-type a/b if { path /x }\n    default_backend",
    ),
  ],
  ["duplicate-name", proxy(...Object.values(rest)).replace("127.0.0.1:18081\n", "127.0.0.1:18081\n    server s 127.0.0.1:18081\n")],
  ["hidden-headers", `${proxy(...Object.values(rest))}    option httpchk GET /ok HTTP/1.1\\r\\nHost:\\ a.example\\r\\nX-A:\\ 5%\n`],
  ["nbproc", `global\n    nbproc 1\n\n${proxy(...Object.values(rest))}`],
  ["address of old", proxy(...Object.values(rest)).replace("frontend fe\n    bind 127.0.0.1:18080\n", "frontend fe 127.0.0.1:18080\n")],
  ["block", proxy(...Object.values(rest)).replace("    default_backend", "    block if { path /x }\n    default_backend")],
  ["missing-final-newline", proxy(...Object.values(rest)).trimEnd()],
];

// a file without tests is an error to vitest
if (present.length === 0) test.skip("safe fixes before real HAProxy", () => {});

test.each(present.flatMap((branch) => cases.map(([name, text]) => [branch, name, text] as const)))(
  "HAProxy %s: %s",
  async (branch, _, text) => {
    const options = { release: readReleaseInUse(branch), ignored: [] };
    const model = modelOf([readConfig("a.cfg", text)]);
    const fixes = safeFixes(model, configFindings(model, options), options);
    const after = fixes.length === 0 ? text : fixedText(model.files[0] ?? readConfig("a.cfg", text), fixes);
    const [before, then] = await verdictsOf(branch, [text, after]);
    expect(then).toMatchObject({ state: "ok", messages: [] });
    // a finding of ours stands for something that HAProxy said, and where it was silent nothing is changed
    expect(before?.messages.length === 0).toBe(fixes.length === 0);
  },
);
