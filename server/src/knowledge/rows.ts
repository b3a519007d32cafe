/** What the rows of an advisory say together. */

interface WithRows {
  readonly releases: "any" | Readonly<Record<string, { readonly state: string }>>;
}
const known = new WeakMap<WithRows, boolean>();

/** No release ever had it, only development versions; worked out once for each advisory. */
export function isInDevelopmentOnly(advisory: WithRows): boolean {
  let answer = known.get(advisory);
  if (answer === undefined) {
    const states = advisory.releases === "any" ? [] : Object.values(advisory.releases).map(({ state }) => state);
    const released = states.some((state) => state === "fixed" || state === "never-fixed" || state === "unknown");
    answer = states.includes("development-only") && !released;
    known.set(advisory, answer);
  }
  return answer;
}
