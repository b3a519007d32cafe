/** What to collect next from a crash: what its candidates ask for, then what its kind needs and the log does not hold yet. */
import type { Diagnosis } from "../diagnosis/diagnose.ts";
import type { Incident } from "../incident/incident.ts";
import { type CollectItem, knowledge } from "../knowledge/knowledge.ts";
import { language } from "../knowledge/language.ts";

export interface Step {
  /** In the reader's language; from an advisory it may hold commands between backticks. */
  readonly says: string;
  /** Lines for a shell. */
  readonly commands: readonly string[];
}

export function nextSteps({ incident, candidates }: Diagnosis): readonly Step[] {
  const asked = [...new Set(candidates.flatMap(({ advisory }) => advisory.collect[language()]))];
  const general = knowledge.collect.filter(
    ({ kinds, only, unless }) =>
      (kinds === undefined || kinds.includes(incident.kind)) && (only === undefined || incident.ownAbort) && !holds(incident, unless),
  );
  return [
    ...asked.map((says) => ({ says, commands: [] })),
    ...general.map(({ title, commands }) => ({ says: title[language()], commands })),
  ];
}

function holds({ build, frames, threads }: Incident, what: CollectItem["unless"]): boolean {
  switch (what) {
    case "build":
      return build.some(({ name }) => name === "Feature list" || name === "OPTIONS" || name === "features");
    case "stack":
      return threads.length > 0 || frames.some(({ function: name }) => name !== undefined);
    case "debugger":
      return frames.some(({ file }) => file !== undefined);
    default:
      return false;
  }
}
