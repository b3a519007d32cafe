/** Places for the nodes and edges of a traffic map, from left to right as traffic flows; the library does the work. */
import { Graph, layout } from "@dagrejs/dagre";
import type { MapEdge, MapNode, TrafficMap } from "./trafficMap.ts";

export interface PlacedNode {
  readonly node: MapNode;
  /** Upper left corner and size, in pixels. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedEdge {
  readonly edge: MapEdge;
  readonly points: readonly { readonly x: number; readonly y: number }[];
  /** Middle and size of its label. */
  readonly label: { readonly x: number; readonly y: number; readonly width: number; readonly height: number } | undefined;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

/** Pixels of the drawing, which svg.ts draws with. */
export const measures = { row: 18, title: 26, padding: 10, unit: 7.4, labelUnit: 6.6, labelRow: 15, mostLabels: 3 } as const;
/** Room around the whole. */
const margin = 16;
/** Wide signs, such as Chinese ones, take the room of two. */
const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/gu;

export function layOut({ nodes, edges }: TrafficMap): Layout {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: "LR", nodesep: 24, edgesep: 14, ranksep: 60, marginx: margin, marginy: margin });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of nodes) graph.setNode(node.id, sizeOf(node));
  for (const [i, edge] of edges.entries()) graph.setEdge(edge.from, edge.to, labelSizeOf(edge), String(i));
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    width: finite(width) + margin,
    height: finite(height) + margin,
    nodes: nodes.map((node) => {
      const at = graph.node(node.id) as { x: number; y: number; width: number; height: number };
      return { node, x: at.x - at.width / 2, y: at.y - at.height / 2, width: at.width, height: at.height };
    }),
    edges: edges.map((edge, i) => {
      const at = graph.edge({ v: edge.from, w: edge.to, name: String(i) }) as {
        points?: { x: number; y: number }[];
        x?: number;
        y?: number;
      };
      const label =
        at.x === undefined || at.y === undefined || edge.labels.length === 0 ? undefined : { ...labelSizeOf(edge), x: at.x, y: at.y };
      return { edge, points: at.points ?? [], label };
    }),
  };
}

/** Of an empty map the library gives minus infinity. */
function finite(length: number): number {
  return Number.isFinite(length) ? Math.max(0, length) : 0;
}

/** Labels of an edge as they are drawn: the first ones, and how many more there are. */
export function shownLabels({ labels }: MapEdge): readonly string[] {
  const { mostLabels } = measures;
  return labels.length <= mostLabels ? labels : [...labels.slice(0, mostLabels - 1), `+ ${labels.length - mostLabels + 1}`];
}

function sizeOf({ title, kind, rows }: MapNode): { width: number; height: number } {
  const units = Math.max(unitsOf(`${kind} ${title}`) + 2, ...rows.map(({ text }) => unitsOf(text)));
  const body = rows.length === 0 ? 0 : rows.length * measures.row + measures.padding;
  return { width: Math.max(110, units * measures.unit + 2 * measures.padding), height: measures.title + body };
}

function labelSizeOf(edge: MapEdge): { width: number; height: number; labelpos: "c" } {
  const labels = shownLabels(edge);
  return { width: Math.max(0, ...labels.map(unitsOf)) * measures.labelUnit, height: labels.length * measures.labelRow, labelpos: "c" };
}

function unitsOf(text: string): number {
  return Array.from(text).length + (text.match(wide)?.length ?? 0);
}
