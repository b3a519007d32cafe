// Scenes of crash logs.
import * as vscode from "vscode";
import { findings, inWorkspace, openFile, pageTab, until } from "../suite/editor.ts";
import { lensesOf } from "../suite/providers.ts";
import { frameTexts } from "../suite/ui.ts";
import { hoverAt, ofProject, pause, run } from "./arrange.ts";
import { race } from "./configScenes.ts";

async function showLog(content: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument({ language: "haproxy-crash", content });
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  await until("its lenses", async () => ((await lensesOf(document)).length > 0 ? true : undefined));
  await pause(700);
  return editor;
}

/** The first log of an advisory's page. */
async function specimen(page: string): Promise<string> {
  return /```log\n([\s\S]*?)```/.exec(await ofProject(`server/knowledge/advisories/${page}.md`))?.[1] ?? "";
}

async function example(name: string): Promise<string> {
  return Buffer.from(await vscode.workspace.fs.readFile(inWorkspace(name))).toString();
}

export async function diagnosisBeside(log: string): Promise<void> {
  await showLog(log);
  await run("haproxySleuth.showDiagnosis");
  await pageTab(/diagnosis/);
  await until("the diagnosis", async () => (await frameTexts("h1"))?.[0]);
  await run("workbench.action.focusFirstEditorGroup");
  await run("editorScroll", { to: "up", by: "page", value: 3 }); // the lens stands above the first line
}

export async function watchdog(): Promise<void> {
  await diagnosisBeside(await specimen("system/lua-calls-c-for-long"));
}

/** A crash that nothing explains: what to collect. */
export async function unexplained(): Promise<void> {
  const log = await example("crash.log");
  await diagnosisBeside(
    log
      .replaceAll("__stksess_kill", "conn_frob")
      .replaceAll("process_table_expire", "conn_frob_more")
      .replaceAll("stream_free", "conn_frob_last"),
  );
}

export async function poolReport(): Promise<void> {
  await openFile("haproxy.cfg");
  const editor = await showLog(await example("crash.log"));
  await findings(editor.document.uri, race);
  await hoverAt(editor, "__stksess_kill+0xa8/0x136\n");
}

export async function fieldHover(): Promise<void> {
  const editor = await showLog(await specimen("system/lua-calls-c-for-long"));
  await hoverAt(editor, "now=2005833338");
}

export async function logExplanation(): Promise<void> {
  const refused = "lua-null-error-pointer";
  await openFile("lua/haproxy.cfg");
  const editor = await showLog(await example("crash-hmac.log"));
  await findings(editor.document.uri, refused);
  await run("haproxySleuth.explain", refused, editor.document.uri.toString());
  await until("the page's text", async () => (await frameTexts("h1"))?.[0]);
  await run("workbench.actions.view.problems");
}
