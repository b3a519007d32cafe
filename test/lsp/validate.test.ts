/** Checking with the user's own haproxy: on save or when asked, one file or several, and what comes of it. */
import { existsSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import type { Validation } from "../../server/src/lsp/protocol.ts";
import { fakeHaproxy } from "../support/fakeHaproxy.ts";
import { binaryOf, presentBranches } from "../support/realHaproxy.ts";
import { isAlive, said, text, theirs, validationFixture } from "../support/validationFixture.ts";

const { start, folder, opened } = validationFixture();
const odd = 'say("[ALERT]    (7) : config : parsing [" + files[0] + ":6] : \'http-request\' is not to our liking."); process.exit(1);';

describe("asked", () => {
  test("it checks the saved file where it is, in its folder, without a shell", async () => {
    const fake = fakeHaproxy(folder(), "process.exit(0);");
    const { ask, file, place, uri } = await opened(fake);
    expect(await ask()).toEqual({
      uri,
      files: [uri],
      program: "haproxy",
      state: "valid",
      release: "3.2.26",
      message: "HAProxy 3.2.26: the configuration is valid",
      errors: 0,
      warnings: 0,
    });
    expect(fake.calls()).toEqual([{ args: ["-c", "-f", file], folder: place, texts: [text] }]);
  });

  test("the user may take its warnings in another way, and hears its alerts", async () => {
    const warning = 'say("[WARNING]  (7) : config : parsing [" + files[0] + ":5] : \'bind\' is old.");';
    const { client, ask, uri } = await opened(fakeHaproxy(folder(), warning + odd), { lints: { "haproxy-warning": "off" } });
    await ask();
    expect(theirs((await said(client, uri)).diagnostics).map((one) => one.split(" ")[0])).toEqual(["6"]);
  });

  test("alerts and warnings become diagnostics, at their words", async () => {
    const warning = "say(\"[WARNING]  (7) : config : missing timeouts for frontend 'web'.\");";
    const { client, ask, uri } = await opened(fakeHaproxy(folder(), warning + odd));
    expect(await ask()).toMatchObject({
      state: "refused",
      errors: 1,
      warnings: 1,
      message: "HAProxy 3.2.26 refuses the configuration: 1 error, 1 warning",
    });
    const { diagnostics } = await said(client, uri);
    expect(diagnostics.find(({ code }) => code === "haproxy-alert")).toMatchObject({
      severity: 1,
      code: "haproxy-alert",
      message: "'http-request' is not to our liking.",
      range: { start: { line: 5, character: 4 }, end: { line: 5, character: 16 } },
    });
  });

  test("text that is not saved goes through a private copy that is gone afterwards", async () => {
    const mode =
      'say("[WARNING] (7) : config : parsing [" + files[0] + ":1] : mode " + (fs.statSync(require("node:path").dirname(files[0])).mode & 0o777).toString(8));';
    const fake = fakeHaproxy(folder(), mode + odd);
    const { client, ask, uri, place } = await opened(fake);
    const dirty = `# new\n${text.replace("defaults", "global\n    default-path config\ndefaults")}`;
    await client.change(uri, dirty, 2);
    expect(await ask()).toMatchObject({ state: "refused" });
    expect(theirs((await said(client, uri)).diagnostics)).toContain("1 mode 700");
    const [call] = fake.calls();
    expect(call?.folder).toBe(place);
    expect(call?.texts).toEqual([dirty.replace("default-path config", `default-path origin "${place}"`)]);
    const copy = call?.args.at(-1) ?? "";
    expect(path.dirname(copy)).not.toBe(place);
    expect(existsSync(path.dirname(copy))).toBe(false);
  });

  test("an untitled document is checked as well", async () => {
    const fake = fakeHaproxy(folder(), odd);
    const { client } = await opened(fake);
    await client.open("untitled:Untitled-1", text);
    expect(await client.request("haproxySleuth/validate", { uri: "untitled:Untitled-1" })).toMatchObject({ state: "refused" });
    expect(theirs((await said(client, "untitled:Untitled-1")).diagnostics)).toEqual(["6 'http-request' is not to our liking."]);
  });

  test("no answer for what is no configuration", async () => {
    const { client } = await opened(fakeHaproxy(folder(), odd));
    expect(await client.request("haproxySleuth/validate", { uri: "untitled:none" })).toBeNull();
  });

  test("a binary of another release than the one in use is told on the first line", async () => {
    const { client, ask, uri } = await opened(fakeHaproxy(folder(), "process.exit(0);"));
    await client.change(uri, `# haproxy: 3.0.2\n${text}`, 2);
    await ask();
    expect(theirs((await said(client, uri)).diagnostics)).toEqual([
      "1 haproxy is HAProxy 3.2.26, but the release in use is 3.0.2: what it accepts may differ",
    ]);
  });

  test("diagnostics stay until their line is edited, and until the next run", async () => {
    const first = path.join(folder(), "once");
    const { client, ask, uri } = await opened(
      fakeHaproxy(folder(), `if (!fs.existsSync(${JSON.stringify(first)})) { fs.writeFileSync(${JSON.stringify(first)}, ""); ${odd} }`),
    );
    await ask();
    await said(client, uri);
    client.forget();
    await client.change(uri, `\n${text}`, 2);
    expect(theirs((await client.push(uri)).diagnostics)).toEqual(["7 'http-request' is not to our liking."]);
    client.forget();
    await client.change(uri, `\n${text.replace("deny", "allow")}`, 3);
    expect(theirs((await client.push(uri)).diagnostics)).toEqual([]);
    expect(await ask()).toMatchObject({ state: "valid" });
  });
});

test("all files of a configuration are checked together, in order, each as the editor has it", async () => {
  const script =
    'say("[ALERT] (7) : config : parsing [" + files[1] + ":2] : odd"); say("[WARNING] (7) : config : parsing [" + files[0] + ":1] : old"); process.exit(1);';
  const fake = fakeHaproxy(folder(), script);
  const place = realpathSync(mkdtempSync(path.join(folder(), "set-")));
  const [main, more] = ["main.cfg", "more.cfg"].map((name) => path.join(place, name)) as [string, string];
  writeFileSync(main, text);
  writeFileSync(more, "backend b\n    mode http\n");
  const [first, second] = [pathToFileURL(main).href, pathToFileURL(more).href];
  const settings = {
    haproxy: { validate: "onCommand", path: fake.file },
    configurations: [{ name: "edge", files: ["main.cfg", "more.cfg"] }],
  };
  const client = await start({ rootUri: pathToFileURL(place).href, initializationOptions: { trusted: true, haproxySleuth: settings } });
  await client.open(first, text);
  await client.open(second, "backend b\n    mode tcp\n");
  await client.push(second);
  expect(await client.request("haproxySleuth/validate", { uri: second })).toMatchObject({ state: "refused", files: [first, second] });
  const [call] = fake.calls();
  expect(call?.texts).toEqual([text, "backend b\n    mode tcp\n"]);
  expect(call?.args.slice(0, 3)).toEqual(["-c", "-f", main]);
  expect(theirs((await said(client, first)).diagnostics)).toEqual(["1 old"]);
  expect(theirs((await said(client, second)).diagnostics)).toEqual(["2 odd"]);
});

describe("on save", () => {
  test("it checks where the user's settings say so, and a verdict is told to our own client", async () => {
    const options = {
      trusted: true,
      commands: true,
      haproxySleuth: { haproxy: { validate: "onSave", path: fakeHaproxy(folder(), odd).file } },
    };
    const { client, uri, save } = await opened(undefined, { editor: { initializationOptions: options } });
    const told = new Promise<Validation>((resolve) => client.connection.onNotification("haproxySleuth/validated", resolve));
    await save();
    expect(await told).toMatchObject({ uri, state: "refused", errors: 1 });
    expect(theirs((await said(client, uri)).diagnostics)).toHaveLength(1);
  });

  test("not where it is for the command only", async () => {
    const fake = fakeHaproxy(folder(), "process.exit(0);");
    const { save, ask } = await opened(fake);
    await save();
    await ask();
    expect(fake.calls()).toHaveLength(1);
  });

  test("why there is no verdict is told once", async () => {
    const { save, client, uri, ask, notes } = await opened(undefined, { haproxy: { validate: "onSave", path: "/nowhere/haproxy" } });
    for (let i = 0; i < 3; i++) {
      await save();
      client.forget();
      await client.push(uri);
      await ask();
    }
    expect(notes).toEqual([expect.stringMatching(/^There is no program \/nowhere\/haproxy\. Set haproxySleuth\.haproxy\.path/)]);
  });

  test("a later run takes the place of an earlier one", async () => {
    const mark = path.join(folder(), "second");
    const script = `if (!fs.existsSync(${JSON.stringify(mark)})) { fs.writeFileSync(${JSON.stringify(mark)}, ""); sleep(); } else process.exit(0);`;
    const fake = fakeHaproxy(folder(), script);
    const { ask } = await opened(fake);
    const first = ask();
    await expect.poll(() => fake.children().length).toBe(1);
    expect(await ask()).toMatchObject({ state: "valid" });
    expect(await first).toMatchObject({ state: "cancelled" });
    await expect.poll(() => isAlive(fake.children()[0])).toBe(false);
  });
});

test("progress is shown where the client shows any, for runs that take their time", async () => {
  const fake = fakeHaproxy(folder(), "setTimeout(() => process.exit(0), 1500);");
  const options = { trusted: true, haproxySleuth: { haproxy: { validate: "onCommand", path: fake.file } } };
  const { client, ask } = await opened(undefined, {
    editor: { capabilities: { window: { workDoneProgress: true } }, initializationOptions: options },
  });
  const kinds: string[] = [];
  client.connection.onRequest("window/workDoneProgress/create", () => null);
  client.connection.onNotification("$/progress", ({ value }: { value: { kind: string } }) => void kinds.push(value.kind));
  await ask();
  await expect.poll(() => kinds).toEqual(["begin", "end"]);
});

test.each(presentBranches())("with HAProxy %s", async (branch) => {
  const { client, ask, uri } = await opened(undefined, { haproxy: { path: binaryOf(branch) } });
  expect(await ask()).toMatchObject({ state: "valid", release: expect.stringContaining(`${branch}.`) });
  client.forget();
  await client.change(uri, text.replace("bind :8080", "bind :8080 crt /no/such.pem ssl"), 2);
  expect(await ask()).toMatchObject({ state: "refused", errors: 1 });
  expect(theirs((await said(client, uri)).diagnostics)).toEqual([expect.stringMatching(/^5 .*\/no\/such\.pem/)]);
});
