/** Algorithms of QUIC's congestion control, and how they are written. */

export const congestionControls = ["cubic", "newreno", "bbr", "nocc"] as const;
const congestionForm = new RegExp(`^(${congestionControls.join("|")})(-[^(]*|\\(([^,)]*)(.*)|)$`);

/**
 * Algorithm of QUIC's congestion control, and its window, of which HAProxy reads the number and one letter.
 * BBR came with 3.1; up to there something may stand behind a hyphen.
 */
export function congestionFault(text: string, form: string | undefined): "not-what-fits" | "out-of-range" | undefined {
  const [, name, more = "", window = "", rest = ""] = congestionForm.exec(text) ?? [];
  if (name === undefined || (name === "bbr" && form === "3.0") || (more.startsWith("-") && form === "strict")) return "not-what-fits";
  const [, digits = "", unit = ""] = /^(\d*)([kmg]?)/.exec(window) ?? [];
  const bytes = Number(digits) * 1024 ** " kmg".indexOf(unit || " ");
  // 3.1 has a second argument, other releases a comma at most
  if (more.startsWith("(") && !(form === undefined ? /^[,)]/ : form === "strict" ? /^,?\)/ : /^\)/).test(rest)) return "not-what-fits";
  return window === "" || (bytes >= 10_240 && bytes <= 4 * 1024 ** 3) ? undefined : "out-of-range";
}
