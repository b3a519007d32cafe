/** Lines that HAProxy refuses for reasons beyond the words themselves: ours and those of real binaries. */
import { describe, expect, test } from "vitest";
import { languageHits } from "../../server/src/lints/language.ts";
import { readReleaseInUse } from "../../server/src/model/releaseInUse.ts";
import { modelFrom } from "../support/configText.ts";
import { presentBranches, realBranches, verdictsOf } from "../support/realHaproxy.ts";

const proxy = "    mode http\n    timeout connect 5s\n    timeout client 5s\n    timeout server 5s\n";
const frontend = (line: string) => `frontend f\n    bind 127.0.0.1:18080\n${proxy}    ${line}\n`;
const backend = (line: string) => `backend b\n${proxy}    ${line}\n`;
const listener = (address: string) => `frontend f\n${proxy}    bind ${address}\n`;

/** The text, and the line (from 1) that is refused; undefined: all is well. */
const cases: readonly (readonly [name: string, text: string, line: number | undefined])[] = [
  ["an ACL whose line is refused", frontend("acl a no_such_fetch x\n    http-request deny if a"), 8],
  ["an ACL with one good line", frontend("acl a path /x\n    http-request deny if a"), undefined],
  ["datagrams on a bind line", listener("udp@127.0.0.1:18081"), 6],
  ["an IPv6 address after ipv4@", listener("ipv4@::1:18081"), 6],
  ["an IPv4 address after ipv6@", listener("ipv6@127.0.0.1:18081"), 6],
  ["any address after ipv4@", listener("ipv4@*:18081"), undefined],
  ["a source port with an offset", backend("server s 127.0.0.1:80 source 127.0.0.1:+1000"), 6],
  ["a range of source ports", backend("server s 127.0.0.1:80 source 127.0.0.1:20000-20010"), undefined],
  ["a way to find addresses that is none", backend("server s 127.0.0.1:80 init-addr never"), 6],
  ["ways to find addresses", backend("server s 127.0.0.1:80 init-addr last,libc,192.0.2.1"), undefined],
  ["letters among status codes", backend("http-check expect status 2xx"), 6],
  ["ranges of status codes", backend("http-check expect status 200-299,301"), undefined],
  ["a mask that is too long", frontend("option forwardfor except 127.0.0.0/99"), 7],
  ["an unknown word in a userlist", "userlist l\n    log global\n", 2],
  ["defaults that inherit rules", `defaults a\n${proxy}    http-request deny\n\ndefaults b from a\n    retries 2\n`, 8],
];

const errorLines = (branch: string, text: string) =>
  languageHits(modelFrom(text), readReleaseInUse(branch))
    .filter(({ severity }) => severity === "error")
    .map(({ line }) => line + 1);

describe.each(realBranches)("HAProxy %s", (branch) => {
  test.each(cases)("%s", (_, text, line) => {
    const lines = errorLines(branch, text);
    if (line === undefined) expect(lines).toEqual([]);
    else expect(lines).toContain(line);
  });

  test.skipIf(!presentBranches().includes(branch))("the binary says the same", { timeout: 60_000 }, async () => {
    const verdicts = await verdictsOf(
      branch,
      cases.map(([, text]) => text),
    );
    const blamed = cases.map(([name, , line], i) => {
      const lines = verdicts[i]?.messages.filter(({ level }) => level === "ALERT").map((message) => message.line) ?? [];
      return `${name}: ${line === undefined ? verdicts[i]?.state !== "error" : lines.includes(line)}`;
    });
    expect(blamed).toEqual(cases.map(([name]) => `${name}: true`));
  });
});
