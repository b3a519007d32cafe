// Each picture: what is shown, and which part of the window.
import * as vscode from "vscode";
import { findings, inWorkspace, openFile, pageTab, positionOf, until, writeAndOpen } from "../suite/editor.ts";
import { lensesOf } from "../suite/providers.ts";
import { type Clip, count, frameTexts, press, typeSlowly, waitFor } from "../suite/ui.ts";
import { gateway, sections } from "./texts.ts";

export interface Picture {
  readonly name: string;
  readonly clip?: Clip;
  arrange(): Promise<void>;
}

const race = "stick-table-kill-race";
const run = vscode.commands.executeCommand;
const upper = (height: number): Clip => ({ x: 0, y: 35, width: 1280, height });

export const pictures: readonly Picture[] = [
  { name: "config-exposure", clip: upper(745), arrange: configWithReport },
  { name: "completion", clip: upper(560), arrange: completionList },
  { name: "hover", clip: upper(600), arrange: () => hoverOn("haproxy.cfg", gateway, "stick-table type") },
  { name: "outline", clip: upper(745), arrange: outline },
  { name: "traffic-map", clip: upper(620), arrange: trafficMap },
  { name: "exposure-report", clip: upper(745), arrange: report },
  { name: "log-watchdog", clip: upper(620), arrange: () => logWithDiagnosis("system/lua-calls-c-for-long") },
  { name: "log-pool", clip: upper(620), arrange: poolReport },
  { name: "rename", clip: upper(400), arrange: rename },
  { name: "lua", clip: upper(745), arrange: luaScript },
  { name: "log-explanation", arrange: logExplanation },
  { name: "config-explanation", arrange: configExplanation },
  { name: "walkthrough", arrange: walkthrough },
];

function at(editor: vscode.TextEditor, word: string, how = vscode.TextEditorRevealType.InCenterIfOutsideViewport): void {
  const position = positionOf(editor.document, word);
  editor.selection = new vscode.Selection(position, position);
  editor.revealRange(editor.selection, how);
}

/** The editor shows lenses of the document before for a moment. */
async function settled({ document }: vscode.TextEditor): Promise<void> {
  await until("lenses", async () => ((await lensesOf(document)).length > 0 ? true : undefined));
  await new Promise((done) => setTimeout(done, 1500));
}

async function configWithReport(): Promise<void> {
  const editor = await openFile("haproxy.cfg");
  await settled(editor);
  await findings(editor.document.uri, race);
  await run("haproxySleuth.showExposure");
  await pageTab(/exposure/);
  await until("the report", async () => (await frameTexts("td a"))?.[0]);
  await new Promise((done) => setTimeout(done, 1500));
}

async function completionList(): Promise<void> {
  const editor = await writeAndOpen("gateway/haproxy.cfg", gateway);
  await run("workbench.action.focusActiveEditorGroup");
  at(editor, "http-request redirect", vscode.TextEditorRevealType.AtTop);
  await run("editor.action.insertLineAfter");
  await run("workbench.action.focusActiveEditorGroup");
  await typeSlowly("http-request set-");
  await waitFor(".suggest-widget.visible .monaco-list-row.focused");
  // the workbench remembers that documentation is shown
  if ((await count(".suggest-details")) === 0) await run("toggleSuggestionDetails");
  await waitFor(".suggest-details");
}

async function hoverOn(name: string, text: string, word: string): Promise<void> {
  const editor = await writeAndOpen(`gateway/${name}`, text);
  await new Promise((done) => setTimeout(done, 1500));
  at(editor, word, vscode.TextEditorRevealType.InCenter);
  await run("editor.action.showHover");
  await waitFor(".monaco-hover .hover-contents");
}

async function outline(): Promise<void> {
  const editor = await writeAndOpen("gateway/haproxy.cfg", gateway);
  await run("outline.focus");
  await new Promise((done) => setTimeout(done, 1500));
  await run("workbench.action.focusActiveEditorGroup");
  at(editor, "set-header X-Forwarded");
}

async function trafficMap(): Promise<void> {
  await writeAndOpen("gateway/haproxy.cfg", gateway);
  await run("haproxySleuth.showTrafficMap");
  await until("the map", async () => (await frameTexts("#drawing"))?.find((text) => text.includes("shop")));
}

async function report(): Promise<void> {
  await configWithReport();
  await run("workbench.action.closeEditorsInOtherGroups");
}

/** The first log of an advisory's page. */
async function specimen(page: string): Promise<string> {
  const root = vscode.extensions.getExtension("haproxy-sleuth.haproxy-sleuth")?.extensionUri ?? vscode.Uri.file("/");
  const file = vscode.Uri.joinPath(root, `server/knowledge/advisories/${page}.md`);
  const text = Buffer.from(await vscode.workspace.fs.readFile(file)).toString();
  return /```log\n([\s\S]*?)```/.exec(text)?.[1] ?? "";
}

async function showLog(content: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument({ language: "haproxy-crash", content });
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  await until("its lenses", async () => ((await lensesOf(document)).length > 0 ? true : undefined));
  await new Promise((done) => setTimeout(done, 700));
  return editor;
}

async function logWithDiagnosis(page: string): Promise<void> {
  await showLog(await specimen(page));
  await run("haproxySleuth.showDiagnosis");
  await pageTab(/diagnosis/);
  await until("the diagnosis", async () => (await frameTexts("h1"))?.[0]);
  await run("workbench.action.focusFirstEditorGroup");
  await run("editorScroll", { to: "up", by: "page", value: 3 }); // the lens stands above the first line
}

async function poolReport(): Promise<void> {
  await openFile("haproxy.cfg");
  const log = Buffer.from(await vscode.workspace.fs.readFile(inWorkspace("crash.log"))).toString();
  const editor = await showLog(log);
  await findings(editor.document.uri, race);
  at(editor, "__stksess_kill+0xa8/0x136\n");
  await run("editor.action.showHover");
  await waitFor(".monaco-hover .hover-contents");
}

async function rename(): Promise<void> {
  for (const [name, text] of Object.entries(sections)) await vscode.workspace.fs.writeFile(inWorkspace(`split/${name}`), Buffer.from(text));
  const editor = await openFile("split/conf.d/10-web.cfg");
  await new Promise((done) => setTimeout(done, 1500));
  at(editor, "api if is_api");
  await run("workbench.action.focusActiveEditorGroup");
  await press("F2");
  await waitFor(".rename-box");
}

async function luaScript(): Promise<void> {
  await openFile("lua/haproxy.cfg");
  const editor = await openFile("lua/sign.lua");
  await new Promise((done) => setTimeout(done, 1500));
  at(editor, "hmac");
  await run("workbench.actions.view.problems");
}

async function configExplanation(): Promise<void> {
  const editor = await openFile("haproxy.cfg");
  await settled(editor);
  await findings(editor.document.uri, race);
  await run("haproxySleuth.explain", race, editor.document.uri.toString());
  await until("the page's text", async () => (await frameTexts("h1"))?.find((text) => text.includes("freed twice")));
  await run("workbench.actions.view.problems");
}

async function logExplanation(): Promise<void> {
  const log = Buffer.from(await vscode.workspace.fs.readFile(inWorkspace("crash.log"))).toString();
  const editor = await showLog(log);
  await findings(editor.document.uri, race);
  await run("haproxySleuth.explain", race, editor.document.uri.toString());
  await until("the page's text", async () => (await frameTexts("h1"))?.find((text) => text.includes("freed twice")));
  await run("workbench.actions.view.problems");
}

async function walkthrough(): Promise<void> {
  await run("workbench.action.openWalkthrough", "haproxy-sleuth.haproxy-sleuth#start", false);
  await new Promise((done) => setTimeout(done, 1500));
}
