/** What changes between branches although no word does: every entry with a configuration that notices and one that does not. */
import { describe, expect, test } from "vitest";
import { behaviourChanges } from "../../server/src/features/behaviour.ts";
import { knowledge } from "../../server/src/knowledge/knowledge.ts";
import { releaseOf } from "../../server/src/knowledge/release.ts";
import { modelFrom } from "../support/configText.ts";

const changes = (config: string, from = "2.4.0", to = "3.4.7", scripts = {}) =>
  behaviourChanges(modelFrom(config, scripts), releaseOf(from), releaseOf(to));
const ids = (config: string, from?: string, to?: string) => changes(config, from, to).map(({ behaviour }) => behaviour.id);

const web = "frontend fe\n    mode http\n    bind :80\n";
const tls = "frontend fe\n    mode http\n    bind :443 ssl crt a.pem\n";
const quic = "frontend fe\n    mode http\n    bind quic4@:443 ssl crt a.pem\n";
const lua = "global\n    lua-load /a.lua\n";
const two = "    server s1 192.0.2.1:80\n    server s2 192.0.2.2:80\n";
const dns = "resolvers ns\n    nameserver a 192.0.2.53:53\n";
const forward = "log-forward f\n    dgram-bind :514\n    log 192.0.2.9 local0\n";

const cases: Readonly<Record<string, readonly [string, string]>> = {
  "http10-body-refused": [web, web.replace("http", "tcp")],
  "dhe-off": [tls, `global\n    tune.ssl.default-dh-param 2048\n${tls}`],
  "fastcgi-header-names": [
    "fcgi-app a\n    docroot /x\nbackend be\n    mode http\n    use-fcgi-app a\n    server s1 192.0.2.1:9000 proto fcgi\n",
    "fcgi-app a\n    docroot /x\nbackend be\n    mode http\n    option http-restrict-req-hdr-names preserve\n    use-fcgi-app a\n    server s1 192.0.2.1:9000 proto fcgi\n",
  ],
  "http2-by-default": [tls, tls.replace("a.pem", "a.pem alpn http/1.1")],
  "lua-burst-timeout": [lua, `${lua}    tune.lua.burst-timeout 0\n`],
  "lua-log-off-stderr": [`${lua}    log 127.0.0.1 local0\n`, lua],
  "quic-privileged-ports": [quic, tls],
  "descriptors-capped": ["global\n", "global\n    maxconn 2000\n"],
  "spoe-rewritten": [`${web}    filter spoe engine e config c\n`, web],
  "log-forward-host": [forward, `${forward}    option host keep\n`],
  "quic-pacing": [quic, `global\n    tune.quic.disable-tx-pacing\n${quic}`],
  "balance-random": [`backend be\n${two}`, `backend be\n    balance roundrobin\n${two}`],
  abortonclose: [`backend be\n    mode http\n${two}`, `defaults\n    no option abortonclose\nbackend be\n    mode http\n${two}`],
  "sni-from-host": [
    "backend be\n    mode http\n    server s1 192.0.2.1:443 ssl verify none\n",
    "backend be\n    mode http\n    server s1 192.0.2.1:443 ssl verify none sni str(a.example)\n",
  ],
  "dns-family-auto": [dns, `global\n    dns-accept-family ipv4,ipv6\n${dns}`],
  "cpu-policy-performance": ["global\n", "global\n    nbthread 4\n"],
  "native-mailers-gone": [
    "mailers m\n    mailer a 192.0.2.1:25\nbackend be\n    email-alert mailers m\n",
    "mailers m\n    mailer a 192.0.2.1:25\n",
  ],
  "reloads-limited": ["global\n", "global\n    mworker-max-reloads 500\n"],
  "stats-version-hidden": [`${web}    stats enable\n`, `${web}    stats enable\n    stats show-version\n`],
  "sixteen-threads-a-group": ["global\n    nbthread 32\n", "global\n    nbthread 16\n"],
  "slow-hashes-warned-of": ["userlist u\n    user a password x\n", "userlist u\n    user a insecure-password x\n"],
  "disabled-backend-passed-over": ["backend be\n    disabled\n", "frontend fe\n    disabled\n"],
};

test("every entry is tried", () => {
  expect(Object.keys(cases).sort()).toEqual(knowledge.behaviour.map(({ id }) => id).sort());
});

describe.each(knowledge.behaviour)("$id", ({ id, branch }) => {
  const [hit = "", miss = ""] = cases[id] ?? [];

  test("notices, or not", () => {
    expect(ids(hit)).toContain(id);
    expect(ids(miss)).not.toContain(id);
  });

  test("only on the way into its branch", () => {
    expect(ids(hit, `${branch}.0`)).not.toContain(id);
    expect(ids(hit, "2.4.0", `${branch}.0`)).toContain(id);
    expect(ids(hit, "3.4.7", "2.4.0")).toEqual([]);
  });
});

describe("places", () => {
  const lines = (config: string, id: string) =>
    changes(config)
      .find(({ behaviour }) => behaviour.id === id)
      ?.statements.map(({ lineNumber }) => lineNumber);

  test("one for each section that notices", () => {
    expect(lines(`backend a\n${two}backend b\n    balance first\n${two}backend c\n${two}`, "balance-random")).toEqual([1, 8]);
  });

  test("one server alone has no turn", () => {
    expect(ids("backend a\n    server s1 192.0.2.1:80\nbackend b\n    server s1 192.0.2.1:80\n")).not.toContain("balance-random");
  });

  test("a choice made in defaults is one", () => {
    expect(ids(`defaults\n    balance roundrobin\nbackend a\n${two}`)).not.toContain("balance-random");
    expect(ids(`defaults x\n    balance roundrobin\ndefaults y\nbackend a from y\n${two}`)).toContain("balance-random");
  });

  test("lines that the new release does not read do not notice", () => {
    expect(ids(`.if !version_atleast(2.8)\n${tls}.endif\n`)).not.toContain("http2-by-default");
  });
});

test("oldest branch first", () => {
  const branches = changes(`${lua}${tls}backend be\n    mode http\n${two}`).map(({ behaviour }) => behaviour.branch);
  expect(branches.length).toBeGreaterThan(5);
  expect(branches).toEqual(branches.toSorted());
});
