// Gives tests eyes and hands: a small HTTP door to the workbench page for whoever holds the token.
// POST $VSCODE_HOST_DRIVER {"do": "click", "selector": "..."} answers {"value": ...}, or an error text with status 500.
import http from "node:http";

// What tests may do, by name. A selector means the first element that matches; waiting is Playwright's own.
const acts = {
  screenshot: async (page, { path, clip }) => {
    await page.screenshot({ path, clip });
    return path;
  },
  press: (page, { key }) => page.keyboard.press(key),
  type: (page, { text }) => page.keyboard.type(text),
  click: (page, { selector, options }) => page.locator(selector).first().click(options),
  hover: (page, { selector }) => page.locator(selector).first().hover(),
  waitFor: (page, { selector, state, timeout }) => page.locator(selector).first().waitFor({ state, timeout }),
  count: (page, { selector }) => page.locator(selector).count(),
  texts: (page, { selector }) => page.locator(selector).allInnerTexts(),
  attr: (page, { selector, name }) => page.locator(selector).first().getAttribute(name),
  frameTexts: (page, { selector }) => textsInEveryFrame(page, selector), // webviews are frames
};

/** Opens the door; until `drive` names the page, there is nothing to act on. `opened` collects external addresses. */
export async function startDriver(token, life) {
  const driver = { page: undefined, opened: [] };
  const server = http.createServer((request, response) => answer(driver, token, request, response));
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  life.onEnd(async () => {
    server.close();
    server.closeAllConnections();
  });
  return {
    environment: {
      VSCODE_HOST_DRIVER: `http://127.0.0.1:${server.address().port}/`,
      VSCODE_HOST_DRIVER_TOKEN: token,
    },
    opened: driver.opened,
    drive: (page) => {
      driver.page = page;
    },
  };
}

async function answer(driver, token, request, response) {
  if (request.headers.authorization !== `Bearer ${token}`) {
    response.writeHead(403).end();
    return;
  }
  try {
    const { do: name, ...parameters } = JSON.parse(await bodyOf(request));
    const value = (await perform(driver, name, parameters)) ?? null;
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ value }));
  } catch (error) {
    response.writeHead(500).end(String(error?.message ?? error));
  }
}

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

function perform(driver, name, parameters) {
  if (name === "opened") return driver.opened.splice(0); // each address is told once
  if (!Object.hasOwn(acts, name)) throw new Error(`no such act: "${name}"`);
  if (driver.page === undefined) throw new Error("the workbench page is not open yet");
  return acts[name](driver.page, parameters);
}

async function textsInEveryFrame(page, selector) {
  // A frame may vanish while it is asked; then it has no text.
  const texts = page.frames().map((frame) =>
    frame
      .locator(selector)
      .allInnerTexts()
      .catch(() => []),
  );
  return (await Promise.all(texts)).flat();
}
