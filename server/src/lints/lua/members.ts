/** Members of HAProxy's Lua API that the release in use does not have, has no longer, or would rather not see; calls that can crash it. */
import * as l10n from "@vscode/l10n";
import { type SampleKind, sampleLifetime, sampleNames, samplesNamed } from "../../knowledge/grammar.ts";
import { knowledge } from "../../knowledge/knowledge.ts";
import { luaLifetime, luaSuccessor } from "../../knowledge/luaApi.ts";
import { type Release, releaseName } from "../../knowledge/release.ts";
import { standingOf } from "../../knowledge/standing.ts";
import type { ApiUse } from "../../model/lua/classes.ts";
import type { LoadedScript } from "../../model/lua/lua.ts";
import type { ScriptSampleCall } from "../../model/lua/script.ts";
import { plain } from "../../syntax/plain.ts";
import type { ScriptCircumstances, ScriptHit } from "./scripts.ts";

export function apiHits(loaded: LoadedScript, { release }: ScriptCircumstances): readonly ScriptHit[] {
  const { script } = loaded;
  const asked = askedFor(loaded);
  return [
    ...script.uses.flatMap((use) => deprecated(use, release) ?? []),
    ...(release === undefined ? [] : script.uses.flatMap((use) => (asked.has(keyOf(use)) ? [] : (absent(use, release) ?? [])))),
    ...(release === undefined ? [] : script.sampleCalls.flatMap((call) => [...unknownSample(call, release), ...unsafe(call, release)])),
  ];
}

function keyOf({ owner, name }: ApiUse): string {
  return `${owner.class}.${name}`;
}

/** Functions that the script looks at before it calls them: it knows that they may not be there. */
function askedFor({ script: { reading, uses } }: LoadedScript): ReadonlySet<string> {
  const called = new Set(reading.calls.map(({ at }) => `${at.line} ${at.span.start}`));
  return new Set(uses.filter(({ member, at }) => member?.args !== undefined && !called.has(`${at.line} ${at.span.start}`)).map(keyOf));
}

function absent({ owner, member, name, sure, at }: ApiUse, release: Release): ScriptHit | undefined {
  if (member === undefined || !sure) return undefined;
  const state = luaLifetime(owner, member, release.branch);
  if (state === "there") return undefined;
  const words = [
    `${owner.class}.${name}`,
    releaseName(release),
    state === "later" ? (member.since ?? owner.since ?? "") : (member.until ?? ""),
  ] as const;
  const message =
    state === "later"
      ? l10n.t("{0} is not in {1}: it came with {2}", ...words)
      : l10n.t("{0} is no longer in {1}: {2} was the last to have it", ...words);
  return { at, code: "lua-not-in-release", severity: "warning", message };
}

function deprecated({ owner, member, name, sure, at }: ApiUse, release: Release | undefined): ScriptHit | undefined {
  const successor = member && luaSuccessor(member, release?.branch);
  if (successor === undefined || !sure) return undefined;
  const message = l10n.t("{0} is deprecated: use {1}", `${owner.class}.${name}`, successor);
  return { at, code: "lua-deprecated", severity: "information", message };
}

/** Lua's name of each sample: what is no letter or digit becomes an underscore. */
const luaNames = new Map<SampleKind, ReadonlyMap<string, string>>();

function sampleNamed(kind: SampleKind, name: string): string | undefined {
  let names = luaNames.get(kind);
  if (names === undefined) {
    names = new Map(sampleNames(kind, undefined).map((known) => [known.replace(/[.+-]/g, "_"), known]));
    luaNames.set(kind, names);
  }
  return names.get(name);
}

function unknownSample({ call, via, name }: ScriptSampleCall, release: Release): ScriptHit[] {
  const kind: SampleKind = via === "f" || via === "sf" ? "fetch" : "converter";
  const real = sampleNamed(kind, name);
  if (real === undefined || samplesNamed(kind, real, release.branch).length > 0) return [];
  const { first } = sampleLifetime(kind, real) ?? {};
  const what = kind === "fetch" ? l10n.t("the sample fetch {0}", plain(real)) : l10n.t("the converter {0}", plain(real));
  const message =
    first === undefined
      ? l10n.t("{0} is not in {1}", what, releaseName(release))
      : l10n.t("{0} is not in {1}: it came with {2}", what, releaseName(release), first);
  return [{ at: call.at, code: "lua-not-in-release", severity: "warning", message }];
}

/** Advisories that name samples whose argument check crashes when a script calls them. */
const crashing = knowledge.advisories.flatMap((advisory) => {
  if (advisory.exposure.subject !== "lua") return [];
  const names = advisory.exposure.all.flatMap((condition) => condition.crashing ?? []);
  return names.length === 0 ? [] : [{ advisory, names: new Set(names) }];
});

/** Constant arguments were tried by whoever wrote them. */
function unsafe({ call, via, name }: ScriptSampleCall, release: Release): ScriptHit[] {
  const given = via === "c" || via === "sc" ? call.args.slice(1) : call.args;
  if (given.every(({ type }) => /Literal$/.test(type))) return [];
  return crashing.flatMap(({ advisory, names }) => {
    const standing = names.has(name) ? standingOf(advisory, release) : undefined;
    if (standing?.state !== "affected") return [];
    const known = advisory.aliases[0] ?? advisory.id;
    const words = [releaseName(release), name, known] as const;
    const message =
      standing.fixedIn === undefined
        ? l10n.t("HAProxy {0} crashes when {1} refuses an argument that a script gives it ({2})", ...words)
        : l10n.t("HAProxy {0} crashes when {1} refuses an argument that a script gives it ({2}), fixed in {3}", ...words, standing.fixedIn);
    return [{ at: call.at, code: "lua-unsafe-sample-call", severity: "warning" as const, message }];
  });
}
