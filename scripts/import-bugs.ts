/**
 * Writes the heads of the catalogue from bug facts: `tsx scripts/import-bugs.ts FILE`, FILE with one JSON object a line.
 * A bug that has no advisory yet gets one without a page. Of one that has, only aliases, severity and releases are brought up to
 * date (not those that `corrected` names): everything else belongs to its authors.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { stringify } from "yaml";
import { triggerFileSchema } from "../server/knowledge/conditionSchema.ts";
import {
  aliasesOf,
  type Bug,
  conditionOf,
  effectOf,
  expressionsOf,
  type Row,
  readBugs,
  rowsOf,
  sameRows,
  severityOf,
  subsystemOf,
} from "./bugFacts.ts";
import { readAdvisories, type Written } from "./compileAdvisories.ts";
import { load, source, textOf } from "./source.ts";

/** Words that tell nothing in an id. */
const small = new Set(
  "a an the of in on at by to for with and or is are be was been being when that which its it may can than as has have had his their up out".split(
    " ",
  ),
);
/** Words that an id does not end on. */
const dangling = new Set("without not no never before after while from between under over into per too only".split(" "));
const [file] = process.argv.slice(2);
if (file === undefined) throw new Error("usage: tsx scripts/import-bugs.ts FILE");
const named = new Map(load("triggers.yaml", triggerFileSchema).flatMap(({ id, codes }) => codes.map((code) => [code, id] as const)));
const written = new Map(readAdvisories().flatMap((one) => one.head.aliases.map((alias) => [alias, one] as const)));
const taken = new Set([...written.values()].map(({ head }) => head.id));
let fresh = 0;
let renewed = 0;
for (const bug of readBugs(file)) {
  const known = written.get(bug.id);
  if (known === undefined) create(bug);
  else renew(known, bug);
}
console.log(`${fresh} new advisories, ${renewed} brought up to date`);

function create(bug: Bug): void {
  const id = idOf(bug);
  const folder = path.join(source, "advisories", subsystemOf(bug));
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `${id}.md`), `---\n${headOf(id, bug)}---\n`);
  fresh++;
}

function headOf(id: string, bug: Bug): string {
  const severity = severityOf(bug);
  const { frames, messages } = bug.signature;
  const expressions = expressionsOf(bug);
  const head = [
    yaml({ id, title: bug.title, summary: summaryOf(bug), subsystem: subsystemOf(bug), effect: effectOf(bug) }),
    severity === undefined ? "" : yaml({ severity }),
    `aliases: ${flow(aliasesOf(bug))}\n`,
    bug.date === null ? "" : yaml({ date: bug.date }),
    releasesText(rowsOf(bug)),
    // no configuration of a release runs into it
    bug.development_only ? "" : `exposure:\n  when: ${flow(conditionOf(bug, named))}\n`,
    bug.development_only || bug.detail === "full" ? "" : "  coarse: true\n",
    "signature:\n",
    `  frames: ${flow(frames)}\n`,
    messages.length === 0 ? "" : `  messages: ${flow(messages)}\n`,
    expressions.length === 0 ? "" : `  expressions: ${flow(expressions)}\n`,
    bug.workaround === null ? "" : yaml({ workaround: bug.workaround }),
    referencesText(bug),
    `evidence: ${flow(evidenceOf(bug))}\n`,
  ];
  return head.join("");
}

/** The facts repeat the title in front of a summary of their own. */
function summaryOf({ title, summary }: Bug): string {
  const rest = summary.startsWith(`${title}. `) ? summary.slice(title.length + 2) : summary;
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

function evidenceOf({ detail, signature }: Bug): object {
  const source = { reviewed: "reviewed", "commit text": "commit", subject: "title" }[signature.frames_from] ?? "title";
  const exposure = { full: "reviewed", short: "commit" }[detail] ?? "title";
  return { releases: detail === "changelog-only" ? "changelog" : "git", exposure, frames: source };
}

/** Addresses that the aliases do not give. */
function referencesText({ urls, lines, commit }: Bug): string {
  const others = urls.filter((url) => !/^https:\/\/github\.com\/haproxy\/haproxy\/(?:commit|issues)\//.test(url));
  const branches = Object.entries(lines).flatMap(([branch, { fixed }]) => (fixed === undefined || fixed.includes("-dev") ? [] : [branch]));
  const changelogs = commit === null ? branches.map((branch) => `https://www.haproxy.org/download/${branch}/src/CHANGELOG`) : [];
  if (others.length + changelogs.length === 0) return "";
  const rows = [
    ...others.map((url) => ({ title: "Fix in its branch", url })),
    ...changelogs.map((url) => ({ title: `Changelog of ${url.split("/")[4]}`, url })),
  ];
  return `references:\n${rows.map((row) => `  - ${flow(row)}\n`).join("")}`;
}

function releasesText(rows: Readonly<Record<string, Row>>): string {
  return `releases:\n${Object.entries(rows)
    .map(
      ([branch, row]) =>
        `  "${branch}": { ${Object.entries(row)
          .map(([key, value]) => `${key}: ${value}`)
          .join(", ")} }\n`,
    )
    .join("")}`;
}

/** The subsystem and the telling words of the title: "peers-entry-freed-twice". */
function idOf(bug: Bug): string {
  const subsystem = subsystemOf(bug);
  const words = bug.title
    .replace(/\([^)]*\)/g, " ")
    .replace(/(\w)'s\b|(\w)'/g, "$1$2")
    .toLowerCase()
    .replace(/http\/([123])/g, "http$1")
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "" && !small.has(word) && !subsystem.split("-").includes(word));
  let last = 5;
  while (dangling.has(words[last - 1] ?? "")) last++;
  const base = [subsystem, ...words.slice(0, last)].join("-");
  let id = base;
  for (let i = last + 1; taken.has(id); i++)
    id = words[i - 1] === undefined ? `${base}-${i - last + 1}` : [subsystem, ...words.slice(0, i)].join("-");
  taken.add(id);
  return id;
}

function renew({ file: at, head }: Written, bug: Bug): void {
  let text = textOf(at);
  const before = text;
  const missing = aliasesOf(bug).filter((alias) => !head.aliases.includes(alias));
  if (missing.length > 0) text = text.replace(/^aliases: .*$/m, `aliases: ${flow([...head.aliases, ...missing])}`);
  const severity = severityOf(bug);
  if (severity !== head.severity && severity !== undefined && head.corrected.severity === undefined)
    text = text.replace(/^severity: .*$/m, `severity: ${severity}`);
  if (head.releases !== "any" && head.corrected.releases === undefined && !sameRows(head.releases, rowsOf(bug)))
    text = text.replace(/^releases:\n(?: {2}.*\n)+/m, releasesText(rowsOf(bug)));
  if (text === before) return;
  writeFileSync(path.join(source, at), text);
  renewed++;
}

function yaml(value: object): string {
  return stringify(value, { lineWidth: 0 });
}

function flow(value: unknown): string {
  const text = stringify(value, { lineWidth: 0, collectionStyle: "flow" }).trimEnd();
  return text.replaceAll("[ ", "[").replaceAll(" ]", "]");
}
