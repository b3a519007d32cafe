/** Certificates of a crt-store where a release has none: what 2.6 says of such bind lines it says of a missing key or a missing file. */
import { expect, test } from "vitest";
import { releaseOf } from "../server/src/knowledge/release.ts";
import { languageHits } from "../server/src/lints/language.ts";
import { modelFrom } from "./support/configText.ts";

const proxy = `defaults
    mode http
    timeout client 5s
    timeout server 5s
    timeout connect 5s
listen l
`;

/** "line severity words" of what is said of the lines behind the store. */
function told(store: string, line: string, release: string): readonly string[] {
  const text = `${proxy}    ${line}\n${store}`;
  return languageHits(modelFrom(text), releaseOf(release))
    .filter((hit) => hit.line === 6)
    .map(({ severity, code, span }) => `${severity} ${code} ${`    ${line}`.slice(span.start, span.end)}`);
}

const store = "crt-store web\n    crt-base /etc/ssl\n    load crt a.crt key a.key alias site\n    load crt b.pem\n";

test.each([
  ["bind :443 ssl crt a.crt", ["warning not-in-release a.crt"]],
  ["bind :443 ssl crt /etc/ssl/a.crt", ["warning not-in-release /etc/ssl/a.crt"]],
  ["bind :443 ssl crt @web/site", ["warning not-in-release @web/site"]],
  ["bind :443 ssl crt b.pem crt a.crt", ["warning not-in-release a.crt"]],
  ["default-server ssl verify required ca-file @system-ca crt @web/site", ["warning not-in-release @web/site"]],
  ["bind :443 ssl crt b.pem", []],
  ["bind :443 ssl crt /var/a.crt", []],
  ['bind :443 ssl crt "$CRT"', []],
])("%s", (line, expected) => {
  expect(told(store, line, "2.6.12")).toEqual(expected);
  expect(told(store, line, "3.0.11")).toEqual([]);
});

test("without a store nothing is said, nor of one that .if guards", () => {
  expect(told("", "bind :443 ssl crt a.crt", "2.6.12")).toEqual([]);
  expect(told(`.if version_atleast(3.0)\n${store}.endif\n`, "bind :443 ssl crt a.crt", "2.6.12")).toEqual([]);
});
