/** Facts and fields of a log stand where the raw line has them, whatever lies around the line. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { fieldsOfLine, LogText } from "../../server/src/incident/logText.ts";
import { readIncidents } from "../../server/src/incident/read.ts";
import { envelopes } from "../support/envelopes.ts";

const fixture = (name: string) => readFileSync(path.resolve(import.meta.dirname, "../fixtures/incidents", name, "input.log"), "utf8");
const plain = fixture("race-whole-report")
  .split("\n")
  .map((line) => line.replace(/^\S.*?haproxy\[\d+\]: /, ""))
  .join("\n");

/** What a person sees in a stretch of a raw line. */
function unescaped(raw: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminals' sequences start with an escape character
  let text = raw.replace(/\u001b\[[0-9;]*[A-Za-z]/g, "");
  for (let i = 0; i < 2 && /\\["\\u]/.test(text); i++)
    text = text.replace(/\\u([0-9a-f]{4})|\\(["\\/])/g, (_, code, one) => one ?? String.fromCharCode(Number.parseInt(code, 16)));
  return text.replaceAll("\u00a0", " ").replaceAll("&gt;", ">").replaceAll("&lt;", "<").replaceAll("&#34;", '"');
}

describe.each(Object.entries(envelopes))("behind %s", (name, wrap) => {
  const text = wrap(plain);
  const lines = text.split("\n");
  // an array of bytes has no columns for letters, and an answer of many messages none for each
  const hasColumns = !/as bytes|(?:Loki|Elasticsearch)'s answer/.test(name);

  test("each fact's span holds its text", () => {
    const facts = readIncidents(text).flatMap((incident) => incident.facts.filter(({ role }) => role !== "headline" && role !== "time"));
    expect(facts.length).toBeGreaterThan(5);
    for (const { text: said, at } of facts) {
      const raw = lines[at.line]!.replace(/\r$/, "");
      const shown = raw.slice(at.span.start, at.span.end);
      if (hasColumns) expect(unescaped(shown)).toBe(said);
      else expect(shown).toBe(raw);
    }
  });

  test("each field's span holds its value", () => {
    const log = new LogText(text);
    const fields = lines.flatMap((raw, i) => log.fieldsOf(i).map((field) => ({ raw, field })));
    if (!hasColumns) return expect(fields).toEqual([]);
    expect(fields.length).toBeGreaterThan(10);
    for (const { raw, field } of fields) {
      expect(unescaped(raw.slice(field.at.start, field.at.end))).toBe(field.value);
      expect(field.whole.start <= field.at.start && field.at.end <= field.whole.end).toBe(true);
    }
  });
});

test("escapes before a value in JSON count as what they are in the line", () => {
  const raw = JSON.stringify({ MESSAGE: 'a "b" \u00e9\u4e2d \\ current_rule="lua.x" [/etc/h.cfg:14] (RUNNING)' }).replace("é", "\\u00e9");
  const [rule, place, how] = fieldsOfLine(raw);
  expect(raw.slice(rule!.at.start, rule!.at.end)).toBe("lua.x");
  expect(raw.slice(place!.at.start, place!.at.end)).toBe("/etc/h.cfg:14");
  expect(raw.slice(how!.at.start, how!.at.end)).toBe("RUNNING");
});

test("colours inside of a line are left out of account", () => {
  const raw = "haproxy[1]: \u001b[31mstuck=\u001b[1m1\u001b[0m prof=0";
  const [stuck, prof] = fieldsOfLine(raw);
  expect(raw.slice(prof!.whole.start, prof!.whole.end)).toBe("prof=0");
  expect(raw.slice(stuck!.at.start, stuck!.at.end)).toContain("1");
});
