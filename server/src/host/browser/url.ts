/** `node:url` in a browser, as far as we use it. */
export function fileURLToPath(uri: string): string {
  const { protocol, host, pathname } = new URL(uri);
  if (protocol !== "file:" || host !== "") throw new TypeError("not a file of this machine");
  return decodeURIComponent(pathname);
}

export function pathToFileURL(path: string): URL {
  return new URL(`file://${path.split("/").map(encodeURIComponent).join("/")}`);
}
