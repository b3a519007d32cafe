/** A traffic map as a drawing. It stands alone as a file, and takes the colours of the editor's theme where those are known. */
import { layOut, measures, type PlacedEdge, type PlacedNode, shownLabels } from "./layout.ts";
import type { MapPlace, TrafficMap } from "./trafficMap.ts";

/** Colours by the theme's variables, with one that is readable on white and on black behind each. */
export const mapStyle = `
.map { font: 12px var(--vscode-editor-font-family, monospace); }
.map rect { fill: var(--vscode-editorWidget-background, #f6f8fa); stroke: var(--vscode-contrastBorder, var(--vscode-editorWidget-border, #8c959f)); }
.map text { fill: var(--vscode-foreground, #1f2328); }
.map .title { font-weight: bold; }
.map .kind { fill: var(--vscode-descriptionForeground, #57606a); font-weight: normal; }
.map .frontend > .bar, .map .listen > .bar { fill: var(--vscode-charts-blue, #0969da); stroke: none; }
.map .backend > .bar { fill: var(--vscode-charts-green, #1a7f37); stroke: none; }
.map .table > .bar { fill: var(--vscode-charts-purple, #8250df); stroke: none; }
.map .peers > .bar { fill: var(--vscode-charts-orange, #bc4c00); stroke: none; }
.map .dynamic > .bar { fill: var(--vscode-charts-yellow, #9a6700); stroke: none; }
.map .missing > .bar { fill: var(--vscode-charts-red, #cf222e); stroke: none; }
.map .missing > .box { stroke: var(--vscode-charts-red, #cf222e); stroke-dasharray: 4; }
.map .edge path { fill: none; stroke: var(--vscode-descriptionForeground, #57606a); stroke-width: 1.3; }
.map .edge.default path { stroke-width: 2.2; }
.map .edge.dynamic path, .map .edge.loop path { stroke-dasharray: 6 4; }
.map .edge.track path, .map .edge.peers path { stroke-dasharray: 2 3; }
.map .edge text { font-size: 11px; fill: var(--vscode-descriptionForeground, #57606a); }
.map .edge .under { fill: var(--vscode-editor-background, #fff); stroke: none; }
.map .here > .box { stroke: var(--vscode-focusBorder, #0969da); stroke-width: 2.5; }
.map .here path { stroke: var(--vscode-focusBorder, #0969da); }
.map [data-line] { cursor: pointer; }
.map .node:focus { outline: none; }
.map .node:focus > .box { stroke: var(--vscode-focusBorder, #0969da); stroke-width: 2.5; }
.map .tip { fill: var(--vscode-descriptionForeground, #57606a); }
`;

/**
 * Elements that lead to a line carry it as `data-uri` and `data-line`, nodes the last line of their section as `data-last`.
 * With `bare` the style is left to the page around it.
 */
export function svgOf(map: TrafficMap, bare = false): string {
  const { width, height, nodes, edges } = layOut(map);
  const size = `width="${round(width)}" height="${round(height)}" viewBox="0 0 ${round(width)} ${round(height)}"`;
  const tip = `<marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerUnits="userSpaceOnUse" markerWidth="9" markerHeight="9" orient="auto-start-reverse"><path class="tip" d="M0 0 8 4 0 8z"/></marker>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="map" role="img" ${size}>`,
    bare ? "" : `<style>${mapStyle}</style>`,
    `<defs>${tip}</defs>`,
    ...edges.map(edgeOf),
    ...nodes.map(nodeOf),
    "</svg>",
  ].join("\n");
}

function nodeOf({ node, x, y, width, height }: PlacedNode): string {
  const { padding, row, title } = measures;
  const rows = node.rows.map(({ text, at }, i) => {
    const top = y + title + padding / 2 + i * row + row / 2 + 4;
    return `<text x="${round(x + padding)}" y="${round(top)}"${placeOf(at)}>${escaped(text)}</text>`;
  });
  const kind = node.kind === "dynamic" || node.kind === "missing" ? "" : `<tspan class="kind">${node.kind} </tspan>`;
  const last = node.last === undefined ? "" : ` data-last="${node.last}"`;
  const at = `x="${round(x)}" y="${round(y)}" width="${round(width)}"`;
  return [
    `<g class="node ${node.kind}" data-id="${escaped(node.id)}"${placeOf(node.at)}${last} tabindex="0"><title>${escaped(`${node.kind} ${node.title}`)}</title>`,
    `<rect class="box" ${at} height="${round(height)}" rx="${node.kind === "frontend" || node.kind === "listen" ? 8 : 2}"/>`,
    `<rect class="bar" x="${round(x)}" y="${round(y)}" width="4" height="${round(height)}"/>`,
    `<text class="title" x="${round(x + padding)}" y="${round(y + 17)}">${kind}${escaped(node.title)}</text>`,
    ...rows,
    "</g>",
  ].join("");
}

function edgeOf({ edge, points, label }: PlacedEdge): string {
  const both = edge.kind === "peers" ? ' marker-start="url(#tip)"' : "";
  const labels = shownLabels(edge);
  const top = label === undefined ? 0 : label.y - ((labels.length - 1) * measures.labelRow) / 2 + 3;
  const under =
    label === undefined
      ? ""
      : `<rect class="under" x="${round(label.x - label.width / 2)}" y="${round(label.y - label.height / 2)}" width="${round(label.width)}" height="${round(label.height)}"/>`;
  const texts =
    label === undefined
      ? []
      : labels.map(
          (text, i) => `<text x="${round(label.x)}" y="${round(top + i * measures.labelRow)}" text-anchor="middle">${escaped(text)}</text>`,
        );
  const all = edge.labels.length > labels.length ? `<title>${escaped(edge.labels.join("\n"))}</title>` : "";
  return `<g class="edge ${edge.kind}"${placeOf(edge.at)}>${all}<path d="${curveThrough(points)}" marker-end="url(#tip)"${both}/>${under}${texts.join("")}</g>`;
}

/** A smooth line through the points (Catmull and Rom's, written as cubic curves). */
function curveThrough(points: PlacedEdge["points"]): string {
  const at = (i: number) => points[Math.min(Math.max(i, 0), points.length - 1)] ?? { x: 0, y: 0 };
  const near = (i: number, side: 1 | -1) => {
    const [before, here, behind] = [at(i - 1), at(i), at(i + 1)];
    return `${round(here.x + (side * (behind.x - before.x)) / 6)} ${round(here.y + (side * (behind.y - before.y)) / 6)}`;
  };
  return points
    .map(({ x, y }, i) => (i === 0 ? `M${round(x)} ${round(y)}` : `C${near(i - 1, 1)} ${near(i, -1)} ${round(x)} ${round(y)}`))
    .join("");
}

function placeOf(at: MapPlace | undefined): string {
  return at === undefined ? "" : ` data-uri="${escaped(at.uri)}" data-line="${at.line}"`;
}

/** Text of a configuration is text: no markup, and no sign that XML forbids. */
function escaped(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what XML forbids
  const allowed = text.replace(/\p{Surrogate}|[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu, "\ufffd");
  return allowed.replace(/[&<>"']/g, (unit) => `&#${unit.charCodeAt(0)};`);
}

function round(length: number): number {
  return Math.round(length * 10) / 10;
}
