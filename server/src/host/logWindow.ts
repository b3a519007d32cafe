/** The stretch of an endless log that is read while incidents are open: newest-first and broken lines are seen only in what stands around. */
import type { Incident } from "../incident/incident.ts";
import { rearranged } from "../incident/read.ts";
import { relocated } from "../incident/relocated.ts";

/** Characters kept; what is longer is read as it stands. */
const longest = 400_000;

export class LogWindow {
  private readonly parts: string[] = [];
  private length = 0;
  /** Found while the lines turned out not to stand as they were written: read anew when the window closes. */
  private readonly held: Incident[] = [];
  /** Something of it was given as it stands. */
  private settled = false;

  private readonly first: number;

  /** `first` is the number of the first line. */
  constructor(first: number) {
    this.first = first;
  }

  /** Takes whole lines; without the last line feed. */
  add(lines: string): void {
    this.length += lines.length + 1;
    if (this.length <= longest) this.parts.push(lines);
    else this.parts.length = 0;
  }

  /** What of the incidents read in order can be given now; everything when the window closes. */
  take(incidents: readonly Incident[], closes: boolean): readonly Incident[] {
    if (this.settled || (incidents.length === 0 && !closes)) return incidents;
    this.held.push(...incidents);
    const anew = closes || this.held.length === incidents.length ? this.rearranged() : [];
    if (anew !== undefined && !closes && this.length <= longest) return [];
    this.settled = true;
    return anew ?? this.held;
  }

  private rearranged(): readonly Incident[] | undefined {
    const found = this.length > longest ? undefined : rearranged(this.parts.join("\n"));
    // the release may be named only far before
    const release = this.held[0]?.release;
    return found?.map((incident) => ({
      ...relocated(incident, (at) => ({ ...at, line: at.line + this.first })),
      ...named(incident, release),
    }));
  }
}

function named(incident: Incident, release: Incident["release"]): Pick<Incident, "release"> | undefined {
  return incident.release === undefined && release !== undefined ? { release } : undefined;
}
