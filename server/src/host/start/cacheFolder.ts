/** Where a user's programs keep what they can make again. */
import { homedir } from "node:os";
import path from "node:path";

/** Names another folder for what we keep; empty, nothing is kept. */
export const cacheVariable = "HAPROXY_SLEUTH_CACHE";

/** The folder, an absolute path, which need not exist; nothing where there is no home, or the user wants none. */
export function cacheFolder(platform: NodeJS.Platform, env: Readonly<NodeJS.ProcessEnv>): string | undefined {
  const wanted = env[cacheVariable];
  if (wanted !== undefined) return path.isAbsolute(wanted) ? wanted : undefined;
  const base = usualFolder(platform, env);
  return base !== undefined && path.isAbsolute(base) ? path.join(base, "haproxy-sleuth") : undefined;
}

function usualFolder(platform: NodeJS.Platform, env: Readonly<NodeJS.ProcessEnv>): string | undefined {
  if (platform === "win32") return env["LOCALAPPDATA"];
  if (platform === "darwin") return path.join(homedir(), "Library", "Caches");
  return env["XDG_CACHE_HOME"] || path.join(homedir(), ".cache");
}
