/** `sysctl.conf`, the files of `sysctl.d`, and what `sysctl -a` prints. */
import type { MachineSetting, SettingName } from "./setting.ts";

const names = new Map<string, SettingName>([
  ["vm.overcommit_memory", "vm.overcommit_memory"],
  ["vm.max_map_count", "vm.max_map_count"],
]);

/** The setting of "vm.max_map_count", or "vm/max_map_count". */
export function kernelSetting(key: string): SettingName | undefined {
  return names.get(key.replaceAll("/", "."));
}

/** Of a key that stands several times the last line counts. */
export function readSysctl(text: string): readonly MachineSetting[] {
  const found = new Map<SettingName, MachineSetting>();
  text.split("\n").forEach((line, number) => {
    const parts = /^(\s*(?:-\s*)?)([\w./]+)(\s*=\s*)(\S+)/.exec(line);
    const name = kernelSetting(parts?.[2] ?? "");
    if (parts === null || name === undefined) return;
    const value = parts[4] as string;
    const start = parts[0].length - value.length;
    found.delete(name);
    found.set(name, { name, value, line: number, span: { start, end: start + value.length }, own: false });
  });
  return [...found.values()];
}
