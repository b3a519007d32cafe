/** Actions inside Lua scripts: names that changed, and being told no more. */
import { describe, expect, test } from "vitest";
import { scriptActions, scriptFixAll } from "../../server/src/features/lua/actions.ts";
import { luaFindings } from "../../server/src/features/lua/findings.ts";
import type { TextChange } from "../../server/src/features/textChange.ts";
import { modelFrom, releaseFrom } from "../support/configText.ts";

function asked(text: string, release: string) {
  const model = modelFrom("global\n lua-load a.lua\n", { "a.lua": text });
  const script = model.lua.scripts[0]!;
  const findings = luaFindings(model, { release: releaseFrom(release), ignored: [] });
  const branch = releaseFrom(release)?.branch;
  return { findings, actions: scriptActions(script, findings, branch), all: scriptFixAll(script, findings, branch) };
}

/** The script after the changes, the last ones first. */
function applied(text: string, changes: readonly TextChange[] = []): string {
  const lines = text.split("\n");
  for (const { from, to, text: put } of [...changes].sort((a, b) => b.from.line - a.from.line || b.from.column - a.from.column)) {
    const raw = lines[from.line] ?? "";
    lines[from.line] = raw.slice(0, from.column) + put + raw.slice(to.column);
  }
  return lines.join("\n");
}

const inAction = (body: string) => `core.register_action("a", { "tcp-req" }, function(txn)\n    ${body}\nend)\n`;

describe("a function with another name", () => {
  test.each([
    ["3.2.0", "txn:set_mark(1)", "txn:set_fc_mark(1)"],
    ["3.2.0", "txn:set_tos(0x10)", "txn:set_fc_tos(0x10)"],
    ["3.0.0", "local n = txn.req:get_in_len()", "local n = txn.req:input()"],
    ["2.8.0", "txn:set_fc_mark(1)", "txn:set_mark(1)"],
  ])("in %s: %s", (release, body, fixed) => {
    const text = inAction(body);
    const { actions, all } = asked(text, release);
    expect(applied(text, actions.find(({ preferred }) => preferred)?.changes)).toBe(inAction(fixed));
    expect(applied(text, all?.changes)).toBe(inAction(fixed));
    expect(asked(inAction(fixed), release).findings).toEqual([]);
  });

  test.each([
    ["2.8.0", "txn:set_mark(1)"],
    ["3.2.0", "local d = txn.req:dup()"],
  ])("in %s is left where none does the same: %s", (release, body) => {
    const { actions, all } = asked(inAction(body), release);
    expect(actions.filter(({ preferred }) => preferred)).toEqual([]);
    expect(all).toBeUndefined();
  });

  test("all at once", () => {
    const text = inAction("txn:set_mark(1) txn:set_tos(2)\n    txn:set_mark(3)");
    expect(applied(text, asked(text, "3.4.0").all?.changes)).toBe(inAction("txn:set_fc_mark(1) txn:set_fc_tos(2)\n    txn:set_fc_mark(3)"));
  });
});

describe("a finding is told no more", () => {
  test.each(["here", "in this file"])("%s", (where) => {
    const text = inAction('os.execute("true")');
    const action = asked(text, "3.2.0").actions.find(({ title }) => title === `Ignore lua-blocking-call ${where} (comment)`);
    const quiet = applied(text, action?.changes);
    expect(quiet).toContain(
      where === "here" ? "\n    -- haproxy-sleuth: allow lua-blocking-call\n" : "-- haproxy-sleuth: allow-file lua-blocking-call\n",
    );
    expect(asked(text, "3.2.0").findings).toHaveLength(1);
    expect(asked(quiet, "3.2.0").findings).toEqual([]);
  });

  test("behind the line that names an interpreter", () => {
    const text = `#!/usr/bin/lua\n${inAction('os.execute("true")')}`;
    const action = asked(text, "3.2.0").actions.find(({ title }) => title.includes("in this file"));
    expect(applied(text, action?.changes)).toMatch(/^#!\/usr\/bin\/lua\n-- haproxy-sleuth: allow-file/);
  });
});
