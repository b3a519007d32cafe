/** `node:path` in a browser, as far as we use it: paths with slashes, and `/` for the folder we are in. */
export const sep = "/";

export function isAbsolute(path: string): boolean {
  return path.startsWith("/");
}

/** Without `.`, `..` as far as it can be, and empty parts; a slash at the end stays. */
export function normalize(path: string): string {
  const kept: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") kept.push(part);
    else if (kept.length > 0 && kept.at(-1) !== "..") kept.pop();
    else if (!isAbsolute(path)) kept.push(part);
  }
  const text = kept.join("/");
  const end = path.endsWith("/") && text !== "" ? "/" : "";
  return isAbsolute(path) ? `/${text}${end}` : text === "" ? (path.endsWith("/") ? "./" : ".") : text + end;
}

export function join(...parts: readonly string[]): string {
  const given = parts.filter((part) => part !== "");
  return given.length === 0 ? "." : normalize(given.join("/"));
}

/** The last absolute part counts, and what follows it. */
export function resolve(...parts: readonly string[]): string {
  const whole = ["/", ...parts].reduce((before, part) => (isAbsolute(part) ? part : `${before}/${part}`));
  return withoutEnd(normalize(whole));
}

export function dirname(path: string): string {
  const bare = withoutEnd(path);
  const at = bare.lastIndexOf("/");
  if (at < 0) return ".";
  return at === 0 ? "/" : bare.slice(0, at);
}

export function basename(path: string): string {
  const bare = withoutEnd(path);
  return bare.slice(bare.lastIndexOf("/") + 1);
}

export function relative(from: string, to: string): string {
  const start = partsOf(from);
  const end = partsOf(to);
  let same = 0;
  while (same < start.length && same < end.length && start[same] === end[same]) same++;
  return [...start.slice(same).map(() => ".."), ...end.slice(same)].join("/");
}

function partsOf(path: string): string[] {
  return resolve(path)
    .split("/")
    .filter((part) => part !== "");
}

function withoutEnd(path: string): string {
  const bare = path.replace(/\/+$/, "");
  return bare === "" && path !== "" ? "/" : bare;
}

export const posix = { isAbsolute, normalize, join, resolve, dirname, basename, relative, sep };
