/** Compose files and Kubernetes manifests: what they give to containers of HAProxy. Read by lines and indentation, for no more is needed. */
import type { Span } from "../syntax/span.ts";
import { haproxyImage } from "./image.ts";
import type { MachineSetting, SettingName } from "./setting.ts";

interface Entry {
  /** Keys from the outermost one on; items of a list are "#" and their line. */
  readonly path: readonly string[];
  readonly value: string;
  readonly line: number;
  readonly span: Span;
}

/** Path below the container > setting. */
const names: readonly (readonly [RegExp, SettingName])[] = [
  [/^image$/, "image"],
  [/^ulimits\/nofile(?:\/soft)?$/, "LimitNOFILE"],
  [/^(?:mem_limit|deploy\/resources\/limits\/memory|resources\/limits\/memory)$/, "MemoryMax"],
  [/^oom_score_adj$/, "OOMScoreAdjust"],
  [/^environment\/(LD_PRELOAD|MALLOC_CONF)$/, "LD_PRELOAD"],
];

export function readManifest(text: string): readonly MachineSetting[] {
  const entries = entriesOf(text);
  const containers = entries.filter(({ path, value }) => path.at(-1) === "image" && haproxyImage(value) !== undefined);
  return containers
    .flatMap(({ path }) => {
      const owner = path.slice(0, -1);
      return entries.filter((entry) => owner.every((key, i) => entry.path[i] === key)).flatMap((entry) => settingIn(entry, owner.length));
    })
    .sort((a, b) => a.line - b.line);
}

function settingIn({ path, value, line, span }: Entry, depth: number): MachineSetting[] {
  const below = path.slice(depth);
  const variable = variableIn(below, value, span);
  if (variable !== undefined) return [{ ...variable, line, own: true }];
  const name = names.find(([form]) => form.test(below.join("/")))?.[1];
  if (name === undefined || value === "") return [];
  return [{ name: name === "LD_PRELOAD" ? (below.at(-1) as SettingName) : name, value, line, span, own: true }];
}

/** `environment: [- NAME=value]`. */
function variableIn(path: readonly string[], value: string, span: Span): Pick<MachineSetting, "name" | "value" | "span"> | undefined {
  if (path.length !== 2 || path[0] !== "environment" || !path[1]?.startsWith("#")) return undefined;
  const parts = /^(LD_PRELOAD|MALLOC_CONF)=(\S+)$/.exec(value);
  if (parts === null) return undefined;
  const [, name = "", given = ""] = parts;
  return { name: name as SettingName, value: given, span: { start: span.end - given.length, end: span.end } };
}

interface Level {
  readonly indent: number;
  readonly key: string;
}

function entriesOf(text: string): readonly Entry[] {
  const entries: Entry[] = [];
  let levels: Level[] = [];
  text.split("\n").forEach((raw, line) => {
    const stripped = raw.replace(/(?<!\s)\s+#.*$/, "").trimEnd();
    if (stripped.trim() === "" || /^\s*#/.test(stripped)) return;
    if (/^(?:---|\.\.\.)/.test(stripped)) {
      levels = [{ indent: -1, key: `document ${line}` }];
      return;
    }
    let at = /^ */.exec(stripped)?.[0].length ?? 0;
    const place = (key: string) => {
      while ((levels.at(-1)?.indent ?? -1) >= at) levels.pop();
      levels.push({ indent: at, key });
    };
    for (let dash = /^- +|^-$/.exec(stripped.slice(at)); dash !== null; dash = /^- +|^-$/.exec(stripped.slice(at))) {
      place(`#${line}`);
      at += dash[0].length;
    }
    const pair = /^(["']?)([\w./-]+)\1:(?:\s+(.*))?$/.exec(stripped.slice(at));
    if (pair !== null) place(pair[2] as string);
    const value = pair === null ? stripped.slice(at) : (pair[3] ?? "");
    entries.push({ path: levels.map(({ key }) => key), line, ...withoutQuotes(value, stripped.length) });
  });
  return entries;
}

function withoutQuotes(value: string, end: number): Pick<Entry, "value" | "span"> {
  const quoted = /^(["'])(.*)\1$/.exec(value);
  if (quoted === null) return { value, span: { start: end - value.length, end } };
  return { value: quoted[2] as string, span: { start: end - value.length + 1, end: end - 1 } };
}
