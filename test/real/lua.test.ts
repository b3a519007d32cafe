/** Configurations with their Lua scripts before real binaries: what HAProxy refuses or warns of is what we call an error or a warning. */
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { knowledge } from "../../server/src/knowledge/knowledge.ts";
import { releaseOf } from "../../server/src/knowledge/release.ts";
import { languageHits } from "../../server/src/lints/language.ts";
import { modelFrom } from "../support/configText.ts";
import { examplesOf } from "../support/lintPages.ts";
import { presentBranches, verdictsOf } from "../support/realHaproxy.ts";

const present = presentBranches();
// a file without tests is an error to vitest
if (present.length === 0) test.skip("Lua before real HAProxy", () => {});

/** The same text has the same path, so that verdicts can be remembered. */
function fileWith(script: string): string {
  const file = path.join(tmpdir(), `sleuth-${createHash("sha1").update(script).digest("hex").slice(0, 12)}.lua`);
  writeFileSync(file, script);
  return file;
}

const script = `
core.register_action("act", { "http-req" }, function(txn, a) end, 1)
core.register_action("both", { "http-req", "tcp-req" }, function(txn) end)
core.register_fetches("fe", function(txn, a) return "x" end)
core.register_converters("conv", function(s) return s end)
core.register_service("page", "http", function(applet) end)
core.register_service("echo", "tcp", function(applet) end)
core.register_filter("trace", {}, function(f, args) return f end)
`;
const rules = [
  ...[
    "http-request lua.act",
    "http-request lua.act a",
    "http-request lua.act a if TRUE",
    "http-request lua.act if if TRUE",
    "http-request lua.act if x",
  ],
  ...["http-request lua.act a b", "http-request lua.both a", "http-request lua.both", "http-request lua.nope", "http-request lua.fe"],
  ...["http-response lua.both", "tcp-request content lua.act a", "tcp-request content lua.both", "http-after-response lua.both"],
  ...["http-request set-header a %[lua.fe]", "http-request set-header a %[lua.nope]", "http-request set-header a %[lua.act]"],
  ...["http-request set-header a %[lua.fe(1,2,3,4,5,6),lua.conv(1)]", "http-request set-header a %[src,lua.fe]", "acl x lua.nope -m found"],
  ...[
    "http-request use-service lua.page",
    "http-request use-service lua.nope",
    "http-request use-service lua.echo",
    "http-request use-service lua.both",
  ],
  ...["tcp-request content use-service lua.page", "filter lua.trace a", "filter lua.nope", "filter lua.act"],
];

function configOf(branch: string, loads: string, rule: string): string {
  const conversion = branch === "2.6" || branch === "3.0" ? "" : "    tune.lua.bool-sample-conversion normal\n";
  return `global\n${conversion}${loads}\ndefaults\n    mode http\n    timeout connect 5s\n    timeout client 5s\n    timeout server 5s\n\nfrontend f\n    bind :18089\n    tcp-request inspect-delay 1s\n    ${rule}\n`;
}

/** What our findings say HAProxy does. */
function ours(text: string, branch: string, file: string, lua: string): string {
  const severities = languageHits(modelFrom(text, { [file]: lua }), releaseOf(`${branch}.9`)).map(({ severity }) => severity);
  return severities.includes("error") ? "error" : severities.includes("warning") ? "warning" : "ok";
}

describe.each(present)("haproxy %s", (branch) => {
  test("agrees on every use of a registered name", { timeout: 120_000 }, async () => {
    const file = fileWith(script);
    const texts = rules.map((rule) => configOf(branch, `    lua-load ${file}\n`, rule));
    const verdicts = await verdictsOf(branch, texts);
    expect(rules.map((rule, i) => `${rule}: ${ours(texts[i]!, branch, file, script)}`)).toEqual(
      rules.map((rule, i) => `${rule}: ${verdicts[i]?.state}`),
    );
  });

  test("agrees on what is loaded", { timeout: 120_000 }, async () => {
    const cases = [
      [script, ["lua-load", "lua-load"]],
      [script, ["lua-load", "lua-load-per-thread"]],
      ['core.register_fetches("x", function() end)\ncore.register_fetches("x", function() end)\n', ["lua-load"]],
      ["local x = = 1\n", ["lua-load"]],
      ["local x = 7 // 2 & 3\ndo goto e end ::e::\n", ["lua-load"]],
    ] as const;
    const texts = cases.map(([lua, loads]) => configOf(branch, loads.map((load) => `    ${load} ${fileWith(lua)}\n`).join(""), ""));
    const verdicts = await verdictsOf(branch, texts);
    expect(cases.map(([lua], i) => ours(texts[i]!, branch, fileWith(lua), lua))).toEqual(verdicts.map(({ state }) => state));
  });

  test("agrees on the lint pages that have scripts", { timeout: 120_000 }, async () => {
    const examples = knowledge.lints
      .filter(({ id }) => id !== "missing-lua-file")
      .flatMap(examplesOf)
      .filter(({ kind, script: lua, release }) => kind === "haproxy" && lua !== undefined && release.branch === branch);
    const asked = examples.map(({ text, script: lua = "" }) => {
      const file = fileWith(lua);
      return { file, lua, text: text.replace(/(lua-load(?:-per-thread)?)\s+\S+/g, (_, load: string) => `${load} ${file}`) };
    });
    const verdicts = await verdictsOf(
      branch,
      asked.map(({ text }) => text),
    );
    expect(asked.map(({ text, file, lua }) => ours(text, branch, file, lua))).toEqual(verdicts.map(({ state }) => state));
  });
});
