/** Which release a configuration runs on, and who said so. */
import { type Release, readRelease, releaseName } from "../knowledge/release.ts";
import { knownBranches, newestRelease } from "../knowledge/standing.ts";

/** In order of precedence. */
export type ReleaseSource = "comment" | "setting" | "image" | "binary";

/** What one source says, as it says it. */
export interface ReleaseClaim {
  readonly source: ReleaseSource;
  readonly text: string;
  /** Name of the file that says so, where it is not the configuration itself. */
  readonly file?: string;
}

export interface ReleaseInUse {
  /** Undefined when nothing names a release, or what is named is no release. */
  readonly release: Release | undefined;
  readonly claim: ReleaseClaim | undefined;
  /** The claim names only a branch: its newest release is assumed. */
  readonly assumedNewest: boolean;
  readonly problem: "not-a-release" | "unknown-branch" | undefined;
}

/** The first claim wins, also when it is wrong: a silent fall-back would hide a typing error. */
export function releaseInUse(claims: readonly ReleaseClaim[]): ReleaseInUse {
  const claim = order.flatMap((source) => claims.filter((one) => one.source === source && one.text.trim() !== "")).at(0);
  if (claim === undefined) return { release: undefined, claim, assumedNewest: false, problem: undefined };
  const read = readRelease(claim.text);
  if (read === undefined) return { release: undefined, claim, assumedNewest: false, problem: "not-a-release" };
  if ("release" in read) return { release: read.release, claim, assumedNewest: false, problem: undefined };
  const newest = newestRelease(read.branch);
  return newest === undefined
    ? { release: undefined, claim, assumedNewest: false, problem: "unknown-branch" }
    : { release: newest, claim, assumedNewest: true, problem: undefined };
}

const order: readonly ReleaseSource[] = ["comment", "setting", "image", "binary"];

/** Reads one release or branch as a person gives it; a bare branch means its newest release. Undefined when it is neither. */
export function readReleaseInUse(text: string): Release | undefined {
  return releaseInUse([{ source: "setting", text }]).release;
}

/** "3.0.2", "2.4" … as examples in a message on a wrong release. */
export function exampleReleases(): string {
  const branch = knownBranches().at(-1) ?? "3.0";
  const newest = newestRelease(branch);
  return newest === undefined ? branch : `${branch}, ${releaseName(newest)}`;
}

/** The release in the output of `haproxy -v`. */
export function releaseInBanner(output: string): string | undefined {
  return /HA-?Proxy version (\d+\.\d+(?:\.\d+|-dev\d+)\S*)/i.exec(output)?.[1];
}

/** Tag of the first HAProxy image that a Dockerfile, a compose file or a Kubernetes manifest names. */
export function imageTagIn(text: string): string | undefined {
  const variables = new Map(
    [...text.matchAll(/^[ \t]*(?:ARG|ENV)\s+(\w+)[= ]"?([^\s"]+)"?/gm)].map((match) => [match[1] as string, match[2] as string]),
  );
  const images = /^[ \t]*(?:-\s*)?(?:FROM(?:\s+--platform=\S+)?|image:)\s+["']?(\S+?)["']?(?:\s|$)/gim;
  for (const match of text.matchAll(images)) {
    const image = (match[1] as string).replace(
      /\$\{?(\w+)(?::?-([^}]*))?\}?/g,
      (_, name: string, preset?: string) => variables.get(name) ?? preset ?? "",
    );
    const tag = /(?:^|\/)haproxy(?:-(?:alpine|debian|ubuntu|ubi|suse|photon))?(?::([\w.-]+))(?:@sha256:\w+)?$/.exec(image)?.[1];
    if (tag !== undefined && readRelease(tag) !== undefined) return tag;
  }
  return undefined;
}
