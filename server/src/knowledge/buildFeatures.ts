/** What a build of HAProxy has and lacks, as `haproxy -vv` lists it: `+QUIC -LUA`. */
import { own } from "./own.ts";
import { type Release, releaseName } from "./release.ts";

export type BuildFeatures = Readonly<Record<string, boolean>>;

/** Features of a text: all of `haproxy -vv`, its list of features, or single words such as `-QUIC`; a bare name is one that is there. */
export function readFeatures(text: string): BuildFeatures | undefined {
  const list = /^[ \t]*Feature list[ \t]*:(.*)$/m.exec(text)?.[1] ?? (text.includes("\n") ? "" : text);
  const features = new Map<string, boolean>();
  for (const [, sign = "+", name = ""] of list.matchAll(/(?:^|[\s,])([+-]?)([A-Za-z0-9_]+)(?=$|[\s,])/g))
    features.set(name.toUpperCase(), sign !== "-");
  return features.size === 0 ? undefined : Object.fromEntries(features);
}

/** Whether a build has a feature; undefined where nobody said. */
export function featureIn(release: Release | undefined, name: string): boolean | undefined {
  const { features } = release ?? {};
  return own(features, name);
}

/** A release of which somebody said how it was built. */
export function withFeatures(release: Release, features: BuildFeatures | undefined): Release {
  return features === undefined ? release : { ...release, features };
}

/** The release and its build in one text, to tell readings apart. */
export function buildName(release: Release): string {
  const name = releaseName(release);
  return release.features === undefined ? name : `${name} ${Object.entries(release.features).join(" ")}`;
}
