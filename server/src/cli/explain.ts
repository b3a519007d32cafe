/** `explain`: the page of an advisory. */
import { explanationPage } from "../features/explanation.ts";
import { findAdvisory, knowledge, type Language } from "../knowledge/knowledge.ts";
import type { Release } from "../knowledge/release.ts";
import { exitCodes, type Streams, UsageError } from "./output.ts";

export function explain(ids: readonly string[], language: Language, release: Release | undefined, streams: Streams): number {
  const [id] = ids;
  const known = knowledge.advisories.map((advisory) => advisory.id).join(", ");
  if (id === undefined || ids.length > 1)
    throw new UsageError(`explain needs one id: haproxy-sleuth explain ID [--lang en|zh-cn]; known: ${known}`);
  const advisory = findAdvisory(id);
  if (advisory === undefined) throw new UsageError(`"${id}" is no advisory; known: ${known}`);
  streams.out(explanationPage(advisory, { language, release }));
  return exitCodes.clean;
}
