/** A diagnosis in words, in the order in which a person needs it: the verdict, why, what to do, what to collect. For whoever shows it. */
import * as l10n from "@vscode/l10n";
import { type Candidate, confidenceInWords, type Diagnosis, type Evidence } from "../diagnosis/diagnose.ts";
import { eraInWords } from "../diagnosis/era.ts";
import { namedCandidate, type Verdict, verdictOf } from "../diagnosis/verdict.ts";
import type { Incident } from "../incident/incident.ts";
import { framesOfCrash } from "../incident/innermost.ts";
import type { SpinningReport } from "../incident/spinning.ts";
import type { IncidentKind } from "../knowledge/knowledge.ts";
import { language } from "../knowledge/language.ts";
import { type Release, releaseName } from "../knowledge/release.ts";
import { fixedReleases, standingOf } from "../knowledge/standing.ts";
import { knownAs, upgradeInWords } from "./advice.ts";
import { nextSteps, type Step } from "./collect.ts";
import { newerFixesInWords } from "./newerFixes.ts";

export interface DiagnosisSummary {
  /** "segmentation fault, HAProxy 3.0.2, thread 14, 3 times" */
  readonly what: string;
  readonly verdict: Verdict;
  /** One sentence without a full stop. */
  readonly headline: string;
  /** The candidate that is named: its title, and how sure that is ("Known bug, confidence high (98 %)"). */
  readonly named: { readonly title: string; readonly standing: string } | undefined;
  /** Of the candidate that is named. */
  readonly evidence: readonly Evidence[];
  readonly remedies: readonly string[];
  /** The assertion that failed: "task->expire == 0, src/task.c:285"; undefined for other crashes. */
  readonly condition: string | undefined;
  /** What else it may be, or what it may be at all, each with its confidence. */
  readonly others: readonly { readonly title: string; readonly confidence: number }[];
  /** Empty where the verdict is sure. */
  readonly steps: readonly Step[];
  /** Innermost first. */
  readonly frames: readonly string[];
  /** What was spinning, with the stream's way through the configuration; undefined for other crashes. */
  readonly spinning: string | undefined;
  /** The advisory whose page tells more. */
  readonly page: string | undefined;
}

/** Frames shown to a person, below those of who reported the crash; the rest says nothing more. */
const framesShown = 8;
/** Of causes of which none is named: the others are guesses that cost time. */
const unnamedShown = 3;
/** From this confidence on nothing more has to be collected. */
const sure = 0.8;

export function summaryOf(diagnosis: Diagnosis): DiagnosisSummary {
  const { release, candidates, incident } = diagnosis;
  const best = namedCandidate(diagnosis);
  const rest = best === undefined ? candidates : candidates.slice(1);
  return {
    what: whatHappened(diagnosis),
    verdict: verdictOf(diagnosis),
    headline: headlineOf(diagnosis),
    evidence: best?.evidence ?? [],
    remedies: best === undefined ? unnamedRemedies(diagnosis) : remediesOf(best, release),
    named: best === undefined ? undefined : { title: titleOf(best), standing: standingInWords(diagnosis, best) },
    condition: incident.bugCondition && conditionInWords(incident.bugCondition),
    others: (best === undefined ? rest.slice(0, unnamedShown) : rest).map((one) => ({ title: titleOf(one), confidence: one.confidence })),
    steps: (best?.confidence ?? 0) >= sure ? [] : best === undefined ? nextSteps(diagnosis) : askedBy(best),
    frames: framesOfCrash(incident)
      .slice(0, framesShown)
      .map((frame) => frame.function ?? frame.text),
    spinning: incident.spinning && spinningInWords(incident.spinning),
    page: (best ?? candidates[0])?.advisory.id,
  };
}

function conditionInWords({ expression, file, line }: NonNullable<Incident["bugCondition"]>): string {
  return file === "" ? expression : [expression, `${file}:${line}`].join(l10n.t(", "));
}

function whatHappened({ incident, ...when }: Diagnosis): string {
  const { thread, exitCode, count } = incident;
  return [
    kindInWords(incident),
    releaseInWords(when),
    ...(thread === undefined ? [] : [l10n.t("thread {0}", thread)]),
    ...(exitCode === undefined ? [] : [l10n.t("exit code {0}", exitCode)]),
    ...(count > 1 ? [l10n.t("{0} times", count)] : []),
  ].join(l10n.t(", "));
}

/** "STREAM, 100001 calls per second; fe_web > be_app > srv1; connections: H2, H1; filters: compression filter". */
export function spinningInWords({ object, rate, stream, applet, handler, filters }: SpinningReport): string {
  const path = [stream?.frontend, stream?.backend, stream?.server].filter(
    (name) => name !== undefined && name !== applet && name !== "<NONE>",
  );
  return [
    l10n.t("{0}, {1} calls per second", object, rate),
    ...(path.length === 0 ? [] : [path.join(" > ")]),
    ...(applet === undefined ? [] : [l10n.t("applet {0}", applet)]),
    ...(handler === undefined ? [] : [l10n.t("function {0}", handler)]),
    ...(stream === undefined || stream.muxes.length === 0 ? [] : [l10n.t("connections: {0}", stream.muxes.join(l10n.t(", ")))]),
    ...(stream?.rule === undefined ? [] : [l10n.t("rule {0}", stream.rule)]),
    ...(filters.length === 0 ? [] : [l10n.t("filters: {0}", filters.join(l10n.t(", ")))]),
  ].join(l10n.t("; "));
}

/** "HAProxy 3.0.2", or what the log tells of it without naming it. */
export function releaseInWords({ release, era }: Pick<Diagnosis, "release" | "era">): string {
  if (release !== undefined) return l10n.t("HAProxy {0}", releaseName(release));
  return era === undefined ? l10n.t("release not stated") : l10n.t("release not stated (its form is that of {0})", eraInWords(era));
}

/** The verdict as a sentence. */
export function headlineOf(diagnosis: Diagnosis): string {
  const best = namedCandidate(diagnosis);
  const verdict = verdictOf(diagnosis);
  if (best !== undefined) {
    const facts = [confidenceInWords(best.confidence), best.confidence, titleOf(best)] as const;
    return verdict === "not-haproxy"
      ? l10n.t("No bug of HAProxy, confidence {0} ({1}): {2}", ...facts)
      : l10n.t("Known bug, confidence {0} ({1}): {2}", ...facts);
  }
  if (diagnosis.incident.survived)
    return verdict === "unknown"
      ? l10n.t("HAProxy lived on; no known bug in our catalogue matches this")
      : l10n.t("HAProxy lived on; the log alone does not tell the cause");
  if (diagnosis.incident.kind === "lua-out-of-memory") return l10n.t("Lua could not get memory; the log does not tell why");
  if (diagnosis.incident.kind === "out-of-memory") return l10n.t("Killed for its memory; the log alone does not tell where that went");
  if (diagnosis.incident.ownAbort)
    return l10n.t("HAProxy ended itself after a check of its own failed; the line that says which is not in this log");
  return verdict === "unknown"
    ? l10n.t("A real crash, but no known bug in our catalogue matches it")
    : l10n.t("A real crash, but the log alone does not tell its cause");
}

function standingInWords(diagnosis: Diagnosis, { confidence }: Candidate): string {
  const facts = [confidenceInWords(confidence), percent(confidence)] as const;
  return verdictOf(diagnosis) === "not-haproxy"
    ? l10n.t("No bug of HAProxy, confidence {0} ({1} %)", ...facts)
    : l10n.t("Known bug, confidence {0} ({1} %)", ...facts);
}

/** A confidence as editors show it. */
export function percent(confidence: number): number {
  return Math.round(confidence * 100);
}

function titleOf({ advisory }: Pick<Candidate, "advisory">): string {
  return l10n.t("{0} ({1})", advisory.title[language()], knownAs(advisory));
}

function remediesOf({ advisory }: Candidate, release: Release | undefined): string[] {
  const upgrade = release && upgradeInWords(advisory, standingOf(advisory, release), release);
  const fixed = Object.values(fixedReleases(advisory)).join(l10n.t(", "));
  const workaround = advisory.workaround?.[language()];
  const remedy = upgrade ?? (fixed === "" || release !== undefined ? undefined : l10n.t("upgrade to a fixed release: {0}", fixed));
  return [
    ...(remedy === undefined ? [] : [remedy]),
    ...(workaround === undefined ? [] : [remedy === undefined ? workaround : l10n.t("until then: {0}", workaround)]),
  ];
}

function unnamedRemedies({ incident, release }: Diagnosis): string[] {
  const report = l10n.t("if it comes again on the newest release of the branch, report it to HAProxy with what is listed below");
  return [...newerFixesInWords(release), ...(incident.kind.startsWith("lua-") ? [] : [report])];
}

function askedBy({ advisory }: Candidate): readonly Step[] {
  return advisory.collect[language()].map((says) => ({ says, commands: [] }));
}

/** What an incident is, for people. */
export function kindInWords({ kind, ownAbort }: Pick<Incident, "kind" | "ownAbort">): string {
  if (ownAbort) return l10n.t("HAProxy aborted on purpose");
  const words: Readonly<Record<IncidentKind, string>> = {
    "pool-inconsistency": l10n.t("memory pool inconsistent"),
    "pool-corruption": l10n.t("memory pool corrupted"),
    "bug-condition": l10n.t("assertion failed (BUG_ON)"),
    watchdog: l10n.t("watchdog: a thread was stuck"),
    spinning: l10n.t("an object was spinning"),
    segfault: l10n.t("segmentation fault"),
    abort: l10n.t("abort"),
    "illegal-instruction": l10n.t("illegal instruction"),
    "lua-out-of-memory": l10n.t("Lua out of memory"),
    "lua-error": l10n.t("error of a Lua script"),
    "worker-exit": l10n.t("worker ended by a signal"),
    "heap-corruption": l10n.t("heap corrupted"),
    sanitizer: l10n.t("report of a sanitizer"),
    "out-of-memory": l10n.t("killed for lack of memory"),
    crash: l10n.t("crash"),
  };
  return words[kind];
}
