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

describe("words of the grammar have their meaning wherever they stand", () => {
  test.each([
    ["frontend f\n filter bwlim-out x default-li$0mit 1m default-period 1s\n", "Bytes that each stream may pass in a period."],
    ["frontend f\n filter spoe eng$0ine a config /s\n", "The part of that file"],
    ["backend b\n source 192.0.2.1 usesrc client$0ip\n", "with a port of the system's choice"],
    ["backend b\n server a h:1 source 192.0.2.1 use$0src client\n", "Another address than ours"],
    ["backend b\n stick store-request src ta$0ble t\n", "The table that keeps the keys"],
    ["frontend f\n tcp-request content track-sc0 src ta$0ble t\n", "The table that holds the entry"],
    ["log-forward l\n log 192.0.2.1 le$0n 2048 local0\n", "Longest line in bytes"],
    ["frontend f\n http-request set-log-level sil$0ent\n", undefined],
    ["frontend f\n http-request set-log-level war$0ning\n", "**`warning`** "],
    ["frontend f\n http-response wait-for-body time 1s at-le$0ast 1k\n", "So many bytes are enough."],
    ["crt-store s\n load crt a.pem ali$0as b\n", "Name by which `@store/name`"],
    ["traces\n trace h2 sink stdout lev$0el user\n", "How deep it goes"],
  ])("%j", (text, words) => {
    const note = hoverAt(text, "3.2.4");
    if (words === undefined) expect(note).not.toContain("**`");
    else expect(note).toContain(words);
  });
});

describe("behind a word that does not fit", () => {
  const broken = (rest: string) => hoverAt(`backend b\n server a 192.0.2.1:1 chek ${rest}\n`, "3.2.4");

  test.each([
    "init-addr last,li$0bc",
    "alpn h2,ht$0tp/1.1",
    "proxy-v2-options ss$0l,cert-cn",
    "set-proxy-v2-tlv-fmt(0$0x20) %[src]",
    "set-proxy-v2-tlv-fmt(0x20) %[sr$0c]",
  ])("values are what they are in a sound line: %s", (rest) => {
    expect(broken(rest)).toBe(hoverAt(`backend b\n server a 192.0.2.1:1 ${rest}\n`, "3.2.4"));
    expect(broken(rest)).not.toBe("nothing");
  });
});

describe("behind a word of a rule or another statement that does not fit", () => {
  test.each([
    ["http-request deny deny_status 4$029 if { src 192.0.2.1 }", "deny_status", "503 deny_status", "HTTP 429"],
    ["stick-table type ip size 1m expire 1$00m store gpc0", "size 1m", "size 1q", "`10m` = 600 s"],
    ["stick-table type ip size 1m store g$0pc0,conn_cur", "type", "typ", "A counter"],
    ["redirect prefix /x code 3$001", "prefix", "prefx", "Moved Permanently"],
    ["http-request return status 200 lf-string %[sr$0c]", "status 200", "statu 200", "Address of the client"],
    ["option forwardfor except 192.0.2.0/24 header X-F$0wd", "except", "excpt", "HTTP header `X-Fwd`"],
    ["compression algo gz$0ip", "gz$0ip", "gz$0ip x", "gzip"],
  ])("%s", (line, sound, broken, words) => {
    const at = (text: string) => hoverAt(`listen b\n mode http\n ${text}\n`, "3.2.4");
    expect(at(line)).toContain(words);
    expect(at(line.replace(sound, broken))).toBe(at(line));
  });
});

describe("comments that mark a stretch", () => {
  const text = "# region café\nbackend b\n# fmt: off\n server  a :1\n# fmt: on\n# endregion\n";

  test.each([
    [text.replace("off", "of$0f"), "«# fmt: off»\nFormatting leaves all from here to line 5 as it is"],
    [text.replace("# fmt: on", "# fmt: o$0n"), "«# fmt: on»\nFormatting goes on below this line"],
    [text.replace("region", "reg$0ion"), "«# region café»\nA region to fold: lines 1 to 6"],
    [text.replace("endregion", "endre$0gion"), "«# endregion»\nA region to fold: lines 1 to 6"],
    [
      "backend b\n# fmt: o$0ff\n",
      "«# fmt: off»\nFormatting leaves all from here to the end of the file as it is; `# fmt: on` ends that sooner",
    ],
    ["backend b\n# fmt: o$0n\n", "«# fmt: on»\nDoes nothing: no `# fmt: off` stands above"],
    ["backend b\n# reg$0ion x\n", "«# region x»\nDoes nothing: no `# endregion` closes this region"],
    ["backend b\n# endreg$0ion\n", "«# endregion»\nDoes nothing: no `# region` is open here"],
    ["backend b\n# some regi$0on\n", "nothing"],
    ["backend b\n server a :1 # fmt: o$0ff\n", "nothing"],
  ])("%j", (marked, note) => expect(hoverAt(marked)).toBe(note));
});
