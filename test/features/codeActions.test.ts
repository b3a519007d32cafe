/** Code actions of configurations, and what their edits make of the text. */
import { describe, expect, test } from "vitest";
import { configActions } from "../../server/src/features/actions/codeActions.ts";
import { configFindings } from "../../server/src/features/configFindings.ts";
import { readConfig } from "../../server/src/syntax/config.ts";
import { actionsInWords, actionsOf, applied, luaLimitAt, putBy } from "../support/checkActions.ts";
import { findingsOf } from "../support/checkFindings.ts";
import { configUri, luaConfig, modelFrom, releaseFrom, websocketConfig } from "../support/configText.ts";

describe("actions of a finding", () => {
  test("explain, ignore here, in the file, in the workspace, open upstream", () => {
    expect(actionsInWords(actionsOf(websocketConfig).slice(0, 5))).toMatchInlineSnapshot(`
      "Explain #2611: stick-table-kill-race -> explain(stick-table-kill-race, file:///haproxy.cfg)
      Ignore #2611 here (comment) ->     # haproxy-sleuth: allow stick-table-kill-race
      Ignore #2611 in this file (comment) -> # haproxy-sleuth: allow-file stick-table-kill-race
      Ignore #2611 in this workspace (setting) -> ignoreInWorkspace(stick-table-kill-race)
      Open #2611 upstream -> openUrl(https://github.com/haproxy/haproxy/issues/2611)"
    `);
  });

  test("each answers its finding", () => {
    for (const action of actionsOf(websocketConfig)) expect(findingsOf(websocketConfig)).toContainEqual(action.finding);
  });

  test("the comment stands above the statement, indented like it, and silences it", () => {
    const [, ignore] = actionsOf(websocketConfig);
    if (ignore === undefined) throw new Error("no action");
    const text = applied(websocketConfig, ignore);
    expect(text).toContain(
      "    bind :8080\n    # haproxy-sleuth: allow stick-table-kill-race\n    http-request track-sc0 src table st_src\n",
    );
    expect(findingsOf(text).map(({ line }) => line + 1)).toEqual([19]);
  });

  test("the indentation is the line's own, tabs included", () => {
    const text = websocketConfig.replaceAll("    ", "\t");
    expect(putBy(actionsOf(text)[1]!)).toBe("\t# haproxy-sleuth: allow stick-table-kill-race");
  });

  test("two advisories on one line each have their own", () => {
    const comments = actionsOf(luaConfig).flatMap((action) => putBy(action)?.trim() ?? []);
    expect(comments).toEqual(
      ["lua-ctx-renew-abort", "lua-null-error-pointer"].flatMap((id) => [
        `# haproxy-sleuth: allow ${id}`,
        `# haproxy-sleuth: allow-file ${id}`,
      ]),
    );
  });

  test("the comment for the file stands first and silences every statement", () => {
    const action = actionsOf(websocketConfig).find((one) => putBy(one)?.includes("allow-file"));
    if (action === undefined) throw new Error("no action");
    const text = applied(websocketConfig, action);
    expect(text.split("\n")[0]).toBe("# haproxy-sleuth: allow-file stick-table-kill-race");
    expect(findingsOf(text)).toEqual([]);
  });

  test("a lint has the same, but nothing upstream", () => {
    const text = "backend b\n    stick-table type ip size 1m\n";
    const file = readConfig(configUri, text);
    const options = { release: releaseFrom("3.2.0"), ignored: [], effects: "off" as const };
    expect(actionsInWords(configActions(file, configFindings(modelFrom(text), options)))).toMatchInlineSnapshot(`
      "Explain table-without-expire -> explain(table-without-expire, file:///haproxy.cfg)
      Ignore table-without-expire here (comment) ->     # haproxy-sleuth: allow table-without-expire
      Ignore table-without-expire in this file (comment) -> # haproxy-sleuth: allow-file table-without-expire
      Ignore table-without-expire in this workspace (setting) -> switchOff(table-without-expire)"
    `);
  });

  test("a finding that stands for several bugs leads to the report", () => {
    const text = "global\n    nbthread 4\n    lua-load /a.lua\n";
    const file = readConfig(configUri, text);
    const findings = configFindings(modelFrom(text), { release: releaseFrom("2.8.0"), ignored: [] });
    const shown = actionsInWords(configActions(file, findings));
    expect(shown).toContain("What am I exposed to? -> showExposure(file:///haproxy.cfg)");
    expect(shown).toContain("Ignore known-bugs in this workspace (setting) -> switchOff(known-bugs)");
  });

  test("no finding, no action", () => {
    expect(actionsOf(websocketConfig, "3.0.3")).toEqual([]);
  });
});

describe("the offer of a memory limit", () => {
  const loads = "global\n    daemon\n    lua-load a.lua\n    lua-lo$0ad b.lua\n";

  test("stands before the first script", () => {
    expect(luaLimitAt(loads, "3.0.6")).toBe("global\n    daemon\n    tune.lua.maxmem 256\n    lua-load a.lua\n    lua-load b.lua\n");
  });

  test.each(["3.0.5", "2.9.4", "2.7.12", "2.2.0", "unknown"])("not in %s, where the limit may kill the process", (release) => {
    expect(luaLimitAt(loads, release)).toBe("no offer");
  });

  test.each([
    "global\n    dae$0mon\n    lua-load a.lua\n",
    "global\n    tune.lua.maxmem 8\n    lua-lo$0ad a.lua\n",
    "global\n    dae$0mon\n",
  ])("not for %j", (text) => {
    expect(luaLimitAt(text, "3.4.7")).toBe("no offer");
  });
});
