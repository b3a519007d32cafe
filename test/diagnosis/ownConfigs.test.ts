/** Configurations made from the triggers: each bug hit, missed by one word, in releases without it, by inheritance, over several files. */
import { describe, expect, test } from "vitest";
import { exposuresFound } from "../../server/src/diagnosis/exposure.ts";
import { findAdvisory } from "../../server/src/knowledge/knowledge.ts";
import { releaseOf } from "../../server/src/knowledge/release.ts";
import { modelOf } from "../../server/src/model/model.ts";
import { readConfig } from "../../server/src/syntax/config.ts";

interface Case {
  readonly id: string;
  /** With the bug, and the first one of its branch without. */
  readonly affected: string;
  readonly fixed: string;
  readonly hit: string | readonly string[];
  readonly near: string | readonly string[];
  /** What sets `near` apart. */
  readonly why: string;
  readonly state?: "possible";
}

const front = "frontend fe\n    mode http\n    bind :80\n";
const back = "backend be\n    mode http\n    server s1 192.0.2.1:80\n";
const tls = "frontend fe\n    mode http\n    bind :443 ssl crt a.pem\n    default_backend be\n";
const dns = "resolvers ns\n    nameserver a 192.0.2.53:53\n";

const cases: readonly Case[] = [
  {
    id: "queue-dequeuing-not-retried",
    affected: "3.0.4",
    fixed: "3.0.5",
    hit: "backend be\n    server s1 192.0.2.1:80 maxconn 10\n",
    near: "frontend fe\n    bind :80\n    maxconn 10\nbackend be\n    server s1 192.0.2.1:80\n",
    why: "the limit is one of the frontend",
  },
  {
    id: "queue-dequeuing-not-retried",
    affected: "2.8.3",
    fixed: "2.8.11",
    hit: "backend be\n    default-server maxconn 10\n    server s1 192.0.2.1:80\n",
    near: "global\n    nbthread 1\nbackend be\n    default-server maxconn 10\n    server s1 192.0.2.1:80\n",
    why: "there is one thread",
  },
  {
    id: "stick-table-entries-removed-from-expiry-tree",
    affected: "3.2.4",
    fixed: "3.2.5",
    hit: "backend t\n    stick-table type ip size 1k expire 1m store gpc0\n",
    near: "backend t\n    stick-table type ip size 1k store gpc0\n",
    why: "nothing expires",
  },
  {
    id: "stick-table-src-clr-gpc-without-track",
    affected: "3.0.20",
    fixed: "3.2.0",
    hit: `${front}    http-request deny if { src_clr_gpc(0,t) gt 1 }\nbackend t\n    stick-table type ip size 1k store gpc(2)\n`,
    near: `${front}    http-request deny if { sc_clr_gpc(0,0,t) gt 1 }\nbackend t\n    stick-table type ip size 1k store gpc(2)\n`,
    why: "the entry is the tracked one",
  },
  {
    id: "stick-table-src-inc-gpc-without-track",
    affected: "2.5.3",
    fixed: "2.6.19",
    hit: `${front}    log-format %[src_inc_gpc(0,t)]\nbackend t\n    stick-table type ip size 1k store gpc(2)\n`,
    near: `${front}    log-format %[src_inc_gpc0(t)]\nbackend t\n    stick-table type ip size 1k store gpc(2)\n`,
    why: "the fetch for the first counter has one argument",
  },
  {
    id: "stick-table-store-rule-evaluated-response-produced",
    affected: "2.6.6",
    fixed: "2.6.7",
    hit: `${back}    stick-table type string size 1k\n    stick store-response res.hdr(id)\n    stats enable\n`,
    near: `${back}    stick-table type string size 1k\n    stick on req.hdr(id)\n    stats enable\n`,
    why: "nothing is stored from the response",
  },
  {
    id: "resolvers-empty-dns-answer-tree",
    affected: "3.0.14",
    fixed: "3.0.15",
    hit: `${dns}backend be\n    server s1 app.example:80 resolvers ns init-addr none\n`,
    near: `${dns}backend be\n    server s1 192.0.2.1:80\n`,
    why: "no server asks the name servers",
  },
  {
    id: "resolvers-empty-dns-answer-tree",
    affected: "3.2.5",
    fixed: "3.2.6",
    hit: `${dns}${front}    http-request do-resolve(txn.a,ns,ipv4) req.hdr(host),lower\n`,
    near: `${front}    http-request set-var(txn.a) req.hdr(host),lower\n`,
    why: "nothing is resolved",
  },
  {
    id: "h2-http2-request-announcing-more-data",
    affected: "2.8.20",
    fixed: "2.8.21",
    hit: `${tls}${back}`,
    near: `${tls.replace("a.pem", "a.pem alpn h2")}backend be\n    mode http\n    server s1 192.0.2.1:80 proto h2\n`,
    why: "the server speaks HTTP/2, too",
  },
  {
    id: "filters-payload-length-announced-htx-trusted",
    affected: "3.0.5",
    fixed: "3.0.6",
    hit: `${back}    compression algo gzip\n    compression type text/html\n`,
    near: `${back}    # compression algo gzip\n`,
    why: "compression is in a comment",
  },
  {
    id: "samples-numbers-huge-exponents-freeze-json",
    affected: "3.1.8",
    fixed: "3.1.9",
    hit: `${front}    http-request set-var(txn.id) req.body,json_query('$.id','int')\n`,
    near: `${front}    http-request set-var(txn.id) req.body,json(utf8)\n`,
    why: "the converter only quotes",
  },
  {
    id: "quic-0-rtt-source-address-not-validated",
    affected: "3.0.4",
    fixed: "3.0.5",
    hit: "frontend fe\n    mode http\n    bind quic4@:443 ssl crt a.pem allow-0rtt\n",
    near: "frontend fe\n    mode http\n    bind quic4@:443 ssl crt a.pem allow-0rtt quic-force-retry\n",
    why: "every client proves its address",
  },
  {
    id: "quic-0-rtt-source-address-not-validated",
    affected: "2.9.10",
    fixed: "2.9.11",
    hit: "frontend fe\n    mode http\n    bind quic6@:443 ssl crt a.pem allow-0rtt\n",
    near: "frontend fe\n    mode http\n    bind :443 ssl crt a.pem allow-0rtt\n",
    why: "early data over TCP",
  },
  {
    id: "cache-wrong-entry-deleted-vary",
    affected: "3.0.10",
    fixed: "3.0.11",
    hit: `cache c\n    total-max-size 4\n    process-vary on\n${front}    http-request cache-use c\n    http-response cache-store c\n`,
    near: `cache c\n    total-max-size 4\n${front}    http-request cache-use c\n    http-response cache-store c\n`,
    why: "variants are not stored",
  },
  {
    id: "lb-consistent-hash-keys-hashed-twice",
    affected: "3.2.6",
    fixed: "3.2.7",
    hit: "backend be\n    balance source\n    hash-type consistent\n    server s1 192.0.2.1:80\n",
    near: "backend be\n    balance source\n    hash-type consistent\n    server s1 192.0.2.1:80 hash-key addr\n",
    why: "keys come from addresses",
  },
  {
    id: "lb-leastconn-loops-server-avoid",
    affected: "3.2.1",
    fixed: "3.2.2",
    hit: "backend be\n    balance leastconn\n    option redispatch\n    server s1 192.0.2.1:80\n",
    near: "backend be\n    balance leastconn\n    server s1 192.0.2.1:80\nbackend other\n    option redispatch\n    server s1 192.0.2.2:80\n",
    why: "the option is another backend's",
  },
  {
    id: "connection-counter-server-wraps-h2-http",
    affected: "2.8.9",
    fixed: "2.8.10",
    hit: "backend be\n    mode http\n    http-reuse safe\n    server s1 192.0.2.1:443 ssl alpn h2 verify none\n",
    near: "backend be\n    mode http\n    http-reuse never\n    server s1 192.0.2.1:443 ssl alpn h2 verify none\n",
    why: "connections are never shared",
  },
  {
    id: "checks-external-check-post-configuration",
    affected: "3.4.0",
    fixed: "3.4.1",
    hit: "backend be\n    option external-check\n    external-check command /bin/true\n    server s1 192.0.2.1:80 check\n",
    near: "backend be\n    option external-check\n    external-check command /bin/true\n    server s1 192.0.2.1:80\n",
    why: "no server is checked",
  },
  {
    id: "peers-task-wakes-applet-session-already",
    affected: "3.0.2",
    fixed: "3.0.3",
    hit: "peers p\n    bind :1024\n    server lb1\n    server lb2 192.0.2.2:1024\n",
    near: "peers p\n    bind :1024\n    server lb1\n",
    why: "there is nobody to speak to",
  },
  {
    id: "http-negative-capture-id",
    affected: "3.4.2",
    fixed: "3.4.3",
    hit: `${front}    http-request set-var(txn.a) capture.req.hdr(0)\n`,
    near: `${front}    capture request header Host len 20\n`,
    why: "captures are only logged",
    state: "possible",
  },
  {
    id: "stick-table-key-length-larger-buffer",
    affected: "3.2.25",
    fixed: "3.2.26",
    hit: "peers p\n    peer a 192.0.2.1:1024\n    peer b 192.0.2.2:1024\nbackend t\n    stick-table type binary len 16370 size 1k store gpc0 peers p\n",
    near: "peers p\n    peer a 192.0.2.1:1024\n    peer b 192.0.2.2:1024\nbackend t\n    stick-table type binary len 20 size 1k store gpc0 peers p\n",
    why: "keys are short",
    state: "possible",
  },
  // by inheritance
  {
    id: "queue-dequeuing-not-retried",
    affected: "3.0.0",
    fixed: "3.1.0",
    hit: "defaults\n    default-server maxconn 5\nbackend be\n    server s1 192.0.2.1:80\n",
    near: "defaults a\n    default-server maxconn 5\ndefaults b\nbackend be from b\n    server s1 192.0.2.1:80\n",
    why: "the backend takes the other defaults",
  },
  {
    id: "filters-payload-length-announced-htx-trusted",
    affected: "2.9.11",
    fixed: "2.9.12",
    hit: "defaults a\n    mode http\n    compression algo gzip\ndefaults b\n    mode http\nbackend be from a\n    server s1 192.0.2.1:80\n",
    near: "defaults a\n    mode http\n    compression algo gzip\ndefaults b\n    mode http\nbackend be from b\n    server s1 192.0.2.1:80\n",
    why: "the backend takes the defaults without",
  },
  {
    id: "lb-leastconn-loops-server-avoid",
    affected: "3.2.0",
    fixed: "3.3.0",
    hit: "defaults\n    balance leastconn\n    option redispatch\nbackend be\n    server s1 192.0.2.1:80\n",
    near: "defaults\n    balance leastconn\n    option redispatch\nbackend be\n    no option redispatch\n    server s1 192.0.2.1:80\n",
    why: "the backend takes it back",
  },
  {
    id: "lb-consistent-hash-keys-hashed-twice",
    affected: "3.0.12",
    fixed: "3.0.13",
    hit: "defaults\n    balance source\n    hash-type consistent\nbackend be\n    server s1 192.0.2.1:80\n",
    near: "defaults\n    balance source\n    hash-type consistent\nbackend be\n    hash-type map-based\n    server s1 192.0.2.1:80\n",
    why: "the backend hashes in its own way",
  },
  // over several files
  {
    id: "stick-table-peers-decrement-reference-count-entry",
    affected: "2.9.7",
    fixed: "2.9.8",
    hit: [
      "peers p\n    peer lb1 192.0.2.1:1024\n    peer lb2 192.0.2.2:1024\n",
      "backend t\n    stick-table type ip size 1k expire 1m store gpc0 peers p\n",
    ],
    near: [
      "peers p\n    peer lb1 192.0.2.1:1024\n    peer lb2 192.0.2.2:1024\n",
      "backend t\n    stick-table type ip size 1k expire 1m store gpc0\n",
    ],
    why: "the table stays local",
  },
  {
    id: "resolvers-empty-dns-answer-tree",
    affected: "3.1.10",
    fixed: "3.1.11",
    hit: [dns, "backend be\n    server s1 app.example:80 resolvers ns init-addr none\n"],
    near: [dns, back],
    why: "the other file has an address",
  },
  {
    id: "queue-dequeuing-not-retried",
    affected: "2.6.18",
    fixed: "2.6.19",
    hit: ["global\n    nbthread 4\n", "backend be\n    server s1 192.0.2.1:80 maxconn 10\n"],
    near: ["global\n    nbthread 1\n", "backend be\n    server s1 192.0.2.1:80 maxconn 10\n"],
    why: "the first file asks for one thread",
  },
];

const stateOf = (id: string, release: string, config: string | readonly string[]) => {
  const advisory = findAdvisory(id);
  if (advisory === undefined) throw new Error(`no advisory ${id}`);
  const texts = typeof config === "string" ? [config] : config;
  const model = modelOf(texts.map((text, i) => readConfig(`file:///${i}.cfg`, text)));
  const states = exposuresFound(model, releaseOf(release)).filter((one) => one.advisory === advisory);
  return states.find(({ state }) => state === "exposed")?.state ?? states[0]?.state ?? "not";
};

describe.each(cases)("$id, $affected", ({ id, affected, fixed, hit, near, why, state = "exposed" }) => {
  test("hit", () => {
    expect(stateOf(id, affected, hit)).toBe(state);
  });

  test(`near miss: ${why}`, () => {
    expect(stateOf(id, affected, near)).toBe("not");
  });

  test(`the same in ${fixed}`, () => {
    expect(stateOf(id, fixed, hit)).toBe("not");
  });
});

test("there are more than forty configurations", () => {
  const texts = cases.flatMap(({ hit, near }) => [hit, near]).map((config) => JSON.stringify(config));
  expect(new Set(texts).size).toBeGreaterThan(40);
});
