/** `check --haproxy PATH`: what the binary itself says of a configuration, beside our findings. */
import path from "node:path";
import * as l10n from "@vscode/l10n";
import { configFindings, type FindingOptions } from "../features/configFindings.ts";
import type { Finding } from "../features/finding.ts";
import { joined } from "../features/validate/beside.ts";
import { verdictOf } from "../features/validate/verdict.ts";
import { checkWithHaproxy, type Unchecked } from "../host/validation.ts";
import type { Configuration } from "./configuration.ts";
import { UsageError } from "./output.ts";

const seconds = 60;

/** Our findings with those of the binary, file by file. */
export async function findingsWith(
  program: string | undefined,
  configuration: Configuration,
  asked: FindingOptions,
): Promise<readonly Finding[]> {
  const { model, release } = configuration;
  const ours = configFindings(model, asked);
  if (program === undefined) return ours;
  const files = model.files.map(({ uri, text }) => ({ path: uri === "-" ? undefined : path.resolve(uri), text }));
  // a path is meant from where we are, a bare name is looked up
  const word = /[/\\]/.test(program) && !program.startsWith("~/") ? path.resolve(program) : program;
  const checked = await checkWithHaproxy(files, { words: [word], mapping: [], seconds });
  if (checked.how !== "answered") throw new UsageError(`--haproxy ${program}: ${reasonOf(checked)}`);
  // a release that nobody gave in full is the newest of its branch: only branches are compared
  const inUse = { release, claim: undefined, assumedNewest: true, problem: undefined };
  const verdict = verdictOf(checked, model.files, program, inUse);
  if (verdict.state === "failed") throw new UsageError(`--haproxy: ${verdict.message}`);
  return model.files.flatMap((file) => {
    const here = ({ uri }: Finding) => uri === file.uri;
    return joined(ours.filter(here), verdict.findings.filter(here), file).toSorted((a, b) => a.line - b.line);
  });
}

function reasonOf(checked: Unchecked): string {
  switch (checked.how) {
    case "not-found":
      return l10n.t("no such program");
    case "no-permission":
      return l10n.t("permission denied");
    case "timeout":
      return l10n.t("gave no answer within {0} seconds", seconds);
    case "signal":
      return l10n.t("ended by {0}", checked.signal);
    default:
      return l10n.t("cannot be started ({0})", "code" in checked ? checked.code : checked.how);
  }
}
