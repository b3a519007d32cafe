import { homedir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { cacheFolder } from "../../server/src/host/start/cacheFolder.ts";

test.each([
  ["linux", { XDG_CACHE_HOME: "/var/cache/me" }, "/var/cache/me/haproxy-sleuth"],
  ["linux", { XDG_CACHE_HOME: "" }, path.join(homedir(), ".cache/haproxy-sleuth")],
  ["freebsd", {}, path.join(homedir(), ".cache/haproxy-sleuth")],
  ["darwin", {}, path.join(homedir(), "Library/Caches/haproxy-sleuth")],
  ["win32", { LOCALAPPDATA: "/local" }, "/local/haproxy-sleuth"],
  ["win32", {}, undefined],
  ["linux", { XDG_CACHE_HOME: "relative" }, undefined],
  ["linux", { HAPROXY_SLEUTH_CACHE: "/elsewhere", XDG_CACHE_HOME: "/var/cache/me" }, "/elsewhere"],
  ["linux", { HAPROXY_SLEUTH_CACHE: "" }, undefined],
] as const)("On %s with %j: %s", (platform, env, folder) => {
  expect(cacheFolder(platform, env)).toBe(folder);
});
