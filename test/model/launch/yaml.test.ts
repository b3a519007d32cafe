/** The part of YAML that manifests are written in. */
import { expect, test } from "vitest";
import { type Node, readYaml } from "../../../server/src/model/launch/yaml.ts";

/** Maps as objects, to be compared. */
function plain(node: Node | undefined): unknown {
  if (node instanceof Map) return Object.fromEntries([...node].map(([key, value]) => [key, plain(value)]));
  return Array.isArray(node) ? node.map(plain) : node;
}

test.each<readonly [string, unknown]>([
  ["{a: 1, b: [x, {c: 'd, e'}]}", { a: "1", b: ["x", { c: "d, e" }] }],
  [
    "k:\n  - {type: bind, source: ./a.cfg,\n     target: /b.cfg}\n  - z",
    { k: [{ type: "bind", source: "./a.cfg", target: "/b.cfg" }, "z"] },
  ],
  ['{"a":{"b":["c","d]"]},\n "e":"f: g"}', { a: { b: ["c", "d]"] }, e: "f: g" }],
  ["a: [b: c, d]", { a: [{ b: "c" }, "d"] }],
  ["a: [it's, that's]", { a: ["it's", "that's"] }],
  ["a: {b: http://c/d, e:}", { a: { b: "http://c/d", e: "" } }],
  ["a: {b: c", { a: "{b: c" }],
  [`a: ${"[".repeat(200)}${"]".repeat(200)}`, expect.anything()],
])("what stands in brackets: %s", (text, expected) => {
  expect(plain(readYaml(text))).toEqual(expected);
});

test("quotes, comments and lists", () => {
  expect(readYaml("a: 'it''s # no comment' # one\nb:\n- x\n-  y: 1\n   z: [p, \"q, r\"]\nc: {}")).toEqual(
    new Map<string, unknown>([
      ["a", "it's # no comment"],
      [
        "b",
        [
          "x",
          new Map<string, unknown>([
            ["y", "1"],
            ["z", ["p", "q, r"]],
          ]),
        ],
      ],
      ["c", new Map()],
    ]),
  );
});
