/** What an address means to HAProxy: its family, its host, its port. */
import * as l10n from "@vscode/l10n";
import { meaningOf } from "../../knowledge/meanings.ts";
import { plain } from "../../syntax/plain.ts";

const prefix = /^(?:(stream|dgram)\+)?(\w+)@/;

/** Families of which the prefix says all, or behind which the name of something stands. */
const nameless: ReadonlySet<string | undefined> = new Set(["sockpair", "rhttp", "rev", "ring", "backend"]);

/** Markdown for the part of an address in front of its port. `listening`: a bind line has it. */
export function addressExplained(text: string, listening: boolean): string {
  const [lead = "", socket, family] = prefix.exec(text) ?? [];
  const host = text.slice(lead.length);
  const facts: string[] = [];
  const meaning = family === undefined ? undefined : meaningOf("families", family);
  if (meaning !== undefined) facts.push(`\`${lead}\`: ${meaning}`);
  if (socket === "dgram") facts.push(l10n.t("carries datagrams"));
  if (!nameless.has(family)) facts.push(outsideIp(family, host) ?? hostExplained(host, listening));
  return facts.map((fact) => `- ${fact}`).join("\n");
}

function outsideIp(family: string | undefined, host: string): string | undefined {
  const name = `\`${plain(host)}\``;
  if (family === "fd") return l10n.t("descriptor {0}, opened by whoever starts HAProxy", name);
  if (family === "abns" || family === "abnsz") return l10n.t("name {0}, in no file system", name);
  return host.startsWith("/") || /^(?:unix|uxst|uxdg)$/.test(family ?? "") ? l10n.t("UNIX socket {0}", name) : undefined;
}

function hostExplained(host: string, listening: boolean): string {
  const name = `\`${plain(host)}\``;
  const [address = "", mask] = host.replace(/^\[|\]$/g, "").split("/");
  if (address === "" || address === "*" || address === "0.0.0.0") {
    if (listening) return l10n.t("every IPv4 address of this machine");
    return mask === undefined
      ? l10n.t("any IPv4 address; of a server: the address that the client asked for")
      : l10n.t("every IPv4 address");
  }
  if (address === "::")
    return listening ? l10n.t("every IPv6 address of this machine, and IPv4 unless `v6only` is given") : l10n.t("any IPv6 address");
  const v4 = /^\d+(?:\.\d+){3}$/.test(address);
  if (v4 || address.includes(":")) {
    const kind = kindOf(address, v4);
    const family = v4 ? l10n.t("IPv4 address {0}", name) : l10n.t("IPv6 address {0}", name);
    return [family, kind, maskInWords(mask, v4)].filter((part) => part !== undefined).join(l10n.t(", "));
  }
  if (address.startsWith("_"))
    return l10n.t("SRV record {0}: tells addresses, ports and weights of servers; asked for at run time, only with `resolvers`", name);
  return l10n.t("host name {0}: resolved when HAProxy starts, and again at run time only with `resolvers`", name);
}

function kindOf(address: string, v4: boolean): string | undefined {
  if (v4 ? address.startsWith("127.") : address === "::1") return l10n.t("this machine only (loopback)");
  const privately = v4 ? /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/ : /^f[cd]/i;
  if (privately.test(address)) return l10n.t("private network");
  if (v4 ? address.startsWith("169.254.") : /^fe[89ab]/i.test(address)) return l10n.t("this link only");
  return undefined;
}

function maskInWords(mask: string | undefined, v4: boolean): string | undefined {
  if (mask === undefined) return undefined;
  const bits = /^\d+$/.test(mask) ? Number(mask) : undefined;
  if (bits === undefined || bits > (v4 ? 32 : 128)) return `/${plain(mask)}`;
  const count = 2 ** ((v4 ? 32 : 128) - bits);
  return count > 2 ** 32 ? l10n.t("network of {0} bits", bits) : l10n.t("network of {0} addresses", count.toLocaleString("en-US"));
}

/** What a mask of a converter such as ipmask() keeps of an address: a number of bits, or an address. */
export function maskExplained(text: string, v4: boolean): string | undefined {
  const whole = v4 ? 32 : 128;
  const bits = /^\d+$/.test(text) ? Number(text) : v4 ? bitsOf(text) : undefined;
  if (bits === undefined || bits > whole) return undefined;
  const name = `\`${plain(text)}\``;
  const dotted = v4 ? l10n.t("the first {0} bits of an IPv4 address, {1}", bits, maskOf(bits)) : undefined;
  return `${name}: ${dotted ?? l10n.t("the first {0} bits of an IPv6 address", bits)}`;
}

function maskOf(bits: number): string {
  return [0, 8, 16, 24].map((from) => 256 - 2 ** (8 - Math.min(8, Math.max(0, bits - from)))).join(".");
}

/** Bits of a mask written as an address; undefined where they are not in a row. */
function bitsOf(text: string): number | undefined {
  return Array.from({ length: 33 }, (_, bits) => bits).find((bits) => maskOf(bits) === text);
}

/** A port, a range, or the offset of a server to the port that the client asked for. */
export function portExplained(text: string): string | undefined {
  const [, sign = "", low = "", high] = /^([+-]?)(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  if (low === "") return undefined;
  const name = `\`${plain(text)}\``;
  if (sign !== "") return l10n.t("port {0}: relative to the port on which the client came in", name);
  if (high !== undefined) return l10n.t("ports {0}: {1} of them", name, String(Number(high) - Number(low) + 1));
  return low === "0" ? l10n.t("port {0}: the port on which the client came in", name) : l10n.t("port {0}", name);
}
