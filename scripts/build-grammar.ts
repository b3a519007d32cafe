/**
 * Writes the TextMate grammars and the editor's rules for the languages, from syntaxes/source.
 * `tsx scripts/build-grammar.ts` writes, `… check` fails where a committed file is stale.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { crash } from "../syntaxes/source/crash.ts";
import { haproxy, sections } from "../syntaxes/source/haproxy.ts";
import { grammarFile, json } from "../syntaxes/source/rule.ts";

const folder = path.resolve(import.meta.dirname, "../syntaxes");
const pairs = [
  ["{", "}"],
  ["[", "]"],
  ["(", ")"],
] as const;
const quotes = [
  ['"', '"'],
  ["'", "'"],
] as const;

/** Text of each file by its name under syntaxes. */
export function grammarFiles(): Readonly<Record<string, string>> {
  return {
    "haproxy.tmLanguage.json": grammarFile(haproxy),
    "haproxy-crash.tmLanguage.json": grammarFile(crash),
    "haproxy.language-configuration.json": json(configurationRules()),
    "haproxy-crash.language-configuration.json": json(crashRules()),
  };
}

/** Sections fold by indentation; `#region` and `.if` make further folds. */
function configurationRules(): object {
  const header = `^\\s*${sections}(?=\\s|$)`;
  return {
    comments: { lineComment: "#" },
    brackets: pairs,
    autoClosingPairs: [...pairs, ...quotes].map(([open, close]) => ({ open, close, notIn: ["comment", "string"] })),
    surroundingPairs: [...pairs, ...quotes],
    wordPattern: "\\.?[A-Za-z0-9_][A-Za-z0-9_.-]*",
    folding: { offSide: true, markers: { start: "^\\s*(?:#\\s*region\\b|\\.if\\b)", end: "^\\s*(?:#\\s*endregion\\b|\\.endif\\b)" } },
    indentationRules: {
      increaseIndentPattern: `${header}|^\\s*\\.(?:if|elif|else)\\b`,
      decreaseIndentPattern: `${header}|^\\s*\\.(?:elif|else|endif)\\b`,
    },
    onEnterRules: [{ beforeText: header, action: { indent: "indent" } }],
  };
}

/** A log is read, not written: no pairs are closed. Each dotted name or address is a word; thread blocks fold by indentation. */
function crashRules(): object {
  return {
    comments: { lineComment: "#" },
    brackets: pairs,
    autoClosingPairs: [],
    surroundingPairs: [...pairs, ...quotes],
    wordPattern: "[A-Za-z0-9_]+(?:\\.[A-Za-z0-9_]+)*",
    folding: { offSide: true },
  };
}

if (process.argv[1] !== undefined && path.resolve(process.argv[1]) === import.meta.filename) {
  const stale = Object.entries(grammarFiles()).filter(([name, text]) => {
    const file = path.join(folder, name);
    return !existsSync(file) || readFileSync(file, "utf8") !== text;
  });
  for (const [name, text] of stale) {
    if (process.argv[2] !== "check") writeFileSync(path.join(folder, name), text);
    else {
      console.error(`syntaxes/${name} is stale: npx tsx scripts/build-grammar.ts`);
      process.exitCode = 1;
    }
  }
}
