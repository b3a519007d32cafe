/** Facts of the machine and the environment that may stand behind a crash, under names of ours that clues ask for. */
import type { BuildFact } from "./incident.ts";
import { matchPattern } from "./patterns.ts";

/** Patterns of lines, and the fact that each gives. */
const lineFacts = [
  ["kernel.hw", "hardware error"],
  ["kernel.hw.fatal", "fatal hardware error"],
  ["machine.stall", "stalled machine"],
  ["machine.clock", "clock jump"],
  ["machine.oom", "killed for memory"],
  ["machine.stop", "stop timed out"],
  ["start.descriptors", "no memory for descriptors"],
] as const;

/** As many descriptors as no proxy needs: what a container runtime calls unlimited. The table of them alone takes gigabytes. */
const hugeLimit = 10_000_000;

/** What a single line states: "vm.max_map_count=65530", "hardware error". */
export function factsOfLine(text: string): readonly string[] {
  const sysctl = matchPattern("machine.sysctl", text);
  const limit = matchPattern("machine.files", text);
  return [
    ...(sysctl ? [`${sysctl[1]}=${sysctl[2]}`] : []),
    ...(limit && isHuge(limit[1] as string) ? ["huge descriptor limit"] : []),
    ...lineFacts.flatMap(([pattern, fact]) => (matchPattern(pattern, text) ? [fact] : [])),
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
