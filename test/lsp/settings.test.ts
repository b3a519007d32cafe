/** Settings by every way in which editors give them, and the order of what names the release. */

import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { sectionIn } from "../../server/src/lsp/connection/settings.ts";
import { settingProblems, settingTypes } from "../../server/src/lsp/connection/settingsCheck.ts";
import type { ReleaseState } from "../../server/src/lsp/protocol.ts";
import type { LanguageServer } from "../support/languageServer.ts";
import { codes, config, race, serverFixture, uri, withComment } from "../support/serverFixture.ts";

const { start, folder } = serverFixture();

describe("settings", () => {
  const release = (client: LanguageServer, of = uri) => client.request<ReleaseState>("haproxySleuth/releaseState", { uri: of });

  test("are asked for with workspace/configuration, and asked again when they change", async () => {
    let settings: unknown = { release: "3.0.2" };
    const client = await start({ capabilities: { workspace: { configuration: true } }, settings: () => settings });
    await client.open(uri, config);
    expect(codes((await client.push(uri)).diagnostics)).toContain(race);
    expect(await release(client)).toMatchObject({ release: "3.0.2", source: "setting" });
    settings = { release: "3.0.2", ignoredAdvisories: [race] };
    await client.notify("workspace/didChangeConfiguration", { settings: null });
    expect(codes((await client.push(uri, ({ diagnostics }) => !codes(diagnostics).includes(race))).diagnostics)).not.toContain(race);
  });

  test.each([
    ["as a section", { haproxySleuth: { release: "2.8.7" } }],
    ["bare", { release: "2.8.7" }],
    ["as a number", { release: 2.8 }],
    ["under settings", { settings: { haproxySleuth: { release: "2.8.7" } } }],
    ["with names by dots", { "haproxySleuth.release": "2.8.7", "haproxySleuth.inlayHints.units": false }],
  ])("are taken from initializationOptions %s", async (_, initializationOptions) => {
    const client = await start({ initializationOptions });
    await client.open(uri, config);
    expect((await release(client)).release).toMatch(/^2\.8\./);
    expect(codes((await client.push(uri)).diagnostics)).not.toContain(race);
  });

  test("are taken from didChangeConfiguration where the client cannot be asked", async () => {
    const client = await start();
    await client.open(uri, config);
    await client.push(uri);
    client.forget();
    await client.notify("workspace/didChangeConfiguration", { settings: { haproxySleuth: { release: "3.0.3" } } });
    expect(codes((await client.push(uri)).diagnostics)).not.toContain(race);
    expect(await release(client)).toMatchObject({ release: "3.0.3", source: "setting", text: "3.0.3" });
  });

  test("say how HAProxy was built", async () => {
    const text = "frontend f\n    mode http\n    timeout client 5s\n.if feature(QUIC)\n    nosuch\n.else\n    bind :80\n.endif\n";
    const client = await start({ initializationOptions: { release: "3.2.1", features: "+QUIC" } });
    await client.open(uri, text);
    expect(codes((await client.push(uri)).diagnostics)).toContain("unknown-keyword");
    client.forget();
    await client.notify("workspace/didChangeConfiguration", { settings: { haproxySleuth: { release: "3.2.1", features: "-QUIC" } } });
    expect(codes((await client.push(uri)).diagnostics)).not.toContain("unknown-keyword");
  });

  test("are read in any form that clients give them", () => {
    const meant = { release: "3.0", haproxy: { path: "/opt/haproxy", timeout: 5 }, lints: { "no-timeouts": "off" } };
    const forms = [
      meant,
      { haproxySleuth: meant },
      { settings: { haproxySleuth: meant } },
      { "haproxySleuth.release": "3.0", "haproxySleuth.haproxy.path": "/opt/haproxy", haproxy: { timeout: 5 }, lints: meant.lints },
      { haproxy: { timeout: 5 }, "haproxy.path": "/opt/haproxy", release: "3.0", "haproxySleuth.lints": meant.lints },
    ];
    for (const form of forms) expect(sectionIn(form)).toEqual(meant);
    for (const strange of [null, undefined, "3.0", [], 7]) expect(sectionIn(strange)).toEqual({});
  });

  test("give each kind of finding its level, by code or by any name of the bug", async () => {
    const text = `${config}\nbackend last\n    stick-table type ip size 1m\n    server a 192.0.2.1:443 ssl verify none\n`;
    const client = await start({ initializationOptions: { release: "3.0.2" } });
    await client.open(uri, text);
    const levels = async () => {
      const found = new Map((await client.push(uri)).diagnostics.map(({ code, severity }) => [code, severity]));
      return ["unverified-server", "table-without-expire", race].map((code) => found.get(code));
    };
    expect(await levels()).toEqual([3, 4, 2]);
    client.forget();
    const lints = { "unverified-server": "error", "table-without-expire": "off", "#2611": "hint" };
    await client.notify("workspace/didChangeConfiguration", { settings: { haproxySleuth: { release: "3.0.2", lints } } });
    expect(await levels()).toEqual([1, undefined, 4]);
  });

  test.each([
    [{ "small-tim": "off" }, '"small-tim" is no lint or advisory; did you mean "small-time"?'],
    [{ "small-time": "loud" }, 'the level of "small-time" must be one of off, hint, information, warning, error'],
  ])("that no finding can follow are told to the client's log: %j", async (lints, problem) => {
    const client = await start({ initializationOptions: { lints } });
    await client.open(uri, config);
    await client.push(uri);
    expect(client.logged.join("\n")).toContain(`haproxySleuth.lints: ${problem}`);
  });

  test("of the wrong type keep their defaults, and the log says so", async () => {
    const client = await start({ initializationOptions: { release: ["x"], ignoredAdvisories: "all", haproxy: 7 } });
    await client.open(uri, withComment);
    expect(codes((await client.push(uri)).diagnostics)).toContain(race);
    expect(client.logged).toEqual(
      expect.arrayContaining([
        "haproxySleuth.release must be a text",
        "haproxySleuth.ignoredAdvisories must be a list of texts",
        "haproxySleuth.haproxy must be an object",
      ]),
    );
  });

  test("are checked as package.json has them", () => {
    const { properties } = manifest.contributes.configuration;
    expect(Object.keys(settingTypes).map((name) => `haproxySleuth.${name}`)).toEqual(expect.arrayContaining(Object.keys(properties)));
    const defaults = Object.entries(properties).map(([name, { default: value }]) => [name, value] as const);
    expect(settingProblems(sectionIn(Object.fromEntries(defaults)))).toEqual([]);
    expect(Object.keys(settingTypes)).toHaveLength(Object.keys(properties).length);
    for (const [name, property] of Object.entries(properties) as [string, { enum?: readonly string[] }][])
      if (property.enum !== undefined) expect(settingTypes[name.slice("haproxySleuth.".length)]).toEqual(property.enum);
  });

  test.each([
    [{ relase: "3.0.2" }, 'haproxySleuth.relase is no setting; did you mean "haproxySleuth.release"?'],
    [{ inlayHints: { unit: false } }, 'haproxySleuth.inlayHints.unit is no setting; did you mean "haproxySleuth.inlayHints.units"?'],
    [{ inlayHints: { units: "no" } }, "haproxySleuth.inlayHints.units must be true or false"],
    [{ exposure: { minimumEffect: "all" } }, 'haproxySleuth.exposure.minimumEffect must be one of "off", "crash", "security", "any"'],
    [{ haproxy: { timeout: "10s", command: "docker run" } }, "haproxySleuth.haproxy.timeout must be a number above 0"],
    [{ lints: ["small-time"] }, "haproxySleuth.lints must be an object"],
    [{ release: "3.0.two" }, 'haproxySleuth.release: "3.0.two" is no release that we know, such as'],
    [{ release: 9.9 }, 'haproxySleuth.release: "9.9" is no release that we know'],
    [{ ignoredAdvisories: ["stick-table-kill-rac"] }, 'no known bug; did you mean "stick-table-kill-race"?'],
  ])("say what is wrong: %j", (section, problem) => {
    expect(settingProblems(section).join("\n")).toContain(problem);
  });

  test.each([
    {},
    { release: 3.2, features: "+QUIC", lints: null, configurations: [] },
    { release: "3.0", ignoredAdvisories: ["#2611", "stick-table-kill-race"] },
    { yaml: { format: true }, locale: "de", trusted: true, commands: false },
  ])("are silent where nothing is: %j", (section) => {
    expect(settingProblems(section)).toEqual([]);
  });

  test("a bug is ignored by any of its names", async () => {
    const client = await start({ initializationOptions: { ignoredAdvisories: ["#2611"] } });
    await client.open(uri, withComment);
    expect(codes((await client.push(uri)).diagnostics)).not.toContain(race);
  });

  test("lose against a comment and win over an image tag beside the file", async () => {
    const place = path.join(folder(), "release");
    mkdirSync(place);
    writeFileSync(path.join(place, "Dockerfile"), "FROM haproxy:2.8.7-alpine\n");
    const file = pathToFileURL(path.join(place, "haproxy.cfg")).href;
    const client = await start({ rootUri: pathToFileURL(folder()).href });
    await client.open(file, config);
    expect(await release(client, file)).toMatchObject({ release: "2.8.7", source: "image", text: "2.8.7-alpine", file: "Dockerfile" });
    await client.notify("workspace/didChangeConfiguration", { settings: { haproxySleuth: { release: "3.0.3" } } });
    expect(await release(client, file)).toMatchObject({ release: "3.0.3", source: "setting" });
    await client.change(file, withComment, 2);
    expect(await release(client, file)).toMatchObject({ release: "3.0.2", source: "comment" });
  });
});
