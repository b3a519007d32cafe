/** How much an incident resembles what is known of an advisory's crash, from 0 to 1, with the evidence in words and places. */
import * as l10n from "@vscode/l10n";
import { isSharedVictim, tellsNothing } from "../incident/frames.ts";
import type { Incident, LogPlace } from "../incident/incident.ts";
import type { IncidentKind } from "../knowledge/knowledge.ts";
import { type Release, releaseName } from "../knowledge/release.ts";
import { plain } from "../syntax/plain.ts";
import { byHang, byLeak } from "./priors.ts";
import { comparable, type Observed, type Profile, type Profiles, squeezed } from "./profiles.ts";
import { nothing, type Resemblance, together } from "./signs.ts";
import { handlerAtWork, partsAtWork, partsOfSpinning, subsystemOfApplet, threadAtWork } from "./work.ts";

/** What of an incident is compared, gathered once. */
export interface Traits {
  readonly incident: Incident;
  /** Functions of the crashing thread that may tell something, innermost first. */
  readonly stack: readonly { readonly name: string; readonly at: LogPlace }[];
  readonly expression: string | undefined;
  /** Everything that was read from the lines. */
  readonly text: string;
  readonly applets: ReadonlySet<string>;
  readonly release: Release | undefined;
}

/** Names alone, of what the fix changed or who calls that, never name an advisory: many defects lie in one function. */
const mostByNames = 0.45;
/** Both ends of a double free are known and fit. */
const pairStrength = 0.55;
/** Frames count less the further they are from the crash. */
const fading = 0.4;
/** Weight of matching frames that makes a stack as good as recognised. */
const enough = 2.6;
/** Weight of names near the fix, of which no more is needed. */
const enoughNames = 1.2;
/** Names alone count less for a defect that no GitHub issue is about: hardly anybody ran into it. */
const unreportedFactor = 0.8;
/** The watchdog strikes anywhere below what loops: of a hang, names that only lead there tell as much. */
const hangFactor = 2;
/** What each issue, of two at most, adds where only the part of HAProxy is known. */
const perIssue = 0.03;
/** What a stack is worth that was reported with nothing but functions in which crashes only meet. */
const onlyShared = 0.5;
/** How much each further defect that breaks a condition takes from what it tells. */
const sharing = 0.25;
/** The same condition was broken, but none of the functions that were reported is in the stack. */
const elsewhereFactor = 0.6;
/** A crash of the same kind was reported from the very release, or from its branch. */
const sameReleaseStrength = 0.12;
const sameBranchStrength = 0.05;

export function traitsOf(incident: Incident, release: Release | undefined): Traits {
  const stack = stackOf(incident);
  const applets = incident.threads.flatMap(({ task }) => task?.applet ?? []);
  const text = incident.facts.map((fact) => fact.text).join("\n");
  for (const [, applet = ""] of text.matchAll(/<([A-Z][A-Z_]{2,})>/g)) applets.push(applet);
  return {
    incident,
    stack,
    expression: squeezed(incident.bugCondition?.expression),
    text,
    applets: new Set(applets.map((name) => name.replace(/[<>]/g, ""))),
    release,
  };
}

/** The function of the stuck thread's task, or of what was spinning, runs below everything that its stack shows, if it shows any. */
function stackOf(incident: Incident): Traits["stack"] {
  const stack = tellingFrames(incident).flatMap(({ function: name, at }) => (name === undefined ? [] : [{ name: comparable(name), at }]));
  const handler = handlerAtWork(incident);
  if (handler === undefined || tellsNothing(handler.name) || stack.some(({ name }) => name === handler.name)) return stack;
  return [...stack, handler];
}

/** Where the handler of a signal crashed itself, its own frames tell and what it had interrupted does not. */
function tellingFrames({ frames }: Incident): Incident["frames"] {
  const handler = frames.findIndex(({ text }) => text === "<signal handler called>");
  return handler > 0 ? frames.slice(0, handler) : frames.filter(({ function: name }) => name === undefined || !tellsNothing(name));
}

export function resemblance(profile: Profile, traits: Traits, profiles: Profiles): Resemblance {
  const observed = profile.observed.map((one) => likeObserved(one, traits, profiles));
  const best = observed.reduce<Resemblance>((a, b) => (b.strength > a.strength ? b : a), nothing);
  const pair = byPool(profile, traits);
  const telling = [best, byExpression(profile, traits, profiles), byMessages(profile, traits, profiles)];
  const names = [byNames(profile, traits, profiles), bySubsystem(profile, traits, profiles), byRelease(profile, traits)];
  names.push(byHang(profile, traits.incident, traits.stack), byLeak(profile, traits.incident, traits.release));
  if (pair.strength >= pairStrength) telling.push(pair);
  else names.push(pair);
  const byNameAlone = together(names);
  const strength = byNameAlone.strength * (profile.issues > 0 ? 1 : unreportedFactor);
  return together([...telling, { ...byNameAlone, strength: Math.min(mostByNames, strength) }]);
}

/** A crash that somebody reported: every part that both have must agree. */
function likeObserved({ observation, messages }: Observed, traits: Traits, profiles: Profiles): Resemblance {
  const parts: Resemblance[] = [];
  const { incident } = traits;
  if (observation.expression !== undefined) {
    if (traits.expression !== squeezed(observation.expression)) return nothing;
    const strength = sameFile(observation.file, incident.bugCondition?.file) ? 0.7 : 0.4;
    parts.push({ strength: strength / sharedBy(profiles.breaking(traits.expression ?? "")), evidence: [] });
  } else if (traits.expression !== undefined) return nothing;
  if (observation.caller !== undefined && incident.pool !== undefined) {
    if (observation.caller !== incident.pool.caller) return nothing;
    const pair = observation.freedBy !== undefined && observation.freedBy === incident.pool.freedBy;
    parts.push({ strength: pair ? 0.85 : 0.6, evidence: [] });
  }
  const stack = stackLikeness(observation.frames, traits, profiles);
  parts.push({ strength: stack * 0.85, evidence: [] });
  if (observation.applet !== undefined && traits.applets.size > 0) {
    if (!traits.applets.has(observation.applet)) return nothing;
    parts.push({ strength: 0.4, evidence: [] });
  }
  const said = observation.messages.filter((_, i) => messages[i]?.test(traits.text));
  if (said.length > 0) parts.push({ strength: 0.35 / profiles.sharing(said), evidence: [] });
  const { strength } = together(parts);
  const elsewhere = stack === 0 && observation.frames.some((name) => !isSharedVictim(name)) && traits.stack.length > 0;
  const factor = (sameKind(observation.kind, incident.kind) ? 1 : 0.75) * (elsewhere ? elsewhereFactor : 1);
  const source = plain(observation.source);
  // a commit stands for a crash as its author tells it, or as its code has it
  const says = observation.source.startsWith("#")
    ? l10n.t("it looks like the crash reported in {0}", source)
    : l10n.t("it looks like a crash from the defect that {0} repairs", source);
  const places = traits.stack.filter(({ name }) => observation.frames.includes(name)).map(({ at }) => at);
  return { strength: strength * factor, evidence: strength < 0.2 ? [] : [{ says, places: [incident.headline, ...places] }] };
}

/** What a report calls a crash, without naming the signal, may be any of these. */
const plainCrashes: ReadonlySet<IncidentKind> = new Set(["segfault", "abort", "illegal-instruction", "heap-corruption", "sanitizer"]);

function sameKind(a: IncidentKind, b: IncidentKind): boolean {
  return a === b || covers(a, b) || covers(b, a);
}

/** A debugger shows but the abort with which the watchdog ends the process. */
function covers(vague: IncidentKind, kind: IncidentKind): boolean {
  return (vague === "crash" && plainCrashes.has(kind)) || (vague === "abort" && kind === "watchdog");
}

/** Functions in the same order, weighted by rarity and by how near they are to the crash; 1 where all of the shorter stack is met. */
function stackLikeness(frames: readonly string[], { stack, incident }: Traits, profiles: Profiles): number {
  const weights = frames.map((name, i) => profiles.rarity(name) / (1 + fading * i));
  const reported = weights.reduce((sum, weight) => sum + weight, 0);
  const seen = stack.reduce((sum, { name }, i) => sum + profiles.rarity(name) / (1 + fading * i), 0);
  // where in a loop the watchdog strikes is chance; of other crashes the innermost functions tell most, on either side
  const hangs = incident.kind === "watchdog";
  let from = 0;
  let met = 0;
  frames.forEach((name, i) => {
    const at = stack.findIndex((frame, k) => k >= from && frame.name === name);
    if (at < 0) return;
    from = at + 1;
    met += hangs ? (weights[i] as number) : profiles.rarity(name) / (1 + fading * Math.max(i, at));
  });
  if (met === 0) return 0;
  const alone = frames.every((name) => isSharedVictim(name)) ? onlyShared : 1;
  // both stacks may be cut, but what is there must mostly agree
  return Math.min(1, met / Math.max(Math.min(reported, seen), 1e-9)) * Math.min(1, met / enough) ** 0.5 * alone;
}

/** A condition that several defects break tells less of each. */
function sharedBy(count: number): number {
  return 1 + sharing * (count - 1);
}

function byExpression({ signature }: Profile, { expression, incident }: Traits, profiles: Profiles): Resemblance {
  if (expression === undefined) return nothing;
  const same = signature.expressions.find((known) => squeezed(known.expression) === expression);
  if (same === undefined) return nothing;
  const says = l10n.t("the condition {0} is the one that this defect breaks", plain(same.expression));
  const strength = same.file === undefined || sameFile(same.file, incident.bugCondition?.file) ? 0.6 : 0.3;
  return { strength: strength / sharedBy(profiles.breaking(expression)), evidence: [{ says, places: [incident.headline] }] };
}

/** The pair of who handed an item back and who had freed it before is nearly unique; the pool's name says nothing. */
function byPool({ near }: Profile, { incident: { pool, headline } }: Traits): Resemblance {
  const [caller, freedBy] = [pool?.caller, pool?.freedBy].map((name) =>
    name !== undefined && (near.get(name) ?? 0) >= 0.8 ? name : undefined,
  );
  if (caller === undefined) return nothing;
  if (freedBy === undefined) {
    const says = l10n.t("the item was handed back by {0}, which the fix concerns", plain(caller));
    return { strength: 0.3, evidence: [{ says, places: [headline] }] };
  }
  const says = l10n.t(
    "the item was handed back by {0} and had been freed by {1}, which the fix both concerns",
    plain(caller),
    plain(freedBy),
  );
  return { strength: pairStrength, evidence: [{ says, places: [headline] }] };
}

function byMessages({ messages, signature }: Profile, { text, incident }: Traits, profiles: Profiles): Resemblance {
  const met = signature.messages.filter((_, i) => messages[i]?.test(text));
  if (met.length === 0) return nothing;
  const says = l10n.t("the log has a line that this defect prints");
  return { strength: 0.35 / profiles.sharing(met), evidence: [{ says, places: [incident.headline] }] };
}

/** Functions of the stack that the fix changed, or that lead there. */
function byNames({ near, advisory }: Profile, { stack, incident }: Traits, profiles: Profiles): Resemblance {
  const hangs = incident.kind === "watchdog" && advisory.effect === "hang";
  let sum = 0;
  const places: LogPlace[] = [];
  const named: string[] = [];
  stack.forEach(({ name, at }, i) => {
    const weight = near.get(name);
    if (weight === undefined) return;
    sum += (weight * profiles.rarity(name) * (hangs && !isSharedVictim(name) ? hangFactor : 1)) / (1 + fading * i);
    if (weight < 0.3) return;
    places.push(at);
    if (!named.includes(name)) named.push(name);
  });
  if (sum === 0) return nothing;
  const says = l10n.t("the stack passes through {0}, near what the fix changed", named.slice(0, 3).map(plain).join(l10n.t(", ")));
  return { strength: mostByNames * Math.min(1, sum / enoughNames), evidence: named.length === 0 ? [] : [{ says, places }] };
}

/** Nothing but the part of HAProxy that crashed: enough to put its defects before others. */
function bySubsystem({ advisory, issues }: Profile, { stack, applets: seen, incident }: Traits, profiles: Profiles): Resemblance {
  const frame = stack.find(({ name }) => profiles.subsystemOf(name) !== undefined);
  const byApplet = [...seen].some((applet) => subsystemOfApplet(applet) === advisory.subsystem);
  const thread = threadAtWork(incident);
  const parts = thread === undefined ? partsOfSpinning(incident) : partsAtWork(thread);
  const byWork = parts.includes(advisory.subsystem);
  if (!byApplet && !byWork && (frame === undefined || profiles.subsystemOf(frame.name) !== advisory.subsystem)) return nothing;
  const says = l10n.t("the crash is in the same part of HAProxy: {0}", advisory.subsystem);
  return {
    strength: (byApplet ? 0.15 : 0.1) + perIssue * Math.min(2, issues),
    evidence: [{ says, places: [frame?.at ?? (byWork && thread !== undefined ? thread.at : incident.headline)] }],
  };
}

/** Somebody reported the same kind of crash from this release: of little weight, but it may be all there is. The branch alone is not. */
function byRelease({ observed }: Profile, { release, stack, incident: { kind, headline } }: Traits): Resemblance {
  if (release === undefined) return nothing;
  const name = releaseName(release);
  const alike = observed.flatMap(({ observation }) => (sameKind(observation.kind, kind) ? [observation] : []));
  const same = alike.find((one) => one.release === name);
  const near = same ?? alike.find((one) => stack.length > 0 && one.release?.startsWith(`${release.branch}.`) === true);
  if (near?.release === undefined) return nothing;
  const says = l10n.t("the crash reported in {0} was of {1}", plain(near.source), plain(near.release));
  return { strength: same === undefined ? sameBranchStrength : sameReleaseStrength, evidence: [{ says, places: [headline] }] };
}

function sameFile(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && (a.endsWith(b) || b.endsWith(a)) && b !== "";
}
