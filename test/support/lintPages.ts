/** The executed examples of lint pages: blocks with their caret marks, and what the analyser says of them. */
import { knowledge, type Lint } from "../../server/src/knowledge/knowledge.ts";
import { pageOfLint } from "../../server/src/knowledge/lintPages.ts";
import { compareBranches, type Release } from "../../server/src/knowledge/release.ts";
import { newestRelease } from "../../server/src/knowledge/standing.ts";
import type { Hit } from "../../server/src/lints/hit.ts";
import { languageHits } from "../../server/src/lints/language.ts";
import { luaScriptHits } from "../../server/src/lints/lua/scripts.ts";
import { endedBranchHits } from "../../server/src/lints/whole/endedBranch.ts";
import { statedRelease } from "../../server/src/model/directives.ts";
import { modelOf } from "../../server/src/model/model.ts";
import { readReleaseInUse } from "../../server/src/model/releaseInUse.ts";
import { readConfig } from "../../server/src/syntax/config.ts";
import { configUri, modelFrom } from "./configText.ts";

export interface LintExample {
  /** A configuration, or a Lua script that one loads. */
  readonly kind: "haproxy" | "lua";
  readonly fixed: boolean;
  readonly release: Release;
  /** Without its first line and its marks. */
  readonly text: string;
  /** "3:4-9 unknown-keyword": line from 1, columns from 0. */
  readonly expected: readonly string[];
  /** What the first line says of the circumstances. */
  readonly said: string;
  /** The block `lua script` in front, if any: the text of every script that the configuration loads. */
  readonly script: string | undefined;
}

/** Fenced blocks in order; each `haproxy` or `lua` block is followed by its repaired form. */
export function examplesOf({ id }: Pick<Lint, "id">): readonly LintExample[] {
  let script: string | undefined;
  return [...pageOfLint(id).matchAll(/^```(haproxy|lua)( fixed| script)?\n([\s\S]*?)^```$/gm)].flatMap(([, kind, form, block = ""]) => {
    if (form === " script") script = block;
    return form === " script" ? [] : [{ ...exampleOf(block, form === " fixed"), kind: kind as LintExample["kind"], script }];
  });
}

export function hitsOf({ kind, text, release, said, script }: LintExample): readonly Hit[] {
  if (kind === "lua") {
    const load = said.includes("per-thread") ? "lua-load-per-thread" : "lua-load";
    return luaScriptHits(modelFrom(`global\n    ${load} site.lua\n`, { "site.lua": text }), release);
  }
  const missing = new Set(/missing:(\S+)/.exec(said)?.slice(1));
  const names = [...text.matchAll(/lua-load(?:-per-thread)?\s+(\S+)/g)].map((match) => match[1] as string);
  const scripts = new Map(script === undefined ? [] : names.filter((name) => !missing.has(name)).map((name) => [name, script]));
  const file = readConfig(configUri, text);
  const model = modelOf([file], scripts, { uris: new Map(), missing });
  const stated = readReleaseInUse(statedRelease(file)?.text ?? "");
  return [...endedBranchHits(model, stated), ...languageHits(model, release)];
}

/** In the form of the marks. */
export function placed({ line, span, code }: Hit): string {
  return `${line + 1}:${span.start}-${span.end} ${code}`;
}

function exampleOf(block: string, fixed: boolean): Omit<LintExample, "kind" | "script"> {
  const lines: string[] = [];
  const expected: string[] = [];
  const [, said = ""] = /^(?:#|--)-(.*)\n/.exec(block) ?? [];
  for (const line of block
    .replace(/^(?:#|--)-.*\n/, "")
    .replace(/\n$/, "")
    .split("\n")) {
    const mark = /^(#|--)(?:( *)(\^+)|(<-*)) ([a-z-]+)$/.exec(line);
    if (mark === null) lines.push(line);
    else expected.push(`${lines.length}:${columnsOf(mark)} ${mark[5]}`);
  }
  const end = /\bno-line-feed\b/.test(said) ? "" : "\n";
  return { fixed, said, release: releaseNamed(/release:(\S+)/.exec(said)?.[1]), text: lines.join("\n") + end, expected };
}

/** `#   ^^^`, in Lua `--  ^^^`, marks the columns of its carets, `#<--` everything from the start of the line on. */
function columnsOf([, sign = "", blanks = "", carets = "", arrow]: RegExpExecArray): string {
  if (arrow !== undefined) return `0-${sign.length + arrow.length}`;
  return `${sign.length + blanks.length}-${sign.length + blanks.length + carets.length}`;
}

function releaseNamed(name: string | undefined): Release {
  const newest = [...knowledge.branches].sort((a, b) => compareBranches(a.branch, b.branch)).at(-1)?.branch ?? "";
  const release = name === undefined ? newestRelease(newest) : readReleaseInUse(name);
  if (release === undefined) throw new Error(`no release: ${name ?? newest}`);
  return release;
}
