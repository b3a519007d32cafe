/** Hovers on values: what a word of the user means where it stands. */
import { describe, expect, test } from "vitest";
import { hoverAt } from "../support/checkHover.ts";

const store = 'crt-store web\n load crt "site.pem" alias "site"\n load crt other.pem\n';

describe("addresses", () => {
  test.each([
    ["global\n log std$0out format raw daemon\n", "`stdout` standard output"],
    ["global\n log ri$0ng@r local1\nring r\n", "- `ring@`: a `ring` section of this configuration"],
    ["backend b\n server a sock$0pair@4\n", "- `sockpair@`: file descriptor of a pair of sockets"],
    ["backend b\n server a h:1 init-addr last,li$0bc\n", "- `last` address in the state file\n- `libc` ask the system once"],
    ["backend b\n option forwardfor except 127.$00.0.0/8\n", "- IPv4 address `127.0.0.0/8`, this machine only (loopback)"],
    ["backend b\n server-template t 1-3 _ht$0tp._tcp.svc.local resolvers d\n", "- SRV record `_http._tcp.svc.local`: tells addresses"],
    ["backend b\n server a ap$0p.example.com:80\n", "- host name `app.example.com`"],
  ])("%j", (text, words) => {
    const note = hoverAt(text, "3.2.4");
    expect(note.split("\n").slice(1).join("\n")).toMatch(new RegExp(`^${words.replace(/[.()]/g, "\\$&")}`));
    expect(note).not.toMatch(/^- $/m);
  });

  test("what is no target of logs is no standard output", () => {
    expect(hoverAt("backend b\n server a std$0out:80\n", "3.2.4")).toContain("host name `stdout`");
  });
});

test.each([
  ["timeout client 1$0m", "`1m` = 60 s"],
  ["timeout client 90$0s", "`90s` = 1m 30s = 90 s"],
  ["timeout client 120$0s", "`120s` = 2m = 120 s"],
  ["timeout client 600$000", "`60000` = 1m = 60 s: a number without a unit counts in milliseconds"],
])("a time is not said to be itself: %s", (line, words) => {
  expect(hoverAt(`frontend f\n ${line}\n`, "3.2.4").split("\n")[1]).toBe(words);
});

describe("fixed words", () => {
  test("a match method only behind -m", () => {
    expect(hoverAt("frontend f\n declare capture request le$0n 20\n", "3.2.4")).not.toContain("compares the length");
    expect(hoverAt("backend b\n option httpchk\n http-check expect hdr name -m be$0g X\n", "3.2.4")).toContain("begins with a pattern");
  });

  test("the formats of a ring are those of logs", () => {
    expect(hoverAt("ring r\n format rfc$05424\n", "3.2.4")).toContain("modern syslog");
  });
});

describe("names", () => {
  test("an ACL of several lines says so at each of them", () => {
    const twice = "frontend f\n acl a$0a src 192.0.2.1\n acl aa path /\n";
    expect(hoverAt(twice, "3.2.4")).toContain(
      "acl aa src 192.0.2.1\nacl aa path /\n```\n\nDeclared 2 times: it holds where any of them does",
    );
    expect(hoverAt("frontend f\n acl a$0a src 192.0.2.1\n acl b path /\n", "3.2.4")).not.toContain("Declared");
  });

  test.each([
    ["@web/si$0te", 'load crt "site.pem" alias "site"\n```\n\nline 2 of'],
    ["@web/other$0.pem", "load crt other.pem\n```\n\nline 3 of"],
    ["@web/no$0ne", "File `@web/none`"],
  ])("a certificate of a store: %s", (name, words) => {
    expect(hoverAt(`${store}frontend f\n bind :443 ssl crt ${name}\n`, "3.2.4")).toContain(words);
  });

  test.each(["password $6$abc", 'insecure-password "pä ss"', "insecure-password pa\\ ss", "insecure-password 'it is'"])(
    "no part of a password is shown again: %s",
    (given) => {
      const note = hoverAt(`userlist u\n user bob ${given} groups ops\n group ops\nfrontend f\n acl a http_auth(u$0)\n`, "3.2.4");
      expect(note).toMatch(/ user bob (?:insecure-)?password … groups ops\n/);
    },
  );
});
