/** The mappings of a process, as `/proc/PID/maps` lists them: how many, of what, and the marks of an allocator on a strict machine. */

export interface MapsSummary {
  /** Line of the first mapping, from 0. */
  readonly line: number;
  /** Mappings that count against vm.max_map_count: all but the vsyscall page. */
  readonly count: number;
  readonly bytes: number;
  readonly kinds: Readonly<Record<MappingKind, number>>;
  /** Pieces without access between writable ones: what an allocator cuts out of memory that must not stay writable. */
  readonly holes: number;
  /** jemalloc is loaded as a library. */
  readonly jemalloc: boolean;
}

export type MappingKind = "heap" | "anonymous" | "stacks" | "guards" | "libraries" | "program" | "files" | "kernel";

/** Fewer are a quotation, no list of the mappings of a process. */
export const fewestMappings = 8;

interface Mapping {
  readonly start: number;
  readonly end: number;
  readonly access: string;
  readonly inode: string;
  readonly path: string;
}

/** Default of vm.max_map_count: 65535 less the few headers that a core file needs besides. */
export const defaultMapCount = 65530;

/** A process at the default limit has a list of about 6 MB. */
const largest = 30_000_000;
const quick = /^[0-9a-f]{4,16}-[0-9a-f]{4,16} [r-][w-][x-][ps] /m;
const form = /^([0-9a-f]+)-([0-9a-f]+) ([r-][w-][x-][ps]) [0-9a-f]+ [0-9a-f]+:[0-9a-f]+ (\d+)\s*(.*)$/;

/** Undefined where the text holds no list of mappings. */
export function readMaps(text: string): MapsSummary | undefined {
  if (text.length > largest || !quick.test(text)) return undefined;
  const mappings: Mapping[] = [];
  let line = -1;
  text.split("\n").forEach((words, number) => {
    const parts = form.exec(words.trimEnd());
    if (parts === null) return;
    if (line < 0) line = number;
    const [, start = "", end = "", access = "", inode = "", path = ""] = parts;
    mappings.push({ start: Number.parseInt(start, 16), end: Number.parseInt(end, 16), access, inode, path });
  });
  if (line < 0) return undefined;
  const counted = mappings.filter(({ path }) => path !== "[vsyscall]");
  const kinds: Record<MappingKind, number> = { heap: 0, anonymous: 0, stacks: 0, guards: 0, libraries: 0, program: 0, files: 0, kernel: 0 };
  let holes = 0;
  let bytes = 0;
  counted.forEach((mapping, i) => {
    const kind = kindOf(mapping, counted[i - 1], counted[i + 1]);
    kinds[kind]++;
    bytes += mapping.end - mapping.start;
    if (isHole(mapping, counted[i - 1], counted[i + 1])) holes++;
  });
  return { line, count: counted.length, bytes, kinds, holes, jemalloc: counted.some(({ path }) => /jemalloc/.test(path)) };
}

function kindOf(mapping: Mapping, before: Mapping | undefined, next: Mapping | undefined): MappingKind {
  const { path } = mapping;
  if (path === "[heap]") return "heap";
  if (path.startsWith("[stack") || (before !== undefined && isGuard(before, mapping))) return "stacks";
  if (isNameless(mapping)) return isGuard(mapping, next) ? "guards" : "anonymous";
  if (path.startsWith("[")) return "kernel";
  if (/\/haproxy[^/]*$/.test(path)) return "program";
  return /\.so(?:\.|$)/.test(path) ? "libraries" : "files";
}

function isNameless({ path, inode }: Mapping): boolean {
  return path.startsWith("[anon") || (path === "" && inode === "0");
}

const page = 4096;
/** Stacks of threads have megabytes. */
const smallestStack = 256 * 1024;
/** glibc reserves a region of this size for each arena and makes it writable from its start on. */
const arena = 64 * 1024 * 1024;

/** One page without access below the stack of a thread. */
function isGuard(mapping: Mapping, next: Mapping | undefined): boolean {
  if (!isNameless(mapping) || !mapping.access.startsWith("---") || mapping.end - mapping.start > 16 * page) return false;
  return next?.start === mapping.end && isNameless(next) && next.access.startsWith("rw") && next.end - next.start >= smallestStack;
}

/** A piece without access right between writable nameless ones, which is neither a guard page nor the rest of an arena of glibc. */
function isHole(mapping: Mapping, before: Mapping | undefined, next: Mapping | undefined): boolean {
  if (!isNameless(mapping) || !mapping.access.startsWith("---") || before === undefined || next === undefined) return false;
  if (before.end !== mapping.start || next.start !== mapping.end || isGuard(mapping, next)) return false;
  if (before.start % arena === 0 && mapping.end - before.start === arena) return false;
  return [before, next].every((one) => isNameless(one) && one.access.startsWith("rw"));
}
