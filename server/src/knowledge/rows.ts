/** What the rows of an advisory say together. */

/** No release ever had it, only development versions. */
export function isInDevelopmentOnly({
  releases,
}: {
  readonly releases: "any" | Readonly<Record<string, { readonly state: string }>>;
}): boolean {
  if (releases === "any") return false;
  const states = Object.values(releases).map(({ state }) => state);
  return (
    states.includes("development-only") && !states.some((state) => state === "fixed" || state === "never-fixed" || state === "unknown")
  );
}
