/** What a run of `haproxy -c` comes to, as findings and in words. */
import * as l10n from "@vscode/l10n";
import { readRelease, releaseName } from "../../knowledge/release.ts";
import type { ReleaseInUse } from "../../model/releaseInUse.ts";
import type { ConfigFile } from "../../syntax/config.ts";
import type { Finding } from "../finding.ts";
import { haproxyCodes, haproxyFinding, haproxyFindings } from "./findings.ts";
import { readHaproxyOutput } from "./output.ts";

export interface Answer {
  readonly code: number;
  readonly output: string;
  /** The files as they were given to -f. */
  readonly paths: readonly string[];
  /** The release in the output of `haproxy -v`, where that was asked. */
  readonly banner?: string;
}

export interface Verdict {
  readonly state: "valid" | "unlistened" | "warnings" | "refused" | "failed";
  /** "3.2.26" */
  readonly release: string | undefined;
  readonly findings: readonly Finding[];
  readonly errors: number;
  readonly warnings: number;
  readonly message: string;
}

/** Code of the finding that the binary is not of the release in use. */
export const otherRelease = "haproxy-release";

/** `program`: what was run, for words. */
export function verdictOf(answer: Answer, files: readonly ConfigFile[], program: string, inUse: ReleaseInUse | undefined): Verdict {
  const { version, messages } = readHaproxyOutput(answer.output, answer.paths);
  const found = haproxyFindings(messages, files, answer.paths);
  const release = releaseIn(version ?? answer.banner);
  const count = (code: string) => found.filter((finding) => finding.code === code).length;
  const [errors, warnings] = [count(haproxyCodes.alert), count(haproxyCodes.warning)];
  const state = stateOf(answer, errors, warnings, version ?? answer.banner);
  const different = state === "failed" ? [] : releaseFindings(release, program, files, inUse);
  const name = release === undefined ? "HAProxy" : `HAProxy ${release}`;
  const message = state === "failed" ? failure(program, answer) : inWords(name, state, errors, warnings);
  return { state, release, findings: [...different, ...found], errors, warnings, message };
}

/**
 * HAProxy leaves with 0 where all is well, with 2 where nothing listens, with 1 where it refuses. A script around it may lose that, and
 * other programs leave with 0 too: then its own words decide, and where neither they nor its version are there, nothing was checked.
 */
function stateOf({ code, output }: Answer, errors: number, warnings: number, version: string | undefined): Verdict["state"] {
  if (errors > 0 && refusal.test(output)) return "refused";
  if (code === 0 && version === undefined && errors + warnings === 0 && !approval.test(output)) return "failed";
  if (code === 0) return errors + warnings > 0 ? "warnings" : "valid";
  if (errors > 0) return "refused";
  if (code === 2 && /no listener|No enabled listener/i.test(output)) return "unlistened";
  // zero-warning, or output that is none of HAProxy's
  return warnings > 0 ? "refused" : "failed";
}

const refusal = /(?:Error\(s\)|Fatal errors) found in configuration/;
const approval = /^Configuration file is valid/m;

function releaseIn(version: string | undefined): string | undefined {
  const read = version === undefined ? undefined : readRelease(version);
  return read !== undefined && "release" in read ? releaseName(read.release) : undefined;
}

/** A bare branch in use is only compared as such. */
function releaseFindings(
  release: string | undefined,
  program: string,
  files: readonly ConfigFile[],
  inUse: ReleaseInUse | undefined,
): readonly Finding[] {
  const [file] = files;
  const read = release === undefined ? undefined : readRelease(release);
  if (file === undefined || release === undefined || read === undefined || !("release" in read) || inUse?.release === undefined) return [];
  const { branch } = inUse.release;
  const same = inUse.assumedNewest ? read.release.branch === branch : releaseName(inUse.release) === release;
  if (same) return [];
  const expected = inUse.assumedNewest ? branch : releaseName(inUse.release);
  const message = l10n.t("{0} is HAProxy {1}, but the release in use is {2}: what it accepts may differ", program, release, expected);
  const span = { start: 0, end: file.lines[0]?.raw.trimEnd().length ?? 0 };
  return [haproxyFinding(file, { line: 0, span, severity: "information", code: otherRelease, message })];
}

function inWords(name: string, state: Verdict["state"], errors: number, warnings: number): string {
  if (state === "valid") return l10n.t("{0}: the configuration is valid", name);
  if (state === "unlistened") return l10n.t("{0}: the configuration is valid, but nothing in it listens, so HAProxy would not start", name);
  const said = [...(errors > 0 ? [errorsInWords(errors)] : []), ...(warnings > 0 ? [warningsInWords(warnings)] : [])].join(l10n.t(", "));
  if (state === "warnings") return l10n.t("{0}: the configuration is valid, with {1}", name, said);
  return l10n.t("{0} refuses the configuration: {1}", name, said);
}

function errorsInWords(count: number): string {
  return count === 1 ? l10n.t("1 error") : l10n.t("{0} errors", count);
}

function warningsInWords(count: number): string {
  return count === 1 ? l10n.t("1 warning") : l10n.t("{0} warnings", count);
}

/** Characters of foreign output that are shown. */
const mostShown = 300;

/** What the program itself says, such as docker that finds no image; never more than its last lines. */
function failure(program: string, { code, output }: Answer): string {
  const said = printable(output)
    .trim()
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "")
    .slice(-3)
    .join(" ")
    .slice(0, mostShown);
  if (code === 0) return l10n.t("{0} ended well, but nothing shows that it is HAProxy", program);
  return said === ""
    ? l10n.t("{0} ended with code {1} and said nothing", program, code)
    : l10n.t("{0} ended with code {1}: {2}", program, code, said);
}

/** Output that is no text is not shown. */
function printable(output: string): string {
  return output.replace(/[^\P{C}\t\r\n]|\ufffd/gu, "");
}
