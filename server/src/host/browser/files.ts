/** `node:fs/promises` in a browser, as far as we use it: there is no disk, so nothing is on it. */
async function absent(): Promise<never> {
  throw Object.assign(new Error("there is no disk"), { code: "ENOENT" });
}

export {
  absent as access,
  absent as mkdtemp,
  absent as open,
  absent as readdir,
  absent as readFile,
  absent as rm,
  absent as stat,
  absent as writeFile,
};
