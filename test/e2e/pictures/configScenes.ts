// Scenes of configurations: what is written, found and drawn.
import * as vscode from "vscode";
import { findings, inWorkspace, openFile, pageTab, until } from "../suite/editor.ts";
import { click, count, frameTexts, hover, press, typeSlowly, waitFor } from "../suite/ui.ts";
import { at, configuration, hoverAt, pause, run, setting, settled } from "./arrange.ts";
import { gateway, mistakes, sections } from "./texts.ts";

export const race = "stick-table-kill-race";

export async function configWithReport(): Promise<void> {
  const editor = await openFile("haproxy.cfg");
  await settled(editor);
  await findings(editor.document.uri, race);
  await run("haproxySleuth.showExposure");
  await pageTab(/exposure/);
  await until("the report", async () => (await frameTexts("td a"))?.[0]);
  await pause(1500);
}

/** The report alone, in the whole width. */
export async function report(): Promise<void> {
  await configWithReport();
  await run("workbench.action.closeEditorsInOtherGroups");
}

export async function comparison(): Promise<void> {
  const editor = await openFile("haproxy.cfg");
  await settled(editor);
  void run("haproxySleuth.compareReleases");
  await waitFor(".quick-input-list .monaco-list-row");
  await typeSlowly("3.2");
  await press("Enter");
  await pageTab(/against/);
  await until("the report", async () => (await frameTexts("h2"))?.find((text) => text.includes("3.2.")));
  await run("workbench.action.closeEditorsInOtherGroups");
  await pause(800);
}

/** Writes at the end of the line with `word`. */
async function typing(word: string, text: string): Promise<void> {
  const editor = await configuration(gateway);
  at(editor, word, vscode.TextEditorRevealType.AtTop);
  await run("editor.action.insertLineAfter");
  await run("workbench.action.focusActiveEditorGroup");
  await typeSlowly(text);
}

/** Completion with what is known of the word that is chosen. */
export async function completing(word: string, text: string): Promise<void> {
  await typing(word, text);
  if ((await count(".suggest-widget.visible")) === 0) await run("editor.action.triggerSuggest");
  await waitFor(".suggest-widget.visible .monaco-list-row.focused");
  await pause(700);
  // the workbench remembers that documentation is shown
  if ((await count(".suggest-details")) === 0) await run("toggleSuggestionDetails");
  await waitFor(".suggest-details");
}

export async function signature(): Promise<void> {
  await typing("http-request redirect", "http-request set-header X-Client ");
  await press("Escape");
  await run("editor.action.triggerParameterHints");
  await waitFor(".parameter-hints-widget.visible");
}

export async function hoverOn(text: string, word: string): Promise<void> {
  await hoverAt(await configuration(text), word, vscode.TextEditorRevealType.InCenter);
}

export async function outline(): Promise<void> {
  const editor = await configuration(gateway);
  await run("outline.focus");
  await pause(700);
  // the list of files gives its room to the outline
  const files = ".sidebar .pane-header >> nth=0";
  await click(files);
  restore = async () => {
    await run("outline.focus");
    await click(files);
    await pointerAway();
  };
  await pause(1500);
  await run("workbench.action.focusActiveEditorGroup");
  at(editor, "set-header X-Forwarded");
  await pause(700);
}

let restore: (() => Thenable<unknown>) | undefined;

/** The status item's card. */
export async function status(): Promise<void> {
  await configuration(gateway);
  await click('[id="status.languageStatus"]');
  await waitFor(".hover-language-status");
  restore = pointerAway;
}

/** Where nothing answers it: in the middle of the status bar. */
async function pointerAway(): Promise<void> {
  await hover(".part.statusbar");
}

/** What a scene has hidden is shown again. */
export async function restored(): Promise<void> {
  await restore?.();
  restore = undefined;
}

export async function trafficMap(): Promise<void> {
  const editor = await configuration(gateway);
  at(editor, "haproxy: 3.2.4", vscode.TextEditorRevealType.AtTop);
  await run("haproxySleuth.showTrafficMap");
  await until("the map", async () => (await frameTexts("#drawing"))?.find((text) => text.includes("shop")));
  at(editor, "use_backend api");
}

export async function rename(): Promise<void> {
  for (const [name, text] of Object.entries(sections)) await vscode.workspace.fs.writeFile(inWorkspace(`split/${name}`), Buffer.from(text));
  const editor = await openFile("split/conf.d/10-web.cfg");
  await pause(1500);
  at(editor, "api if is_api");
  await run("workbench.action.focusActiveEditorGroup");
  await press("F2");
  await waitFor(".rename-box");
}

export async function luaScript(): Promise<void> {
  await openFile("lua/haproxy.cfg");
  const editor = await openFile("lua/sign.lua");
  await pause(1500);
  at(editor, "hmac");
  await run("workbench.actions.view.problems");
}

export async function configExplanation(): Promise<void> {
  const editor = await openFile("haproxy.cfg");
  await settled(editor);
  await findings(editor.document.uri, race);
  await run("haproxySleuth.explain", race, editor.document.uri.toString());
  await until("the page's text", async () => (await frameTexts("h1"))?.[0]);
  await run("workbench.actions.view.problems");
}

/** What HAProxy would refuse, with the page of one finding. */
export async function problems(): Promise<void> {
  const editor = await configuration(mistakes);
  await findings(editor.document.uri, "undefined-backend");
  await run("haproxySleuth.explain", "undefined-backend", editor.document.uri.toString());
  await until("the page's text", async () => (await frameTexts("h1"))?.[0]);
  await run("workbench.actions.view.problems");
}

export async function quickFix(): Promise<void> {
  const editor = await configuration(mistakes);
  await findings(editor.document.uri, "undefined-backend");
  at(editor, "be_shp");
  await run("editor.action.quickFix");
  await waitFor(".action-widget .monaco-list");
}

export async function callHierarchy(): Promise<void> {
  const editor = await configuration(gateway);
  at(editor, "shop\n    balance", vscode.TextEditorRevealType.AtTop);
  await run("editor.showCallHierarchy");
  await waitFor(".call-hierarchy .monaco-list-row");
}

export async function references(): Promise<void> {
  const editor = await configuration(gateway);
  at(editor, "clients\n    http-request deny", vscode.TextEditorRevealType.AtTop);
  await run("editor.action.referenceSearch.trigger");
  await waitFor(".reference-zone-widget .monaco-list-row");
}

export async function inlayHints(): Promise<void> {
  await setting("haproxySleuth.inlayHints.servers", true);
  restore = () => setting("haproxySleuth.inlayHints.servers", undefined);
  await configuration(gateway.replace("    balance leastconn\n", "    balance leastconn\n    default-server inter 2000 maxconn 200\n"));
}

export async function pickRelease(): Promise<void> {
  await configuration(gateway);
  void run("haproxySleuth.selectRelease");
  await waitFor(".quick-input-list .monaco-list-row");
}

/** Needs a binary: the one whose folder HAPROXY_BINARIES names, else what the machine has. */
export async function validation(): Promise<void> {
  const folder = process.env.HAPROXY_BINARIES;
  await setting("haproxySleuth.haproxy.path", folder ? `${folder}/haproxy-3.2` : "haproxy");
  await setting("haproxySleuth.haproxy.validate", "onCommand");
  restore = async () => {
    await setting("haproxySleuth.haproxy.path", undefined);
    await setting("haproxySleuth.haproxy.validate", undefined);
  };
  await configuration(mistakes);
  await run("haproxySleuth.validate");
  await pause(1500);
  await run("workbench.actions.view.problems");
}
