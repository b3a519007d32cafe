/** `explain`: the page of an advisory or of a lint. */
import { severalBugs } from "../features/catalogueFindings.ts";
import { explanationPage } from "../features/pages/explanation.ts";
import { lintPage } from "../features/pages/lintPage.ts";
import { severalBugsPage } from "../features/pages/severalBugsPage.ts";
import { findAdvisory, findLint, knowledge, type Language } from "../knowledge/knowledge.ts";
import { loadPages } from "../knowledge/pages.ts";
import type { Release } from "../knowledge/release.ts";
import { exitCodes, type Streams, UsageError } from "./output.ts";

export async function explain(ids: readonly string[], language: Language, release: Release | undefined, streams: Streams): Promise<number> {
  const [id] = ids;
  const examples = knowledge.advisories.filter(({ exposure }) => exposure.subject !== "configuration").map((advisory) => advisory.id);
  const known = `${examples.join(", ")} and more; haproxy-sleuth lints names all findings`;
  if (id === undefined || ids.length > 1)
    throw new UsageError(`explain needs one id: haproxy-sleuth explain ID [--lang en|zh-cn]; known: ${known}`);
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
  if (advisory === undefined) throw new UsageError(`"${id}" is no advisory; known: ${known}`);
  streams.out(explanationPage(advisory, { language, release, pages: await loadPages() }));
  return exitCodes.clean;
}
