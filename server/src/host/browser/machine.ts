/** `node:os` in a browser, as far as we use it: folders that nothing is ever found in. */
export function homedir(): string {
  return "/";
}

export function tmpdir(): string {
  return "/";
}
