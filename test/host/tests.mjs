// Runs the tests of an extension under development: driver, server, browser, in this order, until the workbench says how
// the tests ended.
import { randomBytes } from "node:crypto";
import { addDevelopmentOptions, openBrowser, relayAutomation } from "./browser.mjs";
import { startDriver } from "./driver.mjs";
import { startServer } from "./server.mjs";
import { workbenchQuery } from "./workbench-address.mjs";

export async function runTests(args, profile, life) {
  const token = randomBytes(16).toString("hex");
  const driver = await startDriver(token, life);
  const server = await startServer(args, profile, life, { token, environment: driver.environment, trustLinks: true });
  if (life.isEnding()) return;
  const { browser, page } = await openBrowser(profile, life, driver.opened);
  driver.drive(page);
  await relayAutomation(browser, server, life);
  await addDevelopmentOptions(page, underTest(args, server.authority));
  await browser.addCookies([{ name: "vscode-tkn", value: token, url: server.origin }]);
  await page.goto(`${server.origin}?${workbenchQuery(args, server.authority)}`);
}

function underTest(args, authority) {
  const uri = (path) => ({ $mid: 1, scheme: "vscode-remote", authority, path });
  return {
    ...(args.development.length > 0 ? { extensions: args.development.map(uri) } : {}),
    ...(args.tests ? { extensionTestsPath: uri(args.tests) } : {}),
  };
}
