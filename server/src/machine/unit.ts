/** Units and drop-ins of systemd. */
import type { MachineSetting, SettingName } from "./setting.ts";

/** Keys of `[Service]` that matter to HAProxy. */
export const serviceSettings = new Map<string, SettingName>([
  ["LimitNOFILE", "LimitNOFILE"],
  ["LimitAS", "LimitAS"],
  ["MemoryMax", "MemoryMax"],
  ["MemoryLimit", "MemoryMax"],
  ["OOMScoreAdjust", "OOMScoreAdjust"],
  ["WatchdogSec", "WatchdogSec"],
  ["User", "User"],
]);
const variables = new Set<string>(["LD_PRELOAD", "MALLOC_CONF"]);

/** Settings of `[Service]`; an empty value takes an earlier one back. */
export function readUnit(text: string): readonly MachineSetting[] {
  const found: MachineSetting[] = [];
  let section = "";
  text.split("\n").forEach((line, number) => {
    section = /^\s*\[(\w+)\]/.exec(line)?.[1] ?? section;
    const parts = /^(\s*(\w+)\s*=\s*)(.*?)\s*$/.exec(line);
    if (parts === null || section !== "Service") return;
    const [, before = "", key = "", value = ""] = parts;
    if (key === "Environment") found.push(...variablesIn(value, number, before.length));
    const name = serviceSettings.get(key);
    if (name === undefined) return;
    const at = found.findIndex((one) => one.name === name);
    if (at >= 0) found.splice(at, 1);
    if (value !== "")
      found.push({ name, value, line: number, span: { start: before.length, end: before.length + value.length }, own: true });
  });
  return found.sort((a, b) => a.line - b.line);
}

/** `A=b "C=d e"`: the variables that choose or tune the allocator. */
export function variablesIn(text: string, line: number, offset: number): MachineSetting[] {
  return [...text.matchAll(/"(\w+)=([^"]*)"|'(\w+)=([^']*)'|\b(\w+)=(\S*)/g)].flatMap((match) => {
    const [name = "", value = ""] = match.slice(1).filter((part) => part !== undefined);
    if (!variables.has(name) || value === "") return [];
    const start = offset + match.index + match[0].indexOf("=") + 1;
    return [{ name: name as SettingName, value, line, span: { start, end: start + value.length }, own: true }];
  });
}
