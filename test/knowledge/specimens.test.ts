/** The specimens of every advisory run: its configurations are exposed or not as the page says, its logs are recognised. */
import { describe, expect, test } from "vitest";
import functions from "../../server/knowledge/log/functions.json" with { type: "json" };
import { diagnose, named } from "../../server/src/diagnosis/diagnose.ts";
import { exposuresOf } from "../../server/src/diagnosis/exposure.ts";
import type { Incident } from "../../server/src/incident/incident.ts";
import { readAll, readIncidents } from "../../server/src/incident/read.ts";
import { type Advisory, knowledge, type Language } from "../../server/src/knowledge/knowledge.ts";
import { loadPages, pageOf } from "../../server/src/knowledge/pages.ts";
import { compareBranches, compareReleases, type Release, releaseName, releaseOf } from "../../server/src/knowledge/release.ts";
import { standingOf } from "../../server/src/knowledge/standing.ts";
import { statedRelease } from "../../server/src/model/directives.ts";
import { modelOf } from "../../server/src/model/model.ts";
import { readConfig } from "../../server/src/syntax/config.ts";

interface Specimen {
  readonly text: string;
  /** The paragraph before it. */
  readonly said: string;
}

const languages: readonly Language[] = ["en", "zh-cn"];
/** How a page says that a log alone does not name the advisory. */
const oneOfMany = /one candidate|possible|之一|候选/;
/** Where it is one of several, it is one of the first. */
const mostCandidates = 3;

/** Fenced blocks of one language behind the last heading, "Specimen". */
function specimens(page: string, fence: string): readonly Specimen[] {
  const part = page.slice(page.search(/^## (?:Specimen|样例)$/m));
  const blocks = new RegExp(`(?:^|\\n)([^\\n]*)\\n\\n\`\`\`${fence}\\n([\\s\\S]*?)\\n\`\`\``, "g");
  return [...part.matchAll(blocks)].map((match) => ({ said: match[1] as string, text: match[2] as string }));
}

/** Crashes; of a log without any, what the process survived. */
function incidentsOf(log: string): readonly Incident[] {
  const crashes = readIncidents(log);
  return crashes.length > 0 ? crashes : readAll(log);
}

/** Undefined where nothing is known of any. */
function firstAffected({ releases }: Advisory): Release | undefined {
  if (releases === "any") return releaseOf("3.0.2");
  const firsts = Object.entries(releases)
    // the language is known from 2.4 on
    .filter(([branch]) => compareBranches(branch, "2.4") >= 0)
    .flatMap(([branch, line]) => (line.state === "fixed" || line.state === "never-fixed" ? [releaseOf(line.from ?? `${branch}.0`)] : []));
  return firsts.sort(compareReleases)[0];
}

/** Lua blocks of the page stand for the scripts that its configurations load. */
function stateOf(advisory: Advisory, text: string, release: Release, scripts: readonly string[] = []): string {
  const file = readConfig("file:///haproxy.cfg", text);
  const bare = modelOf([file]);
  const loaded = new Map(bare.lua.loads.map((load, i) => [load.statement.words[1]?.value ?? "", scripts[i] ?? ""]));
  const states = exposuresOf(scripts.length === 0 ? bare : modelOf([file], loaded), release)
    .filter((exposure) => exposure.advisory.id === advisory.id)
    // what no release has is shown by its conditions alone
    .filter(({ standing }) => firstAffected(advisory) === undefined || ["affected", "any"].includes(standing?.state ?? ""))
    .map(({ state }) => state);
  return states.includes("exposed") ? "exposed" : states.includes("possible") ? "possible" : "not";
}

const pages = await loadPages();
/** Source files by the functions that they have in any branch. */
const fileOf = new Map<string, Set<string>>();
for (const [file, names] of Object.entries(functions as Readonly<Record<string, string>>))
  for (const name of names.split(" ")) fileOf.set(name, (fileOf.get(name) ?? new Set()).add(file));
/** Those with a full page. */
const described = knowledge.advisories.filter(({ id }) => /^## /m.test(pageOf(pages, id, "en")));
const cases = described.flatMap((advisory) => languages.map((language) => ({ id: advisory.id, advisory, language })));

describe.each(cases)("$id in $language", ({ advisory, language }) => {
  const configs = specimens(pageOf(pages, advisory.id, language), "haproxy");
  const logs = specimens(pageOf(pages, advisory.id, language), "log");
  const scripts = specimens(pageOf(pages, advisory.id, language), "lua").map(({ text }) => text);

  test("has specimens of both kinds", () => {
    if (advisory.exposure.subject !== "none") expect(configs.length).toBeGreaterThan(0);
    if (advisory.recognition.length > 0) expect(logs.length).toBeGreaterThan(0);
  });

  test.each(configs.map(({ text }, i) => ({ i, text })))("configuration $i", ({ i, text }) => {
    const stated = statedRelease(readConfig("file:///haproxy.cfg", text));
    const first = firstAffected(advisory);
    const releases = [...(first === undefined ? [] : [first]), ...(stated === undefined ? [] : [releaseOf(stated.text)])];
    const exempt = /^# not exposed$/m.test(text);
    expect(i === 0 && exempt, "the first one shows the exposure").toBe(false);
    for (const release of releases) {
      const state = stateOf(advisory, text, release, scripts);
      if (exempt) expect(state, releaseName(release)).toBe("not");
      else expect(["exposed", "possible"], releaseName(release)).toContain(state);
    }
  });

  // without clues it is the functions that tell, in the release of the first configuration
  test.each(advisory.recognition.length === 0 && advisory.effect !== "environment" ? logs : [])(
    "log by its functions: $said",
    ({ said, text }) => {
      const model = modelOf([readConfig("file:///haproxy.cfg", configs[0]?.text ?? "")]);
      const stated = statedRelease(model.files[0] ?? readConfig("", ""));
      const release = stated === undefined ? firstAffected(advisory) : releaseOf(stated.text);
      const candidates = incidentsOf(text).flatMap((incident) => diagnose(incident, { language, release, model }).candidates);
      const found = candidates.slice(0, oneOfMany.test(said) ? mostCandidates : 1);
      expect(found.map(({ advisory: { id } }) => id)).toContain(advisory.id);
    },
  );

  test.each(advisory.recognition.length === 0 ? [] : logs)("log: $said", ({ said, text }) => {
    const candidates = incidentsOf(text).flatMap((incident) => diagnose(incident, { language }).candidates);
    const found = candidates.filter((candidate) => candidate.advisory.id === advisory.id);
    const best = Math.max(-1, ...found.map(({ confidence }) => confidence));
    expect(best).toBeGreaterThan(0);
    if (!oneOfMany.test(said)) expect(best).toBeGreaterThanOrEqual(named);
  });

  test("a log of a fixed release is never taken for it", () => {
    // by 3.4.7 most are fixed; what is not known to be may be taken for it
    if (advisory.releases === "any" || ["affected", "unknown"].includes(standingOf(advisory, releaseOf("3.4.7")).state)) return;
    for (const { text } of logs) {
      const candidates = incidentsOf(text).flatMap((incident) => diagnose(incident, { language, release: releaseOf("3.4.7") }).candidates);
      expect(candidates.map((candidate) => candidate.advisory.id)).not.toContain(advisory.id);
    }
  });
});

test("the script of the hmac page makes its configuration exposed for certain", () => {
  const advisory = knowledge.advisories.find(({ id }) => id === "lua-null-error-pointer") as Advisory;
  const [config] = specimens(pageOf(pages, advisory.id, "en"), "haproxy");
  const scripts = specimens(pageOf(pages, advisory.id, "en"), "lua").map(({ text }) => text);
  expect(stateOf(advisory, config?.text ?? "", releaseOf("3.0.2"), scripts)).toBe("exposed");
  expect(stateOf(advisory, config?.text ?? "", releaseOf("3.0.6"), scripts)).toBe("not");
});

test("functions that a log places in a source file are of that file", () => {
  const wrong = described.flatMap(({ id }) =>
    specimens(pageOf(pages, id, "en"), "log").flatMap(({ text }) =>
      [...text.matchAll(/(?:^#\d+ +(?:0x\w+ in )?)(\w+) \(.*\) at src\/(\w+)\.c:\d+$/gm)].flatMap(([, name = "", file = ""]) =>
        fileOf.get(name)?.has(file) === false ? [`${id}: ${name} is not of ${file}.c`] : [],
      ),
    ),
  );
  expect(wrong).toEqual([]);
});

test("both languages show the same specimens", () => {
  for (const { id } of described) {
    const textsIn = (language: Language, fence: string) => specimens(pageOf(pages, id, language), fence).map(({ text }) => text);
    for (const fence of ["haproxy", "log", "lua"]) {
      expect(textsIn("zh-cn", fence)).toEqual(textsIn("en", fence));
    }
  }
});
