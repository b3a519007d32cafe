/** What only some builds of HAProxy know: what somebody said of the build decides. */
import * as l10n from "@vscode/l10n";
import { featureIn } from "../../knowledge/buildFeatures.ts";
import { usuallyBuilt } from "../../knowledge/preprocessor.ts";
import type { Release } from "../../knowledge/release.ts";
import type { Hit } from "../hit.ts";

/** Where nobody said how HAProxy was built, what hardly a package has is worth one remark. */
export function asBuilt(hits: readonly Hit[], release: Release | undefined): readonly Hit[] {
  if (!hits.some(({ needs }) => needs !== undefined)) return hits;
  const told = new Set<string>();
  return hits.flatMap(({ needs, ...hit }): Hit[] => {
    if (needs === undefined) return [hit];
    const built = featureIn(release, needs);
    if (built === false) return [{ ...hit, severity: "error", message: l10n.t("this build of HAProxy lacks it: {0}", hit.message) }];
    if (built || told.has(needs) || usuallyBuilt(needs, release?.branch)) return [];
    told.add(needs);
    return [hit];
  });
}
