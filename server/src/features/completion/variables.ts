/** Variables of streams and of the environment, and headers, that the configuration sets or reads. */

import { meaningsOf } from "../../knowledge/meanings.ts";
import { ownVariables } from "../../knowledge/preprocessor.ts";
import { compareBranches } from "../../knowledge/release.ts";
import { isVariable } from "../../model/interpretation/wordTypes.ts";
import type { Model } from "../../model/model.ts";
import type { Section } from "../../syntax/config.ts";
import type { Line } from "../../syntax/line.ts";
import { perObject } from "../../syntax/perObject.ts";
import { type Item, ranks } from "./item.ts";
import type { Place } from "./place.ts";
import type { Surroundings } from "./surroundings.ts";

interface Found {
  readonly variables: readonly string[];
  readonly environment: readonly string[];
  readonly headers: readonly string[];
}

const nothing: Found = { variables: [], environment: [], headers: [] };
const variable = /\b(?:proc|p?sess|p?txn|p?req|p?res|check)\.[A-Za-z0-9_.]+/g;
/** Fetches that look like variables stand alone; variables stand in parentheses, or behind `set-var` of the global section. */
const naming = /var(?:-fmt)?\b/;
const header = /(?:-header|-value|early-hint|\shdr)\s+"?([A-Za-z][\w-]*)|hdr(?:_\w+)?\(([A-Za-z][\w-]*)/g;
/** A line without one of these holds none of what is looked for. */
const hint = /var|\$|env|hdr|header|replace-value|early-hint/;

const foundIn = perObject((line: Line): Found => (hint.test(line.raw) ? read(line) : nothing));

function read(line: Line): Found {
  const variables = naming.test(line.raw)
    ? [...line.raw.matchAll(variable)].flatMap((match) => (/[(,]/.test(line.raw[match.index - 1] ?? "") ? [match[0]] : []))
    : [];
  const used = line.words.flatMap(({ variables: uses }) => (uses ?? []).map(({ name }) => name));
  const first = line.words[0]?.value;
  if (/^set-var(?:-fmt)?$/.test(first ?? "") && line.words[1] !== undefined) variables.push(line.words[1].value);
  const set = (first === "setenv" || first === "presetenv") && line.words[1] !== undefined ? [line.words[1].value] : [];
  const headers = [...line.raw.matchAll(header)].map((match) => (match[1] ?? match[2]) as string);
  return { variables, environment: [...used, ...set], headers };
}

const foundInSection = perObject(({ lines }: Section): Found => {
  const all = lines.map(foundIn).filter((one) => one !== nothing);
  const distinct = (part: keyof Found) => [...new Set(all.flatMap((one) => one[part]))];
  return all.length === 0
    ? nothing
    : { variables: distinct("variables"), environment: distinct("environment"), headers: distinct("headers") };
});

/** The line being typed does not count. */
function everywhere({ files }: Model, place: Place, part: keyof Found): ReadonlySet<string> {
  const names = new Set<string>();
  const typed = place.section.lines[place.offset];
  const others = () => place.section.lines.flatMap((line) => (line === typed ? [] : foundIn(line)[part]));
  for (const { sections } of files)
    for (const { section } of sections)
      for (const name of section === place.section ? others() : foundInSection(section)[part]) names.add(name);
  return names;
}

/** Variables with their scopes, and the scopes. */
export function variableItems({ model, branch }: Surroundings, place: Place): readonly Item[] {
  const inScripts = model.lua.scripts.flatMap(({ script }) => script.variables.map(({ name }) => name));
  const known = new Set([...everywhere(model, place, "variables"), ...inScripts.filter((name) => isVariable(name))]);
  return [
    ...[...known].map((label): Item => ({ label, kind: "variable", rank: ranks.usual })),
    ...meaningsOf("scopes", branch).map(
      ({ value, says }, order): Item => ({ label: `${value}.`, kind: "variable", note: says, rank: ranks.other, order, goesOn: true }),
    ),
  ];
}

/** Names of headers that the configuration looks at or changes. */
export function headersInUse(model: Model, place: Place): readonly Item[] {
  return [...everywhere(model, place, "headers")].map((label) => ({ label, kind: "header", rank: ranks.usual }));
}

/** Names of environment variables: those that the configuration sets or uses, and HAProxy's own. */
export function environmentNames(model: Model, place: Place, branch: string | undefined): readonly Item[] {
  const own = [...ownVariables].filter(([, from]) => branch === undefined || compareBranches(from, branch) <= 0).map(([name]) => name);
  const found = everywhere(model, place, "environment");
  return [
    ...[...found].map((label): Item => ({ label, kind: "environment", rank: ranks.usual })),
    ...own.filter((name) => !found.has(name)).map((label): Item => ({ label, kind: "environment", rank: ranks.other, note: "HAProxy" })),
  ];
}
