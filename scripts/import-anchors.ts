/**
 * Writes server/knowledge/language/anchors.json: under which section of the manual each branch describes a word.
 * `tsx scripts/import-anchors.ts REPOSITORY` reads doc/configuration.txt from a clone of HAProxy's repository; only section numbers
 * and the words themselves are taken. docs.haproxy.org makes an anchor of them: "4.2-timeout client".
 */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";

const repository = process.argv[2];
if (repository === undefined) throw new Error("the path of a clone of HAProxy's repository is missing");
const branches = ["2.4", "2.5", "2.6", "2.7", "2.8", "2.9", "3.0", "3.1", "3.2", "3.3", "3.4"];
/** A word at the start of a line, with further words, arguments in parentheses, and what may follow, as the manual's converter asks. */
const heading = /^((?:[a-z0-9+_.-]*[a-z0-9+_)-])(?: [a-z0-9_-]+)*)(\([^ ]*\))?( +(?:\/?[<[{].*|: [a-z0-9 +]+)?(?:\(deprecated\))?)?$/;
const chapter = /^(\d+(?:\.\d+)*)\.? {1,4}[A-Za-z]/;

/** Section > word > branches that describe it there. */
const found = new Map<string, Map<string, string[]>>();

for (const branch of branches) {
  const manual = execFileSync("git", ["-C", repository, "show", `v${branch}.0:doc/configuration.txt`], {
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  const lines = manual.split("\n");
  let section = "";
  lines.forEach((line, i) => {
    // a title is underlined; the table of contents is not
    if (/^-{3,}$/.test(lines[i + 1] ?? "")) section = chapter.exec(line)?.[1] ?? section;
    const word = heading.exec(line)?.[1];
    if (section === "" || word === undefined || word.split(" ").length > 4) return;
    const words = found.get(section) ?? new Map<string, string[]>();
    found.set(section, words);
    // "option httpchk" has an anchor, and so has "option"
    const names = word.split(" ");
    names.forEach((_, count) => {
      const name = names.slice(0, count + 1).join(" ");
      const seen = words.get(name) ?? [];
      words.set(name, seen);
      if (!seen.includes(branch)) seen.push(branch);
    });
  });
}

/** "2.4-2.9,3.1-" from the branches themselves. */
function spansOf(seen: readonly string[]): string {
  const spans: string[] = [];
  let from: string | undefined;
  branches.forEach((branch, i) => {
    if (!seen.includes(branch)) return;
    from ??= branch;
    const next = branches[i + 1];
    if (next === undefined || !seen.includes(next)) {
      spans.push(next === undefined ? `${from}-` : `${from}-${branch}`);
      from = undefined;
    }
  });
  return spans.join(",");
}

const grouped = [...found]
  .sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true }))
  .map(([section, words]) => {
    const bySpan = new Map<string, string[]>();
    for (const [word, seen] of words) {
      const span = spansOf(seen);
      bySpan.set(span, [...(bySpan.get(span) ?? []), word]);
    }
    return [section, Object.fromEntries(bySpan)];
  });
const target = path.resolve(import.meta.dirname, "../server/knowledge/language/anchors.json");
writeFileSync(target, `${JSON.stringify(Object.fromEntries(grouped), null, 1)}\n`);
