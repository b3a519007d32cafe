/** Which values a source file exports, and which of them another file imports. */
import path from "node:path";

const exported = /^export (?:async |abstract )*(?:function\*?|const|let|class) (\w+)/gm;
const imported = /^import\s+([^"';]*?)\s+from\s+"(\.[^"]+)"/gm;
const importedWhole = /\bimport\("(\.[^"]+)"\)/g;

/** Exports that no other file names, as "file: name"; a file of which another takes everything is left out. */
export function unusedExports(texts: ReadonlyMap<string, string>): readonly string[] {
  const used = new Set([...texts].flatMap(([file, text]) => usesIn(file, text)));
  return [...texts].flatMap(([file, text]) => {
    if (used.has(`${file}: *`)) return [];
    const names = [...text.matchAll(exported)].map(([, name = ""]) => `${file}: ${name}`);
    return names.filter((name) => !used.has(name));
  });
}

function usesIn(file: string, text: string): readonly string[] {
  const from = (target: string) => path.posix.join(path.posix.dirname(file), target);
  const named = [...text.matchAll(imported)].flatMap(([, what = "", target = ""]) => {
    if (what.includes("*")) return [`${from(target)}: *`];
    const list = /\{([^}]*)\}/.exec(what)?.[1] ?? "";
    return list.split(",").map(
      (item) =>
        `${from(target)}: ${item
          .trim()
          .replace(/^type /, "")
          .replace(/ as .*$/s, "")}`,
    );
  });
  const whole = [...text.matchAll(importedWhole)].map(([, target = ""]) => `${from(target)}: *`);
  return [...named, ...whole];
}
