/** Lines of the global section that HAProxy measures against those above them: what comes too late, what contradicts. */
import * as l10n from "@vscode/l10n";
import { compareBranches } from "../../knowledge/release.ts";
import type { Model } from "../../model/model.ts";
import { globalStatements, type PlacedStatement, wordOf } from "../../model/statement.ts";
import { plain } from "../../syntax/plain.ts";
import { type Hit, wordHit } from "../hit.ts";
import { lineInWords } from "../place.ts";

export function globalOrderHits({ files }: Model, branch: string | undefined): readonly Hit[] {
  if (branch === undefined || compareBranches(branch, "2.8") < 0) return [];
  const said = globalStatements(files).filter(({ statement }) => watched.test(statement.words[0]?.value ?? ""));
  if (said.length === 0 || said.some(({ statement }) => statement.conditional)) return [];
  return [...lateForLua(said, branch), ...crossedDelays(said)];
}

const watched = /^(?:lua-|tune\.lua\.(?:bool|openlibs)|(?:tune\.ssl\.)?ocsp-update\.m)/;

/** What Lua is told before its first script: too late HAProxy ignores the one, and refuses the other. */
function lateForLua(said: readonly PlacedStatement[], branch: string): Hit[] {
  const loads = said.filter((at) => wordOf(at, 0).startsWith("lua-"));
  return said.flatMap((at, place): Hit[] => {
    const keyword = wordOf(at, 0);
    const since = toldBefore.get(keyword);
    if (since === undefined || compareBranches(branch, since) < 0) return [];
    const load = loads.find((one) => said.indexOf(one) < place && starts(one, at));
    if (load === undefined) return [];
    const where = lineInWords({ uri: load.uri, line: load.lineNumber }, at.uri);
    const name = plain(wordOf(load, 0));
    if (keyword === "tune.lua.openlibs") {
      const message = l10n.t('"{0}" must stand above "{1}" in {2}', keyword, name, where);
      return [wordHit(at, 0, { code: "misplaced-keyword", severity: "error", message })];
    }
    const message = l10n.t('HAProxy ignores "{0}" here: it must stand above "{1}" in {2}', keyword, name, where);
    return [wordHit(at, 0, { code: "ineffective-keyword", severity: "warning", message })];
  });
}

const toldBefore: ReadonlyMap<string, string> = new Map([
  ["tune.lua.bool-sample-conversion", "3.2"],
  ["tune.lua.openlibs", "3.4"],
]);

/** A path alone starts Lua too, with all its libraries. */
function starts(load: PlacedStatement, told: PlacedStatement): boolean {
  if (wordOf(load, 0) !== "lua-prepend-path") return true;
  return wordOf(told, 0) === "tune.lua.openlibs" && wordOf(told, 1) !== "all";
}

/** Seconds between two updates of OCSP responses, as HAProxy has them before it reads a line. */
const usualDelays = { mindelay: 300, maxdelay: 3600 };

/** Either delay is measured against the other as it stands so far, be that its default. */
function crossedDelays(said: readonly PlacedStatement[]): Hit[] {
  const delays = { ...usualDelays };
  const hits: Hit[] = [];
  for (const at of said) {
    const end = /ocsp-update\.(mindelay|maxdelay)$/.exec(wordOf(at, 0))?.[1] as keyof typeof delays | undefined;
    const word = at.statement.words[1];
    if (end === undefined || at.statement.prefix !== undefined) continue;
    if (word === undefined || word.dynamic || !/^\d+$/.test(word.value)) return hits;
    const value = Number(word.value);
    const isLowest = end === "mindelay";
    if (isLowest ? value <= delays.maxdelay : value >= delays.mindelay) {
      delays[end] = value;
      continue;
    }
    const message = isLowest
      ? l10n.t('"{0}" is above the longest delay, {1} so far: "ocsp-update.maxdelay" must come first', word.value, delays.maxdelay)
      : l10n.t('"{0}" is below the shortest delay, {1} so far: "ocsp-update.mindelay" must come first', word.value, delays.mindelay);
    hits.push(wordHit(at, 1, { code: "malformed-argument", severity: "error", message }));
  }
  return hits;
}
