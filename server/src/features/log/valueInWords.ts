/** What the value of a field of a crash log means, short for beside the line and in full for a hover note. */
import * as l10n from "@vscode/l10n";
import { symbolOf } from "../../incident/frames.ts";
import type { LogField } from "../../incident/logText.ts";
import { language } from "../../knowledge/language.ts";
import { fileOfFunction, logFacts, partOfFile } from "../../knowledge/logFacts.ts";
import { compareReleases, type Release, readRelease } from "../../knowledge/release.ts";
import { newestRelease } from "../../knowledge/standing.ts";
import { plain } from "../../syntax/plain.ts";
import { newerFixesInWords } from "../newerFixes.ts";
import { flagsInShort, flagsInWords } from "./flagsInWords.ts";
import { addressInWords, bytesInWords, exitInWords, nanosecondsInWords, pageFault, signalName, signalOfExit } from "./quantities.ts";
import { sourceLink } from "./upstream.ts";

export interface ValueWords {
  /** A few words without Markdown; undefined where the value says it itself. */
  readonly short: string | undefined;
  /** Markdown. */
  readonly long: string | undefined;
}

/** `siblings`: the other fields of the line, for values that only mean something together. */
export function valueInWords(field: LogField, siblings: readonly LogField[], release: Release | undefined): ValueWords {
  const known = field.facts.values?.[field.value] ?? field.facts.values?.[field.value.replace(/:.*$/, "")];
  if (known !== undefined) return same(known[language()]);
  const set = /^flags:(.+)$/.exec(field.facts.as ?? "")?.[1];
  if (set !== undefined) return flags(set, field.value, release);
  const read = readings[field.facts.as ?? ""];
  return read === undefined ? nothing : read(field.value, siblings, release);
}

const nothing: ValueWords = { short: undefined, long: undefined };

function same(words: string | undefined): ValueWords {
  return { short: words, long: words };
}

function flags(set: string, text: string, release: Release | undefined): ValueWords {
  if (!/^(?:0x)?[0-9a-f]{1,8}$/i.test(text)) return nothing;
  const value = Number.parseInt(text, 16);
  return { short: flagsInShort(set, value, release?.branch), long: flagsInWords(set, value, release?.branch) };
}

type ReadValue = (value: string, siblings: readonly LogField[], release: Release | undefined) => ValueWords;

/** By the kind of reading that the data name. */
const readings: Readonly<Record<string, ReadValue>> = {
  address: (value) => same(addressInWords(value)),
  "fault-address": faultAddress,
  ns: (value) => same(nanosecondsInWords(value)),
  ms: (value) => same(/^\d+$/.test(value) ? nanosecondsInWords(`${value}000000`) : undefined),
  bytes: (value) => same(bytesInWords(Number(value))),
  kilobytes: (value) => same(bytesInWords(Number(value) * 1024)),
  truth: (value) => same(value === "0" ? l10n.t("no") : value === "1" ? l10n.t("yes") : undefined),
  symbol: (value) => ({ short: undefined, long: symbolInWords(value) }),
  source: (value, _, release) => ({ short: undefined, long: sourceInWords(value, release) }),
  word: (value) => ({ short: undefined, long: wordInWords(value) }),
  "exit-code": (value) => exitCode(Number(value)),
  "systemd-status": (value, siblings) =>
    siblings.some(({ name, value: code }) => name === "code" && code === "exited") ? exitCode(Number(value)) : signal(value),
  "page-fault": (value) => {
    const words = pageFault(Number.parseInt(value, 16)).join(l10n.t(", "));
    return same(words);
  },
  release: (value) => ({ short: undefined, long: releaseInWords(value) }),
  signal,
  "sc-state": (value) => same(logFacts.states["sc-state"]?.[value]?.[language()]),
};

function exitCode(code: number): ValueWords {
  const name = signalOfExit(code);
  const words = name === undefined ? undefined : logFacts.states["signal"]?.[name]?.[language()];
  return { short: name, long: [exitInWords(code), ...(words === undefined ? [] : [words])].join(l10n.t(": ")) };
}

function signal(value: string): ValueWords {
  const name = signalName(value);
  if (name === undefined) return nothing;
  const words = logFacts.states["signal"]?.[name]?.[language()];
  return { short: name === value ? undefined : name, long: words === undefined ? name : `${name}${l10n.t(": ")}${words}` };
}

/** What the newest release of the branch has over it. */
function releaseInWords(text: string): string | undefined {
  const read = readRelease(text);
  const release = read !== undefined && "release" in read ? read.release : undefined;
  const newer = newerFixesInWords(release);
  if (newer.length > 0) return newer.join(l10n.t("; "));
  const newest = release && newestRelease(release.branch);
  return newest !== undefined && release !== undefined && compareReleases(newest, release) === 0
    ? l10n.t("the newest release of {0} that we know", release.branch)
    : undefined;
}

/** The kernel's segfault lines have addresses without 0x; 1 is where HAProxy up to 2.7 writes to end itself. */
function faultAddress(value: string, siblings: readonly LogField[]): ValueWords {
  const writes = siblings.some(({ name, value: bits }) => name === "error" && (Number.parseInt(bits, 16) & 2) !== 0);
  if (value.replace(/^0+(?=.)/, "") === "1" && writes)
    return same(
      l10n.t("up to 2.7 HAProxy writes to address 1 to end itself when an assertion (BUG_ON) fails; look for a FATAL line above"),
    );
  return same(addressInWords(value));
}

/** Eight bytes as the number that an x86 or ARM processor reads from them. */
function wordInWords(value: string): string | undefined {
  const bytes = value.trim().split(" ");
  if (bytes.length !== 8 || bytes.includes("--")) return undefined;
  const number = bytes.toReversed().join("");
  const what = addressInWords(number);
  return `${l10n.t("as a number: {0}", `\`0x${number}\``)}${what === undefined ? "" : `${l10n.t(", ")}${what}`}`;
}

/** "offset 168 of 310 bytes; src/stick_table.c (stick-tables)" */
function symbolInWords(text: string): string | undefined {
  const { library, function: name, offset } = symbolOf(text);
  const size = /\/0x([0-9a-f]{1,8})$/.exec(text)?.[1];
  const bare = /^[A-Za-z_]\w*$/.test(text) ? text : undefined;
  const known = library === undefined ? (name ?? bare) : undefined;
  const file = known === undefined ? undefined : fileOfFunction(known);
  const part = file === undefined ? undefined : partOfFile(file)?.[language()];
  const facts = [
    ...(library === undefined ? [] : [l10n.t("in the library {0}, not in HAProxy", `\`${plain(library)}\``)]),
    ...(offset !== undefined && size !== undefined ? [l10n.t("at byte {0} of {1}", offset, Number.parseInt(size, 16))] : []),
    ...(file === undefined ? [] : [`\`src/${file}.c\`${part === undefined ? "" : l10n.t(" ({0})", part)}`]),
    ...(known === undefined && library === undefined && offset !== undefined ? [nearest()] : []),
  ];
  return facts.length === 0 ? undefined : facts.join(l10n.t("; "));
}

function nearest(): string {
  return l10n.t("only the nearest name that the binary exports, not the function: with debug symbols it can be found from the address");
}

function sourceInWords(value: string, release: Release | undefined): string | undefined {
  const [, file = "", line = ""] = /^(.*):(\d+)$/.exec(value) ?? [];
  const link = release === undefined ? undefined : sourceLink(file, Number(line), release);
  const part = /^src\/([\w-]+)\.c$/.exec(file)?.[1];
  const words = part === undefined ? undefined : partOfFile(part)?.[language()];
  return (
    [...(words === undefined ? [] : [words]), ...(link === undefined ? [] : [`[${l10n.t("Open it upstream")}](${link})`])].join(
      l10n.t("; "),
    ) || undefined
  );
}
