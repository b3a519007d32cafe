// Opens the workbench in Chromium and relays what comes out of it: console lines, the exit of the tests, external links.
import path from "node:path";
import util from "node:util";
import { chromium } from "playwright-core";
import { atMost, exitCode } from "./lifetime.mjs";
import { findChromium } from "./places.mjs";

const verbose = Boolean(process.env.VSCODE_HOST_VERBOSE);

// The workbench's own chatter. It comes by the same road as what the extension host prints, mocha's report among it.
const chatter = new RegExp(
  `^(${[
    "Error while fetching the extension under development .* not a web extension",
    "Creation of workbench contribution",
    "Resolv(ing|ed) connection token",
    "Creating a socket \\(renderer-",
    "Ignoring fetching additional builtin",
    "Updating additional builtin",
    "ChatSessionStore: ",
    "\\[Service Worker\\] registration",
    "\\[reconnection-grace-time\\]",
    "\\[AccountPolicyGate\\]",
    "\\[AgentHost",
    "\\[ChatModelSelection\\]",
    "\\[RemoteAgentHostProtocol\\]",
    "Loading development extension at",
    "Request to .*package\\.nls\\.json.* failed with status code 404", // not every extension has one
    "No extension gallery service configured",
    "Timed out waiting for authentication provider 'github'",
  ].join("|")})`,
);

/** Opens an empty page that can reach nothing but this machine. `opened` receives the external addresses it asks for. */
export async function openBrowser(profile, life, opened) {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error("no Chromium found: install it, or name one in VSCODE_HOST_CHROMIUM");
  const browser = await chromium.launchPersistentContext(path.join(profile.scratch, "chromium"), {
    executablePath,
    headless: !process.env.VSCODE_HOST_HEADED,
    viewport: { width: 1280, height: 800 },
    permissions: ["clipboard-read", "clipboard-write"],
    ...{ handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false }, // signals are lifetime.mjs's business
    args: [
      ...["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run"],
      ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
      "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    ],
  });
  life.onEnd(() =>
    atMost(
      5000,
      browser.close().catch(() => {}),
    ),
  );
  const page = browser.pages()[0] ?? (await browser.newPage());
  page.setDefaultTimeout(30_000);
  page.setDefaultNavigationTimeout(60_000);
  browser.on("page", (popup) => setTimeout(() => popup.close().catch(() => {}), 2000)); // what openExternal opens
  browser.on("close", () => life.end(exitCode.browserClosed, "Chromium closed"));
  page.on("crash", () => life.end(exitCode.pageCrashed, "the workbench page crashed"));
  if (verbose) page.on("console", (message) => process.stderr.write(`[page ${message.type()}] ${message.text()}\n`));
  await stayOnThisMachine(browser, opened);
  return { browser, page };
}

async function stayOnThisMachine(browser, opened) {
  const elsewhere = (url) => url.hostname !== "127.0.0.1" && /^https?:$/.test(url.protocol);
  await browser.route(elsewhere, (route) => {
    const request = route.request();
    if (verbose) process.stderr.write(`[refused] ${request.url()}\n`);
    if (!request.isNavigationRequest()) return route.abort();
    opened.push(request.url());
    return route.fulfill({ contentType: "text/html", body: "<title>not fetched</title>" });
  });
}

/** Passes on the lines that workbench and extension host print, and ends the run when the workbench says it is over. */
export async function relayAutomation(browser, server, life) {
  await browser.exposeFunction("codeAutomationLog", (type, args) => {
    if (process.env.VSCODE_HOST_RAW) process.stderr.write(`[raw ${type}] ${JSON.stringify(args)}\n`);
    const line = util.format(...args);
    if (!verbose && chatter.test(line)) return;
    (type === "error" ? process.stderr : process.stdout).write(`${line}\n`);
  });
  await browser.exposeFunction("codeAutomationExit", async (code, logs) => {
    if (verbose) for (const log of logs ?? []) process.stderr.write(`--- ${log.relativePath}\n${log.contents}\n`);
    const fate = await server.extensionHostFate();
    if (code === 0 && fate) void life.end(exitCode.extensionHostDied, `the extension host died (${fate})`);
    else void life.end(code); // not awaited: it closes the browser that waits for this very answer
  });
}

/**
 * Writes what is under test into the page's own configuration. The workbench can be told by its address too, but only
 * of one extension, and in newer releases only with a switch that also hides notifications.
 */
export async function addDevelopmentOptions(page, options) {
  await page.addInitScript((added) => {
    if (window !== window.top) return;
    document.addEventListener("readystatechange", () => {
      if (document.readyState !== "interactive") return; // all parsed by then, and no module script has run yet
      const element = document.getElementById("vscode-workbench-web-configuration");
      if (!element) return;
      const configuration = JSON.parse(element.getAttribute("data-settings"));
      configuration.developmentOptions = { ...configuration.developmentOptions, ...added };
      element.setAttribute("data-settings", JSON.stringify(configuration));
    });
  }, options);
}
