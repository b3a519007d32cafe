/** Names over the protocol: answers that fit what the client can take. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  CodeLens,
  DocumentHighlight,
  DocumentLink,
  InlayHint,
  LinkedEditingRanges,
  Location,
  LocationLink,
  WorkspaceEdit,
} from "vscode-languageserver/node";
import { bound, ours, serverFixture } from "../support/serverFixture.ts";

const { start, folder } = serverFixture();
const uri = "untitled:names.cfg";
const text = `defaults base
    mode http
    timeout client 30000
frontend fe from base
    acl a path /
    use_backend be if a !{ srv_is_up(be/s1) }
    use_backend %[req.hdr(host)]
backend be from base
    server s1 192.0.2.1:80
    errorfile 503 /etc/haproxy/503.http
`;
const textDocument = { uri };
const position = (line: number, character: number) => ({ textDocument, position: { line, character } });
const range = (line: number, from: number, to: number) => ({ start: { line, character: from }, end: { line, character: to } });
const onUse = position(5, 17);

describe("definitions", () => {
  test("are links for clients that take them", async () => {
    const client = bound(await start({ capabilities: { textDocument: { definition: { linkSupport: true } } } }));
    await client.open(uri, text);
    expect(await client.request<LocationLink[]>("textDocument/definition", onUse)).toEqual([
      {
        originSelectionRange: range(5, 16, 18),
        targetUri: uri,
        targetRange: { start: { line: 7, character: 0 }, end: { line: 9, character: 39 } },
        targetSelectionRange: range(7, 8, 10),
      },
    ]);
    expect(await client.request<Location[]>("textDocument/declaration", onUse)).toEqual([{ uri, range: range(7, 8, 10) }]);
    expect(await client.request<Location[]>("textDocument/implementation", onUse)).toEqual([{ uri, range: range(0, 9, 13) }]);
    expect(await client.request("textDocument/definition", position(1, 9))).toBeNull();
    expect(await client.request("textDocument/definition", position(500, 0))).toBeNull();
  });

  test("lead into a script beside the configuration", async () => {
    writeFileSync(path.join(folder(), "auth.lua"), '\ncore.register_action("auth", { "http-req" }, function() end)\n');
    const here = pathToFileURL(path.join(folder(), "haproxy.cfg")).href;
    const client = bound(await start());
    await client.open(here, "global\n    lua-load auth.lua\nfrontend f\n    http-request lua.auth\n");
    expect(
      await client.request<Location[]>("textDocument/definition", { textDocument: { uri: here }, position: { line: 3, character: 23 } }),
    ).toEqual([{ uri: pathToFileURL(path.join(folder(), "auth.lua")).href, range: range(1, 22, 26) }]);
  });
});

test("references come with or without the declaration, highlights with their kinds", async () => {
  const client = bound(await start());
  await client.open(uri, text);
  const references = (includeDeclaration: boolean) =>
    client.request<Location[]>("textDocument/references", { ...onUse, context: { includeDeclaration } });
  const uses = [range(5, 16, 18), range(5, 37, 39)];
  expect((await references(false)).map((at) => at.range)).toEqual(uses);
  expect((await references(true)).map((at) => at.range)).toEqual([...uses, range(7, 8, 10)]);
  expect(await client.request<DocumentHighlight[]>("textDocument/documentHighlight", onUse)).toEqual([
    { range: uses[0], kind: 2 },
    { range: uses[1], kind: 2 },
    { range: range(7, 8, 10), kind: 3 },
  ]);
  const linked = await client.request<LinkedEditingRanges>("textDocument/linkedEditingRange", onUse);
  expect(linked.ranges).toHaveLength(3);
});

describe("renaming", () => {
  const edits = [range(5, 16, 18), range(5, 37, 39), range(7, 8, 10)].map((at) => ({ range: at, newText: "pool" }));

  test("is prepared, and refused with its reason", async () => {
    const client = bound(await start({ capabilities: { textDocument: { rename: { prepareSupport: true } } } }));
    await client.open(uri, text);
    expect(await client.request("textDocument/prepareRename", onUse)).toEqual({ range: range(5, 16, 18), placeholder: "be" });
    expect(await client.request("textDocument/prepareRename", position(1, 9))).toBeNull();
    await expect(client.request("textDocument/rename", { ...onUse, newName: "a/b" })).rejects.toThrow("a name has letters");
    await expect(client.request("textDocument/rename", { ...onUse, newName: "be" })).resolves.toEqual({ changes: {} });
  });

  test("gives changes to plain clients", async () => {
    const client = await start();
    expect(client.answered.capabilities.renameProvider).toBe(true);
    await client.open(uri, text);
    expect(await client.request<WorkspaceEdit>("textDocument/rename", { ...onUse, newName: "pool" })).toEqual({
      changes: { [uri]: edits },
    });
  });

  test("gives versions, and asks where uses cannot be seen, to clients that can", async () => {
    const workspaceEdit = { documentChanges: true, changeAnnotationSupport: {} };
    const client = bound(await start({ capabilities: { workspace: { workspaceEdit } } }));
    await client.open(uri, text, "haproxy", 7);
    const found = await client.request<WorkspaceEdit>("textDocument/rename", { ...onUse, newName: "pool" });
    expect(found).toEqual({
      documentChanges: [{ textDocument: { uri, version: 7 }, edits: edits.map((edit) => ({ ...edit, annotationId: "unseen-uses" })) }],
      changeAnnotations: {
        "unseen-uses": { label: expect.any(String), description: expect.stringContaining("line 7"), needsConfirmation: true },
      },
    });
    const acl = await client.request<WorkspaceEdit>("textDocument/rename", { ...position(4, 8), newName: "b" });
    expect(acl.changeAnnotations).toBeUndefined();
    expect(acl.documentChanges).toHaveLength(1);
  });
});

test("the hierarchy of traffic goes both ways", async () => {
  const client = bound(await start());
  await client.open(uri, text);
  const [item] = await client.request<CallHierarchyItem[]>("textDocument/prepareCallHierarchy", onUse);
  expect(item).toMatchObject({ name: "be", selectionRange: range(7, 8, 10) });
  const incoming = await client.request<CallHierarchyIncomingCall[]>("callHierarchy/incomingCalls", { item });
  expect(incoming.map(({ from, fromRanges }) => [from.name, fromRanges])).toEqual([["fe", [range(5, 16, 18)]]]);
  const outgoing = await client.request<CallHierarchyOutgoingCall[]>("callHierarchy/outgoingCalls", { item });
  expect(outgoing.map(({ to }) => to.name)).toEqual(["s1"]);
  expect(await client.request("textDocument/prepareCallHierarchy", position(4, 8))).toBeNull();
});

test("lenses are counted when asked for, with a command for our own client only", async () => {
  const lens = async (client: Awaited<ReturnType<typeof start>>) => {
    await client.open(uri, text);
    const lenses = await client.request<CodeLens[]>("textDocument/codeLens", { textDocument });
    const waiting = lenses.filter(({ command }) => command === undefined);
    expect(waiting.map(({ range: at }) => at.start.line)).toEqual([0, 7, 7]);
    const told = { range: range(0, 0, 0), command: { title: "exposed", command: "" } };
    expect(await client.request<CodeLens>("codeLens/resolve", told)).toEqual(told);
    const servers = await client.request<CodeLens>("codeLens/resolve", waiting[2]);
    expect(servers.command?.title).toBe("1 server");
    return client.request<CodeLens>("codeLens/resolve", waiting[1]);
  };
  const foreign = await start();
  expect((await lens(foreign)).command).toEqual({ title: "2 references", command: "" });
  await foreign.stop();
  expect((await lens(await start(ours))).command).toMatchObject({
    command: "haproxySleuth.showReferences",
    arguments: [uri, {}, [{}, {}]],
  });
});

test("hints and links; settings switch the hints and lenses off", async () => {
  const client = await start();
  await client.open(uri, text);
  const hints = (of: typeof client) =>
    of.request<InlayHint[]>("textDocument/inlayHint", {
      textDocument,
      range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } },
    });
  expect((await hints(client)).map(({ label, position: at }) => [at.line, label])).toEqual([
    [2, "ms"],
    [3, "mode http, client 30s"],
    [7, "mode http"],
  ]);
  expect(await client.request<DocumentLink[]>("textDocument/documentLink", { textDocument })).toEqual([
    { range: range(9, 18, 39), target: "file:///etc/haproxy/503.http" },
  ]);
  await client.stop();
  const settings = { codeLens: { references: false, servers: false }, inlayHints: { inherited: false, units: false } };
  const quiet = await start({ initializationOptions: { haproxySleuth: settings } });
  await quiet.open(uri, text);
  expect(await hints(quiet)).toEqual([]);
  const lenses = await quiet.request<CodeLens[]>("textDocument/codeLens", { textDocument });
  expect(lenses.filter(({ command }) => command === undefined)).toEqual([]);
});

test("a log has no names", async () => {
  const client = bound(await start());
  const log = { uri: "untitled:log" };
  await client.open(log.uri, "[ALERT] 123 (1) : Current worker #1 (2) exited with code 139 (Segmentation fault)", "haproxy-crash");
  const at = { textDocument: log, position: { line: 0, character: 3 } };
  for (const method of ["definition", "documentHighlight", "prepareRename", "linkedEditingRange", "prepareCallHierarchy"])
    expect(await client.request(`textDocument/${method}`, at)).toBeNull();
});
