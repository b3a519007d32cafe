/** Findings in which one statement needs or hides another one, of which the lints' pages have no example: the line, the gravity, the words. */
import { expect, test } from "vitest";
import { configFindings } from "../server/src/features/configFindings.ts";
import { modelFrom, releaseFrom } from "./support/configText.ts";

/** "4 error: message", lines from 1, of one code. */
function told(text: string, code: string, release = "3.2.4"): readonly string[] {
  const found = configFindings(modelFrom(text), { release: releaseFrom(release), ignored: [] });
  return found.filter((one) => one.code === code).map(({ line, severity, message }) => `${line + 1} ${severity}: ${message}`);
}

test("external checks need the leave of the global section, and their command", () => {
  const backend = (...lines: readonly string[]) =>
    `backend b\n    option external-check\n${lines.join("")}    server s 192.0.2.1:80 check\n`;
  const command = "    external-check command /bin/true\n";
  const code = "external-check-forbidden";
  expect(told(`global\n    maxconn 9\n${backend(command)}`, code)).toEqual([
    '4 error: "option external-check" needs "external-check" in the global section',
  ]);
  expect(told(`global\n    external-check\n${backend()}`, code)).toEqual([
    '4 error: "option external-check" needs "external-check command" in the backend section',
  ]);
  expect(told(`global\n    external-check\n    insecure-fork-wanted\n${backend(command)}`, code)).toEqual([]);
});

test("a ring keeps its 16 KiB where the size is too small for it, which releases up to 2.8 warn of", () => {
  const ring = (size: string) => `ring r\n    size ${size}\n    server s 192.0.2.1:514\n`;
  const message = (size: number) => `HAProxy ignores the size "${size}", of which it reads ${size} bytes: the ring keeps its 16384`;
  expect(told(ring("1000"), "ineffective-keyword", "2.8.5")).toEqual([`2 warning: ${message(1000)}`]);
  expect(told(ring("1000"), "ineffective-keyword", "3.0.2")).toEqual([]);
  expect(told(ring("180"), "ineffective-keyword", "3.0.2")).toEqual([`2 information: ${message(180)}`]);
  expect(told(ring("16384"), "ineffective-keyword", "3.0.2")).toEqual([]);
});

test.each([
  // what 3.0, 3.2 and 3.4 say that they cut messages to
  ["size 1024", 829, 828],
  ["size 2486", 2290, 2289],
  ["size 2487", 2290, 2290],
  ["", 16_188, 16_187],
  ["size 32768", 40_000, 32_571],
  ["size 1048576", 1_048_400, 1_048_378],
])("a ring of %s has no room for messages of %i bytes", (size, maxlen, room) => {
  const ring = `ring r\n    ${size}\n    maxlen ${maxlen}\n`;
  const message = `messages of ${maxlen} bytes do not fit into a ring, which has room for ${room}: HAProxy cuts them`;
  expect(told(ring, "ineffective-keyword", "3.2.1")).toEqual(maxlen > room ? [`3 warning: ${message}`] : []);
});

test("a proxy is no backend of its own, nor in rules that a backend ignores (2.6 to 3.4 refuse both)", () => {
  const code = "sends-to-itself";
  const message = (keyword: string, proxy: string) => `error: "${keyword}" of ${proxy} leads back to it: name another backend`;
  expect(told("listen a\n    use_backend a if { path /x }\n    use_backend a\n", code)).toEqual([
    `2 ${message("use_backend", 'listen "a"')}`,
  ]);
  expect(told("backend b\n    default_backend b\n", code)).toEqual([`2 ${message("default_backend", 'backend "b"')}`]);
  expect(told("defaults\n    default_backend c\nlisten c\n    mode http\n", code)).toEqual([
    `3 ${message("default_backend", 'listen "c"')}`,
  ]);
  expect(told("defaults\n    default_backend c\nbackend c\n    mode http\n", code)).toEqual([]);
  expect(told("frontend d\n    default_backend d\nbackend d\n", code)).toEqual([]);
  expect(told("listen e\n    disabled\n    default_backend e\n", code)).toEqual([]);
});

test("ports of option forwarded go with addresses (2.8 and later warn)", () => {
  const ports = (parameters: string, release = "3.0.2") =>
    told(`defaults\n    mode http\n    option forwarded ${parameters}\n`, "ineffective-keyword", release);
  expect(ports("for_port by by_port")).toEqual(['3 warning: "for_port" does nothing without "for"']);
  expect(ports("by_port-expr dst_port proto")).toEqual(['3 warning: "by_port-expr" does nothing without "by"']);
  expect(ports("for-expr src for_port")).toEqual([]);
  expect(ports("for_port", "2.6.1")).toEqual([]);
});

test("a range of TLS versions has a lowest and a highest, in this order (all of 2.6 to 3.4 say so)", () => {
  const listener = (parameters: string, options = "") =>
    `${options}frontend f\n    mode http\n    timeout client 5s\n    bind :443 ssl crt /x.pem ${parameters}\n`;
  expect(told(listener("ssl-min-ver TLSv1.3 ssl-max-ver TLSv1.2"), "malformed-argument")).toEqual([
    '4 error: no version of TLS is left: "TLSv1.2" is below "TLSv1.3"',
  ]);
  expect(told(listener("ssl-min-ver TLSv1.2 ssl-max-ver TLSv1.2"), "malformed-argument")).toEqual([]);
  const lowest = 'HAProxy takes "TLSv1.1" for the lowest version too: say which it is with "ssl-min-ver"';
  expect(told(listener("ssl-max-ver TLSv1.1"), "ineffective-keyword")).toEqual([`4 warning: ${lowest}`]);
  expect(told(listener("ssl-max-ver TLSv1.2"), "ineffective-keyword")).toEqual([]);
  const options = "global\n    ssl-default-bind-options ssl-min-ver TLSv1.0\n";
  expect(told(listener("ssl-max-ver TLSv1.1", options), "ineffective-keyword")).toEqual([]);
});

test("the map of an ACME section must be one that a rule looks into", () => {
  const section = "global\n    expose-experimental-directives\nacme a\n    directory https://x/d\n    map virt@x\n";
  const rule = 'http-request return status 200 content-type text/plain lf-string "%[path,map(virt@x)]"';
  const frontend = `frontend f\n    mode http\n    bind :80\n    timeout client 5s\n    ${rule}\n`;
  expect(told(section, "incomplete-section")).toEqual([
    '5 error: no rule uses the map "virt@x": without one that looks into it HAProxy does not start',
  ]);
  expect(told(section + frontend, "incomplete-section")).toEqual([]);
});

test("groups of inherited conditions are looked for where somebody inherits them, from 3.4 on in any case", () => {
  const text = "defaults d\n    acl a http_auth_group(ul) nog\n    http-request deny if a\nuserlist ul\n    group g\n";
  const heir = "frontend f from d\n    bind :80\n";
  const said = ['2 error: no group "nog" in userlist "ul"'];
  expect(told(text, "undefined-member", "3.2.4")).toEqual([]);
  expect(told(text, "undefined-member", "3.4.2")).toEqual(said);
  expect(told(text + heir, "undefined-member", "2.6.12")).toEqual(said);
});
