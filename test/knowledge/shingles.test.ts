/** No sentence of upstream's among ours: the comparison on small texts, and the whole one where HAPROXY_GIT or HAPROXY_MANUAL lead to texts. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { headed, ownProse } from "../../scripts/ownProse.ts";
import { keywordsOfGrammar, placesOfEnvironment, sharedRuns, upstreamTexts } from "../../scripts/shingles.ts";

const keywords = new Set(["http-request", "tcp-request", "use-service"]);
/** Runs that a text shares with another. */
const shared = (ours: string, theirs: string) =>
  sharedRuns([{ file: "a.md", text: ours }], [{ name: "manual", text: theirs }], keywords).map(({ words }) => words);

describe("runs of eight words", () => {
  const eight = "one good turn deserves another said the crow";

  test.each([
    ["the same words", `We know that ${eight}.`, `For ${eight} to him`, [eight]],
    ["seven are too few", "good turn deserves another said the crow", "good turn deserves another said the crow", []],
    ["a word between", eight.replace("said", "as said"), eight, []],
    ["case, punctuation and line ends", "One good turn: deserves **another**, said the Crow", eight.replaceAll(" ", "\n  "), [eight]],
    ["overlapping ones are one run", `${eight} again and again`, `${eight} again and again`, [`${eight} again and again`]],
    ["an address of a link is no word", `one good turn [deserves](https://a.example/x) another said the crow`, eight, [eight]],
    [
      "mostly keywords",
      "http-request tcp-request use-service http-request deny accept or return",
      "http-request tcp-request use-service http-request deny accept or return",
      [],
    ],
    ["mostly numbers", "2.4.1 2.6.2 2.8.3 3.0.4 are the first ones", "2.4.1 2.6.2 2.8.3 3.0.4 are the first ones", []],
    ["mostly in code marks", "`table`, `io`, `os`, `string` and the others there", "table io os string and the others there", []],
    [
      "three names are prose",
      "the http-request and tcp-request rules of use-service come first",
      "the http-request and tcp-request rules of use-service come first",
      ["the http-request and tcp-request rules of use-service come first"],
    ],
  ])("%s", (_, ours, theirs, expected) => {
    expect(shared(ours, theirs)).toEqual(expected);
  });
});

test("a page gives the words of its head and its paragraphs, without code and Chinese", () => {
  const page =
    "---\ntitle: A title here\nzh-cn: x y\nnames: [一 二]\n---\n\nFirst line\ngoes on.\n\n```haproxy\nmode http\n```\n\n- an item\n- a second\n\n| a cell | an other |\n";
  expect(headed("f", page).map(({ text }) => text)).toEqual([
    "A title here",
    "First line goes on.",
    "an item",
    "a second",
    "a cell",
    "an other",
  ]);
});

test("our own words are found: pages, grammar, messages, documents", () => {
  const files = new Set(ownProse().map(({ file }) => file));
  for (const file of ["README.md", "package.nls.json", "l10n/bundle.l10n.zh-cn.json", "server/knowledge/language/grammar/global.yaml"])
    expect(files).toContain(file);
  expect([...files].filter((file) => file.includes("/advisories/")).length).toBeGreaterThan(600);
});

test("manuals are read as text, HTML and compressed", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "manual-"));
  try {
    writeFileSync(path.join(folder, "a.txt"), "plain");
    writeFileSync(path.join(folder, "b.html"), "<p>one <b>two</b> &lt;three&gt;</p><script>no</script>");
    writeFileSync(path.join(folder, "c.txt.gz"), gzipSync("packed"));
    writeFileSync(path.join(folder, "d.png"), "no text");
    const texts = [...upstreamTexts([folder], undefined)].map(({ text }) => text.replace(/\s+/g, " ").trim());
    expect(texts.sort()).toEqual(["one two <three>", "packed", "plain"]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const { manuals, clone } = placesOfEnvironment();
const present = manuals.length > 0 || clone !== undefined;
if (!present) console.warn("SKIPPED: HAPROXY_GIT and HAPROXY_MANUAL lead to no texts of upstream's; nothing to compare our prose with");
test.runIf(present)("nothing of ours stands in upstream's texts", { timeout: 300_000 }, () => {
  const texts = [...upstreamTexts(manuals, clone)];
  expect(texts.reduce((sum, { text }) => sum + text.length, 0)).toBeGreaterThan(100_000);
  expect(sharedRuns(ownProse(), texts, keywordsOfGrammar())).toEqual([]);
});
