// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are variables of HAProxy
/** Odd lines, made up at random but the same each time, before real HAProxy: both accept them, or both blame the line. */
import { describe, expect, test } from "vitest";
import { languageHits } from "../../server/src/lints/language.ts";
import { readReleaseInUse } from "../../server/src/model/releaseInUse.ts";
import { modelFrom } from "../support/configText.ts";
import { randomly } from "../support/randomly.ts";
import { presentBranches, verdictsOf } from "../support/realHaproxy.ts";

const count = Number(process.env["LEXING_CASES"] ?? 150);

/** What lines are made of; variables that HAProxy's process has, since an empty word is refused from 3.2 on. */
const pieces = [
  ..."ab-.é",
  ...[" ", " ", " ", "\t", "\v", "\r", "\r ", " \r"],
  ...['"', '"', "'", "'", '""', '"a b"', "'c d'", "a'b'"],
  ...["\\", "\\ ", "\\#", '\\"', "\\'", "\\x41", "\\x4", "\\xzz", "\\$", "\\n", "\\t"],
  ...["#", " # c", "$", "$PATH", '"$PATH"', '"x$.LINE"', '"$.LIME"', '"${PATH}"', '"${PATH', '"${PATH-x}"', '"${PATH[*]}"', '"${PATH[+]}"'],
  ...['"$9"', '"${}"', '"$"', '"$ "', "{", "}", "[*]", "\0", "\uFEFF", "w ".repeat(30), "w ".repeat(61)],
];

const random = randomly(20261122);
/** `unsetenv` takes any words. */
const lines = Array.from({ length: count }, () => {
  const length = 1 + Math.floor(random() * 6);
  const tail = Array.from({ length }, () => pieces[Math.floor(random() * pieces.length)]).join("");
  return `    unsetenv name${random() < 0.5 ? " " : ""}${tail}`;
});
const texts = lines.map((line) => `global\n${line}\n    maxconn 100\n`);

const present = presentBranches();
// a file without tests is an error to vitest
if (present.length === 0) test.skip("odd lines before real HAProxy", () => {});

describe.each(present)("haproxy %s", (branch) => {
  test("refuses the same lines", { timeout: 240_000 }, async () => {
    const release = readReleaseInUse(branch);
    const verdicts = await verdictsOf(branch, texts);
    const said = texts.map((_, i) => verdicts[i]?.messages.some(({ level, line }) => level === "ALERT" && line === 2) === true);
    const ours = texts.map((text) =>
      languageHits(modelFrom(text), release).some(({ line, severity }) => line === 1 && severity === "error"),
    );
    const differences = lines.filter((_, i) => said[i] !== ours[i]).map((line) => JSON.stringify(line));
    expect(differences).toEqual([]);
    // both kinds are there
    expect(new Set(said).size).toBe(2);
  });
});
