/** Findings on the machine below a HAProxy of the workspace: kernel, unit, container. Each is a fact of the catalogue. */
import * as l10n from "@vscode/l10n";
import { findAdvisory, knowledge } from "../../knowledge/knowledge.ts";
import { compareReleases, readRelease, releaseName } from "../../knowledge/release.ts";
import { newestRelease, standingOf } from "../../knowledge/standing.ts";
import { haproxyImage } from "../../machine/image.ts";
import { defaultMapCount } from "../../machine/maps.ts";
import { bytesIn, limitIn, type MachineSetting, type SettingName } from "../../machine/setting.ts";
import { plain } from "../../syntax/plain.ts";
import { severalBugs } from "../catalogueFindings.ts";
import { canCrash } from "../exposureSummary.ts";
import type { Finding, Severity } from "../finding.ts";

/** What is known of the HAProxy that runs there. */
export interface AboveMachine {
  /** A HAProxy is in the workspace: a configuration, a unit, an image. */
  readonly present: boolean;
  /** `maxconn` of the global section, where one configuration alone is open. */
  readonly maxconn: number | undefined;
  /** Codes that the workspace accepts. */
  readonly ignored: readonly string[];
}

/** A finding, and the value that would end it. */
export interface MachineFinding extends Finding {
  readonly setting: MachineSetting;
  readonly instead: string | undefined;
}

type Said = { readonly code: string; readonly severity: Severity; readonly message: string; readonly instead?: string };

/** In the order of the settings. */
export function machineFindings(uri: string, settings: readonly MachineSetting[], above: AboveMachine): readonly MachineFinding[] {
  return settings.flatMap((setting) => {
    if (!setting.own && !above.present) return [];
    const said = rules[setting.name]?.(setting, settings, above);
    if (said === undefined || above.ignored.includes(said.code)) return [];
    const { instead: better, ...finding } = said;
    const instead = setting.printed === true ? undefined : better;
    const url = findAdvisory(said.code)?.issueUrl;
    return [{ ...finding, uri, line: setting.line, span: setting.span, url, setting, instead }];
  });
}

type Rule = (setting: MachineSetting, all: readonly MachineSetting[], above: AboveMachine) => Said | undefined;

const rules: Readonly<Partial<Record<SettingName, Rule>>> = {
  "vm.overcommit_memory": strictHost,
  "vm.max_map_count": fewMappings,
  LimitNOFILE: descriptors,
  LimitAS: addressSpace,
  MemoryMax: memory,
  OOMScoreAdjust: victim,
  WatchdogSec: watchdog,
  image: oldImage,
};

function valueOf(settings: readonly MachineSetting[], name: SettingName): string | undefined {
  return settings.find((one) => one.name === name)?.value;
}

/** Certain only where the limit of mappings is known to be low as well. */
function strictHost({ value }: MachineSetting, all: readonly MachineSetting[]): Said | undefined {
  if (value !== "2") return undefined;
  const maps = Number(valueOf(all, "vm.max_map_count") ?? Number.NaN);
  const message = l10n.t(
    "the kernel does not overcommit: with jemalloc each hole in freed memory costs HAProxy two mappings, and at vm.max_map_count ({0}) allocations fail while memory is free",
    Number.isNaN(maps) ? l10n.t("{0} by default", defaultMapCount) : maps,
  );
  return { code: "jemalloc-map-count", severity: maps <= defaultMapCount ? "warning" : "information", message, instead: "0" };
}

/** Proposed limit: four times the default. */
const moreMappings = "262144";

function fewMappings({ value }: MachineSetting, all: readonly MachineSetting[]): Said | undefined {
  const count = Number(value);
  const strict = valueOf(all, "vm.overcommit_memory") === "2";
  if (!/^\d+$/.test(value) || count > defaultMapCount || (count === defaultMapCount && !strict)) return undefined;
  const message = strict
    ? l10n.t(
        "{0} mappings for each process is little on a machine that does not overcommit: jemalloc gets there with {1} holes",
        count,
        Math.floor(count / 2),
      )
    : l10n.t("{0} mappings for each process is less than the default of {1}", count, defaultMapCount);
  return { code: "jemalloc-map-count", severity: strict ? "warning" : "information", message, instead: moreMappings };
}

/** From here on a table with an entry for each descriptor takes gigabytes. */
const hugeLimit = 100_000_000;

function descriptors({ value, inForce }: MachineSetting, all: readonly MachineSetting[], { maxconn }: AboveMachine): Said | undefined {
  const limit = limitIn(value);
  if (limit === undefined) return undefined;
  if (limit >= hugeLimit && maxconn === undefined)
    return {
      code: "descriptor-limit",
      severity: "information",
      message: l10n.t(
        "without maxconn in global HAProxy reserves memory for as many descriptors as this allows: set maxconn, or a limit that fits",
      ),
      instead: "1048576",
    };
  // root raises its own limit
  const user = valueOf(all, "User");
  const needed = maxconn === undefined ? 0 : 2 * maxconn + 100;
  const staysSo = inForce === true || (user !== undefined && user !== "root");
  if (!staysSo || limit >= needed) return undefined;
  const message = l10n.t("{0} descriptors are too few for maxconn {1}: two for each connection, and some more", limit, maxconn ?? 0);
  return { code: "descriptor-limit", severity: "information", message, instead: String(needed + 900) };
}

function addressSpace({ value }: MachineSetting): Said | undefined {
  const limit = limitIn(value);
  if (limit === undefined || limit === Number.POSITIVE_INFINITY) return undefined;
  const message = l10n.t(
    "this bounds addresses, not memory: stacks and arenas of threads reserve far more than they use, and allocations fail early",
  );
  return { code: "memory-limit", severity: "information", message, instead: "infinity" };
}

/** Bytes of a connection with its two buffers. */
const perConnection = 33 * 1024;

function memory({ value }: MachineSetting, _: readonly MachineSetting[], { maxconn }: AboveMachine): Said | undefined {
  const limit = bytesIn(value);
  if (limit === undefined || maxconn === undefined) return undefined;
  const needed = maxconn * perConnection;
  if (limit >= needed) return undefined;
  const message = l10n.t(
    "maxconn {0} may need {1} MB for its buffers alone, more than the {2} MB allowed here",
    maxconn,
    megabytes(needed),
    megabytes(limit),
  );
  return { code: "oom-kill", severity: "information", message };
}

export function megabytes(bytes: number): number {
  return Math.round(bytes / 1024 ** 2);
}

function victim({ value }: MachineSetting): Said | undefined {
  if (!/^[1-9]\d*$/.test(value)) return undefined;
  const message = l10n.t("where memory runs out the kernel picks HAProxy before others: a load balancer had better be below 0");
  return { code: "oom-kill", severity: "information", message, instead: "-500" };
}

/** HAProxy tells systemd that it is ready, reloads and stops (src/systemd.c), never that it is alive. */
function watchdog({ value }: MachineSetting): Said | undefined {
  if (/^0(?:s|ms|min|h)?$|^infinity$/.test(value)) return undefined;
  const message = l10n.t("HAProxy never answers the watchdog of systemd: it is killed after {0}, again and again", plain(value));
  return { code: "killed-from-outside", severity: "warning", message, instead: "0" };
}

/** A tag that names a whole release, with fewer fixes than the newest of its branch. */
function oldImage({ value }: MachineSetting): Said | undefined {
  const tag = haproxyImage(value)?.tag ?? "";
  const read = readRelease(tag);
  if (read === undefined || !("release" in read) || read.release.development !== undefined) return undefined;
  const { release } = read;
  const newest = newestRelease(release.branch);
  if (newest === undefined || compareReleases(release, newest) >= 0) return undefined;
  const open = knowledge.advisories.filter((advisory) => canCrash(advisory) && standingOf(advisory, release).state === "affected");
  const fixed = open.filter((advisory) => standingOf(advisory, newest).state !== "affected");
  if (fixed.length === 0) return undefined;
  const message = l10n.t(
    "HAProxy {0} has {1} known bugs that can crash or hang it and that {2} no longer has",
    releaseName(release),
    fixed.length,
    releaseName(newest),
  );
  const suffix = /^v?\d+\.\d+(?:\.\d+)?(-[a-z].*)?$/.exec(tag)?.[1] ?? "";
  const instead = `${value.slice(0, value.lastIndexOf(tag))}${releaseName(newest)}${suffix}`;
  // a digest belongs to the tag: nobody can tell that of another one
  return { code: severalBugs, severity: "information", message, ...(!value.includes("@") && { instead }) };
}
