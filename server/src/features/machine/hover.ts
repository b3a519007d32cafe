/** What a setting of the machine means for HAProxy, with the arithmetic. */
import * as l10n from "@vscode/l10n";
import { findAdvisory } from "../../knowledge/knowledge.ts";
import { defaultMapCount } from "../../machine/maps.ts";
import { bytesIn, limitIn, type MachineSetting, type SettingName } from "../../machine/setting.ts";
import { touches } from "../../syntax/span.ts";
import { knownAs } from "../advice.ts";
import type { HoverOptions, Note } from "../hover/configHover.ts";
import { type AboveMachine, megabytes } from "./findings.ts";

/** `threads`: nbthread of the configuration above, where it says so. */
export interface MachineHoverOptions extends Pick<HoverOptions, "link"> {
  readonly above: AboveMachine & { readonly threads: number | undefined };
}

export function machineHover(
  settings: readonly MachineSetting[],
  line: number,
  column: number,
  { above, link }: MachineHoverOptions,
): Note | undefined {
  const setting = settings.find((one) => one.line === line && touches({ start: 0, end: one.span.end }, column));
  if (setting === undefined || (!setting.own && !above.present)) return undefined;
  const note = notes[setting.name]?.(setting.value, above);
  if (note === undefined) return undefined;
  const advisory = findAdvisory(pages[setting.name] ?? "");
  const parts = [
    `**\`${setting.name}\`**`,
    note,
    ...(advisory === undefined ? [] : [`[${knownAs(advisory)}: ${advisory.id}](${link(advisory)})`]),
  ];
  return { markdown: parts.join("\n\n"), span: { start: 0, end: setting.span.end } };
}

const pages: Readonly<Partial<Record<SettingName, string>>> = {
  "vm.overcommit_memory": "jemalloc-map-count",
  "vm.max_map_count": "jemalloc-map-count",
  LD_PRELOAD: "jemalloc-map-count",
  MALLOC_CONF: "jemalloc-map-count",
  LimitNOFILE: "descriptor-limit",
  LimitAS: "memory-limit",
  MemoryMax: "oom-kill",
  OOMScoreAdjust: "oom-kill",
  WatchdogSec: "killed-from-outside",
};

type Explaining = (value: string, above: MachineHoverOptions["above"]) => string | undefined;

const notes: Readonly<Partial<Record<SettingName, Explaining>>> = {
  "vm.overcommit_memory": (value) =>
    value === "2"
      ? l10n.t(
          "Strict: the kernel promises no more than CommitLimit = (memory - huge pages) x vm.overcommit_ratio / 100 + swap; 50 percent by default. On 64 GB without swap that is 32 GB for all processes, whatever is free. Memory that jemalloc frees may not stay writable, so each hole splits a mapping: two more.",
        )
      : l10n.t(
          "The kernel promises more memory than there is (0: as far as it makes sense, 1: always). jemalloc keeps freed memory in one piece.",
        ),
  "vm.max_map_count": (value, { threads }) => mappings(value, threads),
  LD_PRELOAD: (value) =>
    value.includes("jemalloc")
      ? l10n.t(
          "jemalloc serves all memory of this process: four arenas for each CPU, each with mappings of its own. Where vm.overcommit_memory is 2 they are cut to pieces.",
        )
      : undefined,
  MALLOC_CONF: () =>
    l10n.t(
      "Options of jemalloc. `dirty_decay_ms` and `muzzy_decay_ms` say how long freed memory waits before it is given back: longer means fewer holes; `narenas` bounds the arenas.",
    ),
  LimitNOFILE: (value, { maxconn }) => descriptorNote(limitIn(value), maxconn),
  LimitAS: () =>
    l10n.t(
      "Bounds the addresses of the process. Each thread reserves a stack (8 MB) and, with glibc, an arena (64 MB), however little it uses.",
    ),
  MemoryMax: (value, { maxconn }) => memoryNote(bytesIn(value), maxconn),
  OOMScoreAdjust: () => l10n.t("-1000 (never) to 1000 (first): how readily the kernel ends this process where memory runs out."),
  WatchdogSec: () =>
    l10n.t("systemd expects a sign of life that often. HAProxy sends none; it has a watchdog of its own for threads that hang."),
};

/** A mapping for stack and guard page of each thread, and the arenas of jemalloc, four for each CPU. */
function mappings(value: string, threads: number | undefined): string | undefined {
  if (!/^\d+$/.test(value)) return undefined;
  const limit = Number(value);
  const pattern = Math.round((limit / 2) * 92 * 1024);
  const parts = [
    l10n.t("Mappings that each process may have; {0} by default.", defaultMapCount),
    l10n.t(
      "Without holes HAProxy needs a few hundred. With jemalloc and vm.overcommit_memory=2 each hole costs two: {0} holes, or {1} MB in pieces of 84 KB with holes of 8 KB.",
      Math.floor(limit / 2),
      megabytes(pattern),
    ),
  ];
  if (threads !== undefined && threads > 0)
    parts.push(
      l10n.t(
        "{0} threads: {1} mappings for stacks and guard pages, about {2} arenas of jemalloc, {3} mappings for each.",
        threads,
        2 * threads,
        4 * threads,
        Math.floor((limit - 2 * threads) / (4 * threads)),
      ),
    );
  return parts.join(" ");
}

function descriptorNote(limit: number | undefined, maxconn: number | undefined): string | undefined {
  if (limit === undefined) return undefined;
  if (maxconn !== undefined)
    return l10n.t(
      "maxconn {0} needs about {1} descriptors: two for each connection, and some for listeners and checks.",
      maxconn,
      2 * maxconn + 100,
    );
  return l10n.t("Without maxconn in global HAProxy derives it from this limit, and reserves an entry of a table for each descriptor.");
}

function memoryNote(limit: number | undefined, maxconn: number | undefined): string | undefined {
  if (limit === undefined) return undefined;
  const room = Math.floor(limit / (33 * 1024));
  return maxconn === undefined
    ? l10n.t("{0} MB hold about {1} connections at 33 KB each, without TLS, caches and old workers after reloads.", megabytes(limit), room)
    : l10n.t(
        "maxconn {0} at 33 KB each is {1} MB, of {2} MB allowed; TLS, caches and old workers after reloads come on top.",
        maxconn,
        megabytes(maxconn * 33 * 1024),
        megabytes(limit),
      );
}
