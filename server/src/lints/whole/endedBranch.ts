/** A release of a branch that upstream maintains no longer: no fix of a bug, and none of a hole, will come. */
import * as l10n from "@vscode/l10n";
import { knowledge } from "../../knowledge/knowledge.ts";
import { compareBranches, type Release } from "../../knowledge/release.ts";
import { endOfLife } from "../../knowledge/standing.ts";
import { statedRelease } from "../../model/directives.ts";
import type { Model } from "../../model/model.ts";
import { readReleaseInUse } from "../../model/releaseInUse.ts";
import type { Place } from "../../syntax/span.ts";
import type { Hit } from "../hit.ts";

/** Told once for a configuration, as upstream's calendar stood when this build was made. */
export function endedBranchHits(model: Model, release: Release | undefined): readonly Hit[] {
  const end = release && endOfLife(release.branch);
  const at = end?.isOver === true ? placeIn(model, release?.branch) : undefined;
  if (release === undefined || end === undefined || at === undefined) return [];
  const message = l10n.t(
    "branch {0} reached its end of life in {1} and gets no more fixes: {2}",
    release.branch,
    end.quarter,
    successorsOf(release.branch),
  );
  return [{ ...at, code: "ended-branch", severity: "information", message }];
}

/** Where the release is stated, else the first global section, else the first line with words. */
function placeIn({ files }: Model, branch: string | undefined): Place | undefined {
  for (const file of files) {
    const stated = statedRelease(file);
    if (stated !== undefined && readReleaseInUse(stated.text)?.branch === branch) return stated.at;
  }
  const sections = files.flatMap(({ uri, sections: placed }) => placed.map((one) => ({ uri, ...one })));
  const found = sections.find(({ section }) => section.kind === "global") ?? sections.find(({ section }) => section.kind !== "preamble");
  const span = found?.section.lines[0]?.words[0]?.span;
  return found && span && { uri: found.uri, line: found.firstLine, span };
}

/** The nearest branch with long support that is maintained, and the newest. */
function successorsOf(branch: string): string {
  const later = knowledge.branches.filter(
    (row) => row.lts && compareBranches(row.branch, branch) > 0 && endOfLife(row.branch)?.isOver === false,
  );
  const [nearest, newest] = [later[0], later.at(-1)];
  if (nearest === undefined || newest === undefined) return l10n.t("move to a maintained branch");
  if (nearest === newest) return l10n.t("move to {0} (until {1})", newest.branch, newest.endOfLife);
  return l10n.t("move to {0} (until {1}) or {2} (until {3})", nearest.branch, nearest.endOfLife, newest.branch, newest.endOfLife);
}
