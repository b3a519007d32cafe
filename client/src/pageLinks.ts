/** Links to lines of the workspace, as VS Code's Markdown preview follows them: it refuses addresses of files. */
import * as vscode from "vscode";

const linkToLine = /\[([^\]]*)\]\(([a-z][a-z0-9+.-]*:[^()\s]+)#L(\d+)\)/gi;

/** Paths that begin with a slash are looked up in the first folder of the workspace; what lies elsewhere is named without a link. */
export function withWorkspaceLinks(markdown: string): string {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.path.replace(/\/?$/, "/");
  return markdown.replace(linkToLine, (whole, label: string, address: string, line: string) => {
    const { scheme, path } = vscode.Uri.parse(address);
    if (scheme === "http" || scheme === "https") return whole;
    if (folder === undefined || scheme !== "file" || !path.startsWith(folder)) return label;
    const inside = path.slice(folder.length).split("/").map(encodeURIComponent).join("/");
    return `[${label}](/${inside}#L${line})`;
  });
}
