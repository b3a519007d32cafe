/** An edit asks again only about what it touches: the findings must be those of a fresh reading all the same. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { configFindings } from "../server/src/features/configFindings.ts";
import type { Finding } from "../server/src/features/finding.ts";
import { type Release, releaseOf } from "../server/src/knowledge/release.ts";
import { modelOf } from "../server/src/model/model.ts";
import { type ConfigFile, readConfig } from "../server/src/syntax/config.ts";

const start = `global
 nbthread 4
 log 192.0.2.1 local0
defaults base
 mode http
 timeout client 1m
userlist ops
 user alice insecure-password a
peers mates
 peer me 192.0.2.1:1024
frontend web from base
 bind :80
 acl api path_beg /api
 use_backend api if api
 default_backend web
backend web from base
 stick-table type ip size 1m store gpc0
 server s1 192.0.2.1:80 check
backend api from base
 http-request track-sc0 src table web
 http-request deny if { sc_http_req_rate(0) gt 9 }
 server s1 192.0.2.2:80
listen tcp
 mode tcp
 bind :81
 server s2 192.0.2.3:81 track web/s1
`;
/** Lines that change what is said of others. */
const lines = [
  "global",
  "defaults",
  "defaults base",
  "defaults other from base",
  "frontend web",
  "backend web",
  "backend api from other",
  "listen api",
  " mode tcp",
  " mode http",
  " disabled",
  " log global",
  " option httplog",
  " option external-check",
  " insecure-fork-wanted",
  " expose-experimental-directives",
  " expose-deprecated-directives",
  " ssl-server-verify none",
  " ssl-default-bind-options no-sslv3",
  " limited-quic",
  " lua-load a.lua",
  " tune.stick-counters 1",
  " acl api path /",
  " use_backend nowhere if !api",
  " use_backend web if never",
  " http-request deny",
  " http-request track-sc2 src table api",
  " http-request set-var(txn.a) sc_gpc0_rate(2)",
  " stick-table type ip size 1m expire 1m store gpc0,http_req_rate(10s) peers mates",
  " bind quic4@:443 ssl crt a.pem ssl-min-ver TLSv1.2",
  " default-server ssl",
  " server s1 192.0.2.9:80 ssl verify none",
  " timeout connect 5s",
  " http-request auth unless { http_auth(ops) }",
  " filter spoe engine e config f",
  ".if defined(SITE)",
  ".else",
  ".endif",
  "# haproxy-sleuth: allow-file unused-acl",
  "",
];
const edit = fc.oneof(
  fc.record({ kind: fc.constant("insert" as const), at: fc.nat(99), line: fc.constantFrom(...lines) }),
  fc.record({ kind: fc.constant("replace" as const), at: fc.nat(99), line: fc.constantFrom(...lines) }),
  fc.record({ kind: fc.constant("remove" as const), at: fc.nat(99) }),
  fc.record({ kind: fc.constant("swap" as const), at: fc.nat(99), with: fc.nat(99) }),
);
/** Sections that lie at the ends of a change keep their object, but not their place. */
const headersSwapped: Edit[] = [
  { kind: "swap", at: 4, with: 39 },
  { kind: "swap", at: 69, with: 18 },
];
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

function edited(text: string, change: Edit): string {
  const all = text.split("\n");
  const at = change.at % all.length;
  if (change.kind === "insert") all.splice(at, 0, change.line);
  else if (change.kind === "replace") all[at] = change.line;
  else if (change.kind === "remove") all.splice(at, 1);
  else [all[at], all[change.with % all.length]] = [all[change.with % all.length] ?? "", all[at] ?? ""];
  return all.join("\n");
}

/** Findings at one place have no order among themselves. */
function findingsOf(file: ConfigFile, release: Release | undefined): readonly string[] {
  const findings: readonly Finding[] = configFindings(modelOf([file]), { release, ignored: [] });
  return findings.map((finding) => JSON.stringify(finding)).sort();
}

test.each(["2.4.3", "3.0.2", "3.4.0"])(
  "findings after edits are those of a fresh reading: %s",
  (name) => {
    const release = releaseOf(name);
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 12 }), (edits) => {
        let text = start;
        let file = readConfig("h.cfg", text);
        findingsOf(file, release);
        for (const change of edits) {
          text = edited(text, change);
          file = readConfig("h.cfg", text, file);
          expect(findingsOf(file, release)).toEqual(findingsOf(readConfig("h.cfg", text), release));
        }
      }),
      { numRuns: 60, examples: [[headersSwapped]] },
    );
  },
  60_000,
);
