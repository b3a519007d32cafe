/** Which words occur anywhere in a configuration, so that most conditions are answered without looking at its sections. */

import type { ConfigFile, Section } from "../syntax/config.ts";
import { perObject } from "../syntax/perObject.ts";
import type { Model } from "./model.ts";
import { type Endpoint, endpointsOf } from "./proxies/endpoints.ts";
import { sectionIndex } from "./sectionIndex.ts";

export interface Vocabulary {
  /** First words of statements. */
  readonly keywords: ReadonlySet<string>;
  readonly actions: ReadonlySet<string>;
}

export function vocabularyOf({ files }: Model): Vocabulary {
  return wordsIn(files);
}

const wordsIn = perObject((files: readonly ConfigFile[]): Vocabulary => {
  const keywords = new Set<string>();
  const actions = new Set<string>();
  for (const { sections } of files) {
    for (const { section } of sections) {
      const { byKeyword, byAction } = sectionIndex(section);
      for (const keyword of byKeyword.keys()) keywords.add(keyword);
      for (const action of byAction.keys()) actions.add(action);
    }
  }
  return { keywords, actions };
});

interface Parameters {
  readonly branch: string | undefined;
  readonly names: ReadonlySet<string>;
}
const parametersMemo = new WeakMap<readonly ConfigFile[], Parameters>();

/** Parameters of all bind, server and default-server lines; "*" among them where an environment variable may stand for any. */
export function parametersIn({ files }: Model, branch: string | undefined): ReadonlySet<string> {
  const known = parametersMemo.get(files);
  if (known !== undefined && known.branch === branch) return known.names;
  const names = new Set<string>();
  for (const { sections } of files) for (const { section } of sections) for (const name of namesIn(section, branch)) names.add(name);
  parametersMemo.set(files, { branch, names });
  return names;
}

const lines = ["bind", "server", "server-template", "default-server"];
const nothing: ReadonlySet<string> = new Set();

function namesIn(section: Section, branch: string | undefined): ReadonlySet<string> {
  const { byKeyword } = sectionIndex(section);
  if (!lines.some((keyword) => byKeyword.has(keyword))) return nothing;
  return parameterNames(endpointsOf(section, branch));
}

/** Parameters that any of these lines has, "*" among them as above. */
export const parameterNames = perObject((endpoints: readonly Endpoint[]): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const { parameters, dynamic } of endpoints) {
    for (const name of parameters.keys()) names.add(name);
    if (dynamic) names.add("*");
  }
  return names;
});
