/** Numbers of a crash log for people: durations, amounts of memory, signals and exit codes. */
import * as l10n from "@vscode/l10n";

/** "2.07 s", "215.9 µs" of nanoseconds as printed. */
export function nanosecondsInWords(digits: string): string | undefined {
  const value = Number(digits);
  if (!/^\d{1,24}$/.test(digits) || value === 0) return undefined;
  const [unit, size] = timeUnits.find(([, least]) => value >= least) ?? ["ns", 1];
  if (unit === "s" && value >= 120e9) return longTime(value / 1e9);
  return `${rounded(value / size)} ${unit}`;
}

const timeUnits = [
  ["s", 1e9],
  ["ms", 1e6],
  ["µs", 1e3],
] as const;

function longTime(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor(seconds / 3600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "min"],
    [Math.floor(seconds) % 60, "s"],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  return parts
    .slice(first, first + 2)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(" ");
}

/** Three digits that count. */
function rounded(value: number): string {
  return String(Number(value.toPrecision(value >= 1000 ? 4 : 3)));
}

/** "15.1 GiB"; undefined where the number says it as well. */
export function bytesInWords(bytes: number): string | undefined {
  if (!Number.isFinite(bytes) || bytes < 1024) return undefined;
  const power = Math.min(4, Math.floor(Math.log2(bytes) / 10));
  return `${rounded(bytes / 1024 ** power)} ${["B", "KiB", "MiB", "GiB", "TiB"][power]}`;
}

/** Names of signals by their numbers on Linux. */
const signals: ReadonlyMap<number, string> = new Map(
  "1 HUP 2 INT 3 QUIT 4 ILL 5 TRAP 6 ABRT 7 BUS 8 FPE 9 KILL 10 USR1 11 SEGV 12 USR2 13 PIPE 14 ALRM 15 TERM 24 XCPU 25 XFSZ 31 SYS"
    .split(/ (?=\d)/)
    .map((pair) => pair.split(" "))
    .map(([number, name]) => [Number(number), `SIG${name}`]),
);

/** "SIGABRT" of 6 or "SIGABRT". */
export function signalName(text: string): string | undefined {
  return /^SIG[A-Z0-9]{2,8}$/.test(text) ? text : signals.get(Number(text));
}

/** The signal behind an exit code, 128 and its number. */
export function signalOfExit(code: number): string | undefined {
  return code > 128 ? signals.get(code - 128) : undefined;
}

export function exitInWords(code: number): string {
  const signal = signalOfExit(code);
  if (signal !== undefined) return l10n.t("{0} = 128 + {1}: ended by {2}", code, code - 128, signal);
  if (code === 0) return l10n.t("0: an ordinary end");
  if (code === 1) return l10n.t("1: HAProxy refused to start, or gave up");
  return l10n.t("{0}: an error of HAProxy's own", code);
}

/** What kind of access failed, by the bits that the processor gives (x86). */
export function pageFault(bits: number): readonly string[] {
  return [
    (bits & 4) !== 0 ? l10n.t("in the program") : l10n.t("in the kernel"),
    (bits & 16) !== 0 ? l10n.t("tried to execute") : (bits & 2) !== 0 ? l10n.t("tried to write") : l10n.t("tried to read"),
    (bits & 1) !== 0 ? l10n.t("memory that it may not use so") : l10n.t("an address with no memory behind it"),
    ...((bits & 8) !== 0 ? [l10n.t("page tables damaged")] : []),
  ];
}

/** What an address is, as far as its value tells (64-bit Linux); hexadecimal with or without 0x. */
export function addressInWords(text: string): string | undefined {
  if (text === "(nil)" || /^(?:0x)?0+$/.test(text)) return l10n.t("NULL: points to nothing");
  const digits = text.replace(/^0x/, "").replace(/^0+/, "").toLowerCase();
  if (!/^[0-9a-f]{1,16}$/.test(digits)) return undefined;
  if (digits.length <= 4) return l10n.t("next to NULL: a member of an object that is not there");
  if (digits.length > 12) return l10n.t("no address that a program can have: overwritten, or not a pointer");
  if (digits.length === 12 && /^7f/.test(digits)) return l10n.t("in mapped memory: a library, a stack, or a large allocation");
  if (digits.length === 12 && /^(?:5[5-6]|aaaa)/.test(digits)) return l10n.t("in HAProxy's binary, or on its heap");
  return undefined;
}
