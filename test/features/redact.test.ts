/** What must not reach a public tracker, and what must stay readable. */
import { describe, expect, test } from "vitest";
import { redact } from "../../server/src/features/pages/redact.ts";

describe("taken out", () => {
  test.each([
    ["stats auth admin:s3cret", "stats auth <secret>"],
    ["user bob password $5$abc/def.ghi", "user bob password <secret>"],
    ["user bob insecure-password hunter2 groups ops", "user bob insecure-password <secret> groups ops"],
    ["user bob insecure-password 'two words' groups ops", "user bob insecure-password <secret> groups ops"],
    ["setenv API hunter2", "setenv API <secret>"],
    ['presetenv API "two words"', "presetenv API <secret>"],
    ['http-request set-header Authorization "Basic Zm9v"', "http-request set-header Authorization <secret>"],
    ["Authorization: Bearer abc.def", "Authorization: <secret>"],
    ["password=abc, next", "password=<secret> next"],
    ["x-token: xyz", "x-token: <secret>"],
    ["set-var(txn.m) path,hmac(sha256,c2VjcmV0),hex", "set-var(txn.m) path,hmac(<secret>),hex"],
    ["-----BEGIN PRIVATE KEY-----MIIE", "<key>"],
    ["server a 192.0.2.1:80 check", "server a <ipv4>:80 check"],
    ["bind quic4@192.0.2.1:443", "bind quic4@<ipv4>:443"],
    ["server a [2001:db8::1]:80", "server a [<ipv6>]:80"],
    ["server a 2001:db8::1 check", "server a <ipv6> check"],
    ["server a 2001:db8:0:1:2:3:4:5:8080", "server a <ipv6>"],
    ["bind ::1:80", "bind <ipv6>"],
    ["src fe80::1%eth0", "src <ipv6>%eth0"],
    ["from 2001:DB8:: to", "from <ipv6> to"],
    ["src ::ffff:192.0.2.1", "src ::ffff:<ipv4>"],
    ["email-alert to ops@example.com", "email-alert to <mail>"],
    ["server a app1.prod.example.com:443", "server a <host>:443"],
    ["server a app1.prod.example.travel:443 check", "server a <host>:443 check"],
    ["acl h hdr(host) -i www.example.nl", "acl h hdr(host) -i <host>"],
    ["acl h hdr(host) -i .example.nl", "acl h hdr(host) -i .<host>"],
    ["a github.com.example.lan b", "a <host> b"],
    ["Jun 21 03:12:47 edge-07 haproxy[50414]: FATAL", "Jun 21 03:12:47 <host> haproxy[50414]: FATAL"],
    ["2024-10-06T04:41:09.123+02:00 edge-03 haproxy[1]: x", "2024-10-06T04:41:09.123+02:00 <host> haproxy[1]: x"],
  ])("%j", (text, redacted) => {
    expect(redact(text)).toBe(redacted);
  });
});

test("a name without end costs no time", () => {
  const started = performance.now();
  for (const unit of ["a.", "a-", "1.", "a@"]) redact(`server a ${unit.repeat(30_000)}`);
  expect(performance.now() - started).toBeLessThan(2000);
});

describe("left alone", () => {
  test.each([
    "src/stick_table.c:158",
    "haproxy version 3.0.2",
    "haproxy 2.6.12-1+deb12u4",
    "see https://github.com/haproxy/haproxy/issues/2611",
    "HAProxy version 3.0.2 - https://www.haproxy.org/",
    "2024-10-06T04:41:09Z stderr F FATAL",
    "at [21/Jun/2024:03:12:47.123] x",
    "03:12:47.123 x",
    "bind :::80",
    "bind *:443 ssl crt /etc/ssl/a.pem",
    "http-auth(users)",
    "user haproxy\ngroup haproxy",
    "default_backend auth\nbackend auth\n  mode http",
    "tune.lua.maxmem 8",
    "lua-load /etc/haproxy/sign.lua",
    "#4 0x00007f5ad22e7de5 in ?? () from /lib/x86_64-linux-gnu/liblua5.4.so.0",
    "  | 0x55c0f3ae355e [0f 0b 41 57 41 56 41 55]: __pool_free+0x6e/0x70",
    "  caller: 0x55c0f3b60d62 (__stksess_kill+0xf2/0x11d)",
    "  pool: 0x55c0f45e1a80 ('spoe_appctx', size 200, real 208, users 2)",
    "#0  check_crypto_hmac (args=0x7ffc38d1bae0, err=0x0) at src/ssl_sample.c:437",
  ])("%j", (text) => {
    expect(redact(text)).toBe(text);
  });
});

test("every line stays a line, also around quotes that are never closed", () => {
  const text = 'user a password "x\nuser b password "y\n  token\n  setenv A\nbackend secret\n\nuser c\n  password\n';
  expect(redact(text).split("\n").length).toBe(text.split("\n").length);
  expect(redact(text)).toContain("backend secret\n\nuser c\n");
});

test("twice is the same as once", () => {
  const text = "stats auth a:b\nserver s app.example.com:80\nbind 192.0.2.1:80\npassword 'x y'\nsetenv T abc\npath,hmac(sha256,a)\n";
  expect(redact(redact(text))).toBe(redact(text));
});
