/** Which folder may import which, as the house has it. */
import path from "node:path";

interface Floor {
  /** Folders of server/src that it may import besides itself. */
  readonly folders: readonly string[];
  /** Packages and node modules that it may import. */
  readonly packages: RegExp;
}

const none = /^(?!)/;
const node = /^node:/;
const ground = ["syntax", "knowledge"] as const;
const facts = [...ground, "lua", "model", "incident", "machine"] as const;
const all = [...facts, "diagnosis", "lints", "features"] as const;

const floors: Readonly<Record<string, Floor>> = {
  syntax: { folders: [], packages: none },
  knowledge: { folders: [], packages: /^@vscode\/l10n$/ },
  lua: { folders: ["syntax"], packages: /^luaparse$/ },
  model: { folders: [...ground, "lua"], packages: none },
  incident: { folders: ground, packages: none },
  machine: { folders: ground, packages: none },
  diagnosis: { folders: facts, packages: /^@vscode\/l10n$/ },
  lints: { folders: facts, packages: /^@vscode\/l10n$/ },
  features: { folders: all, packages: /^@(?:vscode\/l10n|dagrejs\/dagre)$/ },
  host: { folders: facts, packages: node },
  lsp: { folders: [...all, "host"], packages: /^(?:node:|@vscode\/l10n$|vscode-languageserver(?:\/node|\/browser|-textdocument)?$)/ },
  cli: { folders: [...all, "host"], packages: /^(?:node:|@vscode\/l10n$)/ },
};

/** Files of the command line may import these of the language server: to start it. */
const startOfServer = "server/src/lsp/main.ts";
/** What the client may import of the server: types of the protocol, the recognisers, and where the server keeps its code. */
const clientTypes = "server/src/lsp/protocol.ts";
const clientFiles = new Set([
  "server/src/host/start/cacheFolder.ts",
  "server/src/incident/recognise.ts",
  "server/src/machine/recogniseMachine.ts",
  "server/src/syntax/recogniseConfig.ts",
]);
const importing = /^(?:import|export)\s(?:[^"';]*?\sfrom\s)?\s*"([^"]+)"|\bimport\("([^"]+)"\)/gm;

/** What a text imports, as written. */
export function importsOf(text: string): readonly string[] {
  return [...text.matchAll(importing)].map((match) => (match[1] ?? match[2]) as string);
}

/** The imports of a file that its floor does not allow, each with the file's name. */
export function forbiddenImports(file: string, text: string): readonly string[] {
  return [...text.matchAll(importing)]
    .map((match) => ({ target: (match[1] ?? match[2]) as string, typesOnly: match[0].startsWith("import type ") }))
    .filter(({ target, typesOnly }) => !isAllowed(file, target, typesOnly))
    .map(({ target }) => `${file} imports ${target}`);
}

function isAllowed(file: string, target: string, typesOnly: boolean): boolean {
  const resolved = target.startsWith(".") ? path.posix.join(path.posix.dirname(file), target) : undefined;
  if (file.startsWith("client/src/")) return resolved === undefined || inClient(resolved, typesOnly);
  const folder = /^server\/src\/(\w+)\//.exec(file)?.[1];
  if (folder === undefined) return true;
  const floor = floors[folder];
  if (floor === undefined) return false;
  if (resolved === undefined) return floor.packages.test(target);
  if (/^(?:package\.json|l10n\/[\w.-]+\.json)$/.test(resolved)) return folder === "cli" || folder === "lsp";
  if (folder === "cli" && resolved === startOfServer) return true;
  const into = /^server\/src\/(\w+)\//.exec(resolved)?.[1] ?? "";
  return into === folder || floor.folders.includes(into);
}

function inClient(resolved: string, typesOnly: boolean): boolean {
  return resolved.startsWith("client/src/") || clientFiles.has(resolved) || (typesOnly && resolved === clientTypes);
}
