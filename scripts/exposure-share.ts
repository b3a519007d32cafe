/**
 * For each advisory, the share of real configurations that it calls exposed, or possibly so, in the branches that had it:
 * `tsx scripts/exposure-share.ts [FOLDER] [--all]`, FOLDER with *.cfg below it (else the corpus beside the repository).
 * Without --all only those above a fifth. An advisory that says "exposed" to more than that needs `because` in its head.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { exposuresOf } from "../server/src/diagnosis/exposure.ts";
import { knowledge } from "../server/src/knowledge/knowledge.ts";
import { releaseOf } from "../server/src/knowledge/release.ts";
import { modelOf } from "../server/src/model/model.ts";
import { readConfig } from "../server/src/syntax/config.ts";

export interface Share {
  readonly id: string;
  readonly branch: string;
  /** 0 to 1. */
  readonly exposed: number;
  readonly possible: number;
}

export const corpus = path.resolve(import.meta.dirname, "../../shared/oracle/corpus");
/** Above this an advisory says why. */
export const mostExposed = 0.2;

/** Shares by branch, because what a release offers by default differs. */
export function shares(folder: string, branches = knowledge.branches.map(({ branch }) => branch)): readonly Share[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".cfg"));
  const configs = files.map((file) => readConfig(file, readFileSync(path.join(folder, file), "utf8")));
  const counts = new Map<string, { exposed: number; possible: number }>();
  for (const branch of branches) {
    for (const config of configs) {
      for (const { advisory, state } of exposuresOf(modelOf([config]), releaseOf(`${branch}.0`))) {
        if (state === "not" || !hadIt(advisory.releases, branch)) continue;
        const key = `${advisory.id} ${branch}`;
        const count = counts.get(key) ?? { exposed: 0, possible: 0 };
        count[state]++;
        counts.set(key, count);
      }
    }
  }
  return [...counts].map(([key, { exposed, possible }]) => {
    const [id = "", branch = ""] = key.split(" ");
    return { id, branch, exposed: exposed / configs.length, possible: possible / configs.length };
  });
}

function hadIt(releases: (typeof knowledge.advisories)[number]["releases"], branch: string): boolean {
  if (releases === "any") return false;
  const state = releases[branch]?.state;
  return state === "fixed" || state === "never-fixed";
}

if (process.argv[1] !== undefined && path.resolve(process.argv[1]) === import.meta.filename) {
  const [folder = corpus] = process.argv.slice(2).filter((argument) => argument !== "--all");
  if (!existsSync(folder)) console.error(`SKIPPED: no configurations at ${folder}`);
  else {
    const percent = (share: number) => `${(100 * share).toFixed(1)} %`.padStart(8);
    const rows = shares(folder).filter(({ exposed }) => process.argv.includes("--all") || exposed > mostExposed);
    for (const { id, branch, exposed, possible } of rows.toSorted((a, b) => b.exposed - a.exposed || (a.id < b.id ? -1 : 1)))
      console.log(`${percent(exposed)} exposed ${percent(possible)} possible  ${branch}  ${id}`);
  }
}
