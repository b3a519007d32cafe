/** A server that nobody asks anything is silent, and does nothing. */
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { serverFixture, uri, withComment } from "../support/serverFixture.ts";

const { start } = serverFixture();
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Processor time of a process in hundredths of a second; undefined where the system does not tell. */
function workOf(pid: number): number | undefined {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return undefined;
  const [user = "", system = ""] = readFileSync(file, "utf8")
    .replace(/^.*\) /, "")
    .split(" ")
    .slice(11, 13);
  return Number(user) + Number(system);
}

test("after it has settled it sends nothing and takes no time", async () => {
  const server = await start();
  await server.open(uri, withComment);
  await server.push(uri);
  await pause(2000);
  let sent = 0;
  server.child.stdout?.on("data", (data: Buffer) => {
    sent += data.length;
  });
  const before = workOf(server.child.pid ?? 0);
  await pause(3000);
  const after = workOf(server.child.pid ?? 0);
  expect(sent).toBe(0);
  // a collection of garbage may still come, a timer that runs for ever may not
  if (before !== undefined && after !== undefined) expect(after - before).toBeLessThan(30);
  // it was listening, not gone
  await server.request("textDocument/documentSymbol", { textDocument: { uri } });
  expect(sent).toBeGreaterThan(0);
});
