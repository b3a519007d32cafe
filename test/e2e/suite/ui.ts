// Eyes and hands for suites that must see or touch the workbench. Only the host in test/host lends them: in a desktop
// VS Code `driven` is false, every function here does nothing, and what it would have seen is undefined.
import path from "node:path";

const door = process.env.VSCODE_HOST_DRIVER;

/** Whether this VS Code can be seen and touched; a suite that depends on it skips itself otherwise. */
export const driven = door !== undefined;

export interface WaitOptions {
  readonly state?: "attached" | "detached" | "visible" | "hidden";
  readonly timeout?: number; // milliseconds
}

/** A part of the window, in its pixels. */
export interface Clip {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Takes a picture into the folder that SHOTS names; without one there are no pictures. */
export async function screenshot(name: string, clip?: Clip): Promise<void> {
  if (process.env.SHOTS) await act("screenshot", { path: path.join(process.env.SHOTS, `${name}.png`), ...(clip && { clip }) });
}

/** Presses a key or a chord, in Playwright's words: "Enter", "Control+.". */
export async function press(key: string): Promise<void> {
  await act("press", { key });
}

export async function type(text: string): Promise<void> {
  await act("type", { text });
}

/** As a person types: the editor asks for completions between the keys. */
export async function typeSlowly(text: string): Promise<void> {
  for (const key of text) {
    await type(key);
    await new Promise((done) => setTimeout(done, 60));
  }
}

export async function click(selector: string): Promise<void> {
  await act("click", { selector });
}

export async function hover(selector: string): Promise<void> {
  await act("hover", { selector });
}

export async function waitFor(selector: string, options: WaitOptions = {}): Promise<void> {
  await act("waitFor", { selector, ...options });
}

export function count(selector: string): Promise<number | undefined> {
  return act("count", { selector });
}

/** The same in every frame of the page: what a webview shows lies in a frame of its own. */
export function frameTexts(selector: string): Promise<string[] | undefined> {
  return act("frameTexts", { selector });
}

async function act<T>(name: string, parameters: object): Promise<T | undefined> {
  if (door === undefined) return undefined;
  const response = await fetch(door, {
    method: "POST",
    headers: { authorization: `Bearer ${process.env.VSCODE_HOST_DRIVER_TOKEN}` },
    body: JSON.stringify({ do: name, ...parameters }),
  });
  if (!response.ok) throw new Error(`${name} ${JSON.stringify(parameters)}: ${await response.text()}`);
  return ((await response.json()) as { value: T }).value;
}
