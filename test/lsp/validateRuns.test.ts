/** Runs of the user's own haproxy that must not be, that fail, or that go through another command. */
import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { type FakeHaproxy, fakeHaproxy } from "../support/fakeHaproxy.ts";
import type { Editor } from "../support/languageServer.ts";
import { type Given, isAlive, said, text, theirs, validationFixture } from "../support/validationFixture.ts";

const { folder, opened } = validationFixture();

describe("nothing is run", () => {
  test.each([
    ["in a workspace that is not trusted", { trusted: false }, "untrusted"],
    ["where it is switched off", { haproxy: { validate: "off" } }, "off"],
    ["where the setting is none of ours", { haproxy: { validate: "always" } }, "off"],
  ])("%s", async (_, given: Given, state) => {
    const fake = fakeHaproxy(folder(), "process.exit(0);");
    const { ask, save } = await opened(fake, given);
    await save();
    expect(await ask()).toMatchObject({ state });
    expect(fake.calls()).toEqual([]);
  });

  test("for what the settings of a workspace alone say", async () => {
    const [evil, good] = [fakeHaproxy(folder(), "process.exit(0);"), fakeHaproxy(folder(), "process.exit(0);")];
    const ofWorkspace = { haproxy: { validate: "onSave", path: evil.file, command: [evil.file] } };
    let ofUser: unknown = { haproxy: { validate: "off" } };
    const editor: Editor = {
      capabilities: { workspace: { configuration: true } },
      initializationOptions: { trusted: true },
      settings: ({ scopeUri } = {}) => (scopeUri === undefined ? ofUser : ofWorkspace),
    };
    const { client, ask, save } = await opened(undefined, { editor });
    await save();
    expect(await ask()).toMatchObject({ state: "off" });
    ofUser = { haproxy: { validate: "onCommand", path: good.file } };
    await client.notify("workspace/didChangeConfiguration", { settings: null });
    await expect.poll(async () => (await ask()).state).toBe("valid");
    expect(evil.calls()).toEqual([]);
    expect(good.calls().length).toBeGreaterThan(0);
  });

  test("from the folder of the configuration, or by a relative path", async () => {
    const { ask, place } = await opened(undefined, { haproxy: { path: "./haproxy" } });
    writeFileSync(path.join(place, "haproxy"), "#!/bin/sh\nexit 0\n", { mode: 0o755 });
    expect(await ask()).toMatchObject({ state: "not-found", message: "./haproxy is neither a bare name nor an absolute path" });
  });
});

describe("a run that fails", () => {
  test("says that the binary is missing", async () => {
    const missing = await opened(undefined, { haproxy: { path: "no-such-haproxy-here" } });
    expect(await missing.ask()).toMatchObject({ state: "not-found", message: "There is no program no-such-haproxy-here" });
  });

  test("says that it may not be run", async () => {
    const fake = fakeHaproxy(folder(), "");
    chmodSync(fake.file, 0o600);
    expect(await (await opened(fake)).ask()).toMatchObject({ state: "no-permission" });
  });

  test("is ended with all that it started when it takes too long", async () => {
    const fake = fakeHaproxy(folder(), "sleep();");
    const { ask } = await opened(fake, { haproxy: { timeout: 1 } });
    expect(await ask()).toMatchObject({ state: "timeout", message: "haproxy gave no answer within 1 seconds and was ended" });
    expect(fake.children()).toHaveLength(1);
    await expect.poll(() => isAlive(fake.children()[0])).toBe(false);
  });

  test("is ended with the server, and leaves no copies", async () => {
    const fake = fakeHaproxy(folder(), "sleep();");
    const { ask, client, uri } = await opened(fake);
    await client.change(uri, `${text}# secret\n`, 2);
    ask().catch(() => undefined);
    await expect.poll(() => fake.children().length).toBe(1);
    const copy = fake.calls()[0]?.args.at(-1) ?? "";
    expect(existsSync(copy)).toBe(true);
    await client.notify("exit", null);
    await client.ended;
    await expect.poll(() => isAlive(fake.children()[0])).toBe(false);
    expect(existsSync(path.dirname(copy))).toBe(false);
  });

  test("by a signal says which", async () => {
    const { ask } = await opened(fakeHaproxy(folder(), 'process.kill(process.pid, "SIGSEGV"); setInterval(() => {}, 1000);'));
    expect(await ask()).toMatchObject({ state: "failed", message: "haproxy was ended by SIGSEGV while it read the configuration" });
  });

  test("with words of something else gives those, and no diagnostics", async () => {
    const { ask } = await opened(fakeHaproxy(folder(), 'say("Unable to find image"); process.exit(125);'));
    expect(await ask()).toMatchObject({ state: "failed", message: "haproxy ended with code 125: Unable to find image" });
  });

  test("output without end is cut", async () => {
    const flood = 'for (let i = 0; i < 40000; i++) say("[WARNING]  (7) : config : parsing [" + files[0] + ":6] : no " + i);';
    const { ask, client, uri } = await opened(fakeHaproxy(folder(), flood));
    const { state, warnings } = await ask();
    // and no half of a line is taken for a message
    for (const one of theirs((await said(client, uri)).diagnostics)) expect(one).toMatch(/^6 no \d+$/);
    expect(state).toBe("warnings");
    expect(warnings).toBeGreaterThan(1000);
    expect(warnings).toBeLessThan(6000);
  });
});

describe("a command in place of the binary", () => {
  const inFolder = `$${"{folder}"}`;
  const seen = (fake: FakeHaproxy) => fake.calls()[0]?.args;

  test("gets the paths that it sees", async () => {
    const fake = fakeHaproxy(folder(), 'say("[ALERT] (7) : config : parsing [/etc/lb/haproxy.cfg:6] : mapped"); process.exit(1);');
    const haproxy = { command: [fake.file, "run", `--volume=${inFolder}:/etc/lb`], pathMapping: { [inFolder]: "/etc/lb" } };
    const { ask, client, uri, place } = await opened(fake, { haproxy });
    expect(await ask()).toMatchObject({ state: "refused", program: "haproxy" });
    expect(seen(fake)).toEqual(["run", `--volume=${place}:/etc/lb`, "-c", "-f", "/etc/lb/haproxy.cfg"]);
    expect(theirs((await said(client, uri)).diagnostics)).toEqual(["6 mapped"]);
  });

  test("that sees no copies wants the files saved first", async () => {
    const fake = fakeHaproxy(folder(), "process.exit(0);");
    const { ask, client, uri } = await opened(fake, { haproxy: { command: [fake.file], pathMapping: { [inFolder]: "/etc/lb" } } });
    await client.change(uri, `${text}# more\n`, 2);
    expect(await ask()).toMatchObject({ state: "failed", advice: expect.stringContaining("Save the files first") });
    expect(fake.calls()).toEqual([]);
  });

  test("that ends in a shell elsewhere gets no path that a shell would run", async () => {
    const fake = fakeHaproxy(folder(), "process.exit(0);");
    const { client } = await opened(fake, { haproxy: { command: [fake.file, "ssh", "lb1", "haproxy"] } });
    const odd = path.join(folder(), "a;b");
    mkdirSync(odd, { recursive: true });
    writeFileSync(path.join(odd, "haproxy.cfg"), text);
    const uri = pathToFileURL(path.join(odd, "haproxy.cfg")).href;
    await client.open(uri, text);
    expect(await client.request("haproxySleuth/validate", { uri })).toMatchObject({ state: "failed" });
    expect(fake.calls()).toEqual([]);
  });
});
