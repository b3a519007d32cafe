/** The name of a file as people know it. */

/** The last part of an address or a path, without the escapes of an address; of a document that has no file yet, its title. */
export function fileName(uri: string): string {
  const name = /[^/\\]*$/.exec(uri.replace(/^untitled:/, ""))?.[0] ?? "";
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
