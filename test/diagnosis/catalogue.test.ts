/** Bugs of the catalogue on configurations: hit, near miss, releases before and behind the bug, what proxies inherit, other files. */
import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { corpus, mostExposed, shares } from "../../scripts/exposure-share.ts";
import { exposuresFound } from "../../server/src/diagnosis/exposure.ts";
import { findAdvisory, knowledge } from "../../server/src/knowledge/knowledge.ts";
import { releaseOf } from "../../server/src/knowledge/release.ts";
import type { Model } from "../../server/src/model/model.ts";
import { modelFrom, modelFromFiles } from "../support/configText.ts";

/** "exposed", "possible" or "not": of an advisory by any of its names. */
function stateOf(alias: string, release: string, model: Model): string {
  const advisory = findAdvisory(alias);
  if (advisory === undefined) throw new Error(`no advisory ${alias}`);
  const states = exposuresFound(model, releaseOf(release)).filter((one) => one.advisory === advisory);
  return states.find(({ state }) => state === "exposed")?.state ?? states[0]?.state ?? "not";
}

/** Coarse or not, the conditions are met: the configuration is concerned. */
const concerned = ["exposed", "possible"];

const peers = "peers p\n bind :1024\n server me\n server other 192.0.2.2:1024\n";
const tracked = "frontend f\n mode http\n bind :80\n http-request track-sc0 url_param(key),url_dec table t\n";
const synced = `${peers}backend t\n stick-table type string size 1k expire 30s store gpc0 peers p\n${tracked}`;
const unsynced = `backend t\n stick-table type string size 1k expire 30s store gpc0\n${tracked}`;
const ipTable = `backend t\n stick-table type ip size 1k expire 30s store gpc0\n${tracked}`;
const quic = "defaults\n mode http\nfrontend f\n bind quic4@:443 ssl crt x alpn h3\n";
const tls = "defaults\n mode http\nfrontend f\n bind :443 ssl crt x\n";
const promex = "defaults\n mode http\nfrontend f\n bind :80\n http-request use-service prometheus-exporter if { path /metrics }\n";
const protobuf = "defaults\n mode http\nfrontend f\n bind :80\n http-request set-header A %[req.body,protobuf(1)]\n";
const fcgi = "fcgi-app a\n docroot /x\nbackend b\n mode http\n use-fcgi-app a\n server s 192.0.2.1:80\n";

describe("hits", () => {
  test.each([
    ["HA-21447b1dd", "2.9.4", synced],
    ["HA-1014a43e0", "3.0.20", unsynced],
    ["HA-1014a43e0", "3.2.5", unsynced],
    ["HA-d13a80abb", "2.8.1", quic],
    ["CVE-2024-45506", "3.0.2", tls],
    ["HA-post-13", "3.4.5", fcgi],
  ])("%s in %s", (alias, release, config) => {
    expect(concerned).toContain(stateOf(alias, release, modelFrom(config)));
  });

  test("the conditions of a reviewed entry are certain", () => {
    expect(stateOf("HA-21447b1dd", "2.9.4", modelFrom(synced))).toBe("exposed");
  });
});

describe("near misses", () => {
  test.each([
    ["HA-21447b1dd", "2.9.4", unsynced],
    ["HA-1014a43e0", "3.0.20", ipTable],
    ["HA-1014a43e0", "3.0.20", unsynced.replace("http-request track-sc0", "http-request deny #")],
    ["HA-d13a80abb", "2.8.1", tls],
    ["CVE-2024-45506", "3.0.2", tls.replace("crt x", "crt x alpn http/1.1")],
    ["HA-post-13", "3.4.5", tls],
  ])("%s in %s", (alias, release, config) => {
    expect(stateOf(alias, release, modelFrom(config))).toBe("not");
  });
});

describe("releases without the bug", () => {
  test.each([
    ["HA-21447b1dd", "2.9.8", synced],
    ["HA-21447b1dd", "3.0.0", synced],
    ["HA-21447b1dd", "2.8.5", synced],
    ["HA-1014a43e0", "3.2.23", unsynced],
    ["HA-1014a43e0", "3.4.4", unsynced],
    ["HA-1014a43e0", "2.9.4", unsynced],
    ["HA-d13a80abb", "2.8.2", quic],
    ["HA-d13a80abb", "2.9.0", quic],
    ["CVE-2024-45506", "3.0.4", tls],
  ])("%s in %s", (alias, release, config) => {
    expect(stateOf(alias, release, modelFrom(config))).toBe("not");
  });
});

describe("inherited", () => {
  test.each([
    ["a mode and its default ALPN", "CVE-2024-45506", "3.0.2", tls],
    [
      "a mode by named defaults",
      "CVE-2024-45506",
      "3.0.2",
      tls.replace("defaults", "defaults web").replace("frontend f", "frontend f from web"),
    ],
    [
      "a rule of defaults",
      "HA-1014a43e0",
      "3.0.20",
      `defaults d\n mode http\n http-request track-sc0 url_param(key),url_dec table t\n${unsynced.replace(/ http-request.*\n/, "").replace("frontend f", "frontend f from d")}`,
    ],
  ])("%s", (_, alias, release, config) => {
    expect(concerned).toContain(stateOf(alias, release, modelFrom(config)));
  });
});

test("conditions that several files meet together", () => {
  const [section = "", rest = ""] = [peers, synced.slice(peers.length)];
  expect(stateOf("HA-21447b1dd", "2.9.4", modelFromFiles([rest]))).toBe("not");
  expect(concerned).toContain(stateOf("HA-21447b1dd", "2.9.4", modelFromFiles([section, rest])));
});

describe("subsystems", () => {
  /** Ids of a subsystem that concern a configuration in a release. */
  const found = (subsystem: string, release: string, config: string) =>
    exposuresFound(modelFrom(config), releaseOf(release)).filter(
      ({ advisory, statements }) => advisory.subsystem === subsystem && statements.length > 0,
    );

  test.each([
    ["quic", "3.0.2", quic, tls],
    ["promex", "3.0.2", promex, tls],
    ["fcgi", "3.0.2", fcgi, tls],
    ["peers", "3.0.2", synced, unsynced],
    [
      "resolvers",
      "2.8.1",
      "resolvers r\n nameserver a 192.0.2.1:53\nbackend b\n mode http\n server s app:80 check resolvers r init-addr none\n",
      tls,
    ],
    ["spoe", "3.1.0", "frontend f\n bind :80\n filter spoe engine e config c\n", tls],
  ])("%s in %s", (subsystem, release, hit, miss) => {
    expect(found(subsystem, release, hit).length).toBeGreaterThan(0);
    expect(found(subsystem, release, miss)).toEqual([]);
  });

  test("a converter", () => {
    const ids = (config: string) => found("samples", "3.0.2", config).map(({ advisory }) => advisory.id);
    expect(ids(protobuf).some((id) => id.includes("protobuf"))).toBe(true);
    expect(ids(tls).some((id) => id.includes("protobuf"))).toBe(false);
  });
});

test("an unknown release asks nothing of the catalogue", () => {
  expect(exposuresFound(modelFrom(synced), undefined).filter(({ advisory }) => advisory.exposure.subject === "configuration")).toEqual([]);
});

test("no exposure is told that the release does not have", () => {
  const model = modelFrom(`global\n nbthread 4\n lua-load /a.lua\n${synced}${fcgi}${quic}`);
  const [old, recent] = ["3.0.2", "3.0.26"].map((text) => exposuresFound(model, releaseOf(text)));
  expect(old?.length).toBeGreaterThan(20);
  expect(recent?.length).toBeLessThan((old?.length ?? 0) / 2);
  expect(recent?.every(({ standing }) => standing?.state === "affected" || standing?.state === "any")).toBe(true);
});

test("every condition can be evaluated, and every exposure told in words", () => {
  const model = modelFrom(`global\n nbthread 4\n lua-load /a.lua\n${synced}${fcgi}${quic}`);
  for (const { branch } of knowledge.branches) {
    for (const exposure of exposuresFound(model, releaseOf(`${branch}.0`))) {
      expect(exposure.decisions.length, exposure.advisory.id).toBeGreaterThan(0);
      for (const { says } of exposure.decisions) expect(says, exposure.advisory.id).toMatch(/\S/);
      if (exposure.statements.length > 0 && exposure.advisory.exposure.subject === "configuration") {
        expect(exposure.cause?.places.length, exposure.advisory.id).toBeGreaterThan(0);
        expect(exposure.cause?.says).toMatch(/\S/);
      }
    }
  }
});

const present = existsSync(corpus);
if (!present) console.warn(`SKIPPED: no configurations at ${corpus}`);
test.runIf(present)("no more than a fifth of real configurations is called exposed without a reason", { timeout: 240_000 }, () => {
  const wide = shares(corpus, ["2.4", "2.7", "3.0", "3.2", "3.3"]).filter(({ exposed }) => exposed > mostExposed);
  const unexplained = wide.filter(({ id }) => {
    const exposure = findAdvisory(id)?.exposure;
    return exposure?.subject === "configuration" && exposure.because === undefined;
  });
  expect(unexplained).toEqual([]);
});
