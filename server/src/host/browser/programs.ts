/** `node:child_process` and `node:zlib` in a browser, as far as we use them: nothing can be started, nor unpacked. */
export function spawn(): never {
  throw absent();
}

export function createGunzip(): never {
  throw absent();
}

function absent(): Error {
  return Object.assign(new Error("there are no programs"), { code: "ENOENT" });
}
