/** Dockerfiles that build on an image of HAProxy. */
import { haproxyImage } from "./image.ts";
import type { MachineSetting, SettingName } from "./setting.ts";

/** Images, and the variables of the allocator in stages that build on them. */
export function readDockerfile(text: string): readonly MachineSetting[] {
  const found: MachineSetting[] = [];
  let inside = false;
  text.split("\n").forEach((line, number) => {
    const from = /^(\s*FROM\s+(?:--platform=\S+\s+)?)(\S+)/i.exec(line);
    if (from !== null) {
      const [, before = "", name = ""] = from;
      inside = haproxyImage(name) !== undefined;
      if (inside)
        found.push({
          name: "image",
          value: name,
          line: number,
          span: { start: before.length, end: before.length + name.length },
          own: true,
        });
      return;
    }
    const env = inside ? /^(\s*ENV\s+(LD_PRELOAD|MALLOC_CONF)[= ]"?)([^\s"]+)/.exec(line) : null;
    if (env === null) return;
    const [, before = "", name = "", value = ""] = env;
    found.push({
      name: name as SettingName,
      value,
      line: number,
      span: { start: before.length, end: before.length + value.length },
      own: true,
    });
  });
  return found;
}
