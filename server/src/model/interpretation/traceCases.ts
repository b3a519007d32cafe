/** Statements that set up traces: which sources a release has, and what each of them knows (src/trace.c). */
import { stateOf, wordsOf } from "../../knowledge/grammar.ts";
import { compareBranches } from "../../knowledge/release.ts";
import type { Word } from "../../syntax/line.ts";
import type { Statement } from "../statement.ts";
import type { Issue } from "./issue.ts";

const commands: readonly string[] = ["event", "pause", "start", "stop", "sink", "level", "lock", "verbosity"];
const levels: readonly string[] = ["error", "user", "proto", "state", "data", "developer"];
/** Where the traces of all sources are meant. */
const ofAll: readonly string[] = ["follow", "sink", "level"];

export function traceIssues({ words }: Statement, branch: string | undefined): readonly Issue[] {
  const [, source, ...settings] = words;
  if (source === undefined || source.dynamic || source.value === "0") return [];
  // up to 3.0 a statement makes one setting, and what follows is left out of account
  const recent = branch === undefined || compareBranches(branch, "3.1") >= 0;
  const all = source.value === "all" && recent;
  if (!all && !known("trace", source.value, branch)) return [unknown(1, source.value, "trace", [...wordsOf("trace"), "all", "0"])];
  const issues: Issue[] = [];
  for (let i = 0; i < settings.length && (recent || i < 2) && issues.length === 0; i += 2)
    issues.push(...settingIssues(i + 2, settings[i] as Word, settings[i + 1], all ? undefined : source.value, branch, recent));
  return issues;
}

function settingIssues(
  index: number,
  command: Word,
  value: Word | undefined,
  source: string | undefined,
  branch: string | undefined,
  recent: boolean,
): Issue[] {
  if (command.dynamic) return [];
  const possible = source === undefined ? ofAll : recent ? [...commands, "follow"] : commands;
  if (!possible.includes(command.value)) return [unknown(index, command.value, source === undefined ? "trace all" : "trace", possible)];
  if (value === undefined || value.dynamic) return [];
  const fits = valuesOf(command.value, value.value, source ?? "all", branch);
  return fits.length === 0 ? [] : [unknown(index + 1, value.value, command.value, fits)];
}

/** What a setting could be where the word is not one of them; empty where it is, or where any word may be right. */
function valuesOf(command: string, text: string, source: string, branch: string | undefined): readonly string[] {
  switch (command) {
    case "level":
      return levels.includes(text) ? [] : levels;
    case "follow":
      return text === "none" || known("trace", text, branch) ? [] : ["none", ...wordsOf("trace")];
    case "lock":
    case "verbosity":
      return known(`trace-${command} ${source}`, text, branch) ? [] : wordsOf(`trace-${command} ${source}`);
    case "sink":
      return [];
    default: {
      // behind signs alone HAProxy lists the events
      const event = text.replace(/^[!+-]+/, "");
      const always = command === "event" ? ["any", "none"] : ["any", "none", "now"];
      const fits = event === "" || always.includes(event) || known(`trace-event ${source}`, event, branch);
      return fits ? [] : [...always, ...wordsOf(`trace-event ${source}`)];
    }
  }
}

function known(wordClass: string, word: string, branch: string | undefined): boolean {
  return stateOf(wordClass, word, branch) === "known";
}

function unknown(index: number, name: string, what: string, fits: readonly string[]): Issue {
  return { id: "unknown-value", index, name, what, known: fits };
}
