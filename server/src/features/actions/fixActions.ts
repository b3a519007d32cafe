/** Fixes as actions: those of the findings at a place, and all safe ones of a file at once. */
import * as l10n from "@vscode/l10n";
import type { Model } from "../../model/model.ts";
import { plain } from "../../syntax/plain.ts";
import type { Finding } from "../finding.ts";
import { draftsFor, safeFixes } from "../fixes/fixes.ts";
import type { FixOptions } from "../fixes/proof.ts";
import type { Action } from "./action.ts";

/** What can be done about each finding; the preferred one of several is marked once for each finding. */
export function fixActions(model: Model, findings: readonly Finding[], { release }: Pick<FixOptions, "release">): readonly Action[] {
  return findings.flatMap((finding) => {
    const drafts = draftsFor(model, release, finding);
    const best = drafts.find(({ preferred }) => preferred === true);
    return drafts.map((draft): Action => {
      const { title, changes } = draft;
      return { title: plain(title), kind: "quickfix", finding, changes, ...(draft === best && { preferred: true }) };
    });
  });
}

/** All safe fixes of one file; undefined where no finding has one. */
export function fixAllAction(model: Model, uri: string, findings: readonly Finding[], options: FixOptions): Action | undefined {
  const own = findings.filter((finding) => finding.uri === uri);
  const any = own.some((finding) => draftsFor(model, options.release, finding).some(({ safe }) => safe === true));
  if (!any) return undefined;
  return {
    title: l10n.t("Fix everything in this file that is safe to fix"),
    kind: "source.fixAll.haproxySleuth",
    laterChanges: () => safeFixes(model, own, options).flatMap(({ changes }) => changes),
  };
}
