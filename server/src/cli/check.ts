/** `check`: findings of configurations, and their fixes. */
import type { Finding } from "../features/finding.ts";
import { luaFindings } from "../features/lua/findings.ts";
import { withFeatures } from "../knowledge/buildFeatures.ts";
import { loadPages, type Pages } from "../knowledge/pages.ts";
import type { CheckFormat, CheckOptions } from "./checkOptions.ts";
import { type Configuration, loadConfiguration } from "./configuration.ts";
import { filesOf, fixConfiguration, fixesOf, writable } from "./fix.ts";
import { checkstyle } from "./format/checkstyle.ts";
import { diff } from "./format/diff.ts";
import { github } from "./format/github.ts";
import { json } from "./format/json.ts";
import { sarif } from "./format/sarif.ts";
import { text } from "./format/text.ts";
import { findingsWith } from "./haproxy.ts";
import { exitCodes, type Streams } from "./output.ts";
import { countInWords, fixableInWords, fixedInWords, type Report } from "./report.ts";
import { type FileSet, fileSets } from "./sources.ts";

const formats: Readonly<Record<CheckFormat, (report: Report, colours: boolean) => string>> = { text, json, sarif, github, checkstyle };

/** A configuration with what --min-severity, --only and --ignore leave of its findings. */
interface Checked {
  readonly configuration: Configuration;
  readonly findings: readonly Finding[];
}

export async function check(options: CheckOptions, streams: Streams): Promise<number> {
  const sets = await fileSets(options.set, options.names);
  if (options.fix === "write") for (const name of sets.flat()) writable(name);
  const read: Configuration[] = [];
  // everything is read before anything is written or said: a file that cannot be read leaves no half result
  for (const set of sets) read.push(await configurationOf(set, options, streams));
  if (options.fix === "show") return showFixes(read, options, streams);
  const checked = options.fix === "write" ? await writeFixes(sets, options, streams) : await checkAll(read, options);
  const report = reportOf(checked, options.format === "sarif" ? await loadPages() : {});
  streams.out(formats[options.format](report, streams.colours === true));
  if (options.format === "text") streams.err(`${countInWords(report.findings)}\n`);
  return report.findings.length === 0 ? exitCodes.clean : exitCodes.found;
}

async function configurationOf(set: FileSet, { release, features }: CheckOptions, streams: Streams): Promise<Configuration> {
  const read = await loadConfiguration(set, release, streams);
  return read.release === undefined ? read : { ...read, release: withFeatures(read.release, features) };
}

async function checkAll(read: readonly Configuration[], options: CheckOptions): Promise<readonly Checked[]> {
  const checked: Checked[] = [];
  for (const one of read) checked.push(await checkedOf(one, options));
  return checked;
}

async function checkedOf(configuration: Configuration, options: CheckOptions): Promise<Checked> {
  const { model, release } = configuration;
  const asked = { release, ignored: [...options.ignored], only: options.only };
  const findings = (await findingsWith(options.haproxy, configuration, asked)).filter(options.shows);
  const order = new Map(model.files.map(({ uri }, i) => [uri, i]));
  const sorted = findings.toSorted((a, b) => (order.get(a.uri) ?? 0) - (order.get(b.uri) ?? 0));
  return { configuration, findings: [...sorted, ...luaFindings(model, asked).filter(options.shows)] };
}

async function showFixes(read: readonly Configuration[], options: CheckOptions, streams: Streams): Promise<number> {
  const found: Finding[] = [];
  let fixable = 0;
  for (const configuration of read) {
    const { findings } = await checkedOf(configuration, options);
    const fixes = fixesOf(configuration, findings);
    streams.out(diff(filesOf(configuration), fixes, streams.colours === true));
    found.push(...findings);
    fixable += fixes.length;
  }
  streams.err(`${fixableInWords(found, fixable)}\n`);
  return found.length === 0 ? exitCodes.clean : exitCodes.found;
}

/** Each configuration is read anew: a file in two of them may have been fixed with the first. */
async function writeFixes(sets: readonly FileSet[], options: CheckOptions, streams: Streams): Promise<readonly Checked[]> {
  const checked: Checked[] = [];
  let fixed = 0;
  for (const set of sets) {
    const configuration = await configurationOf(set, options, streams);
    const before = await checkedOf(configuration, options);
    const fixes = fixesOf(configuration, before.findings);
    fixed += fixes.length;
    checked.push(fixes.length === 0 ? before : await checkedOf(await fixConfiguration(configuration, fixes), options));
  }
  streams.err(`${fixedInWords(fixed)}\n`);
  return checked;
}

function reportOf(checked: readonly Checked[], pages: Pages): Report {
  const files = new Map(checked.flatMap(({ configuration }) => configuration.model.files.map((file) => [file.uri, file] as const)));
  const loaded = checked.flatMap(({ configuration }) => configuration.model.lua.scripts);
  const scripts = new Map(loaded.map(({ uri, name, text: words }) => [uri ?? name, words.split("\n")]));
  return {
    findings: checked.flatMap(({ findings }) => findings),
    lineOf: (uri, line) => files.get(uri)?.lines[line]?.raw ?? scripts.get(uri)?.[line]?.replace(/\r$/, "") ?? "",
    branch: checked.map(({ configuration }) => configuration.release?.branch).find((branch) => branch !== undefined),
    pages,
  };
}
