/** `explain`: the page of an advisory or of a lint. */
import { severalBugs } from "../features/catalogueFindings.ts";
import { explanationPage } from "../features/pages/explanation.ts";
import { lintPage } from "../features/pages/lintPage.ts";
import { severalBugsPage } from "../features/pages/severalBugsPage.ts";
import { findAdvisory, findLint, knowledge, type Language } from "../knowledge/knowledge.ts";
import { loadPages } from "../knowledge/pages.ts";
import type { Release } from "../knowledge/release.ts";
import { nearest } from "../lints/nearest.ts";
import { exitCodes, type Streams, UsageError } from "./output.ts";

const kinds =
  'a finding (small-time; "haproxy-sleuth lints" names all), a known bug (stick-table-kill-race), an issue (#2611), a CVE or a fix (9357873641c5)';

/** The name that was probably meant. */
function meant(id: string): string {
  const near = nearest(
    id,
    [...knowledge.lints, ...knowledge.advisories].map((page) => page.id),
  );
  return near === undefined ? "" : `; did you mean "${near}"?`;
}

export async function explain(ids: readonly string[], language: Language, release: Release | undefined, streams: Streams): Promise<number> {
  const [id] = ids;
  if (id === undefined || ids.length > 1)
    throw new UsageError(`explain needs one id: haproxy-sleuth explain ID [--release R] [--lang en|zh-cn]; an ID is ${kinds}`);
  if (id === severalBugs) {
    streams.out(severalBugsPage());
    return exitCodes.clean;
  }
  const lint = findLint(id);
  if (lint !== undefined) {
    streams.out(lintPage(lint, language));
    return exitCodes.clean;
  }
  const advisory = findAdvisory(id);
  if (advisory === undefined) throw new UsageError(`"${id}" is no ID that is known here${meant(id)}; an ID is ${kinds}`);
  streams.out(explanationPage(advisory, { language, release, pages: await loadPages() }));
  return exitCodes.clean;
}
