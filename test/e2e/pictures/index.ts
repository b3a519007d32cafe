// Not tests: takes the pictures of the documents, in a light and in a dark theme, into the folder that SHOTS names.
import { writeFileSync } from "node:fs";
import * as vscode from "vscode";
import { closeAll } from "../suite/editor.ts";
import { screenshot } from "../suite/ui.ts";
import { type Picture, pictures } from "./pictures.ts";

const themes = { light: "Default Light Modern", dark: "Default Dark Modern" } as const;

/** What distracts from the subject is hidden. */
const quiet: Readonly<Record<string, unknown>> = {
  "editor.minimap.enabled": false,
  "editor.fontSize": 13,
  "editor.scrollbar.horizontal": "hidden",
  "workbench.activityBar.location": "hidden",
  "workbench.layoutControl.enabled": false,
  "window.commandCenter": false,
  "workbench.tips.enabled": false,
  "markdown.preview.fontSize": 13,
};

export async function run(): Promise<void> {
  const failures: string[] = [];
  const asked = process.env.E2E_GREP;
  const wanted = pictures.filter(({ name }) => asked === undefined || new RegExp(asked).test(name));
  for (const [key, value] of Object.entries(quiet)) await setting(key, value);
  for (const [suffix, theme] of Object.entries(themes)) {
    await setting("workbench.colorTheme", theme);
    for (const picture of wanted) await take(picture, suffix).catch((error) => failures.push(`${picture.name}: ${error}`));
  }
  const file = process.env.E2E_SUITE_RESULT;
  const result = { passed: wanted.length * 2 - failures.length, failed: failures.length, skipped: 0, failures };
  if (file) writeFileSync(file, JSON.stringify(result));
  if (failures.length > 0) throw new Error(failures.join("\n"));
}

async function take({ name, arrange, clip }: Picture, suffix: string): Promise<void> {
  console.log(`${name}-${suffix}`);
  await vscode.commands.executeCommand("workbench.action.closeSidebar");
  await vscode.commands.executeCommand("workbench.action.closePanel");
  try {
    await arrange();
    await vscode.commands.executeCommand("notifications.clearAll");
    await new Promise((done) => setTimeout(done, 700)); // what moves comes to rest
  } finally {
    await screenshot(`${name}-${suffix}`, clip);
    await closeAll();
  }
}

function setting(key: string, value: unknown): Thenable<void> {
  return vscode.workspace.getConfiguration().update(key, value, vscode.ConfigurationTarget.Global);
}
