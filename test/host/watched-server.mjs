// Runs VS Code's server in this process, and ends its whole process group when the launcher goes away (file descriptor 3
// closes), however the launcher died: a server without its launcher would stay for ever.
import { spawn } from "node:child_process";
import net from "node:net";
import { pathToFileURL } from "node:url";

const [scratch, serverMain] = process.argv.slice(2);
process.argv.splice(1, 3, serverMain); // the server is to see only its own arguments

const lifeLine = new net.Socket({ fd: 3, readable: true, writable: false });
lifeLine.on("data", () => {});
lifeLine.on("error", () => {});
lifeLine.on("close", () => {
  // The launcher could not remove its scratch folder. Somebody has to outlive us to do so, once Chromium, which sees
  // its own line to the launcher cut, has ended too.
  spawn("sh", ["-c", 'sleep 1; rm -rf "$0"', scratch], { detached: true, stdio: "ignore" }).unref();
  process.kill(-process.pid, "SIGKILL");
});

await import(pathToFileURL(serverMain).href);
