/** Settings and files to watch, as far as a client answers what it is asked. */
import { expect, test } from "vitest";
import { plain, rawFixture, small, uri } from "../support/rawFixture.ts";
import { codes } from "../support/serverFixture.ts";

const raw = rawFixture();

test("settings are in force for a request that follows them at once", async () => {
  await raw.initialize(plain);
  raw.open(small);
  for (const release of ["2.8.7", "3.0.3", "3.2.1"]) {
    raw.client.notify("workspace/didChangeConfiguration", { settings: { haproxySleuth: { release } } });
    expect((await raw.client.request(release, "haproxySleuth/releaseState", { uri })).result).toMatchObject({ release, source: "setting" });
  }
});

test("settings are asked for again where the client says null, and its refusal is no harm", async () => {
  await raw.initialize({ ...plain, capabilities: { workspace: { configuration: true } } });
  raw.open(small);
  const asked = await raw.client.answer(({ method }) => method === "workspace/configuration");
  raw.client.send({ jsonrpc: "2.0", id: asked.id, error: { code: -32601, message: "not I" } });
  expect(codes((await raw.pushed()).diagnostics)).toContain("undefined-backend");
  raw.client.notify("workspace/didChangeConfiguration", { settings: null });
  const again = await raw.client.answer(({ id, method }) => method === "workspace/configuration" && id !== asked.id);
  raw.client.send({ jsonrpc: "2.0", id: again.id, result: [{ release: "3.0.2" }] });
  expect((await raw.client.request(5, "haproxySleuth/releaseState", { uri })).result).toMatchObject({ release: "3.0.2" });
});

test("what to watch is registered with a client that wants it, and with no other", async () => {
  await raw.initialize({
    ...plain,
    capabilities: {
      workspace: { didChangeWatchedFiles: { dynamicRegistration: true }, didChangeConfiguration: { dynamicRegistration: true } },
    },
  });
  const registered = async (method: string) =>
    raw.client.answer(
      (one) =>
        one.method === "client/registerCapability" &&
        (one.params as { registrations: { method: string }[] }).registrations.some((registration) => registration.method === method),
    );
  expect(await registered("workspace/didChangeWatchedFiles")).toMatchObject({
    params: { registrations: [{ registerOptions: { watchers: [{ globPattern: expect.stringContaining("*.cfg") }] } }] },
  });
  await registered("workspace/didChangeConfiguration");
});

test("a client that never answers what it is asked gets its findings all the same, and its settings when they come", async () => {
  await raw.initialize({
    ...plain,
    capabilities: { workspace: { configuration: true }, window: { workDoneProgress: true } },
    initializationOptions: { haproxySleuth: { release: "2.8.7" } },
  });
  raw.open(small);
  const asked = await raw.client.answer(({ method }) => method === "workspace/configuration");
  expect(codes((await raw.pushed()).diagnostics)).toContain("undefined-backend");
  expect((await raw.client.request(2, "haproxySleuth/releaseState", { uri })).result).toMatchObject({ release: "2.8.7" });
  raw.client.notify("textDocument/didChange", { textDocument: { uri, version: 2 }, contentChanges: [{ text: `# ${small}` }] });
  await raw.pushed(({ version }) => version === 2);
  raw.client.send({ jsonrpc: "2.0", id: asked.id, result: [{ release: "3.0.2" }] });
  const again = await raw.client.answer(({ id, method }) => method === "workspace/configuration" && id !== asked.id);
  raw.client.send({ jsonrpc: "2.0", id: again.id, result: [{ release: "3.0.2" }] });
  expect((await raw.client.request(3, "haproxySleuth/releaseState", { uri })).result).toMatchObject({ release: "3.0.2" });
});

test("settings that were pushed stand where the client answers null for them", async () => {
  await raw.initialize({
    ...plain,
    capabilities: { workspace: { configuration: true } },
    initializationOptions: { release: "2.8.7" },
  });
  raw.open(small);
  const asked = await raw.client.answer(({ method }) => method === "workspace/configuration");
  raw.client.send({ jsonrpc: "2.0", id: asked.id, result: [null] });
  expect((await raw.client.request(2, "haproxySleuth/releaseState", { uri })).result).toMatchObject({ release: "2.8.7" });
});

const isAsked = ({ method }: { method?: unknown }) => method === "workspace/configuration";
const typed = (version: number) =>
  raw.client.notify("textDocument/didChange", { textDocument: { uri, version }, contentChanges: [{ text: `# ${version}\n${small}` }] });

test("settings are asked for once a document, and not at each keystroke", async () => {
  await raw.initialize({ ...plain, capabilities: { workspace: { configuration: true } } });
  raw.open(small);
  const asked = await raw.client.answer(isAsked);
  raw.client.send({ jsonrpc: "2.0", id: asked.id, result: [{ release: "3.0.2" }] });
  await raw.pushed();
  for (const version of [2, 3, 4]) {
    typed(version);
    await raw.pushed((params) => params.version === version);
  }
  expect((await raw.client.request(5, "haproxySleuth/releaseState", { uri })).result).toMatchObject({ release: "3.0.2" });
  expect(raw.client.received.filter(isAsked)).toHaveLength(1);
});

test("settings that change without a word are found by and by", async () => {
  await raw.initialize({ ...plain, capabilities: { workspace: { configuration: true } } });
  raw.open(small);
  const asked = await raw.client.answer(isAsked);
  raw.client.send({ jsonrpc: "2.0", id: asked.id, result: [{ release: "3.0.2" }] });
  await raw.pushed();
  await new Promise((resolve) => setTimeout(resolve, 2100));
  typed(2);
  await raw.pushed(({ version }) => version === 2);
  const again = await raw.client.answer((one) => isAsked(one) && one.id !== asked.id);
  raw.client.send({ jsonrpc: "2.0", id: again.id, result: [{ release: "3.2.1" }] });
  expect((await raw.client.request(5, "haproxySleuth/releaseState", { uri })).result).toMatchObject({ release: "3.2.1" });
});
