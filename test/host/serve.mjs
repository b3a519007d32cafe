// Serves the workbench to a person's own browser until Ctrl-C; needs no Chromium.
import { randomBytes } from "node:crypto";
import { linkExtensions } from "./extensions.mjs";
import { startServer } from "./server.mjs";
import { workbenchQuery } from "./workbench-address.mjs";

export async function serveWorkbench(args, profile, life) {
  linkExtensions(args.development, profile);
  const token = randomBytes(16).toString("hex");
  const server = await startServer(args, profile, life, { token });
  if (life.isEnding()) return;
  console.log(`Open ${server.origin}?tkn=${token}&${workbenchQuery(args, server.authority)}`);
  console.log("Ctrl-C ends it.");
}
