// Lays out the user's side of VS Code for one run: settings, extensions folder, display language.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

// The server keeps the user data of its browsers itself, so a settings.json on disk is honoured as on the desktop.
const settings = {
  "files.autoSave": "off", // the web's own default is afterDelay, which would write the tests' edits to disk
  "telemetry.telemetryLevel": "off",
  "workbench.startupEditor": "none",
  "update.mode": "none",
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "workbench.enableExperiments": false,
  "workbench.settings.enableNaturalLanguageSearch": false,
  "chat.disableAIFeatures": true,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "security.workspace.trust.startupPrompt": "never",
  "git.openRepositoryInParentFolders": "never",
};

/** Makes the folders of this run; what the caller named is used, everything else goes to the scratch folder. */
export function prepareProfile(args, scratch) {
  const userData = args.userData ?? path.join(scratch, "user-data");
  // --disable-extensions means an empty folder: built-in extensions stay, as on the desktop. The workbench has a switch
  // of its own for this, but that one puts up a notification.
  const named = args.withoutInstalled ? undefined : args.extensions;
  const extensions = named ?? path.join(scratch, "extensions");
  mkdirSync(extensions, { recursive: true });
  writeJsonOnce(path.join(userData, "User/settings.json"), settings);
  if (args.locale && !args.locale.startsWith("en")) addLanguage(args.locale, userData);
  return { scratch, userData, extensions };
}

// The server shows a page in another language, and reports that language as vscode.env.language, only when a language
// pack for it is installed. This one translates nothing of the workbench; extensions bring their own translations.
function addLanguage(locale, userData) {
  const messages = path.join(userData, `empty-language-pack/${locale}.json`);
  writeJsonOnce(messages, { contents: {} });
  const origin = { extensionIdentifier: { id: "test-host.empty-language-pack" }, version: "0.0.0" };
  const pack = { hash: "empty", extensions: [origin], translations: { vscode: messages }, label: locale };
  writeJsonOnce(path.join(userData, "languagepacks.json"), { [locale]: pack });
}

function writeJsonOnce(file, value) {
  if (existsSync(file)) return;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(value, undefined, 2)}\n`);
}
