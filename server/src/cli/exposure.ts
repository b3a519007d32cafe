/** `exposure`: the known bugs that a configuration is exposed to, and what another release would change. */
import * as l10n from "@vscode/l10n";
import { type Comparison, comparison, type ExposureReport, exposureReport } from "../features/exposureReport.ts";
import { exposurePage } from "../features/pages/exposurePage.ts";
import { loadPages } from "../knowledge/pages.ts";
import { type Release, releaseName } from "../knowledge/release.ts";
import type { Model } from "../model/model.ts";
import { exampleReleases } from "../model/releaseInUse.ts";
import type { PlacedStatement } from "../model/statement.ts";
import { type Option, readArguments } from "./arguments.ts";
import { loadConfiguration } from "./configuration.ts";
import { exposureJson, exposureSarif, exposureText } from "./format/exposure.ts";
import { formatOption, releaseOption } from "./input.ts";
import { exitCodes, needsFile, type Streams, UsageError } from "./output.ts";
import { fileSets } from "./sources.ts";

const formats = ["text", "json", "sarif", "markdown"] as const;
type Format = (typeof formats)[number];

const definition: Readonly<Record<string, Option>> = {
  file: { type: "string", short: "f", multiple: true },
  release: { type: "string" },
  against: { type: "string" },
  format: { type: "string" },
  lang: { type: "string" },
};

export async function exposure(args: readonly string[], streams: Streams): Promise<number> {
  const given = readArguments(args, definition);
  const names = [...given.texts("file"), ...given.positionals];
  if (names.length === 0) throw needsFile("exposure --release 3.0.2 [--against 3.2] [--format text|json|sarif|markdown] FILE…");
  const format = formatOption(given.text("format"), formats);
  const against = releaseOption(given.text("against"), "against");
  // all files are one configuration, as HAProxy loads them
  const [files = []] = await fileSets(names, []);
  const { model, release } = await loadConfiguration(files, releaseOption(given.text("release")), streams);
  if (release === undefined)
    throw new UsageError(
      l10n.t('exposure needs the release in use; give --release, such as {0}, or a comment "# haproxy: 3.0.2"', exampleReleases()),
    );
  const report = exposureReport(model, release);
  const compared = against === undefined ? undefined : comparison(model, release, against);
  streams.out(await formatted(format, model, report, compared));
  if (compared !== undefined && format === "text") streams.err(`${comparedInWords(compared, release)}\n`);
  // what is possible on any machine would make every run fail
  return report.rows.some(({ state }) => state === "exposed") ? exitCodes.found : exitCodes.clean;
}

async function formatted(format: Format, model: Model, report: ExposureReport, compared: Comparison | undefined): Promise<string> {
  const lineOf = (uri: string, line: number) => model.files.find((file) => file.uri === uri)?.lines[line]?.raw ?? "";
  switch (format) {
    case "json":
      return exposureJson(report, compared);
    case "sarif":
      return exposureSarif(report, model, lineOf, await loadPages());
    case "markdown":
      return exposurePage(report, compared === undefined ? [] : [compared], { link: () => undefined, nameOf: placeName });
    default:
      return exposureText(report, compared);
  }
}

function placeName({ uri, lineNumber }: PlacedStatement): string {
  return `${uri === "-" ? l10n.t("standard input") : uri}:${lineNumber + 1}`;
}

function comparedInWords({ ended, brought, words, behaviour, to }: Comparison, from: Release): string {
  const counts = [ended.length, brought.length, words.length, behaviour.length] as const;
  return l10n.t(
    "from {0} to {1}: {2} known bugs ended, {3} new, {4} words changed, {5} defaults changed",
    releaseName(from),
    releaseName(to),
    ...counts,
  );
}
