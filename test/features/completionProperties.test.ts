/** Laws of completion and signature help: they never throw, what they replace lies in the line, and what they offer is accepted. */
import { readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { completionsAt } from "../../server/src/features/completion/completion.ts";
import { signatureAt } from "../../server/src/features/signatures/signatureHelp.ts";
import { knownBranches } from "../../server/src/knowledge/standing.ts";
import { languageHits } from "../../server/src/lints/language.ts";
import { modelOf } from "../../server/src/model/model.ts";
import { type ConfigFile, readConfig, sectionKinds } from "../../server/src/syntax/config.ts";
import { labelsIn } from "../support/checkCompletion.ts";
import { configUri, luaConfig, modelFrom, releaseFrom, websocketConfig } from "../support/configText.ts";

const examples = ["examples/lua/haproxy.cfg", "examples/websocket/haproxy.cfg"].map((file) =>
  readFileSync(path.resolve(import.meta.dirname, "../..", file), "utf8"),
);

function checkPlaces(file: ConfigFile, lines: readonly number[], release: string): void {
  const model = modelOf([file]);
  for (const line of lines) {
    const raw = file.lines[line]?.raw ?? "";
    for (let column = -1; column <= raw.length + 1; column++) {
      const found = completionsAt(model, file, line, column, { release: releaseFrom(release), snippets: true });
      if (found !== undefined) {
        expect([found.start <= column, column <= found.end, found.end <= raw.length, found.start >= 0]).toEqual([true, true, true, true]);
        expect(new Set(found.items.map(({ label }) => label)).size).toBe(found.items.length);
      }
      const signature = signatureAt(file, line, column, releaseFrom(release));
      if (signature !== undefined) {
        const { label, parameters, active } = signature;
        expect(parameters[active]).toBeDefined();
        for (const { start, end } of parameters) expect(label.slice(start, end)).toHaveLength(end - start);
      }
    }
  }
}

describe("at every place", () => {
  test.each([...examples, websocketConfig, luaConfig])("of an example", { timeout: 60_000 }, (text) => {
    const file = readConfig(configUri, text);
    checkPlaces(file, [...file.lines.keys(), -1, file.lines.length], "3.2.0");
  });

  const pieces = [
    "frontend f",
    "backend b",
    "global",
    "peers p",
    "\n",
    "\n  ",
    " ",
    "http-request ",
    "set-header ",
    "constructor ",
    "use_backend ",
    "acl a ",
    "if ",
    "{ ",
    "} ",
    "%[",
    "]",
    "(",
    ")",
    ",",
    "src",
    "map(",
    "%{+Q}",
    "%",
    '"',
    "'",
    "\\",
    "$X",
    "${",
    "#",
    "bind ",
    ":80 ",
    "server s ",
    "ssl ",
    "crt /",
    ".if ",
    "feature(",
    "no ",
    "option ",
    "stick-table ",
    "store ",
    "gpc(",
    "timeout ",
    "10",
    "-m ",
    "!",
    "é",
    "😀",
    "\0",
    "\r",
    "set-var(",
    "txn.",
    "use-server ",
    "b/",
  ];
  const noise = fc.array(
    fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...pieces) }, { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 4 }) }),
    { maxLength: 25 },
  );

  test("of random text", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(noise, fc.constantFrom("unknown", "2.4.0", "3.2.0", "3.4.0"), (parts, release) => {
        const file = readConfig(configUri, parts.join(""));
        checkPlaces(file, [...file.lines.keys()], release);
      }),
      { numRuns: 300 },
    );
  });

  test("in a time that does not explode", () => {
    for (const unit of ["(", "()", "gpc(", "a,", "%[", "%{", "{ ", "map(", "'", "a(b)", "${", "!"]) {
      for (const lead of [
        "stick-table type ip size 1m store ",
        "http-request set-header A ",
        "http-request deny if ",
        ".if ",
        "bind ",
        "log-format ",
      ]) {
        const text = `frontend f\n  ${lead}${unit.repeat(2000)}`;
        const file = readConfig(configUri, text);
        const start = performance.now();
        const column = file.lines[1]?.raw.length ?? 0;
        completionsAt(modelOf([file]), file, 1, column, { release: releaseFrom("3.2.0"), snippets: true });
        signatureAt(file, 1, column, releaseFrom("3.2.0"));
        expect(performance.now() - start, lead + unit).toBeLessThan(3000);
      }
    }
  });
});

describe.each(knownBranches())("keywords offered in %s", (branch) => {
  test.each(sectionKinds)("are no unknown ones in %s", (kind) => {
    const release = `${branch}.0`;
    const labels = labelsIn(`${kind} x\n    $0`, { release });
    const lines = labels.filter((label) => /^[a-z]/.test(label) && !sectionKinds.some((section) => section === label));
    const offered = lines.filter((label) => !isLater(label, kind, release) && label !== "no" && label !== "default");
    const hits = languageHits(modelFrom([`${kind} x`, ...offered.map((label) => `    ${label}`), ""].join("\n")), releaseFrom(release)!);
    const unknown = hits.filter(
      ({ code, line }) => line > 0 && (code === "unknown-keyword" || code === "unknown-action" || code === "unknown-option"),
    );
    expect(unknown.map(({ line, message }) => `${offered[line - 1]}: ${message}`)).toEqual([]);
  });
});

function isLater(label: string, kind: string, release: string): boolean {
  const text = `${kind} x\n    `;
  const file = readConfig(configUri, text);
  const key = `${kind} ${release}`;
  let later = laterLabels.get(key);
  if (later === undefined) {
    const found = completionsAt(modelOf([file]), file, 1, 4, { release: releaseFrom(release), snippets: false });
    later = new Set(found?.items.flatMap((item) => (item.rank === 9 ? [item.label] : [])));
    laterLabels.set(key, later);
  }
  return later.has(label);
}

const laterLabels = new Map<string, Set<string>>();
