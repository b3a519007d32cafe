/** Recall: for words of configurations that HAProxy accepts, completion at the start of the word offers the word. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { completionsAt } from "../../server/src/features/completion/completion.ts";
import { type Interpretation, interpretationsOf } from "../../server/src/model/interpretation/interpretation.ts";
import { modelOf } from "../../server/src/model/model.ts";
import { readConfig } from "../../server/src/syntax/config.ts";
import type { Word } from "../../server/src/syntax/line.ts";
import { configUri, releaseFrom } from "../support/configText.ts";
import { randomly } from "../support/randomly.ts";

const corpus = path.resolve(import.meta.dirname, "../../../shared/oracle/corpus");
const present = existsSync(corpus);
if (!present) console.warn(`SKIPPED: no corpus of configurations at ${corpus}`);

const branch = "3.2";
/** Share of the words that are tried, and the least share of them that must be offered. */
const share = 0.05;
const least: Readonly<Record<string, number>> = {
  keyword: 0.97,
  action: 0.97,
  option: 0.97,
  parameter: 0.97,
  argument: 0.97,
  condition: 0.97,
  acl: 0.95,
  fetch: 0.97,
  converter: 0.97,
  reference: 0.95,
};

interface Wanted {
  readonly role: string;
  readonly label: string;
  readonly column: number;
}

const lines = new Set(["bind", "server", "server-template", "default-server"]);

/** What a word is, where completion could know it. */
function wantedAt({ statement: { words }, roles, head, ruleset }: Interpretation, word: Word, i: number): readonly Wanted[] {
  const node = roles.find(({ index }) => index === i)?.node;
  const first = words[0]?.value ?? "";
  const before = words[i - 1]?.value;
  const column = word.span.start;
  const bare = word.value.replace(/\(.*$/, "");
  const one = (role: string, label = word.value, at = column): Wanted => ({ role, label, column: at });
  if (i === 0) return [one("keyword")];
  if (ruleset !== undefined && i === head - 1) return [one("action", bare)];
  if (first === "option" && i === 1) return [one("option")];
  if (i < head) return [one("keyword", bare)];
  if (before === "{" || (first === "acl" && i === 2) || (node?.kind === "type" && node.type === "expr")) return samplesIn(word);
  if (node?.kind === "word") return [one("argument")];
  if (node?.kind === "condition") return [one("condition")];
  if (before === "if" && /^!?\w/.test(word.value))
    return [one("acl", word.value.replace(/^!/, ""), word.value.startsWith("!") ? column + 1 : column)];
  if (node?.kind === "type") return node.type === "ref" && !/[%/]/.test(word.value) ? [one("reference")] : [];
  return lines.has(first) && i >= 2 && roles.length > 0 && !/\(/.test(word.value) ? [one("parameter")] : [];
}

function samplesIn({ value, span }: Word): readonly Wanted[] {
  const [, bang = "", fetch = "", converter] = /^(!*)([\w.+-]+)(?:\([^()]*\))?(?:,([\w.]+))?/.exec(value) ?? [];
  if (fetch === "") return [];
  const wanted: Wanted[] = [{ role: "fetch", label: fetch, column: span.start + bang.length }];
  if (converter !== undefined)
    wanted.push({ role: "converter", label: converter, column: span.start + value.indexOf(`,${converter}`) + 1 });
  return wanted;
}

/** Role > words tried, and those that were not offered. */
function recall(): ReadonlyMap<string, { tried: number; missed: string[] }> {
  const random = randomly(3);
  const found = new Map<string, { tried: number; missed: string[] }>();
  const files = readdirSync(corpus, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".cfg"));
  for (const name of files) {
    const file = readConfig(configUri, readFileSync(path.join(corpus, name), "utf8"));
    const model = modelOf([file]);
    for (const { firstLine, section } of file.sections) {
      for (const interpretation of interpretationsOf(section, branch)) {
        const { statement, issues } = interpretation;
        // what HAProxy does not accept in this release is not to be offered
        if (issues.length > 0 || section.kind === "preamble" || statement.conditional) continue;
        statement.words.forEach((word, i) => {
          if (word.dynamic || word.quoting !== "none" || random() > share) return;
          for (const { role, label, column } of wantedAt(interpretation, word, i)) {
            const options = { release: releaseFrom(`${branch}.0`), snippets: false };
            const list = completionsAt(model, file, firstLine + statement.offset, column, options);
            const entry = found.get(role) ?? { tried: 0, missed: [] };
            found.set(role, entry);
            entry.tried++;
            if (!list?.items.some((item) => item.label === label || item.label.startsWith(`${label} `)))
              entry.missed.push(`${label} in ${statement.line.raw.trim()}`);
          }
        });
      }
    }
  }
  return found;
}

describe.skipIf(!present)("words of real configurations", () => {
  test("are offered where they stand", { timeout: 240_000 }, () => {
    const found = recall();
    const rates = [...found].map(([role, { tried, missed }]) => `${role} ${tried} ${((1 - missed.length / tried) * 100).toFixed(1)} %`);
    console.log(rates.join("\n"));
    for (const [role, { tried, missed }] of found) {
      expect(1 - missed.length / tried, `${role}:\n${missed.slice(0, 20).join("\n")}`).toBeGreaterThanOrEqual(least[role] ?? 1);
    }
    expect([...found.keys()].sort()).toEqual(Object.keys(least).sort());
  });
});
