/** One setting of the machine, the service or the container that HAProxy runs in, as some file states it. */
import type { Span } from "../syntax/span.ts";

/** Names of the kernel and of systemd; what compose and Kubernetes call otherwise has systemd's name too. */
export type SettingName =
  | "vm.overcommit_memory"
  | "vm.max_map_count"
  | "LimitNOFILE"
  | "LimitAS"
  | "MemoryMax"
  | "OOMScoreAdjust"
  | "WatchdogSec"
  | "User"
  | "LD_PRELOAD"
  | "MALLOC_CONF"
  | "image";

export interface MachineSetting {
  readonly name: SettingName;
  readonly value: string;
  /** From 0. */
  readonly line: number;
  /** The value, without quotes. */
  readonly span: Span;
  /** What HAProxy alone is given; else it is the machine's. */
  readonly own: boolean;
  /** A command printed it: an edit of this text would change nothing. */
  readonly printed?: boolean;
  /** The limit of a process that runs, after it has raised it. */
  readonly inForce?: boolean;
}

/** Larger files are no configuration that a person wrote. */
export const largestMachineText = 400_000;

/** Bytes of "512M", "1G", "64Mi", "1.5g", "67108864"; undefined for "infinity", percentages and what is no size. */
export function bytesIn(text: string): number | undefined {
  const parts = /^(\d+(?:\.\d+)?)\s*([kKmMgGtT]?)(?:i?[bB]?)$/.exec(text.trim());
  if (!parts) return undefined;
  const power = ["", "k", "m", "g", "t"].indexOf((parts[2] as string).toLowerCase());
  return Number(parts[1]) * 1024 ** power;
}

/** The soft limit of "65536", "1024:65536"; infinity is Infinity. */
export function limitIn(text: string): number | undefined {
  const [soft = ""] = text.trim().split(":");
  if (/^(?:infinity|unlimited|-1)$/i.test(soft)) return Number.POSITIVE_INFINITY;
  const bytes = /^\d+$/.test(soft) ? Number(soft) : bytesIn(soft);
  return bytes;
}
