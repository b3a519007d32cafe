// Composes the address under which the server shows the workbench with the right folder and file.
import path from "node:path";

/** The query part of the address: the workspace, and in the payload what the workbench does on start. */
export function workbenchQuery(args, authority) {
  const payload = [["skipWelcome", "true"]];
  if (args.file) payload.push(["openFile", remoteUri(args.file, authority)]);
  const workspace = args.workspace ? { workspace: args.workspace } : args.folder ? { folder: args.folder } : { ew: "true" };
  return new URLSearchParams({ ...workspace, payload: JSON.stringify(payload) });
}

function remoteUri(file, authority) {
  return `vscode-remote://${authority}${path.resolve(file).split("/").map(encodeURIComponent).join("/")}`;
}
