// Moving about in a configuration of several files, and what stands beside its lines.
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, inWorkspace, openFile, positionOf, until } from "./editor.ts";
import { ask, askAt, foldsOf, hintsOf, lensesOf, outlineOf, placesOf } from "./providers.ts";

const files = {
  "haproxy.cfg": `# haproxy: 3.2.4
global
    log stdout format raw local0

defaults base
    mode http
    timeout connect 5000
    timeout client 30s
    timeout server 30s
`,
  "conf.d/10-web.cfg": `frontend web from base
    bind :80
    acl is_api path_beg /api
    http-request deny if { sc_http_req_rate(0) gt 100 }
    use_backend api if is_api
    default_backend app

backend app from base
    errorfile 503 ../errors/503.http
    server app1 192.0.2.11:8080 check
`,
  "conf.d/20-api.cfg": `backend api from base
    server api1 192.0.2.21:8080 check
    use-server api1 if { path /v1 }
`,
  "errors/503.http": "HTTP/1.0 503 Service Unavailable\n\n",
  "haproxy.service": "[Service]\nExecStart=/usr/sbin/haproxy -Ws -f /etc/haproxy/haproxy.cfg -f /etc/haproxy/conf.d\n",
} as const;

suite("finding the way in several files", () => {
  let web: vscode.TextDocument;

  suiteSetup(async () => {
    for (const [name, text] of Object.entries(files)) await vscode.workspace.fs.writeFile(inWorkspace(`edge/${name}`), Buffer.from(text));
  });
  setup(async () => {
    web = (await openFile("edge/conf.d/10-web.cfg")).document;
    await until("the other files", async () => {
      const found = await askAt<vscode.Location[]>("vscode.executeDefinitionProvider", web, "api if is_api");
      return found.length > 0 ? true : undefined;
    });
  });
  teardown(closeAll);

  test("a name leads to its section in another file, and to all that refer to it", async () => {
    const definitions = await askAt<vscode.LocationLink[]>("vscode.executeDefinitionProvider", web, "api if is_api");
    assert.deepEqual(placesOf(definitions), ["20-api.cfg:1"]);
    const references = await askAt<vscode.Location[]>("vscode.executeReferenceProvider", web, "base\n    bind");
    assert.deepEqual(placesOf(references), ["10-web.cfg:1", "10-web.cfg:8", "20-api.cfg:1", "haproxy.cfg:5"]);
  });

  test("a new name goes to every file", async () => {
    const edit = await askAt<vscode.WorkspaceEdit>("vscode.executeDocumentRenameProvider", web, "api if is_api", "services");
    const changed = edit.entries().map(([uri, edits]) => `${uri.path.split("/").at(-1)}: ${edits.map(({ newText }) => newText).join()}`);
    assert.deepEqual(changed.sort(), ["10-web.cfg: services", "20-api.cfg: services"]);
    await assert.rejects(Promise.resolve(askAt("vscode.executeDocumentRenameProvider", web, "api if is_api", "two words")));
  });

  test("calls go from frontends to backends and back", async () => {
    const [item] = await askAt<vscode.CallHierarchyItem[]>("vscode.prepareCallHierarchy", web, "web from");
    assert.ok(item);
    const outgoing = await vscode.commands.executeCommand<vscode.CallHierarchyOutgoingCall[]>("vscode.provideOutgoingCalls", item);
    assert.deepEqual(outgoing.map(({ to }) => to.name).sort(), ["api", "app"]);
    const api = outgoing.find(({ to }) => to.name === "api")?.to;
    const incoming = await vscode.commands.executeCommand<vscode.CallHierarchyIncomingCall[]>("vscode.provideIncomingCalls", api);
    assert.deepEqual(
      incoming.map(({ from }) => from.name),
      ["web"],
    );
  });

  test("the outline has sections and what stands in them; sections fold", async () => {
    const outline = outlineOf(await ask<vscode.DocumentSymbol[]>("vscode.executeDocumentSymbolProvider", web));
    for (const name of ["frontend web", "  bind :80", "backend app", "  server app1"])
      assert.ok(outline.includes(name), outline.join("\n"));
    const folds = await foldsOf(web);
    assert.ok(folds.includes("1-6") && folds.includes("8-10"), folds.join());
  });

  test("words have semantic tokens of our kinds", async () => {
    const legend = await ask<vscode.SemanticTokensLegend>("vscode.provideDocumentSemanticTokensLegend", web);
    const { data } = await ask<vscode.SemanticTokens>("vscode.provideDocumentSemanticTokens", web);
    const used = new Set(Array.from({ length: data.length / 5 }, (_, at) => legend.tokenTypes[data[at * 5 + 3] ?? -1]));
    for (const kind of ["keyword", "class", "function", "number"]) assert.ok(used.has(kind), `${kind} in ${[...used].join()}`);
  });

  test("lenses count what refers to a section, and show it", async () => {
    const { document } = await openFile("edge/conf.d/20-api.cfg");
    const lenses = await lensesOf(document);
    const counted = lenses.find(({ command }) => command === "haproxySleuth.showReferences");
    assert.match(counted?.title ?? "", /1/);
    await vscode.commands.executeCommand(counted?.command ?? "", ...(counted?.arguments ?? []));
    const base = (await openFile("edge/haproxy.cfg")).document;
    assert.match((await lensesOf(base)).map(({ title }) => title).join("\n"), /3/);
  });

  test("hints show units, and what a proxy has from its defaults", async () => {
    const base = (await openFile("edge/haproxy.cfg")).document;
    assert.ok((await hintsOf(base)).some((hint) => /ms/.test(hint)));
    assert.ok((await hintsOf(web)).some((hint) => /http/.test(hint)));
  });

  test("paths of files are links", async () => {
    const links = await ask<vscode.DocumentLink[]>("vscode.executeLinkProvider", web);
    assert.deepEqual(
      links.map(({ target }) => target?.path.split("/").at(-1)),
      ["503.http"],
    );
  });

  test("sections of the workspace are found by name", async () => {
    const found = await vscode.commands.executeCommand<vscode.SymbolInformation[]>("vscode.executeWorkspaceSymbolProvider", "api");
    const names = found.filter(({ location }) => location.uri.path.includes("/edge/")).map(({ name }) => name);
    assert.ok(
      names.some((name) => name.includes("api")),
      names.join(),
    );
  });

  test("a restart of the server keeps the documents", async () => {
    const before = await lensesOf(web);
    await vscode.commands.executeCommand("haproxySleuth.restartServer");
    const after = await until("an answer of the new server", async () => {
      const lenses = await lensesOf(web).catch(() => []);
      return lenses.length === before.length ? lenses : undefined;
    });
    assert.deepEqual(
      after.map(({ title }) => title),
      before.map(({ title }) => title),
    );
    assert.ok(before.length > 0);
    assert.equal(positionOf(web, "frontend").line, 0);
  });
});
