/** Laws of fixes and refactorings: a typing error made in a real configuration comes back, and no refactoring brings an error. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { configFindings } from "../server/src/features/configFindings.ts";
import { draftsFor } from "../server/src/features/fixes/fixes.ts";
import { refactorings } from "../server/src/features/refactor/refactorings.ts";
import { knowledge } from "../server/src/knowledge/knowledge.ts";
import { modelOf } from "../server/src/model/model.ts";
import { readConfig } from "../server/src/syntax/config.ts";
import { applied } from "./support/checkActions.ts";
import { configUri, releaseFrom } from "./support/configText.ts";
import { corpusFiles } from "./support/generated.ts";
import { examplesOf } from "./support/lintPages.ts";
import { randomly } from "./support/randomly.ts";

const options = { release: releaseFrom("3.2.4"), ignored: [] };
const findingsOf = (text: string) => configFindings(modelOf([readConfig(configUri, text)]), options);

/** A word of at least four letters with one lost, doubled or swapped with the next one. */
function mistyped(word: string, random: () => number): string {
  const at = 1 + Math.floor(random() * (word.length - 2));
  const how = Math.floor(random() * 3);
  if (how === 0) return word.slice(0, at) + word.slice(at + 1);
  if (how === 1) return word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2);
  return word.slice(0, at) + word[at] + word.slice(at);
}

/** The text with a typing error in one of its lines; undefined where the line has no word for it. */
function withError(text: string, random: () => number): { readonly text: string; readonly line: number } | undefined {
  const lines = text.split("\n");
  const line = Math.floor(random() * lines.length);
  const raw = lines[line] ?? "";
  const words = raw.split(/\s+/).filter((word) => word.length >= 4);
  const word = words[Math.floor(random() * words.length)];
  if (word === undefined || raw.trim().startsWith("#")) return undefined;
  lines[line] = raw.replace(word, () => mistyped(word, random));
  return { text: lines.join("\n"), line };
}

const files = corpusFiles();
const longest = 300;

test.skipIf(files.length === 0)(
  "what a typing error brings, a fix ends; nearly always it is the word that stood there",
  () => {
    const random = randomly(20);
    let offered = 0;
    let restored = 0;
    const left: string[] = [];
    for (const place of files) {
      const text = readFileSync(place, "latin1");
      const wrong = text.split("\n").length > longest ? undefined : withError(text, random);
      if (wrong === undefined) continue;
      const model = modelOf([readConfig(configUri, wrong.text)]);
      const before = configFindings(model, options);
      for (const finding of before.filter(({ line }) => line === wrong.line)) {
        for (const { title, changes } of draftsFor(model, options.release, finding)) {
          offered++;
          const after = applied(wrong.text, { title, kind: "quickfix", changes });
          const count = (found: typeof before) => found.filter(({ code }) => code === finding.code).length;
          if (count(findingsOf(after)) >= count(before)) left.push(`${finding.code}: ${title}`);
          if (after === text) restored++;
        }
      }
    }
    console.info(`fixes: ${offered} offered for typing errors, ${restored} bring back what stood there`);
    expect(left).toEqual([]);
    expect(offered).toBeGreaterThan(100);
    expect(restored / offered).toBeGreaterThan(0.75);
  },
  120_000,
);

describe("offers for the examples of the lints' pages", () => {
  const examples = knowledge.lints.flatMap(({ id }) =>
    examplesOf({ id }).flatMap((one) => (one.kind === "haproxy" ? [{ id, ...one }] : [])),
  );

  test("each has another name, and changes the text", () => {
    const wrong: string[] = [];
    let offered = 0;
    for (const { id, text, release } of examples) {
      const model = modelOf([readConfig(configUri, text)]);
      for (const finding of configFindings(model, { release, ignored: [] })) {
        const drafts = draftsFor(model, release, finding);
        offered += drafts.length;
        const titles = drafts.map(({ title }) => title);
        if (new Set(titles).size < titles.length) wrong.push(`${id}: twice in ${titles.join(" / ")}`);
        for (const { title, changes } of drafts)
          if (applied(text, { title, kind: "quickfix", changes }) === text) wrong.push(`${id}: ${title} changes nothing`);
      }
    }
    expect(wrong).toEqual([]);
    expect(offered).toBeGreaterThan(100);
  });
});

describe("refactorings", () => {
  const line = fc.constantFrom(
    ...["frontend f", "backend b", "listen l", "defaults", "defaults d", "", "    # c", ".if defined(X)", ".endif"],
    ...[
      "    acl a src 192.0.2.1",
      "    acl a path /x",
      "    acl b hdr(host) -i x",
      "    bind :1",
      "    mode http",
      "    timeout client 5s",
    ],
    ...[
      "    http-request deny if a",
      "    http-request deny if !a { path_beg /y }",
      "    use_backend b if a or b",
      "    use_backend b unless !{ path /z }",
    ],
    ...[
      "    timeout client 5s # c",
      "    option httplog",
      '    http-request set-header x "a # b" if { path "/a b" }',
      "    server s 192.0.2.1:80",
      "    default_backend b",
    ],
  );

  test("change the text and bring no error", () => {
    let offered = 0;
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), fc.array(line, { maxLength: 8 }), (own, others) => {
        const text = `defaults\n    mode http\nfrontend f\n${[...own, ...others].join("\n")}\n`;
        const file = readConfig(configUri, text);
        const model = modelOf([file]);
        const errors = (found: ReturnType<typeof findingsOf>) => found.filter(({ severity }) => severity === "error").length;
        const before = errors(findingsOf(text));
        const actions = file.lines.flatMap(({ words }, at) =>
          words.flatMap(({ span }) => refactorings(model, configUri, at, span.start, options.release)),
        );
        const different = new Map(actions.map((action) => [applied(text, action), action.title]));
        for (const [after, title] of different) {
          offered++;
          expect(after).not.toBe(text);
          expect(errors(findingsOf(after)), `${title}\n${after}`).toBeLessThanOrEqual(before);
        }
      }),
      { numRuns: 300 },
    );
    expect(offered).toBeGreaterThan(50);
  });
});
