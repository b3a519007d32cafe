/** A folder with files, as a workspace. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach } from "vitest";

export interface WorkspaceFolder {
  readonly root: string;
  readonly rootUri: string;
  pathOf(name: string): string;
  uriOf(name: string): string;
  write(name: string, text: string): void;
  remove(name: string): void;
}

/** Registers the hook that takes the folders away; the function makes one. */
export function workspaceFolders(): (files: Readonly<Record<string, string>>) => WorkspaceFolder {
  const made: string[] = [];
  afterEach(() => {
    for (const root of made.splice(0)) rmSync(root, { recursive: true, force: true });
  });
  return (files) => {
    const root = mkdtempSync(path.join(tmpdir(), "sleuth-workspace-"));
    made.push(root);
    const pathOf = (name: string) => path.join(root, name);
    const write = (name: string, text: string) => {
      mkdirSync(path.dirname(pathOf(name)), { recursive: true });
      writeFileSync(pathOf(name), text);
    };
    for (const [name, text] of Object.entries(files)) write(name, text);
    return {
      root,
      rootUri: pathToFileURL(root).href,
      pathOf,
      uriOf: (name) => pathToFileURL(pathOf(name)).href,
      write,
      remove: (name) => rmSync(pathOf(name)),
    };
  };
}
