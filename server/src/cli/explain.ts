/** `explain`: the page of an advisory or of a lint. */
import * as l10n from "@vscode/l10n";
import { severalBugs } from "../features/catalogueFindings.ts";
import { findingCodes } from "../features/findingCodes.ts";
import { explanationPage } from "../features/pages/explanation.ts";
import { lintPage } from "../features/pages/lintPage.ts";
import { severalBugsPage } from "../features/pages/severalBugsPage.ts";
import { findAdvisory, findLint } from "../knowledge/knowledge.ts";
import { language } from "../knowledge/language.ts";
import { loadPages } from "../knowledge/pages.ts";
import type { Release } from "../knowledge/release.ts";
import { exitCodes, noSuchName, type Streams, UsageError } from "./output.ts";

/** What an ID may be. */
function kinds(): string {
  return l10n.t(
    'an ID is a finding (small-time; "haproxy-sleuth lints" names all), a known bug (stick-table-kill-race), an issue (#2611), a CVE or a fix (9357873641c5)',
  );
}

export async function explain(ids: readonly string[], release: Release | undefined, streams: Streams): Promise<number> {
  const [id] = ids;
  if (id === undefined || ids.length > 1)
    throw new UsageError(`${l10n.t("explain needs one id: {0}", "haproxy-sleuth explain ID [--release R] [--lang en|zh-cn]")}; ${kinds()}`);
  if (id === severalBugs) {
    streams.out(severalBugsPage());
    return exitCodes.clean;
  }
  const lint = findLint(id);
  if (lint !== undefined) {
    streams.out(lintPage(lint, language()));
    return exitCodes.clean;
  }
  const advisory = findAdvisory(id);
  if (advisory === undefined) throw noSuchName(l10n.t('"{0}" is no ID that is known here', id), id, findingCodes(), kinds());
  streams.out(explanationPage(advisory, { language: language(), release, pages: await loadPages() }));
  return exitCodes.clean;
}
