/** A traffic map as text for other programs: Mermaid for Markdown pages, DOT for Graphviz. */
import type { EdgeKind, MapEdge, MapNode, NodeKind, TrafficMap } from "./trafficMap.ts";

const mermaidShapes: Readonly<Record<NodeKind, readonly [string, string]>> = {
  frontend: ["([", "])"],
  listen: ["([", "])"],
  backend: ["[", "]"],
  table: ["[(", ")]"],
  peers: ["{{", "}}"],
  dynamic: [">", "]"],
  missing: ["[", "]"],
};
const mermaidArrows: Readonly<Record<EdgeKind, string>> = {
  rule: "-->",
  default: "==>",
  dynamic: "-.->",
  loop: "-->",
  track: "-.->",
  peers: "<-->",
};

/** https://mermaid.js.org/syntax/flowchart.html */
export function mermaidOf({ nodes, edges }: TrafficMap): string {
  const ids = numbered(nodes);
  const lines = ["flowchart LR"];
  for (const node of nodes) {
    const [open, close] = mermaidShapes[node.kind];
    lines.push(`  ${ids.get(node.id)}${open}"${linesOf(node).map(mermaidText).join("<br/>")}"${close}`);
  }
  for (const edge of edges) {
    const label = edge.labels.length === 0 ? "" : `|"${edge.labels.map(mermaidText).join("<br/>")}"|`;
    lines.push(`  ${ids.get(edge.from)} ${mermaidArrows[edge.kind]}${label} ${ids.get(edge.to)}`);
  }
  const missing = nodes.filter(({ kind }) => kind === "missing").map(({ id }) => ids.get(id));
  if (missing.length > 0) lines.push("  classDef missing stroke:#c33,stroke-dasharray:4", `  class ${missing.join(",")} missing`);
  return `${lines.join("\n")}\n`;
}

const dotShapes: Readonly<Record<NodeKind, string>> = {
  frontend: "shape=box, style=rounded",
  listen: "shape=box, style=rounded",
  backend: "shape=box",
  table: "shape=cylinder",
  peers: "shape=hexagon",
  dynamic: "shape=cds",
  missing: "shape=box, style=dashed, color=red",
};
const dotStyles: Readonly<Record<EdgeKind, string>> = {
  rule: "",
  default: "style=bold",
  dynamic: "style=dashed",
  loop: "style=dashed",
  track: "style=dotted",
  peers: "dir=both, style=dotted",
};

/** https://graphviz.org/doc/info/lang.html */
export function dotOf({ nodes, edges }: TrafficMap): string {
  const ids = numbered(nodes);
  const lines = ["digraph haproxy {", "  rankdir=LR;", '  node [fontname="sans-serif"];', '  edge [fontname="sans-serif", fontsize=10];'];
  for (const node of nodes)
    lines.push(`  ${ids.get(node.id)} [label="${linesOf(node).map(dotText).join("\\n")}", ${dotShapes[node.kind]}];`);
  for (const edge of edges) lines.push(`  ${ids.get(edge.from)} -> ${ids.get(edge.to)}${dotAttributes(edge)};`);
  return `${[...lines, "}"].join("\n")}\n`;
}

function dotAttributes({ kind, labels }: MapEdge): string {
  const label = labels.length === 0 ? [] : [`label="${labels.map(dotText).join("\\n")}"`];
  const attributes = [...label, ...(dotStyles[kind] === "" ? [] : [dotStyles[kind]])];
  return attributes.length === 0 ? "" : ` [${attributes.join(", ")}]`;
}

/** Names of a configuration may hold anything: they never serve as identifiers. */
function numbered(nodes: readonly MapNode[]): ReadonlyMap<string, string> {
  return new Map(nodes.map(({ id }, i) => [id, `n${i}`]));
}

function linesOf({ kind, title, rows }: MapNode): string[] {
  return [kind === "dynamic" || kind === "missing" ? title : `${kind} ${title}`, ...rows.map(({ text }) => text)];
}

function mermaidText(text: string): string {
  // Mermaid reads entities by number, without the ampersand's name
  return text.replace(/[^\p{L}\p{N} .,:/_()@*%+=·▸●…-]/gu, (unit) => `#${unit.codePointAt(0)};`);
}

function dotText(text: string): string {
  return text.replace(/[\\"]/g, "\\$&").replace(/[\n\r]/g, " ");
}
