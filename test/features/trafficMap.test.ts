/** The traffic map: what it shows, and that no text of a configuration gets out of its place in a drawing. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { svgOf } from "../../server/src/features/map/svg.ts";
import { dotOf, mermaidOf } from "../../server/src/features/map/text.ts";
import { type TrafficMap, trafficMap } from "../../server/src/features/map/trafficMap.ts";
import { modelOf } from "../../server/src/model/model.ts";
import { readConfig } from "../../server/src/syntax/config.ts";

const uri = "file:///haproxy.cfg";
const mapOf = (text: string): TrafficMap => trafficMap(modelOf([readConfig(uri, text)]));
const edgesOf = (text: string) =>
  mapOf(text).edges.map(({ from, to, kind, labels }) => `${from} > ${to} (${kind}) ${labels.join(" | ")}`.trim());
const nodesOf = (text: string) => mapOf(text).nodes.map(({ id, rows }) => `${id}: ${rows.map((row) => row.text).join(", ")}`);

describe("edges", () => {
  test("rules with their conditions, and what is left for the default", () => {
    const text =
      "frontend www\n  use_backend api if { path_beg /api }\n  use_backend api if is_api\n  default_backend app\nbackend api\nbackend app\n";
    expect(edgesOf(text)).toEqual([
      "frontend www > backend api (rule) if { path_beg /api } | if is_api",
      "frontend www > backend app (default) otherwise",
    ]);
  });

  test("the default backend of a defaults section, unless the proxy has its own", () => {
    const text = "defaults\n  default_backend a\nfrontend one\nfrontend two\n  default_backend b\nbackend a\nbackend b\n";
    expect(edgesOf(text)).toEqual(["frontend one > backend a (default) otherwise", "frontend two > backend b (default) otherwise"]);
  });

  test("names that only HAProxy knows, and names that nobody declares", () => {
    expect(edgesOf("frontend www\n  use_backend %[hdr(host)]\n  default_backend gone\n")).toEqual([
      "frontend www > dynamic %[hdr(host)] (dynamic)",
      "frontend www > missing gone (default) otherwise",
    ]);
  });

  test("what a name put together can be, as far as it says anything, and what a map falls back on", () => {
    const rest = "backend be_a\n  mode http\nbackend be_tcp\nbackend other\n  mode http\n";
    const front = (rule: string) => edgesOf(`frontend www\n  mode http\n  ${rule}\n${rest}`);
    expect(front("use_backend be_%[hdr(x)] if a")).toEqual([
      "frontend www > dynamic be_%[hdr(x)] (dynamic) if a",
      "dynamic be_%[hdr(x)] > backend be_a (dynamic)",
    ]);
    expect(front("use_backend %[hdr(x),map(/m,other)]")).toEqual([
      "frontend www > dynamic %[hdr(x),map(/m,other)] (dynamic)",
      "dynamic %[hdr(x),map(/m,other)] > backend other (default) no entry",
    ]);
  });

  test("servers that are listeners of the same configuration", () => {
    const listener = "frontend in\n  bind unix@/run/a.sock,[::]:8443 ssl crt x\n  bind 127.0.0.1:81\n";
    const servers = ["/run/a.sock", "localhost:8443", "[::1]:81", "192.0.2.1:81", "127.0.0.1:82", "abns@/run/a.sock"];
    const backends = servers.map((address, i) => `backend b${i}\n  server s ${address}\n`).join("");
    expect(edgesOf(listener + backends)).toEqual([0, 1, 2].map((i) => `backend b${i} > frontend in (loop) server s`));
  });

  test("tables, who tracks in them, and the peers they are shared with", () => {
    const text =
      "frontend www\n  http-request track-sc0 src table limits\nbackend limits\n  stick-table type ip size 1k peers mesh\npeers mesh\n  peer a 192.0.2.1:1\n";
    expect(edgesOf(text)).toEqual(["table limits > peers mesh (peers)", "frontend www > table limits (track) http-request track-sc0"]);
    expect(nodesOf(text)).toContain("peers mesh: a 192.0.2.1:1");
    const stored = text.replace("size 1k", "size 1k store http_req_rate(10s),conn_cur store gpc(3)");
    expect(nodesOf(stored)).toContain("table limits: type ip size 1k peers mesh, · http_req_rate(10s), · conn_cur, · gpc(3)");
    // a backend that only holds a table is no stop of traffic
    expect(nodesOf(text).some((node) => node.startsWith("backend limits"))).toBe(false);
  });
});

test("nodes list servers and addresses, the first of many", () => {
  const servers = Array.from({ length: 12 }, (_, i) => `  server s${i} 192.0.2.${i}:80${i === 1 ? " backup" : ""}\n`).join("");
  expect(nodesOf(`listen web\n  mode http\n  bind :443 ssl crt x\n${servers}`)).toEqual([
    "listen web: mode http, ▸ :443 (TLS), ● s0 192.0.2.0:80, ● s1 192.0.2.1:80 (backup), ● s2 192.0.2.2:80, ● s3 192.0.2.3:80, ● s4 192.0.2.4:80, ● s5 192.0.2.5:80, ● s6 192.0.2.6:80, … and 5 more",
  ]);
});

test("places are the lines of the statements", () => {
  const { nodes, edges } = mapOf("# head\nfrontend www\n  default_backend app\nbackend app\n  server s 192.0.2.1:80\n");
  expect(nodes.map(({ at, last }) => [at?.line, last])).toEqual([
    [1, 2],
    [3, 5],
  ]);
  expect(nodes[1]?.rows.at(-1)?.at).toEqual({ uri, line: 4 });
  expect(edges[0]?.at).toEqual({ uri, line: 2 });
});

describe("drawings", () => {
  const nasty = 'frontend "</text><script>alert(1)</script>"\n  use_backend "x\'--></svg>" if { path "<b>" }\n';

  test("hold the text of a configuration as text", () => {
    const svg = svgOf(mapOf(nasty));
    expect(svg).not.toMatch(/<script|<b>|--></);
    expect(svg.match(/<svg/g)).toHaveLength(1);
    expect(svg.match(/<\/svg>/g)).toHaveLength(1);
    expect(mermaidOf(mapOf(nasty))).not.toMatch(/[<>]script|<b>/);
    expect(dotOf(mapOf('frontend "a\\"b"\n'))).toContain('frontend a\\"b');
  });

  test("are made of any text", () => {
    const words = [
      "frontend a",
      "backend b",
      "listen a",
      "  use_backend b if x",
      "  server s :1",
      "  stick-table type ip size 1",
      "peers a",
      "  peer b :1",
    ];
    const line = fc.oneof(
      fc.constantFrom(...words),
      fc.string({ unit: "binary" }),
      fc.constantFrom("frontend \ud800", "backend \u0001", "frontend"),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const map = mapOf(lines.join("\n"));
        const tags = svgOf(map).match(/<\/?g\b/g) ?? [];
        expect(tags.length).toBe(2 * (map.nodes.length + map.edges.length));
        expect(mermaidOf(map)).toMatch(/^flowchart LR\n/);
        expect(dotOf(map).endsWith("}\n")).toBe(true);
      }),
    );
  });

  test("of nothing is empty, not broken", () => expect(svgOf(mapOf(""))).toMatch(/^<svg [^>]*width="\d+" height="\d+"/));
});
