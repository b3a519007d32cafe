/** Whether what is written like an IP address or network is one. Names are nobody's fault here: they may resolve. */

/** True for a text that looks like an IPv4 or IPv6 address or network but cannot be one. */
export function isBrokenAddress(text: string): boolean {
  const [address = "", mask, ...more] = text.split("/");
  if (more.length > 0) return false;
  if (/^[\d.]*\d[\d.]*$/.test(address)) return brokenIpv4(address) || brokenMask(mask, 32);
  if (/^[0-9a-f:.]+$/i.test(address) && address.includes(":")) return brokenIpv6(address) || brokenMask(mask, 128);
  return false;
}

function brokenIpv4(address: string): boolean {
  // a lone number is an address too, as the C library reads it
  if (/^\d+$/.test(address)) return Number(address) >= 2 ** 32;
  const parts = address.split(".");
  return parts.length > 4 || parts.some((part) => part === "" || Number(part) > 255);
}

function brokenIpv6(address: string): boolean {
  if (address.includes(":::") || address.split("::").length > 2 || /^:[^:]|[^:]:$/.test(address)) return true;
  const groups = address.split(":").filter((group) => group !== "");
  const long = groups.some((group) => group.length > 4 && !group.includes("."));
  // an IPv4 address at the end stands for two groups
  const all = groups.at(-1)?.includes(".") ? 7 : 8;
  return long || groups.length > all || (!address.includes("::") && groups.length < all);
}

function brokenMask(mask: string | undefined, most: number): boolean {
  if (mask === undefined) return false;
  if (/^\d+$/.test(mask)) return Number(mask) > most;
  // inet_pton() wants all four numbers
  return most === 32 ? !/^\d+(?:\.\d+){3}$/.test(mask) || brokenIpv4(mask) : !/^[\d.]+$|^[0-9a-f:]+$/i.test(mask);
}
