/** Neighbouring sections as one: what is worked out of a stretch stays as long as none of its sections changes or moves. */
import type { ConfigFile, PlacedSection, Section } from "./config.ts";
import { Memory, newSort, Remembering } from "./memory.ts";
import { perObject } from "./perObject.ts";

const stretchSort = newSort();

/** Some sections of a file, in their order. An edit makes another object of the one that it touches only. */
export class Stretch extends Remembering {
  readonly uri: string;
  readonly sections: readonly PlacedSection[];

  constructor(uri: string, sections: readonly PlacedSection[]) {
    super(stretchSort);
    this.uri = uri;
    this.sections = sections;
  }
}

/** An edit asks all sections of one stretch anew, and looks at every stretch: this keeps both few in files of 10,000 lines and more. */
const mostSections = 24;

/** By its first section. */
const known = new Memory<Section, Stretch>();

/** All sections of a file. Where one stretch ends and the next begins hangs on the edits before: nothing must be told by it. */
export const stretchesOf = perObject(({ uri, sections }: ConfigFile): readonly Stretch[] => {
  const stretches: Stretch[] = [];
  for (let from = 0; from < sections.length; ) {
    const stretch = knownAt(uri, sections, from) ?? newAt(uri, sections, from);
    stretches.push(stretch);
    from += stretch.sections.length;
  }
  return stretches;
});

function newAt(uri: string, sections: readonly PlacedSection[], from: number): Stretch {
  let to = from + 1;
  while (to < sections.length && to < from + mostSections && knownAt(uri, sections, to) === undefined) to++;
  const stretch = new Stretch(uri, sections.slice(from, to));
  known.set((sections[from] as PlacedSection).section, stretch);
  return stretch;
}

/** The stretch of before, where all of its sections stand as they did. */
function knownAt(uri: string, sections: readonly PlacedSection[], from: number): Stretch | undefined {
  const stretch = known.get((sections[from] as PlacedSection).section);
  if (stretch === undefined || stretch.uri !== uri || stretch.sections.length > sections.length - from) return undefined;
  const stands = stretch.sections.every((one, i) => {
    const other = sections[from + i] as PlacedSection;
    return one === other || (one.section === other.section && one.firstLine === other.firstLine);
  });
  return stands ? stretch : undefined;
}

/** What `of` gives for each stretch of the files, one behind the other. */
export function gathered<T>(files: readonly ConfigFile[], of: (stretch: Stretch) => readonly T[]): T[] {
  const found: T[] = [];
  for (const file of files) for (const stretch of stretchesOf(file)) for (const one of of(stretch)) found.push(one);
  return found;
}
