import fc from "fast-check";
import { expect, test } from "vitest";
import { readLine } from "../../server/src/syntax/line.ts";
import { sign } from "../../server/src/syntax/signs.ts";

const characters = { quote: "\"'", parenthesis: "(", sigil: "@%$", bracket: "[", dot: "." } as const;
const pieces = fc.constantFrom(
  "server",
  "s1",
  "lua.x",
  "a(b)",
  "%[src]",
  "be@x",
  "$X",
  '"a b"',
  "'",
  "\\ ",
  "\\(",
  "é",
  "\u{1f600}",
  " ",
  "#",
  ".",
);

test("A line knows which signs stand before its comment, however it is read", () => {
  fc.assert(
    fc.property(fc.array(pieces), (parts) => {
      const line = readLine(parts.join(""));
      const read = line.raw.slice(0, line.comment?.start);
      for (const [name, bit] of Object.entries(sign)) {
        const has = [...characters[name as keyof typeof sign]].some((c) => read.includes(c));
        expect((line.signs & bit) !== 0, `${name} in ${line.raw}`).toBe(has);
      }
    }),
  );
});

test("A plain word met before is the same object only at the same place", () => {
  const [first, again, moved, quoted] = ["  server s1", "  server s1 # again", " server s1", '  "server" s1'].map(
    (raw) => readLine(raw).words,
  );
  expect(again?.[0]).toBe(first?.[0]);
  expect(moved?.[0]).not.toBe(first?.[0]);
  expect(moved?.map(({ span, value }) => [span.start, span.end, value])).toEqual([
    [1, 7, "server"],
    [8, 10, "s1"],
  ]);
  expect(quoted?.[0]).toMatchObject({ quoting: "weak", value: "server", span: { start: 2, end: 10 } });
});

test("Words of many lines stay right when they share their objects", () => {
  fc.assert(
    fc.property(fc.array(fc.array(pieces), { maxLength: 20 }), (lines) => {
      for (const parts of lines) {
        const { raw, words } = readLine(parts.join(""));
        for (const { value, quoting, span } of words)
          if (quoting === "none" && span.end - span.start === value.length) expect(raw.slice(span.start, span.end)).toBe(value);
      }
    }),
  );
});

test("A carriage return at the end of a line changes no word", () => {
  const plain = fc.constantFrom("server", "s1", "a(b)", "é", " ", "\t", "[", "%", "$X");
  fc.assert(
    fc.property(fc.array(plain), (parts) => {
      const raw = parts.join("");
      const line = readLine(`${raw}\r`);
      expect(line.raw).toBe(`${raw}\r`);
      expect(line.words.map(({ value, span }) => [value, span])).toEqual(readLine(raw).words.map(({ value, span }) => [value, span]));
      expect(line.problems).toEqual([]);
    }),
  );
});
