/** What can be done about findings on the machine. */
import { expect, test } from "vitest";
import { machineActions } from "../../server/src/features/machine/actions.ts";
import { machineFindings } from "../../server/src/features/machine/findings.ts";
import { changedText } from "../../server/src/features/textChange.ts";
import { readConfig } from "../../server/src/syntax/config.ts";
import { settingsIn } from "../support/checkMachine.ts";

/** Titles, each with the text after it, or with the command that it runs. */
function offered(name: string, text: string): Readonly<Record<string, string | undefined>> {
  const findings = machineFindings(name, settingsIn(name, text), { present: true, maxconn: undefined, ignored: [] });
  const actions = machineActions(findings);
  return Object.fromEntries(
    actions.map(({ title, changes, command }) => [title, changes ? changedText(readConfig(name, text), changes) : command?.name]),
  );
}

test("a setting gets the value that ends the finding, and its page is one step away", () => {
  const actions = offered("/etc/sysctl.d/90-lb.conf", "# ours\nvm.overcommit_memory = 2 # strict\n");
  expect(actions["Set vm.overcommit_memory to 0"]).toBe("# ours\nvm.overcommit_memory = 0 # strict\n");
  expect(Object.values(actions).slice(1)).toEqual(["explain"]);
});

test("of several settings each has its own", () => {
  const titles = Object.keys(offered("/etc/sysctl.d/90-lb.conf", "vm.overcommit_memory=2\nvm.max_map_count=65530\n"));
  expect(titles).toEqual(expect.arrayContaining(["Set vm.overcommit_memory to 0", "Set vm.max_map_count to 262144"]));
});

test("what a command printed cannot be set there", () => {
  const shown = "==> /proc/sys/vm/overcommit_memory <==\n2\n\n==> /proc/sys/vm/max_map_count <==\n65530\n";
  expect(Object.values(offered("untitled:1", shown))).toEqual(["explain"]);
});
