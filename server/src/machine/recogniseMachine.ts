/** Tells texts that say something of a machine by their names and contents; stands alone, so that a client can ask before a server runs. */

/** Files of the machine, and what commands print of it. */
export type MachineKind = "sysctl" | "unit" | "dockerfile" | "manifest" | PrintedKind;
/** `systemctl cat`, `systemctl show`, files under /proc/sys, /proc/PID/limits. */
export type PrintedKind = "shown-unit" | "shown" | "proc-sys" | "limits";

/** `name`: path or address of a file. */
export function machineKindOf(name: string, text: string): MachineKind | undefined {
  if (/(?:^|\/)sysctl(?:\.d\/[^/]+)?\.conf$/.test(name)) return "sysctl";
  if (/(?:^|\/)haproxy[^/]*\.service(?:\.d\/[^/]+\.conf)?$/.test(name)) return "unit";
  if (/(?:^|[/.])(?:dockerfile|containerfile)(?:\.[^/]*)?$/i.test(name)) return mentionsHaproxy(text) ? "dockerfile" : undefined;
  if (/\.ya?ml$/i.test(name)) return mentionsHaproxy(text) ? "manifest" : undefined;
  return looksLikeSysctl(text) ? "sysctl" : printedKindOf(text);
}

/** Words of a user's shell before the output. */
const prompt = /^\S*[#$%>] /;

/** Only what begins with the output, a prompt aside. */
function printedKindOf(text: string): PrintedKind | undefined {
  const head = text.slice(0, 20_000);
  const lines = head.split("\n", 60).filter((line) => line.trim() !== "");
  // a bare "# " may be a prompt or begin a comment
  const starts = (form: RegExp) => form.test(lines[0] ?? "") || form.test(lines.find((line) => !prompt.test(line)) ?? "");
  if (starts(/^Limit\s+Soft Limit\s+Hard Limit\s+Units/)) return "limits";
  if (starts(/^# \/\S*\/haproxy[^/]*\.service(?:\.d\/\S+)?\s*$/)) return /^\[Service\]/m.test(head) ? "shown-unit" : undefined;
  if (starts(/^(?:==> )?\/proc\/sys\/[\w./-]+(?::\S| <==)/) || /[#$%>] (?:sudo )?cat .*\/proc\/sys\/vm\/\w/.test(lines[0] ?? ""))
    return "proc-sys";
  const areProperties = lines.length > 1 && lines.every((line) => prompt.test(line) || /^[A-Z]\w*=/.test(line));
  return areProperties && /^(?:Id|Names|FragmentPath)=(?:\S*\/)?haproxy\S*\.service/m.test(text) ? "shown" : undefined;
}

/** A text of nobody's that says something of the machine: for a client, which asks before a server runs. */
export function looksLikeMachine(text: string): boolean {
  return machineKindOf("", text) !== undefined;
}

function mentionsHaproxy(text: string): boolean {
  return text.includes("haproxy");
}

/** Output of `sysctl -a`, or a part of it that names the memory of the machine. */
function looksLikeSysctl(text: string): boolean {
  const head = text.slice(0, 200_000);
  if (!/^vm\.(?:overcommit_memory|max_map_count) = \d+\r?$/m.test(head)) return false;
  const lines = head.split("\n", 60).filter((line) => line.trim() !== "");
  return (
    lines.length > 0 &&
    lines.every((line) => /^[a-z]\w*\.[\w./:@-]+ =(?: |$)/.test(line.trimEnd()) || /^sysctl: /.test(line) || prompt.test(line))
  );
}

const mapping = /^[0-9a-f]{4,16}-[0-9a-f]{4,16} [r-][w-][x-][ps] [0-9a-f]{6,16} [0-9a-f]+:[0-9a-f]+ \d+/;
/** As in maps.ts, which a client need not load. */
const fewestMappings = 8;

/** The list of mappings of a HAProxy process, as `/proc/PID/maps` shows it. */
export function looksLikeMaps(text: string): boolean {
  const lines = text.slice(0, 20_000).split("\n");
  const first = lines.findIndex((line) => mapping.test(line));
  if (first < 0 || first > 20) return false;
  const following = lines.slice(first, first + fewestMappings);
  return following.length === fewestMappings && following.slice(0, -1).every((line) => mapping.test(line)) && text.includes("haproxy");
}
