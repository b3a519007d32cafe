/** What commands print of the machine and the service: the kernel's settings under /proc/sys, `systemctl show`, /proc/PID/limits. */
import type { MachineSetting, SettingName } from "./setting.ts";
import { kernelSetting } from "./sysctl.ts";
import { serviceSettings, variablesIn } from "./unit.ts";

/**
 * Three forms: "/proc/sys/vm/max_map_count:65530" (grep), "==> /proc/sys/vm/max_map_count <==" (tail) with the value below, and a
 * prompt with `cat PATH…` and a value in each of the lines that follow.
 */
export function readProcSys(text: string): readonly MachineSetting[] {
  const found: MachineSetting[] = [];
  let expected: readonly string[] = [];
  text.split("\n").forEach((line, number) => {
    const inLine = /^(\/proc\/sys\/[\w./-]+):(\S+)\s*$/.exec(line);
    const paths = pathsAsked(line);
    if (inLine !== null) found.push(...settingOf(inLine[1] ?? "", inLine[2] ?? "", number, (inLine[1]?.length ?? 0) + 1));
    else if (paths.length > 0) expected = paths;
    else if (/^\d+\s*$/.test(line) && expected.length > 0) {
      found.push(...settingOf(expected[0] ?? "", line.trim(), number, 0));
      expected = expected.slice(1);
    } else if (line.trim() !== "") expected = [];
  });
  return found;
}

/** Files whose contents the next lines hold. */
function pathsAsked(line: string): readonly string[] {
  const asked = /^==> (\S+) <==\s*$/.exec(line)?.[1] ?? /[#$%>] ?(?:sudo )?cat (.*)$/.exec(line)?.[1] ?? "";
  return asked.split(/\s+/).filter((word) => word.startsWith("/proc/sys/"));
}

function settingOf(path: string, value: string, line: number, start: number): readonly MachineSetting[] {
  const name = kernelSetting(path.replace("/proc/sys/", ""));
  return name === undefined ? [] : [{ name, value, line, span: { start, end: start + value.length }, own: false, printed: true }];
}

/** Properties that `systemctl show` names otherwise than a unit does. */
const shownAs = new Map<string, SettingName>([
  // the soft limit has a line of its own, and HAProxy raises it
  ["LimitNOFILE", "LimitNOFILE"],
  ["LimitAS", "LimitAS"],
]);

/** "LimitNOFILE=524288": a property in each line, none without a value; times in words ("infinity", "0", "30s"). */
export function readShown(text: string): readonly MachineSetting[] {
  return text.split("\n").flatMap((line, number): readonly MachineSetting[] => {
    const [, key = "", rest = ""] = /^(\w+)=(.*)$/.exec(line) ?? [];
    const value = rest.trimEnd();
    const start = key.length + 1;
    if (key === "Environment") return variablesIn(value, number, start).map((one) => ({ ...one, printed: true }));
    const name = shownAs.get(key) ?? (key === "WatchdogUSec" ? "WatchdogSec" : serviceSettings.get(key));
    // what no unit states is printed with its default
    if (name === undefined || value === "" || value === "[not set]" || (key === "OOMScoreAdjust" && value === "0")) return [];
    return [{ name, value, line: number, span: { start, end: start + value.length }, own: true, printed: true }];
  });
}

const limits = new Map<string, SettingName>([
  ["Max open files", "LimitNOFILE"],
  ["Max address space", "LimitAS"],
]);

/** A table with the soft limit, the hard one and units. Which process it is of nobody can tell. */
export function readLimits(text: string): readonly MachineSetting[] {
  return text.split("\n").flatMap((line, number) => {
    const [, before = "", what = "", value = ""] = /^((Max [a-z ]{1,40}?)\s{2,})(\d+|unlimited)\s+(?:\d+|unlimited)/.exec(line) ?? [];
    const name = limits.get(what);
    if (name === undefined) return [];
    const span = { start: before.length, end: before.length + value.length };
    return [{ name, value, line: number, span, own: false, printed: true, inForce: true }];
  });
}
