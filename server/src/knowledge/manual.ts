/** Addresses in HAProxy's manual: docs.haproxy.org has a page for each branch, with an anchor "SECTION-WORD" for each word. */
import compiled from "./generated/grammar.json" with { type: "json" };
import { covers, segmentsOf } from "./lifetime.ts";
import { knownBranches } from "./standing.ts";

interface Anchor {
  readonly section: string;
  /** "2.4-2.9" */
  readonly span: string;
}

const { anchors } = compiled as unknown as { readonly anchors: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> };
let byWord: ReadonlyMap<string, readonly Anchor[]> | undefined;

function anchorsByWord(): ReadonlyMap<string, readonly Anchor[]> {
  if (byWord !== undefined) return byWord;
  const found = new Map<string, Anchor[]>();
  for (const [section, spans] of Object.entries(anchors)) {
    for (const [span, words] of Object.entries(spans)) {
      for (const word of words) found.set(word, [...(found.get(word) ?? []), { section, span }]);
    }
  }
  byWord = found;
  return found;
}

/** Page of the manual for a branch, or for the newest one. */
function manualPage(branch: string | undefined): string {
  const branches = knownBranches();
  const shown = branch !== undefined && branches.includes(branch) ? branch : (branches.at(-1) ?? "");
  return `https://docs.haproxy.org/${shown}/configuration.html`;
}

/**
 * Address of the first of the words that the branch's manual describes under one of the sections ("4", "7.3.1"), else of the word wherever
 * it is described. What the branch's manual does not hold, that of a later or earlier branch may; where none does, the page.
 */
export function manualLink(words: readonly string[], sections: readonly string[], branch: string | undefined): string {
  const branches = knownBranches();
  const own = branches.includes(branch ?? "") ? branch : branches.at(-1);
  for (const shown of [own, ...branches.toReversed()]) {
    const anchor = shown === undefined ? undefined : anchorIn(shown, words, sections);
    if (anchor !== undefined) return `${manualPage(shown)}#${encodeURIComponent(anchor)}`;
  }
  return manualPage(branch);
}

function anchorIn(branch: string, words: readonly string[], sections: readonly string[]): string | undefined {
  let anywhere: string | undefined;
  for (const word of words) {
    const described = (anchorsByWord().get(word) ?? []).filter(({ span }) =>
      segmentsOf(span).some(({ from, to }) => covers(from, to, branch)),
    );
    const fitting = described.find(({ section }) => sections.some((wanted) => section === wanted || section.startsWith(`${wanted}.`)));
    if (fitting !== undefined) return `${fitting.section}-${word}`;
    if (described.length > 0) anywhere ??= word;
  }
  return anywhere;
}

/** Sections that describe a matter rather than a word, with the first branch that numbers them so. */
const topics = {
  quoting: { "2.4": "2.2" },
  environment: { "2.4": "2.3" },
  conditional: { "2.4": "2.4" },
  time: { "2.4": "2.5" },
  size: { "2.4": "2.5", "2.8": "2.6" },
  variables: { "2.4": "7.3.2", "3.1": "2.8" },
  addresses: { "2.4": "11", "3.2": "2.9" },
  acl: { "2.4": "7.1" },
  condition: { "2.4": "7.2" },
  expression: { "2.4": "7.3" },
  "predefined-acl": { "2.4": "7.4" },
  "log-format": { "2.4": "8.2.4", "2.5": "8.2.6" },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;
export type Topic = keyof typeof topics;

/** Address of the section on a matter. */
export function topicLink(topic: Topic, branch: string | undefined): string {
  const newest = branch ?? knownBranches().at(-1) ?? "";
  const section = Object.entries(topics[topic]).findLast(([from]) => covers(from, "", newest))?.[1] ?? "";
  return chapterLink(section, branch);
}

/** Address of a section by its number. */
export function chapterLink(section: string, branch: string | undefined): string {
  return `${manualPage(branch)}#${section}`;
}
