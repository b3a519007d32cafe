/** Releases and branches of HAProxy: reading, comparing, and where a release stands against a fix. */

/** A release of a branch. */
export interface Release {
  /** "3.0" */
  readonly branch: string;
  /** 2 in 3.0.2; undefined for a development version. */
  readonly patch: number | undefined;
  /** 5 in 3.5-dev5; undefined for a release. */
  readonly development: number | undefined;
  /** Names of features > whether the build has them; undefined where nobody said. */
  readonly features?: Readonly<Record<string, boolean>>;
}

/** What a text names: a whole release, or a bare branch. */
export type ReleaseText = { readonly release: Release } | { readonly branch: string };

/**
 * Reads "3.0.2", "v3.0.2-alpine", "2.6.12-1+deb12u4", "3.0.2-05d158f", "3.5-dev5" or the bare branch "3.2".
 * Whatever follows the numbers (a packager's or an image's suffix) says nothing of upstream's fixes and is left out of account.
 * Not so "3.5-dev" without a number, an image's tag: it is not the branch's newest release, and nobody knows which version it is.
 */
export function readRelease(text: string): ReleaseText | undefined {
  const parts = /^v?(\d+\.\d+)(?:\.(\d+)|-dev(\d+))?([-~+_].*)?$/.exec(text.trim());
  if (!parts) return undefined;
  const [, branch = "", patch, development, suffix = ""] = parts;
  if (patch === undefined && development === undefined) return /^-dev\b/.test(suffix) ? undefined : { branch };
  return { release: { branch, patch: optionalNumber(patch), development: optionalNumber(development) } };
}

/** The same, for texts that are known to name a whole release. */
export function releaseOf(text: string): Release {
  const read = readRelease(text);
  if (read === undefined || !("release" in read)) throw new Error(`not a release: ${text}`);
  return read.release;
}

/** "3.0.2" or "3.5-dev5". */
export function releaseName(release: Release): string {
  return release.patch === undefined ? `${release.branch}-dev${release.development}` : `${release.branch}.${release.patch}`;
}

/** Negative when `a` is older; development versions come before the first release of their branch. */
export function compareReleases(a: Release, b: Release): number {
  return compareBranches(a.branch, b.branch) || rank(a) - rank(b);
}

/** Negative when branch `a` is older. */
export function compareBranches(a: string, b: string): number {
  return a === b ? 0 : branchNumber(a) - branchNumber(b);
}

/** "3.1" before "3.2", "2.9" before "3.0". */
export function branchBefore(branch: string): string {
  const [major = 0, minor = 0] = branch.split(".").map(Number);
  return minor > 0 ? `${major}.${minor - 1}` : `${major - 1}.9`;
}

const numbers = new Map<string, number>();

/** "3.10" counts as more than "3.9". */
function branchNumber(branch: string): number {
  let number = numbers.get(branch);
  if (number === undefined) {
    const [major = 0, minor = 0] = branch.split(".").map(Number);
    number = major * 10_000 + minor;
    numbers.set(branch, number);
  }
  return number;
}

function rank(release: Release): number {
  return release.patch ?? (release.development ?? 0) - 1_000_000;
}

function optionalNumber(digits: string | undefined): number | undefined {
  return digits === undefined ? undefined : Number(digits);
}
