/** Texts come out of the package as they went in, and smaller than a zip makes them. */
import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { squeezed } from "../../scripts/squeeze.mjs";
import { loadPages } from "../../server/src/knowledge/pages.ts";
import { unsqueezed } from "../../server/src/knowledge/squeezed.ts";

test("any text", () => {
  const words = fc
    .array(fc.constantFrom("a", "ab", "HAProxy ", "é", "段", "😀", "\0", "\n"), { maxLength: 300 })
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(fc.oneof(words, fc.string({ unit: "binary" })), (text) => unsqueezed(squeezed(text)) === Buffer.from(text).toString()),
  );
});

test("a repetition runs into itself, and is cut where it is longest", () => {
  const text = `${"ab".repeat(5000)}c`;
  expect(unsqueezed(squeezed(text))).toBe(text);
  expect(squeezed(text).length).toBeLessThan(60);
});

test("pages are smaller than a zip makes them", async () => {
  const text = (await loadPages()).en?.slice(0, 150).join("\n") ?? "";
  expect(text.length).toBeGreaterThan(100_000);
  const small = squeezed(text);
  expect(unsqueezed(small)).toBe(text);
  expect(small.length).toBeLessThan(0.95 * deflateRawSync(text, { level: 9 }).length);
});

test("what is cut off ends, with whatever it says", () => {
  const whole = squeezed("A peers section without a local peer does not start.");
  expect(unsqueezed(whole.subarray(0, 12)).length).toBeGreaterThan(0);
  expect(unsqueezed(new Uint8Array(4))).toBe("");
});
