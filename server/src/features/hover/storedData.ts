/** Stored data types of stick-tables: what they hold, what reads them, how much room they take. */
import { meaningOf } from "../../knowledge/meanings.ts";
import { plain } from "../../syntax/plain.ts";

/** Markdown. */
export function storedDataExplained(name: string, _branch: string | undefined): string | undefined {
  const meaning = meaningOf("stick_data", name);
  return meaning && `**\`${plain(name)}\`** ${meaning}`;
}
