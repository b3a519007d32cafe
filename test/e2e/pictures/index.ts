// Not tests: takes pictures of all there is to see, in light and dark and some in high contrast, into the folder that SHOTS names.
import { writeFileSync } from "node:fs";
import * as vscode from "vscode";
import { closeAll } from "../suite/editor.ts";
import { screenshot } from "../suite/ui.ts";
import { pause, setting } from "./arrange.ts";
import { restored } from "./configScenes.ts";
import { type Picture, pictures } from "./pictures.ts";

const themes = {
  light: "Default Light Modern",
  dark: "Default Dark Modern",
  contrast: "Default High Contrast",
  "contrast-light": "Default High Contrast Light",
} as const;

/** "-zh-cn"; nothing in English. */
const inLanguage = vscode.env.language === "en" ? "" : `-${vscode.env.language}`;

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
  let tried = 0;
  for (const [suffix, theme] of Object.entries(themes)) {
    if (process.env.E2E_THEMES && !new RegExp(`^(?:${process.env.E2E_THEMES})$`).test(suffix)) continue;
    const here = wanted.filter(({ contrast }) => !suffix.startsWith("contrast") || contrast === true);
    tried += here.length;
    if (here.length > 0) await setting("workbench.colorTheme", theme);
    for (const picture of here)
      await take(picture, `${suffix}${inLanguage}`).catch((error) => failures.push(`${picture.name}-${suffix}: ${error}`));
  }
  const file = process.env.E2E_SUITE_RESULT;
  const result = { passed: tried - failures.length, failed: failures.length, skipped: 0, failures };
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
    await pause(700); // what moves comes to rest
  } finally {
    await screenshot(`${name}-${suffix}`, clip);
    await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
    await restored();
    await closeAll();
  }
}
