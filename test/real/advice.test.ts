/** Rules behind final ones before real binaries: our warnings stand on the lines that HAProxy warns of, and nowhere else. */
import { describe, expect, test } from "vitest";
import { languageHits } from "../../server/src/lints/language.ts";
import { readReleaseInUse } from "../../server/src/model/releaseInUse.ts";
import { modelFrom } from "../support/configText.ts";
import { presentBranches, verdictsOf } from "../support/realHaproxy.ts";

const rules = [
  ["http-request deny", "http-request set-path /", "http-request set-path /a"],
  ["http-request reject", "http-request set-path /"],
  ["http-request deny if TRUE", "http-request set-path /"],
  ["http-request redirect location / ignore-empty", "http-request set-path /"],
  ["http-request redirect location /", "http-request set-path /"],
  ["http-request silent-drop", "http-request set-path /", "redirect prefix /a", "redirect prefix /b"],
  ["http-request use-service prometheus-exporter", "http-request set-path /"],
  ["http-request return", "http-request deny if FALSE", "http-request deny", "http-request tarpit"],
  ["http-response deny", "http-response set-header a b"],
  ["http-after-response allow", "http-after-response allow"],
  ["http-request auth", ".if defined(NOT_THERE)", "http-request deny", ".endif"],
  ["tcp-request content accept", "tcp-request content reject if { src ::1 }"],
  ["stats http-request deny", "stats http-request allow"],
  ["stats http-request allow if { src ::1 }", "stats http-request deny"],
].map((lines) => `frontend fe\n mode http\n timeout client 9s\n bind :18080\n ${lines.join("\n ")}\n`);

const inherited =
  "defaults base\n mode http\n timeout client 9s\n http-request deny\nfrontend fe from base\n bind :18080\n http-request set-path /\n";

const present = presentBranches();
// a file without tests is an error to vitest
if (present.length === 0) test.skip("advice before real HAProxy", () => {});

describe.each(present)("haproxy %s", (branch) => {
  test("warns of the same rules", { timeout: 60_000 }, async () => {
    const texts = [...rules, inherited];
    const verdicts = await verdictsOf(branch, texts);
    const theirs = verdicts.map(({ messages }) => messages.flatMap(({ line }) => (line === undefined ? [] : [line])));
    const ours = texts.map((text) => {
      const hits = languageHits(modelFrom(text), readReleaseInUse(branch));
      return hits.filter(({ severity }) => severity === "warning" || severity === "error").map(({ line }) => line + 1);
    });
    expect(ours).toEqual(theirs);
    expect(theirs.flat().length).toBeGreaterThan(5);
  });
});
