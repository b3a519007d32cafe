/** Addresses of upstream's repository: lines of the source as of a release, issues. */
import { type Release, releaseName } from "../../knowledge/release.ts";

const repository = "https://github.com/haproxy/haproxy";

/** "src/stick_table.c" at its line as of the release's tag; undefined for files that are not of the repository. */
export function sourceLink(file: string, line: number, release: Release): string | undefined {
  const path = /(?:^|\/)((?:src|include\/(?:haproxy|import)|addons\/[\w-]{1,40})\/[\w./-]{1,100}\.[ch])$/.exec(file)?.[1];
  return path === undefined || path.includes("..") || line < 1 ? undefined : `${repository}/blob/v${releaseName(release)}/${path}#L${line}`;
}

export function issueLink(number: number): string {
  return `${repository}/issues/${number}`;
}
