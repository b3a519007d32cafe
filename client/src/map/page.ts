/** The script in the traffic map's webview: zoom, pan, clicks, the mark of the cursor, and export. */
/// <reference lib="dom" />
import type { ToPage, ToPanel } from "./messages.ts";

declare function acquireVsCodeApi(): { postMessage(message: ToPanel): void };

const editor = acquireVsCodeApi();
const drawing = document.getElementById("drawing") as HTMLDivElement;
/** What is seen of the drawing, in its own units. */
let view = { x: 0, y: 0, width: 1, height: 1 };
let size = { width: 1, height: 1 };
let fitted = true;
let cursor: { readonly uri: string; readonly line: number } | undefined;

addEventListener("message", ({ data }: MessageEvent<ToPage>) => {
  if (data.kind === "drawing") draw(data.svg, data.style);
  else {
    cursor = data;
    mark();
  }
});

function svg(): SVGSVGElement | null {
  return drawing.querySelector("svg");
}

/** The server escapes every text of the configuration; the policy of the page allows no script in it. */
function draw(text: string, style: string): void {
  const parsed = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  (document.getElementById("mapStyle") as HTMLStyleElement).textContent = style;
  size = { width: Number(parsed.getAttribute("width")), height: Number(parsed.getAttribute("height")) };
  parsed.removeAttribute("width");
  parsed.removeAttribute("height");
  drawing.replaceChildren(document.importNode(parsed, true));
  (document.getElementById("empty") as HTMLElement).hidden = parsed.querySelector(".node") !== null;
  if (fitted) showAll();
  else show();
  mark();
}

function show(): void {
  svg()?.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);
}

/** All of it, but never larger than life. */
function showAll(): void {
  const width = Math.max(size.width, drawing.clientWidth);
  const height = Math.max(size.height, drawing.clientHeight);
  view = { x: (size.width - width) / 2, y: (size.height - height) / 2, width, height };
  fitted = true;
  show();
}

/** Zooms around a point of the window, by default its middle. */
function zoom(factor: number, at = { x: drawing.clientWidth / 2, y: drawing.clientHeight / 2 }): void {
  const width = Math.min(Math.max(view.width / factor, 80), size.width * 8 + 2000);
  const ratio = width / view.width;
  const fixed = inDrawing(at);
  view = { x: fixed.x - (fixed.x - view.x) * ratio, y: fixed.y - (fixed.y - view.y) * ratio, width, height: view.height * ratio };
  fitted = false;
  show();
}

function scale(): number {
  return Math.max(view.width / drawing.clientWidth, view.height / drawing.clientHeight);
}

function inDrawing(at: { x: number; y: number }): { x: number; y: number } {
  const matrix = svg()?.getScreenCTM();
  return matrix ? new DOMPoint(at.x, at.y).matrixTransform(matrix.inverse()) : at;
}

function pan(x: number, y: number): void {
  view = { ...view, x: view.x - x * scale(), y: view.y - y * scale() };
  fitted = false;
  show();
}

/** The node in whose section the cursor stands, the smallest one, and the edges of its statement. */
function mark(): void {
  for (const element of drawing.querySelectorAll(".here")) element.classList.remove("here");
  if (cursor === undefined) return;
  const { uri, line } = cursor;
  const nodes = [...drawing.querySelectorAll<SVGGElement>(".node")].filter(
    ({ dataset }) => dataset["uri"] === uri && Number(dataset["line"]) <= line && line <= Number(dataset["last"] ?? -1),
  );
  const length = ({ dataset }: SVGGElement) => Number(dataset["last"]) - Number(dataset["line"]);
  nodes.sort((a, b) => length(a) - length(b))[0]?.classList.add("here");
  for (const edge of drawing.querySelectorAll<SVGGElement>(".edge"))
    if (edge.dataset["uri"] === uri && Number(edge.dataset["line"]) === line) edge.classList.add("here");
}

function openAt(target: EventTarget | null): void {
  const place = (target as Element | null)?.closest<SVGElement>("[data-line]");
  const uri = place?.dataset["uri"];
  if (uri !== undefined) editor.postMessage({ kind: "open", uri, line: Number(place?.dataset["line"]) });
}

let dragged: { readonly pointer: number; moved: boolean } | undefined;
drawing.addEventListener("pointerdown", ({ pointerId, button }) => {
  if (button === 0) dragged = { pointer: pointerId, moved: false };
});
addEventListener("pointermove", (event) => {
  if (dragged?.pointer !== event.pointerId) return;
  if (Math.abs(event.movementX) + Math.abs(event.movementY) > 0) dragged.moved = true;
  pan(event.movementX, event.movementY);
});
addEventListener("pointerup", (event) => {
  if (dragged !== undefined && !dragged.moved) openAt(event.target);
  dragged = undefined;
});
drawing.addEventListener(
  "wheel",
  (event) => {
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) zoom(Math.exp(-event.deltaY / 300), { x: event.clientX, y: event.clientY });
    else pan(-event.deltaX, -event.deltaY);
  },
  { passive: false },
);
addEventListener("resize", () => {
  if (fitted) showAll();
});

const keys: Readonly<Record<string, () => void>> = {
  "+": () => zoom(1.25),
  "=": () => zoom(1.25),
  "-": () => zoom(0.8),
  "0": showAll,
  ArrowLeft: () => pan(60, 0),
  ArrowRight: () => pan(-60, 0),
  ArrowUp: () => pan(0, 60),
  ArrowDown: () => pan(0, -60),
  Enter: () => openAt(document.activeElement),
};
addEventListener("keydown", ({ key, target }) => {
  if (!(target instanceof HTMLButtonElement)) keys[key]?.();
});

const buttons: Readonly<Record<string, () => void>> = {
  in: () => zoom(1.25),
  out: () => zoom(0.8),
  fit: showAll,
  svg: () => editor.postMessage({ kind: "export", format: "svg", data: standalone() }),
  png: () => void png(),
};
for (const [id, press] of Object.entries(buttons)) document.getElementById(id)?.addEventListener("click", press);

/** The drawing as a file of its own, in the colours that are seen now. */
function standalone(): string {
  const copy = svg()?.cloneNode(true) as SVGSVGElement;
  const now = getComputedStyle(document.body);
  const resolve = (text: string): string => {
    const plain = text.replace(
      /var\((--[\w-]+),\s*([^()]*)\)/g,
      (_, name: string, otherwise: string) => now.getPropertyValue(name).trim() || otherwise,
    );
    return plain === text ? text : resolve(plain);
  };
  const style = document.createElementNS("http://www.w3.org/2000/svg", "style");
  style.textContent = resolve((document.getElementById("mapStyle") as HTMLStyleElement).textContent ?? "");
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "path");
  ground.setAttribute("d", `M0 0H${size.width}V${size.height}H0z`);
  ground.setAttribute("fill", now.getPropertyValue("--vscode-editor-background").trim() || "#fff");
  for (const element of copy.querySelectorAll(".here")) element.classList.remove("here");
  copy.prepend(style, ground);
  copy.setAttribute("width", String(size.width));
  copy.setAttribute("height", String(size.height));
  copy.setAttribute("viewBox", `0 0 ${size.width} ${size.height}`);
  return new XMLSerializer().serializeToString(copy);
}

/** At twice the size, for sharp print. */
async function png(): Promise<void> {
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(standalone())}`;
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = size.width * 2;
  canvas.height = size.height * 2;
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  editor.postMessage({ kind: "export", format: "png", data: canvas.toDataURL("image/png").replace(/^.*,/, "") });
}

editor.postMessage({ kind: "ready" });
