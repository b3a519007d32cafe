/** Whether one value of an ACL can be read in the way that it is compared (src/pattern.c). */
import { comparisons } from "../../knowledge/meanings.ts";
import { isBrokenAddress } from "../../syntax/ipAddress.ts";
import { faultOf, type WordFault } from "./wordTypes.ts";

/** `type`: the match method, `version`, or the type of what is compared. */
export function valueFault(value: string, type: string | undefined): WordFault | undefined {
  switch (type) {
    case "reg":
      return faultOf("regex", undefined, value);
    case "bin":
      return /^(?:[0-9a-f]{2})*$/i.test(value) ? undefined : "not-hexadecimal";
    case "ip":
    case "addr":
    case "ipv4":
    case "ipv6":
      return isBrokenAddress(value) || isNoHost(value) || comparisons.has(value) ? "not-an-address" : undefined;
    case "version":
      return comparisons.has(value) || isRange(value, /^\d*(?:\.\d*)?$/) ? undefined : "not-a-number";
    case "int":
    case "sint":
    case "len":
      return comparisons.has(value) || isRange(value, /^\d*$/) ? undefined : "not-a-number";
    default:
      return undefined;
  }
}

/** What is no address may be the name of a host, of which HAProxy asks the system. */
function isNoHost(text: string): boolean {
  return /[^\w.:/-]/.test(text) || (text.includes("/") && !/^[^/]+\/(?:\d{1,3}|[\d.]+|[\da-f]*:[\da-f:]*)$/i.test(text));
}

/** `80`, `80:90`, `:90`, `80:`, also with a hyphen in between (pat_parse_int() and pat_parse_dotted_ver()). */
function isRange(text: string, number: RegExp): boolean {
  const at = text.search(/[:-]/);
  if (at < 0) return text !== "" && number.test(text);
  const [low, high] = [text.slice(0, at), text.slice(at + 1)];
  if (!number.test(low) || !number.test(high.replace(/^-/, ""))) return false;
  return low === "" || high === "" || Number(low) <= Number(high);
}
