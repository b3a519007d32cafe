/** Puts together what tells the crash of each advisory from others: its head, crashes that users reported, what the fix changed. */
import { lifetimesFileSchema, observationFileSchema, patchesFileSchema } from "../server/knowledge/signatureSchema.ts";
import { readAdvisories } from "./compileAdvisories.ts";
import { exists, filesUnder, load } from "./source.ts";

/** By the advisory's id. */
export function compileSignatures(): Readonly<Record<string, unknown>> {
  const advisories = readAdvisories();
  const idOf = new Map(advisories.flatMap(({ head }) => head.aliases.map((alias) => [alias, head.id] as const)));
  const observed = observationsById(idOf);
  const patches = exists("patches.json") ? load("patches.json", patchesFileSchema) : {};
  const entries = advisories.map(({ head }) => {
    const patched = head.aliases.map((alias) => patches[alias]).find((patch) => patch !== undefined);
    const { frames = [], messages = [], expressions = [], kinds = [] } = head.signature ?? {};
    return [head.id, { frames, messages, expressions, kinds, observed: observed.get(head.id) ?? [], patched }] as const;
  });
  return Object.fromEntries(entries);
}

/** By range of branches. */
export function compileLifetimes(): Readonly<Record<string, unknown>> {
  return exists("lifetimes.json") ? load("lifetimes.json", lifetimesFileSchema) : {};
}

function observationsById(idOf: ReadonlyMap<string, string>): ReadonlyMap<string, readonly unknown[]> {
  const byId = new Map<string, unknown[]>();
  const files = exists("observations") ? filesUnder("observations", ".yaml") : [];
  for (const file of files) {
    for (const { advisory, ...observation } of load(file, observationFileSchema)) {
      const id = idOf.get(advisory);
      if (id === undefined) throw new Error(`${file}: no advisory "${advisory}"`);
      byId.set(id, [...(byId.get(id) ?? []), observation]);
    }
  }
  return byId;
}
