/** Addresses as HAProxy takes them (str2sa_range() in src/tools.c), as far as a text shows whether they are well-formed. */

import { isBrokenAddress } from "./ipAddress.ts";

export interface AddressFacts {
  /** Undefined when the address has none. */
  readonly port: string | undefined;
  readonly problem: "empty" | "bad-port" | "port-out-of-range" | "not-an-address" | undefined;
  /** What stands for the host can be neither an address nor the name of one. */
  readonly noHost: boolean;
  /** A path, a descriptor or a name outside IP: a port means nothing there. */
  readonly withoutPort: boolean;
}

const family =
  /^(?:(?:stream|dgram)\+)?(?:(ip|ipv4|ipv6|tcp|tcp4|tcp6|udp|udp4|udp6|quic4|quic6|mptcp|mptcp4|mptcp6|rhttp|rev|unix|uxst|uxdg|abns|abnsz|fd|sockpair)@)?/;
/** Addresses of reverse connections name nothing where the connection itself decides. */
const reverse = new Set(["rhttp", "rev"]);
/** A path may be missing here. */
const unnamed = new Set(["unix", "uxst", "uxdg", "abns", "abnsz"]);
/** Families whose sockets carry datagrams only. */
const datagram = /^(?:dgram\+|udp[46]?@|uxdg@)/;
const outsideIp = new Set(["unix", "uxst", "uxdg", "abns", "abnsz", "fd", "sockpair", "rhttp", "rev"]);

/** What nearly all addresses are, with nothing wrong: `192.0.2.1:80`, `*:443`, `:8080`, `app-1:3000`, each also without the port. */
const ordinary =
  /^(?=.)(?:\*|[a-z][\w-]*|(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d))?(?::(?:[1-5]\d{4}|\d{1,4}))?$/i;

/** Takes an address apart; a port may be a range and, for servers, an offset (`+1`). */
export function readAddress(text: string): AddressFacts {
  if (ordinary.test(text)) return { port: portOf(text), problem: undefined, withoutPort: false, noHost: false };
  const match = family.exec(text);
  const name = match?.[1];
  const rest = text.slice(match?.[0].length ?? 0);
  if (name !== undefined && outsideIp.has(name))
    return { port: undefined, problem: outsideProblem(name, rest), withoutPort: true, noHost: false };
  if (rest.startsWith("/")) return { port: undefined, problem: undefined, withoutPort: true, noHost: false };
  if (rest === "") return { port: undefined, problem: "empty", withoutPort: false, noHost: false };
  const port = portOf(rest);
  const problem =
    webAddress(rest) || mistypedHost(rest) || brokenNumbers(rest) || ofOtherFamily(name ?? "", rest)
      ? "not-an-address"
      : port === undefined
        ? undefined
        : portProblem(port, rest);
  return { port, problem, withoutPort: false, noHost: isNoHost(rest) };
}

function outsideProblem(name: string, rest: string): AddressFacts["problem"] {
  if (name === "fd" || name === "sockpair") return /^\d+$/.test(rest) ? undefined : rest === "" ? "empty" : "not-an-address";
  return rest === "" && !reverse.has(name) && !unnamed.has(name) ? "empty" : undefined;
}

/** HAProxy itself replaces variables in addresses, whatever quotes stand around them (env_expand() in src/tools.c). */
export function hasVariable(text: string): boolean {
  return /\$(?:\{\w*\}|\w)/.test(text);
}

/** A listener of streams cannot bind to it; QUIC, which is a stream over datagrams, is no such address. */
export function isDatagram(text: string): boolean {
  return datagram.test(text);
}

/** One of the addresses, by commas, is of QUIC. */
export function isQuic(text: string): boolean {
  return /(?:^|,)quic[46]@/.test(text);
}

/** Whether other machines may reach it: an IP address or a host name, but not the loopback. */
export function isOnNetwork(text: string): boolean {
  if (text === "" || (!ordinary.test(text) && readAddress(text).withoutPort)) return false;
  const host = /[@+]/.test(text) ? text.replace(family, "") : text;
  return !/^(?:127(?:\.\d+){0,3}|\[?::1\]?|localhost)(?::|$)/i.test(host);
}

/** What stands behind the last colon, unless the colon belongs to an IPv6 address. */
function portOf(text: string): string | undefined {
  if (text.startsWith("[")) return /\]:(.*)$/.exec(text)?.[1];
  const at = text.lastIndexOf(":");
  return at < 0 ? undefined : text.slice(at + 1);
}

/** Letters in a dotted name whose last label is a number: no host can be called that, so it is an address with a typing error. */
function mistypedHost(text: string): boolean {
  const host = /^([\w.-]+?)(?::[^:]*)?$/.exec(text)?.[1] ?? "";
  // the C library also reads numbers in hexadecimal
  const letters = /[A-Za-z]/.test(host.replace(/\b0x[\da-f]+\b/gi, ""));
  return /^\w+(?:\.\w+){3}$/.test(host) && letters && /\.\d+$/.test(host);
}

/** `http://host:80`: HAProxy takes the scheme for a part of the host's name. */
function webAddress(text: string): boolean {
  return /^[A-Za-z][\w+.-]*:\/\//.test(text);
}

/** Also where something stands before an @ that is no family, which HAProxy then takes for a part of the host's name; logs know two more. */
function isNoHost(text: string): boolean {
  if (/^(?:ring|backend)@/.test(text)) return false;
  const host = text.replace(/:[+-]?[^:\]]*$/, "");
  if (/[^\w.:*[\]%-]/.test(host) || /^[-.]|\.\./.test(host)) return true;
  return host.includes(":") ? noIpv6(host) : host.includes("%");
}

/** What holds a colon is an IPv6 address or nothing; the last one parts the port: `::1` alone is the host ":". */
function noIpv6(host: string): boolean {
  const address = /^\[([^\]]*)\]?$/.exec(host)?.[1] ?? host;
  return !address.includes("%") && (!/^[\da-f:.]+$/i.test(address) || isBrokenAddress(address));
}

/** Numbers between dots that are no IPv4 address: no host can be called that either. */
function brokenNumbers(text: string): boolean {
  const parts = /^(\d+(?:\.\d+){3,})(?::[^:]*)?$/.exec(text)?.[1]?.split(".");
  return parts !== undefined ? parts.length > 4 || parts.some((part) => Number(part) > 255) : /^\[[^\]]*$/.test(text);
}

/** `ipv4@::1:80`: the prefix asks for the other kind of address. */
function ofOtherFamily(name: string, text: string): boolean {
  if (name.endsWith("4")) return /::|^\[/.test(text);
  return name.endsWith("6") && /^\d+(?:\.\d+){3}(?::|$)/.test(text);
}

function portProblem(port: string, text: string): AddressFacts["problem"] {
  if (port === "" || /^[+-]$/.test(port)) return undefined;
  const parts = /^[+-]?(\d+)(?:-(\d+))?$/.exec(port);
  // without brackets an IPv6 address may end in what looks like a port
  if (!parts) return /^[0-9a-f]{1,4}$/i.test(port) && text.split(":").length > 2 ? undefined : "bad-port";
  return parts.slice(1).some((part) => part !== undefined && Number(part) > 65535) ? "port-out-of-range" : undefined;
}
