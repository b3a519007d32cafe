/** `check`: findings of configurations. */
import path from "node:path";
import { configFindings } from "../features/configFindings.ts";
import type { Finding } from "../features/finding.ts";
import { imageClaim, readScripts } from "../host/files.ts";
import type { Release } from "../knowledge/release.ts";
import { statedRelease } from "../model/directives.ts";
import { modelOf } from "../model/model.ts";
import { releaseInUse } from "../model/releaseInUse.ts";
import { readConfig } from "../syntax/config.ts";
import { readInput } from "./input.ts";
import { exitCodes, type Streams, UsageError } from "./output.ts";

export interface CheckOptions {
  readonly release: Release | undefined;
  readonly format: "text" | "json";
}

export async function check(files: readonly string[], options: CheckOptions, streams: Streams): Promise<number> {
  if (files.length === 0) throw new UsageError("check needs a file: haproxy-sleuth check [--release 3.0.2] [--format text|json] FILE…");
  const found: Finding[] = [];
  for (const file of files) found.push(...(await findingsOf(file, await readInput(file, streams), options.release)));
  streams.out(
    options.format === "json" ? `${JSON.stringify({ findings: found.map(jsonFinding) }, null, 2)}\n` : found.map(textFinding).join(""),
  );
  if (options.format === "text")
    streams.err(found.length === 0 ? "no findings\n" : `${found.length} finding${found.length === 1 ? "" : "s"}\n`);
  return found.length === 0 ? exitCodes.clean : exitCodes.found;
}

async function findingsOf(file: string, text: string, release: Release | undefined): Promise<readonly Finding[]> {
  const config = readConfig(file, text);
  const root = path.dirname(path.resolve(file));
  const scripts = file === "-" ? new Map<string, string>() : await readScripts(modelOf([config]), path.resolve(file), root);
  const stated = statedRelease(config)?.text;
  const claims =
    stated !== undefined
      ? [{ source: "comment" as const, text: stated }]
      : file === "-"
        ? []
        : [await imageClaim(path.resolve(file), root)];
  const inUse = release ?? releaseInUse(claims.filter((claim) => claim !== undefined)).release;
  return configFindings(modelOf([config], scripts), { release: inUse, ignored: [] });
}

/** Lines and columns from 1, the end column behind the last unit. */
function jsonFinding(finding: Finding) {
  return {
    file: finding.uri,
    line: finding.line + 1,
    column: finding.span.start + 1,
    endLine: finding.line + 1,
    endColumn: finding.span.end + 1,
    severity: finding.severity,
    code: finding.code,
    message: finding.message,
    source: "haproxy-sleuth",
    url: finding.url ?? null,
  };
}

function textFinding(finding: Finding): string {
  return `${finding.uri}:${finding.line + 1}:${finding.span.start + 1}: ${finding.severity}: ${finding.message} [${finding.code}]\n`;
}
