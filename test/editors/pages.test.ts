/** What the pages on editors say can be checked without the editors, as far as it is ours: settings, lints and the command. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { knowledge } from "../../server/src/knowledge/knowledge.ts";

const folder = path.resolve(import.meta.dirname, "../../docs/editors");
const properties = manifest.contributes.configuration.properties;
const pages = readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name), "utf8")] as const);

describe.each(pages)("%s", (_, text) => {
  test("names only settings that there are", () => {
    const named = [...text.matchAll(/haproxySleuth(?:\.[a-zA-Z]+)+/g)].map(([name]) => name);
    const known = new Set(Object.keys(properties));
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });

  test("gives levels only to lints that there are", () => {
    const given = [...text.matchAll(/([a-z]+(?:-[a-z]+)+)"?\]?\s*(?:=|:|\s)\s*"(?:off|hint|information|warning|error)"/g)].map(
      ([, code]) => code,
    );
    expect(given.length).toBeGreaterThan(0);
    expect(given.filter((code) => !knowledge.lints.some(({ id }) => id === code))).toEqual([]);
  });

  test("starts the server by its command line", () => expect(text).toMatch(/"lsp"[\s,.into()]*"--stdio"/));

  test("holds JSON that can be read", () => {
    for (const [, json] of text.matchAll(/^```json\n(.*?)^```/gms)) expect(() => JSON.parse(json ?? "")).not.toThrow();
  });
});
