/** What the user's haproxy said of files, as long as their lines stay as it read them. */
import type { Finding } from "../../features/finding.ts";
import { levelled } from "../../features/levels.ts";
import { followed, joined, type Validated } from "../../features/validate/beside.ts";
import type { ConfigFile } from "../../syntax/config.ts";
import type { Settings } from "../connection/settings.ts";

interface Shown {
  readonly uri: string;
  readonly config: ConfigFile | undefined;
  readonly settings: Pick<Settings, "validate" | "levels">;
}

export class ValidatedFiles {
  private readonly files = new Map<string, Validated>();

  /** The findings of a run take the place of those before; `files` as they were when it began. */
  take(files: readonly ConfigFile[], findings: readonly Finding[]): void {
    for (const { uri, lines } of files) {
      const here = findings.filter((finding) => finding.uri === uri);
      if (here.length === 0) this.files.delete(uri);
      else this.files.set(uri, { lines, findings: here });
    }
  }

  /** Our findings, with what is still true of HAProxy's. */
  beside({ uri, config, settings }: Shown, ours: readonly Finding[]): readonly Finding[] {
    const known = this.files.get(uri);
    if (known === undefined || config === undefined) return ours;
    if (settings.validate === "off") {
      this.files.delete(uri);
      return ours;
    }
    const now = followed(known, config);
    this.files.set(uri, now);
    return levelled(joined(ours, now.findings, config), settings.levels);
  }
}
