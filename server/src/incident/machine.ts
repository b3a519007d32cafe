/** Facts of the machine and the environment that may stand behind a crash, under names of ours that clues ask for. */
import type { BuildFact } from "./incident.ts";
import { matchPattern } from "./patterns.ts";

/** Texts of a line that states a fact, the pattern that it must match, and the fact. */
const lineFacts = [
  [["[Hardware Error]", "EDAC ", "achine check", "Memory failure"], "kernel.hw", "hardware error"],
  [["hardware memory"], "kernel.hw.fatal", "fatal hardware error"],
  [["soft lockup", "detected stall", "self-detected"], "machine.stall", "stalled machine"],
  [["timekeeping watchdog", "Clock change", "time jump", "suspend entry"], "machine.clock", "clock jump"],
  [["OOMKilled", "OOM killer", "oom-kill'"], "machine.oom", "killed for memory"],
  [["stop-sigterm"], "machine.stop", "stop timed out"],
  [["Watchdog timeout"], "machine.watchdog", "service watchdog"],
  [["Not enough memory to allocate"], "start.descriptors", "no memory for descriptors"],
] as const;

/** Of these lines the text itself is the fact. */
const valueLiterals = ["vm.overcommit_memory", "vm.max_map_count", "Max open files", "LimitNOFILE", "open files "] as const;

/** Without one of these a line states nothing. */
export const machineLiterals: readonly string[] = [...lineFacts.flatMap(([literals]) => literals), ...valueLiterals];

/** As many descriptors as no proxy needs: what a container runtime calls unlimited. The table of them alone takes gigabytes. */
const hugeLimit = 10_000_000;

/** What a single line states: "vm.max_map_count=65530", "hardware error". */
export function factsOfLine(text: string): readonly string[] {
  const holds = (literals: readonly string[]) => literals.some((literal) => text.includes(literal));
  const states = lineFacts.flatMap(([literals, pattern, fact]) => (holds(literals) && matchPattern(pattern, text) ? [fact] : []));
  if (!holds(valueLiterals)) return states;
  const sysctl = matchPattern("machine.sysctl", text);
  const limit = matchPattern("machine.files", text);
  return [
    ...states,
    ...(sysctl ? [`${sysctl[1]}=${sysctl[2]}`] : []),
    ...(limit && isHuge(limit[1] as string) ? ["huge descriptor limit"] : []),
  ];
}

/** What the values of `haproxy -vv`, `show info` and a panic tell together. */
export function factsOfBuild(build: ReadonlyMap<string, BuildFact>): readonly string[] {
  const value = (name: string) => build.get(name)?.text ?? "";
  const limits = ["Ulimit-n", "Maxsock", "fd limit (soft)"].map(value);
  const memory = Number(value("Memmax_MB")) > 0 || /(?:^|\s)-m[= ]?\d/.test(value("cmdline"));
  return [
    ...(limits.some(isHuge) ? ["huge descriptor limit"] : []),
    ...(memory ? ["memory limit"] : []),
    ...(mismatched(build) ? ["library mismatch"] : []),
  ];
}

function isHuge(limit: string): boolean {
  return /^(?:unlimited|infinity)\b/.test(limit) || Number.parseInt(limit, 10) >= hugeLimit;
}

/** A library of another series than the one that HAProxy was compiled against: its first two numbers differ. */
function mismatched(build: ReadonlyMap<string, BuildFact>): boolean {
  return [...build.keys()].some((name) => {
    const library = /^Built with (.+) version$/.exec(name)?.[1];
    const built = library && series(build.get(name)?.text);
    const running = library && series(build.get(`Running on ${library} version`)?.text);
    return built && running && built !== running;
  });
}

function series(text: string | undefined): string | undefined {
  return /\b(\d+\.\d+)/.exec(text ?? "")?.[1];
}
