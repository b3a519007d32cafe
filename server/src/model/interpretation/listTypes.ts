/** Types of words with a form of their own: lists of fixed words, sets of CPUs and threads. */

import { isBrokenAddress } from "../../syntax/ipAddress.ts";

type Test = (text: string, parameter: string | undefined) => "not-what-fits" | "not-a-name" | "out-of-range" | undefined;

const range = "\\d+(?:-\\d*)?";
const threads = `(?:all|odd|even|${range})`;

/** Threads of a group, and groups, on machines of 64 bits. */
const lastThread = 64;
/** The C library's sets of CPUs have room for as many. */
const lastCpu = 1023;

const tlvNames = /^(?:alpn|authority|crc32c|noop|unique_id|ssl|ssl_(?:version|cn|cipher|sig_alg|key_alg)|netns)$/i;

/** Types that are lists of fixed words, by commas, and these words. */
export const fixedWords = {
  capability: ["cap_net_raw", "cap_net_admin", "cap_net_bind_service", "cap_sys_admin"],
  "dns-family": ["ipv4", "ipv6", "auto"],
  "epoll-events": ["err", "hup", "rdhup"],
  "proxy-options": ["ssl", "cert-cn", "ssl-cipher", "cert-sig", "cert-key", "authority", "crc32c", "unique-id"],
  "resolve-opts": ["allow-dup-ip", "ignore-weight", "prevent-dup-ip"],
  openlibs: ["all", "none", "table", "io", "os", "string", "math", "utf8", "package", "debug"],
  "log-step": [
    ...["accept", "request", "connect", "response", "close", "error", "quic-init", "http-req", "http-res", "http-after-res"],
    ...["tcp-req-conn", "tcp-req-sess", "tcp-req-cont", "tcp-res-cont"],
  ],
} as const;

/** What a certificate authority waits for before it asks for a certificate; beside them `none` stands alone. */
export const acmeConditions = ["cli", "dns", "delay"] as const;

export const listTypes: Readonly<Record<string, Test>> = {
  // sets of CPUs, and of threads by group
  cpus: matching(new RegExp(`^(?:all|odd|even|${range}(?:,${range})*)$`)),
  // what follows the first number is left out of account
  "cpus-loosely": (text) => matching(/^(?:all|odd|even|\d)/)(text, undefined) ?? beyond(text, 0, lastCpu),
  "lua-name": matching(/^lua\./),
  "cpu-map": (text) =>
    cpuMapForm(text, undefined) ??
    text
      .split(/[:/]/)
      .map((part) => beyond(part, 1, lastThread))
      .find((fault) => fault !== undefined),
  "code-ranges": (text) => (text.split(",").every(isCodeRange) ? undefined : "not-what-fits"),
  networks: (text) => (text.replace(/,$/, "").split(",").some(isNoNetwork) ? "not-what-fits" : undefined),
  ...Object.fromEntries(Object.entries(fixedWords).map(([type, words]) => [type, listOf(words)])),
  // how many servers, or which numbers of them
  count: (text) => (isCount(text) ? undefined : "not-what-fits"),
  // the only process, and threads of it
  "process-set": matching(new RegExp(`^(?:all|odd|1|1-1?)(?:/${threads})?$`)),
  // what no OpenSSL calls a digest
  digest: matching(/md\d|mdc|sha|blake|sm3|rmd|ripemd|whirlpool/i),
  "jwt-algorithm": matching(/^(?:none|(?:HS|RS|ES|PS)(?:256|384|512))$/),
  tlv: (text) =>
    /^(?:0x[0-9a-f]+|\d+)$/i.test(text) ? (Number(text) <= 255 ? undefined : "not-what-fits") : matching(tlvNames)(text, undefined),
  base64: (text) => (/^[\w+/-]*={0,2}$/.test(text) && text.length % 4 === 0 ? undefined : "not-what-fits"),
  "any-case": (text, words) => listed(text.toLowerCase().replace(/^0+(?=\d+$)/, ""), words),
  // of a DISTCC message
  token: matching(/^.{4}$/s),
  "acme-ready": (text) => (text === "none" ? undefined : listOf(acmeConditions)(text, undefined)),
  "acme-profile": matching(/^[\w-]+$/),
  "node-name": (text) => (/^[\w.-]+$/.test(text) ? undefined : "not-a-name"),
};

const cpuMapForm = matching(new RegExp(`^(?:auto:)?${threads}(?:/${threads})?$`));

/** `0-2000`: a number of the range is not among those there may be. What is no number is none of our business here. */
function beyond(text: string, least: number, most: number): "out-of-range" | undefined {
  const numbers = /^(\d+)(?:-(\d+)?)?/.exec(text)?.slice(1) ?? [];
  return numbers.some((one) => one !== undefined && (Number(one) < least || Number(one) > most)) ? "out-of-range" : undefined;
}

function isNoNetwork(text: string): boolean {
  return isBrokenAddress(text) || !/^[\d.]+(?:\/[\d.]+)?$|:/.test(text);
}

/** `2`, `1-4`: atoi() reads both, the second no smaller than the first. */
function isCount(text: string): boolean {
  const [low = 0, high = low] = text.split(/-(.*)/, 2).map((part) => Number.parseInt(part, 10) || 0);
  return low > 0 && high >= low;
}

/** `+404`, `500-599`: from 100 to 599, and upwards. */
function isCodeRange(text: string): boolean {
  const [, low, high = low] = /^[+-]?(\d{3})(?:-(\d{3}))?$/.exec(text) ?? [];
  return low !== undefined && Number(low) >= 100 && Number(high) >= Number(low) && Number(high) <= 599;
}

/** Whether a word in small letters is one of these, by commas. */
function listed(word: string, words = ""): "not-what-fits" | undefined {
  return words.toLowerCase().split(",").includes(word) ? undefined : "not-what-fits";
}

function matching(form: RegExp): Test {
  return (text) => (form.test(text) ? undefined : "not-what-fits");
}

function listOf(known: readonly string[]): Test {
  return (text) => (text.split(",").every((one) => known.includes(one)) ? undefined : "not-what-fits");
}
