// Puts extensions into the extensions folder: packaged ones by the server's own installer, unpacked ones as links.
import { spawn } from "node:child_process";
import { readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { nodeBinary, serverMain } from "./places.mjs";
import { serverEnvironment } from "./server.mjs";

/** Installs .vsix files, one after the other, for the folder's list of extensions is not made for two writers. */
export async function installExtensions(packages, profile) {
  for (const file of packages) await install(file, profile);
}

async function install(file, profile) {
  const child = spawn(
    nodeBinary,
    [
      ...[serverMain, "--install-extension", file, "--force", "--accept-server-license-terms"],
      ...["--extensions-dir", profile.extensions, "--user-data-dir", profile.userData],
      ...["--server-data-dir", path.join(profile.scratch, "server")],
    ],
    { env: serverEnvironment(profile.scratch), stdio: ["ignore", "inherit", "inherit"] },
  );
  const code = await new Promise((ended, failed) => child.on("error", failed).on("exit", ended));
  if (code !== 0) throw new Error(`could not install ${file} (code ${code})`);
}

/**
 * Makes unpacked extensions look installed. A person's browser cannot be handed the development options that tests get,
 * but the server loads whatever lies in its extensions folder; a link keeps it as fresh as the last build.
 */
export function linkExtensions(folders, profile) {
  for (const folder of folders) {
    const { publisher, name, version } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
    symlinkSync(folder, path.join(profile.extensions, `${publisher}.${name}-${version}`), "dir");
  }
}
